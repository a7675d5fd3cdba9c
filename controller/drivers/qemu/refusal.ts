// Why a VM cannot be put on a QEMU command line: limits of the machines, and the patterns that strings must match where
// QEMU has no JSON form. Pure. The schema already refuses most of it; this is the last gate before an argv exists.
import type {ResolvedVm} from '../../desired/node.ts';
import {qemuFeatures} from './features.ts';
import {hasPci, passthroughLimit, slotLimits} from './layout.ts';
import {regionBytes} from './memory.ts';

/** From QEMU 7.2's `-machine help` limits: -smp above them ends the start. */
const cpuLimits = {q35: 288, pc: 255, microvm: 255, virt: 512} as const;

/** COMMAND_LINE_SIZE of Linux on x86 and arm64, less its NUL. */
const kernelLineLimitBytes = 2047;

/** What kernelLine may add, and to a machine that can get more memory. */
const addedWordsBytes = 64;
const memoryWordsBytes = 40;

/** VIRTIO_BLK_ID_BYTES; QEMU cuts a longer serial silently. */
const serialLimitBytes = 20;

/** The launch wrapper's shell knows descriptors 3 to 9. */
const macvtapLimit = 7;

const cpuModel = /^[A-Za-z0-9][A-Za-z0-9_.-]*(?:,[+-]?[A-Za-z0-9_.-]+(?:=[A-Za-z0-9_.-]+)?)*$/;
const dnsName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const ipv4 = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/;
const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;
const cidr = /^[0-9a-f.:]+\/[0-9]{1,3}$/;
const control = /[\u0000-\u001f\u007f]/;

/** All reasons in one line, or null. */
export const qemuRefusal = (vm: ResolvedVm): string | null => {
  const known = refusals.get(vm);
  if (known !== undefined) return known;
  const refusal = refusalOf(vm);
  refusals.set(vm, refusal);
  return refusal;
};

/** A resolved machine never changes, and every plan of it asks. */
const refusals = new WeakMap<ResolvedVm, string | null>();

