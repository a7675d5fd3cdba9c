// What differs between the revision that runs and the one that is wanted, and what each difference costs.
// Pure. A diff is always against a recorded revision, never against a hypervisor's own view of itself.
import type {ResolvedDisk, ResolvedInterface, ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Driver} from '../drivers/driver.ts';
import type {Disruption, PendingChange} from './action.ts';

export type HotStep = {
  readonly kind: 'disk.add' | 'disk.grow' | 'interface.add' | 'interface.move';
  readonly name: string;
};

export type Diff = {readonly changes: readonly PendingChange[]; readonly hot: readonly HotStep[]};

/** Class every difference; `hot` lists the live steps in order, also when other changes have to wait. */
export const diffVm = (booted: ResolvedVm, wanted: ResolvedVm, driver: Driver): Diff => {
  const parts = [
    ...plainFields(booted, wanted),
    ...disks(booted, wanted, driver),
    ...interfaces(booted, wanted, driver),
  ];
  return {
    changes: parts.map(part => part.change),
    hot: parts.flatMap(part => (part.step === undefined ? [] : [part.step])),
  };
};

type Part = {change: PendingChange; step?: HotStep};

const change = (
  path: string,
  from: unknown,
  to: unknown,
  disruption: Disruption,
  reason: string,
): PendingChange => ({
  path,
  from: show(from),
  to: show(to),
  disruption,
  reason,
});

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

const needsBoot = 'the guest reads it only when it boots';
const needsProcess = 'the hypervisor takes it only when it starts';

/** Every field of a revision that is not a list of devices, with what changing it costs. */
const fields: readonly {
  path: string;
  read: (vm: ResolvedVm) => unknown;
  disruption: Disruption;
  reason: string;
}[] = [
  {
    path: 'spec.hypervisor.qemu.machine',
    read: vm => vm.hypervisor.machine,
    disruption: 'restart',
    reason: needsProcess,
  },
  {
    path: 'spec.hypervisor.qemu.accelerator',
    read: vm => vm.hypervisor.accelerator,
    disruption: 'restart',
    reason: needsProcess,
  },
  {
    path: 'spec.hypervisor.qemu.cpuModel',
    read: vm => vm.hypervisor.cpuModel,
    disruption: 'restart',
    reason: needsProcess,
  },
  {
    path: 'spec.hypervisor.qemu.extraArgs',
    read: vm => vm.hypervisor.extraArgs,
    disruption: 'restart',
    reason: needsProcess,
  },
  {path: 'spec.cpu.count', read: vm => vm.cpuCount, disruption: 'restart', reason: needsProcess},
  {
    path: 'spec.memory.size',
    read: vm => formatQuantity(vm.memoryBytes),
    disruption: 'restart',
    reason: needsProcess,
  },
  {path: 'spec.memory.balloon', read: vm => vm.balloon, disruption: 'restart', reason: needsProcess},
  {path: 'spec.boot', read: bootWithoutCmdline, disruption: 'restart', reason: needsBoot},
  {
    path: 'spec.boot.cmdline',
    read: vm => (vm.boot.kind === 'kernel' ? vm.boot.cmdline : []),
    disruption: 'restart',
    reason: needsBoot,
  },
  {path: 'spec.bootstrap.hostname', read: vm => vm.hostname, disruption: 'restart', reason: needsBoot},
  {path: 'spec.guestAgent', read: vm => vm.guestAgent, disruption: 'restart', reason: needsProcess},
  {path: 'spec.devices', read: vm => vm.devices, disruption: 'restart', reason: needsProcess},
];

function bootWithoutCmdline(vm: ResolvedVm): unknown {
  return vm.boot.kind === 'firmware'
    ? {firmware: vm.boot.firmware}
    : {kernel: vm.boot.kernel.digest, initrd: vm.boot.initrd?.digest ?? null};
}

const plainFields = (booted: ResolvedVm, wanted: ResolvedVm): Part[] =>
  fields
    .filter(field => !same(field.read(booted), field.read(wanted)))
    .map(field => ({
      change: change(field.path, field.read(booted), field.read(wanted), field.disruption, field.reason),
    }));

const disks = (booted: ResolvedVm, wanted: ResolvedVm, driver: Driver): Part[] => [
  ...wanted.disks.flatMap(disk => {
    const old = booted.disks.find(other => other.name === disk.name);
    return old === undefined ? [addedDisk(disk, booted, driver)] : changedDisk(old, disk, driver);
  }),
  ...booted.disks
    .filter(disk => !wanted.disks.some(other => other.name === disk.name))
    .map(disk => ({
      change: change(
        `spec.disks[${disk.name}]`,
        'present',
        'absent',
        'restart',
        'a mounted disk cannot be taken from a running guest; its data stays on the host',
      ),
    })),
];

/** A hot-added device needs a machine that can, and a free place that was there when it booted. */
const canHotplug = (booted: ResolvedVm, slot: number, driver: Driver): boolean =>
  driver.features.hotplugMachines.includes(booted.hypervisor.machine) && slot < driver.slotCount(booted);

const addedDisk = (disk: ResolvedDisk, booted: ResolvedVm, driver: Driver): Part => {
  const path = `spec.disks[${disk.name}]`;
  return canHotplug(booted, disk.slot, driver)
    ? {
        change: change(path, 'absent', 'present', 'hot', 'added to the running guest'),
        step: {kind: 'disk.add', name: disk.name},
      }
    : {
        change: change(
          path,
          'absent',
          'present',
          'restart',
          `machine ${booted.hypervisor.machine} has no free place that can be filled while it runs`,
        ),
      };
};

