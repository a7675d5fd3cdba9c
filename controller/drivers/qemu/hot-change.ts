// Monitor commands that add to a running guest what the next boot would have from its command line: same ids, same
// places, same values (devices.ts, layout.ts), and that take it out again. Pure. A disk's file is never touched here.
import {VmletError} from '../../errors.ts';
import type {ResolvedDisk, ResolvedInterface, ResolvedVm} from '../../desired/node.ts';
import type {HotChange, MonitorCommand, VmmCommand} from '../driver.ts';
import {diskDevice, diskNodes, netdev, nicDevice} from './devices.ts';
import {qemuFeatures} from './features.ts';
import {diskDeviceId, diskNodeName, hasPci, netdevId, nicDeviceId} from './layout.ts';
import {resizeMemory} from './memory.ts';

/**
 * `vm` is the revision to reach (for a removal, the one that still has it). Throws E-CONFIG for what QEMU cannot
 * do to a running guest (features.ts says so before). The commands run in order; without its device what the first ones
 * made is nobody's, so an executor that was cut short takes it away and begins again.
 */
export const qemuHotChange = (
  vm: ResolvedVm,
  change: {readonly kind: HotChange['kind']; readonly name: string},
  started = vm,
): HotChange => {
  switch (change.kind) {
    case 'cpu.add':
      return addCpus(vm);
    case 'memory.resize':
      return resizeMemory(vm, started);
    case 'disk.add':
      return addDisk(vm, change.name);
    case 'disk.grow':
      return growDisk(vm, change.name);
    case 'disk.rate':
      return limitDisk(vm, change.name);
    case 'disk.remove':
      return removeDisk(vm, change.name);
    case 'interface.add':
      return addInterface(vm, change.name);
    case 'interface.remove':
      return removeInterface(vm, change.name);
    case 'interface.link':
      return setLink(vm, change.name);
    default:
      return change.kind satisfies never;
  }
};

/** Every state of a device that no property sets: the same commands that change it while the guest runs. */
export const beforeRun = (vm: ResolvedVm): VmmCommand['beforeRun'] => {
  const commands = [
    ...vm.disks.filter(disk => disk.rate !== undefined).map(disk => rateCommand(vm, disk)),
    ...vm.interfaces.filter(nic => nic.linkState === 'down').map(linkCommand),
  ];
  return commands.length === 0 ? undefined : commands;
};

/** All but the first, which no machine is without; those that are there are left to the executor, which looks. */
const addCpus = ({cpuCount, hypervisor: {machine, cpuModel}}: ResolvedVm): HotChange => {
  if (!qemuFeatures.addCpuMachines.includes(machine))
    throw new VmletError('E-CONFIG', `machine ${machine} takes no CPUs while it runs`, {terminal: true});
  const [model = ''] = cpuModel.split(',');
  return {
    kind: 'cpu.add',
    cpus: Array.from({length: cpuCount - 1}, (_, index) => ({
      coreId: index + 1,
      command: {
        execute: 'device_add',
        // Features of -cpu hold for every CPU of its model, whenever it comes.
        arguments: {
          driver: `${model}-x86_64-cpu`,
          id: `cpu${String(index + 1)}`,
          'socket-id': 0,
          'core-id': index + 1,
          'thread-id': 0,
        },
      },
    })),
  };
};

const addDisk = (vm: ResolvedVm, name: string): HotChange => {
  requireHotplug(vm);
  const disk = named(vm.disks, 'disk', name);
  return {
    kind: 'disk.add',
    disk: name,
    deviceId: diskDeviceId(disk.slot),
    commands: [
      ...diskNodes(disk).map(node => ({execute: 'blockdev-add', arguments: node})),
      {execute: 'device_add', arguments: diskDevice(vm, disk)},
      ...(disk.rate === undefined ? [] : [rateCommand(vm, disk)]),
    ],
  };
};

const limitDisk = (vm: ResolvedVm, name: string): HotChange => {
  const disk = named(vm.disks, 'disk', name);
  return {
    kind: 'disk.rate',
    disk: name,
    qdev: blockDevicePath(vm, disk),
    limits: throttle(disk.rate),
    commands: [rateCommand(vm, disk)],
  };
};

const rateCommand = (vm: ResolvedVm, disk: ResolvedDisk): MonitorCommand => ({
  execute: 'block_set_io_throttle',
  arguments: {id: blockDevicePath(vm, disk), ...throttle(disk.rate)},
});