const refusalOf = (vm: ResolvedVm): string | null => {
  const reasons = [
    ...identityReasons(vm),
    ...cpuReasons(vm),
    ...memoryReasons(vm),
    ...bootReasons(vm),
    ...slotReasons(vm),
    ...diskReasons(vm),
    ...interfaceReasons(vm),
    ...deviceReasons(vm),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
};

const identityReasons = ({namespace, name, hostname, hypervisor}: ResolvedVm): string[] => [
  ...[namespace, name]
    .filter(text => !/^[a-z][a-z0-9-]*$/.test(text))
    .map(text => `name ${quote(text)} is not a-z 0-9 -`),
  ...(dnsName.test(hostname) ? [] : [`hostname ${quote(hostname)} is not a DNS name`]),
  ...(hypervisor.extraArgs.some(argument => argument.includes('\0'))
    ? ['hypervisor.qemu.extraArgs holds a NUL byte']
    : []),
];

const cpuReasons = ({
  cpuCount,
  cpuMax = cpuCount,
  hypervisor: {machine, accelerator, cpuModel: model},
}: ResolvedVm): string[] => [
  ...(cpuCount > cpuLimits[machine]
    ? [`cpu.count ${String(cpuCount)} is more than the ${String(cpuLimits[machine])} of machine ${machine}`]
    : []),
  ...(cpuMax > cpuCount && !qemuFeatures.addCpuMachines.includes(machine)
    ? [`machine ${machine} takes no CPUs while it runs: leave cpu.max out, or use q35`]
    : []),
  ...(cpuMax < cpuCount ? ['cpu.max is less than cpu.count'] : []),
  ...(cpuModel.test(model) ? [] : [`CPU model ${quote(model)} is not a QEMU CPU model`]),
  ...(accelerator === 'tcg' && /^host(?:,|$)/.test(model)
    ? ['CPU model host needs KVM; use max under TCG']
    : []),
];

const memoryReasons = ({
  memoryBytes,
  memoryMaxBytes = memoryBytes,
  hypervisor: {machine},
}: ResolvedVm): string[] => [
  ...(memoryMaxBytes > memoryBytes && !qemuFeatures.addMemoryMachines.includes(machine)
    ? [`machine ${machine} takes no memory beyond what it starts with: leave memory.max out, or use q35`]
    : []),
  ...(memoryMaxBytes < memoryBytes ? ['memory.max is less than memory.size'] : []),
];

const bootReasons = (vm: ResolvedVm): string[] => {
  const {
    boot,
    hypervisor: {machine},
  } = vm;
  if (boot.kind === 'firmware') {
    if (machine === 'virt' && boot.firmware === 'bios')
      return ['machine virt has no bios; use boot.firmware uefi'];
    if (machine === 'microvm' && boot.firmware === 'uefi')
      return ['machine microvm has no uefi; use q35, or boot a kernel directly'];
    return [];
  }
  const line = boot.cmdline.join(' ');
  const mostBytes = kernelLineLimitBytes - addedWordsBytes - (regionBytes(vm) > 0 ? memoryWordsBytes : 0);
  return [
    ...(control.test(line) ? ['boot.cmdline holds a control character'] : []),
    ...(Buffer.byteLength(line) > mostBytes
      ? [`boot.cmdline is longer than ${String(mostBytes)} bytes`]
      : []),
  ];
};

const slotReasons = ({disks, interfaces, hypervisor: {machine}}: ResolvedVm): string[] => {
  const slots = [...disks, ...interfaces].map(({slot}) => slot);
  const limit = slotLimits[machine];
  return [
    ...(slots.length > limit || slots.some(slot => slot >= limit)
      ? [`machine ${machine} holds ${String(limit)} disks and interfaces together`]
      : []),
    ...(new Set(slots).size < slots.length || slots.some(slot => !Number.isInteger(slot) || slot < 0)
      ? ['two devices share a slot']
      : []),
  ];
};

const diskReasons = ({disks}: ResolvedVm): string[] => [
  ...disks
    .filter(
      ({serial}) => Buffer.byteLength(serial) > serialLimitBytes || serial === '' || control.test(serial),
    )
    .map(
      ({name, serial}) =>
        `disk ${name}: serial ${quote(serial)} is not 1 to ${String(serialLimitBytes)} bytes of text`,
    ),
  ...disks
    .filter(disk => diskPaths(disk).some(path => !path.startsWith('/') || path.includes('\0')))
    .map(({name}) => `disk ${name}: its path is not absolute`),
];

const diskPaths = ({source}: ResolvedVm['disks'][number]): string[] =>
  source.kind === 'overlay' ? [source.path, source.image.path] : [source.path];

const interfaceReasons = ({interfaces, hypervisor: {machine}}: ResolvedVm): string[] => [
  ...(interfaces.filter(({binding}) => binding.kind === 'macvtap').length > macvtapLimit
    ? [`more than ${String(macvtapLimit)} macvtap interfaces`]
    : []),
  ...interfaces.flatMap(({name, mac: address, addresses, binding}) => [
    ...(mac.test(address)
      ? []
      : [`interface ${name}: mac ${quote(address)} is not six lower-case hex pairs`]),
    ...addresses
      .filter(text => !cidr.test(text))
      .map(text => `interface ${name}: address ${quote(text)} is not an address with a prefix length`),
    ...(binding.kind === 'tap' && binding.multiQueue && !hasPci(machine)
      ? [`interface ${name}: several queues need a PCI machine, not ${machine}`]
      : []),
    // libslirp of QEMU 7.2 forwards IPv4 only, and a colon would end the address.
    ...(binding.kind === 'user'
      ? binding.forwards
          .filter(({hostAddress}) => !ipv4.test(hostAddress))
          .map(({hostAddress}) => `interface ${name}: host address ${quote(hostAddress)} is not IPv4`)
      : []),
  ]),
];

const deviceReasons = ({devices, hypervisor: {machine}}: ResolvedVm): string[] => [
  ...(devices.length > 0 && !hasPci(machine) ? [`machine ${machine} takes no host devices; use q35`] : []),
  ...(devices.filter(({kind}) => kind === 'pci').length > passthroughLimit
    ? [`more than ${String(passthroughLimit)} PCI host devices`]
    : []),
  ...devices
    .filter(
      device =>
        device.kind === 'usb' &&
        ![device.vendorId, device.productId].every(id => /^(?:0x)?[0-9a-f]{4}$/i.test(id)),
    )
    .map(() => 'a USB device is named by two 4-digit hex numbers'),
];

const quote = (text: string): string => JSON.stringify(text);