const changedDisk = (old: ResolvedDisk, disk: ResolvedDisk, driver: Driver): Part[] => {
  const path = `spec.disks[${disk.name}]`;
  const parts: Part[] = [];
  if (!same(identity(old), identity(disk)))
    parts.push({
      change: change(
        path,
        identity(old),
        identity(disk),
        'refused',
        'would orphan guest data; add a new disk instead',
      ),
    });
  const sizes = {from: sizeOf(old), to: sizeOf(disk)};
  if (sizes.from !== null && sizes.to !== null && sizes.to < sizes.from)
    parts.push({
      change: change(
        `${path}.size`,
        formatQuantity(sizes.from),
        formatQuantity(sizes.to),
        'refused',
        'disks cannot shrink',
      ),
    });
  if (sizes.from !== null && sizes.to !== null && sizes.to > sizes.from) {
    const grown = change(
      `${path}.size`,
      formatQuantity(sizes.from),
      formatQuantity(sizes.to),
      driver.features.growDisk ? 'hot' : 'restart',
      'grown while it runs',
    );
    parts.push(
      driver.features.growDisk
        ? {change: grown, step: {kind: 'disk.grow', name: disk.name}}
        : {change: grown},
    );
  }
  if (!same([old.serial, old.readOnly, old.slot], [disk.serial, disk.readOnly, disk.slot]))
    parts.push({
      change: change(path, [old.serial, old.readOnly], [disk.serial, disk.readOnly], 'restart', needsProcess),
    });
  return parts;
};

/** What the data of a disk hangs on. */
const identity = (disk: ResolvedDisk): string => {
  switch (disk.source.kind) {
    case 'overlay':
      return `image ${disk.source.image.name} (${disk.source.image.digest.slice(0, 19)})`;
    case 'blank':
      return 'blank';
    case 'file':
      return `file ${disk.source.path} (${disk.source.format})`;
    default:
      return disk.source satisfies never;
  }
};

const sizeOf = (disk: ResolvedDisk): number | null =>
  disk.source.kind === 'file' ? null : disk.source.sizeBytes;

const interfaces = (booted: ResolvedVm, wanted: ResolvedVm, driver: Driver): Part[] => [
  ...wanted.interfaces.flatMap(nic => {
    const old = booted.interfaces.find(other => other.name === nic.name);
    return old === undefined ? [addedInterface(nic, booted, driver)] : changedInterface(old, nic);
  }),
  ...booted.interfaces
    .filter(nic => !wanted.interfaces.some(other => other.name === nic.name))
    .map(nic => ({
      change: change(
        `spec.interfaces[${nic.name}]`,
        'present',
        'absent',
        'restart',
        'taking a network card away interrupts the guest',
      ),
    })),
];

const addedInterface = (nic: ResolvedInterface, booted: ResolvedVm, driver: Driver): Part => {
  const path = `spec.interfaces[${nic.name}]`;
  // A macvtap is an open file of the process; there is no way to hand one to a guest that runs.
  const hot =
    canHotplug(booted, nic.slot, driver) && driver.features.hotplugBindings.includes(nic.binding.kind);
  return hot
    ? {
        change: change(path, 'absent', 'present', 'hot', 'added to the running guest'),
        step: {kind: 'interface.add', name: nic.name},
      }
    : {change: change(path, 'absent', 'present', 'restart', needsProcess)};
};

const changedInterface = (old: ResolvedInterface, nic: ResolvedInterface): Part[] => {
  const path = `spec.interfaces[${nic.name}]`;
  const parts: Part[] = [];
  if (old.mac !== nic.mac)
    parts.push({change: change(`${path}.mac`, old.mac, nic.mac, 'restart', needsProcess)});
  if (!same(old.addresses, nic.addresses))
    parts.push({change: change(`${path}.addresses`, old.addresses, nic.addresses, 'restart', needsBoot)});
  if (same(old.binding, nic.binding)) return parts;
  if (
    old.binding.kind === 'tap' &&
    nic.binding.kind === 'tap' &&
    same({...old.binding, bridge: '', network: ''}, {...nic.binding, bridge: '', network: ''})
  )
    parts.push({
      change: change(
        `${path}.tap.network`,
        old.binding.network,
        nic.binding.network,
        'hot',
        'the tap moves to the other bridge',
      ),
      step: {kind: 'interface.move', name: nic.name},
    });
  else if (old.binding.kind === 'tap' && nic.binding.kind === 'tap')
    parts.push({
      change: change(
        `${path}.tap`,
        queues(old.binding.multiQueue),
        queues(nic.binding.multiQueue),
        'restart',
        'a tap has one queue per vCPU',
      ),
    });
  else parts.push({change: change(path, bindingText(old), bindingText(nic), 'restart', needsProcess)});
  return parts;
};

/** Told apart also when only the mode or the ports differ. */
const bindingText = ({binding}: ResolvedInterface): string => {
  switch (binding.kind) {
    case 'tap':
      return `tap on ${binding.network}`;
    case 'macvtap':
      return `macvtap over ${binding.link} (${binding.mode})`;
    case 'bridgeHelper':
      return `bridge ${binding.bridge}`;
    case 'user':
      return `user, ${String(binding.forwards.length)} forwarded ports`;
    default:
      return binding satisfies never;
  }
};

const queues = (multiQueue: boolean): string => (multiQueue ? 'one queue per vCPU' : 'one queue');