/** As query-block prints it: on PCI the disk is a child of the device, on virtio-mmio the device itself (7.2). */
const blockDevicePath = ({hypervisor: {machine}}: ResolvedVm, {slot}: ResolvedDisk): string =>
  hasPci(machine) ? `/machine/peripheral/${diskDeviceId(slot)}/virtio-backend` : diskDeviceId(slot);

/** QEMU wants all of them; 0 is no limit. */
const throttle = (rate: ResolvedDisk['rate'] = {}): Readonly<Record<string, number>> => ({
  bps: 0,
  bps_rd: rate.readBytesPerSecond ?? 0,
  bps_wr: rate.writeBytesPerSecond ?? 0,
  iops: 0,
  iops_rd: rate.readOperationsPerSecond ?? 0,
  iops_wr: rate.writeOperationsPerSecond ?? 0,
});

/** QEMU also shrinks, and cuts the guest's data off: the planner and the executor compare sizes before they send this. */
const growDisk = (vm: ResolvedVm, name: string): HotChange => {
  const disk = named(vm.disks, 'disk', name);
  if (disk.source.kind === 'file') {
    throw new VmletError('E-CONFIG', `disk ${name}: a file named by path is not resized`, {terminal: true});
  }
  const nodeName = diskNodeName(disk.slot);
  const {sizeBytes} = disk.source;
  return {
    kind: 'disk.grow',
    disk: name,
    nodeName,
    sizeBytes,
    commands: [{execute: 'block_resize', arguments: {'node-name': nodeName, size: sizeBytes}}],
  };
};

const removeDisk = (vm: ResolvedVm, name: string): HotChange => {
  requireHotplug(vm);
  const disk = named(vm.disks, 'disk', name);
  return {
    kind: 'disk.remove',
    disk: name,
    deviceId: diskDeviceId(disk.slot),
    nodeNames: diskNodes(disk)
      .map(node => String(node['node-name']))
      .reverse(),
  };
};

const addInterface = (vm: ResolvedVm, name: string): HotChange => {
  requireHotplug(vm);
  const nic = named(vm.interfaces, 'interface', name);
  if (!qemuFeatures.hotplugBindings.includes(nic.binding.kind)) {
    throw new VmletError('E-CONFIG', `interface ${name}: ${nic.binding.kind} is opened at start only`, {
      terminal: true,
    });
  }
  const down = nic.linkState === 'down' ? [linkCommand(nic)] : [];
  return {
    kind: 'interface.add',
    interface: name,
    deviceId: nicDeviceId(nic.slot),
    commands: [
      {execute: 'netdev_add', arguments: netdev(vm, nic, null)},
      // Before there is a card nothing passes, and afterwards the card is told as well.
      ...down,
      {execute: 'device_add', arguments: nicDevice(vm, nic)},
      ...down,
    ],
  };
};

const setLink = (vm: ResolvedVm, name: string): HotChange => ({
  kind: 'interface.link',
  interface: name,
  commands: [linkCommand(named(vm.interfaces, 'interface', name))],
});

/** By its backend: that stops the packets and takes the carrier from the card. */
const linkCommand = ({slot, linkState}: ResolvedInterface): MonitorCommand => ({
  execute: 'set_link',
  arguments: {name: netdevId(slot), up: linkState !== 'down'},
});

const removeInterface = (vm: ResolvedVm, name: string): HotChange => {
  requireHotplug(vm);
  const {slot, binding} = named(vm.interfaces, 'interface', name);
  return {
    kind: 'interface.remove',
    interface: name,
    tap: binding.kind === 'tap' ? binding.tap : null,
    deviceId: nicDeviceId(slot),
    netdevId: netdevId(slot),
  };
};

const requireHotplug = ({hypervisor: {machine}}: ResolvedVm): void => {
  if (!qemuFeatures.hotplugMachines.includes(machine)) {
    throw new VmletError('E-CONFIG', `machine ${machine} takes no devices while it runs`, {terminal: true});
  }
};

const named = <T extends {readonly name: string}>(list: readonly T[], what: string, name: string): T => {
  const found = list.find(entry => entry.name === name);
  if (found === undefined) throw new VmletError('E-INTERNAL', `the revision has no ${what} ${name}`);
  return found;
};
