// Where every device of a machine sits: ids, buses and addresses. Pure data and arithmetic.
// An address never depends on what else is declared, so adding or removing one device moves no other; disks and NICs
// are placed by their slot, which desired/ gives out and keeps for life.
import type {QemuSettings, ResolvedVm} from '../../desired/node.ts';

export type Machine = QemuSettings['machine'];

/** Properties that put a device on its bus. */
export type Place = {readonly bus: string; readonly addr?: string; readonly multifunction?: boolean};

type FixedDevice = 'rng' | 'balloon' | 'serial' | 'usb' | 'pvpanic' | 'memory';

/** PCI(e) machines number functions `slot.function` in hex; 08 to 0b on pcie.0 hold the root ports, 0c those of host devices. */
const fixedAddresses: Readonly<Record<FixedDevice, string>> = {
  rng: '02.0',
  balloon: '03.0',
  serial: '04.0',
  usb: '05.0',
  pvpanic: '06.0',
  memory: '07.0',
};

/**
 * microvm has 24 virtio-mmio buses with acpi=on (QEMU 7.2): the last three are ours, and the first is left alone, since
 * the second I/O APIC sends its interrupt to pin 2 (a disk there never answers). The rest hold disks and NICs.
 */
const fixedMmioBuses: Readonly<Partial<Record<FixedDevice, number>>> = {rng: 23, balloon: 22, serial: 21};

const firstMmioSlotBus = 1;

const portsPerAddress = 8;
const firstPortAddress = 0x08;
const passthroughPortAddress = 0x0c;
const firstPcSlotAddress = 0x08;
const firstPcPassthroughAddress = 0x18;

/** Slots kept free on a q35 or virt machine for disks and NICs that are added while it runs. */
export const spareSlots = 4;

/** The most disks and NICs together, by machine. */
export const slotLimits: Readonly<Record<Machine, number>> = {q35: 32, virt: 32, pc: 16, microvm: 20};

/** Host devices that fit beside them. */
export const passthroughLimit = 8;

export const hasPci = (machine: Machine): boolean => machine !== 'microvm';

const hasRootPorts = (machine: Machine): boolean => machine === 'q35' || machine === 'virt';

/** The virtio transport's suffix: `virtio-blk-pci` or `virtio-blk-device`. */
export const transport = (machine: Machine): 'pci' | 'device' => (hasPci(machine) ? 'pci' : 'device');

/** Node name of the disk as the guest sees it: what block jobs and block_resize name (at most 31 bytes, hence the slot). */
export const diskNodeName = (slot: number): string => `disk${String(slot)}`;

/** qdev id of a disk. */
export const diskDeviceId = (slot: number): string => `disk${String(slot)}`;

/** id of a NIC's network backend. */
export const netdevId = (slot: number): string => `net${String(slot)}`;

/** qdev id of a NIC. */
export const nicDeviceId = (slot: number): string => `nic${String(slot)}`;

/**
 * How many slots the machine has when booted from `vm`. Root ports come in groups of eight: eight cost about 0.1 s of
 * a TCG boot, 32 about 0.7 s, so a small VM does not pay for a large one's.
 */
export const slotCount = (vm: ResolvedVm): number => {
  const {machine} = vm.hypervisor;
  if (!hasRootPorts(machine)) return slotLimits[machine];
  const used = Math.max(0, ...[...vm.disks, ...vm.interfaces].map(({slot}) => slot + 1));
  const groups = Math.ceil((used + spareSlots) / portsPerAddress);
  return Math.min(slotLimits[machine], groups * portsPerAddress);
};

/** The place of a disk or NIC. */
export const slotPlace = (machine: Machine, slot: number): Place => {
  if (machine === 'microvm') return {bus: `virtio-mmio-bus.${String(firstMmioSlotBus + slot)}`};
  if (machine === 'pc') return {bus: 'pci.0', addr: pciAddress(firstPcSlotAddress + slot, 0)};
  return {bus: `port${String(slot)}`};
};

/** The place of a device that every machine has at most one of. */
export const fixedPlace = (machine: Machine, device: FixedDevice): Place =>
  machine === 'microvm'
    ? {bus: `virtio-mmio-bus.${String(fixedMmioBuses[device])}`}
    : {bus: rootBus(machine), addr: fixedAddresses[device]};

/** The place of the nth host device. */
export const passthroughPlace = (machine: Machine, index: number): Place =>
  machine === 'pc'
    ? {bus: 'pci.0', addr: pciAddress(firstPcPassthroughAddress + index, 0)}
    : {bus: `hostport${String(index)}`};

/** Every root port of the machine, as -device values; a hot-added device needs a port that was there at boot. */
export const rootPorts = (vm: ResolvedVm): readonly Readonly<Record<string, unknown>>[] => {
  if (!hasRootPorts(vm.hypervisor.machine)) return [];
  const slots = slotCount(vm);
  const pciDevices = vm.devices.filter(({kind}) => kind === 'pci').length;
  const shape = `${String(slots)} ${String(pciDevices)}`;
  const known = portsOfShape.get(shape);
  if (known !== undefined) return known;
  const ports = [
    ...Array.from({length: slots}, (_, slot) => rootPort(`port${String(slot)}`, slot, firstPortAddress)),
    ...Array.from({length: pciDevices}, (_, index) =>
      rootPort(`hostport${String(index)}`, index, passthroughPortAddress, slotLimits.q35),
    ),
  ];
  portsOfShape.set(shape, ports);
  return ports;
};

/** A fleet has few shapes of machine. */
const portsOfShape = new Map<string, readonly Readonly<Record<string, unknown>>[]>();

const rootBus = (machine: Machine): string => (machine === 'pc' ? 'pci.0' : 'pcie.0');

/** `firstChassis` keeps (chassis, slot) unique, which PCIe demands; the slot number becomes the guest's `ens<n>` name. */
const rootPort = (
  id: string,
  index: number,
  firstAddress: number,
  firstChassis = 0,
): Readonly<Record<string, unknown>> => {
  const func = index % portsPerAddress;
  const number = firstChassis + index + 1;
  return {
    driver: 'pcie-root-port',
    id,
    bus: 'pcie.0',
    addr: pciAddress(firstAddress + Math.floor(index / portsPerAddress), func),
    ...(func === 0 ? {multifunction: true} : {}),
    chassis: number,
    slot: number,
  };
};

const pciAddress = (slot: number, func: number): string =>
  `${slot.toString(16).padStart(2, '0')}.${String(func)}`;
