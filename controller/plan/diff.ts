// What differs between the revision that runs and the one that is wanted, and what each difference costs (disruption.ts).
// Pure. A diff is always against a recorded revision, never against a hypervisor's own view of itself.
import type {ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Driver} from '../drivers/driver.ts';
import type {PendingChange} from './action.ts';
import {diffDisks} from './diff-disks.ts';
import {diffInterfaces} from './diff-interfaces.ts';
import {exceptionOf, part, same} from './diff-part.ts';
import type {HotStep, Part} from './diff-part.ts';
import {vmCost} from './disruption.ts';

export type Diff = {readonly changes: readonly PendingChange[]; readonly hot: readonly HotStep[]};

/**
 * Class every difference; `hot` lists the live steps in order, also when other changes have to wait. `started` is what its
 * process was started as, which live changes have led away from; null when that is not known, and then nothing is live that
 * needs room kept at the start.
 */
export const diffVm = (
  booted: ResolvedVm,
  wanted: ResolvedVm,
  driver: Driver,
  started: ResolvedVm | null = booted,
): Diff => {
  const parts = [
    ...diffFields(booted, wanted),
    ...diffCpus(booted, wanted, driver, started),
    ...diffMemory(booted, wanted, driver, started),
    ...diffDisks(booted, wanted, driver, started),
    ...diffInterfaces(booted, wanted, driver, started),
  ];
  return {
    changes: parts.map(({change}) => change),
    hot: parts.flatMap(({step}) => (step === undefined ? [] : [step])),
  };
};

/** Every field of a revision that is not a list of devices. */
const fields: readonly (readonly [path: string, read: (vm: ResolvedVm) => unknown])[] = [
  ['spec.hypervisor.qemu.machine', vm => vm.hypervisor.machine],
  ['spec.hypervisor.qemu.accelerator', vm => vm.hypervisor.accelerator],
  ['spec.hypervisor.qemu.cpuModel', vm => vm.hypervisor.cpuModel],
  ['spec.hypervisor.qemu.extraArgs', vm => vm.hypervisor.extraArgs],
  ['spec.cpu.max', vm => vm.cpuMax ?? null],
  ['spec.memory.max', vm => (vm.memoryMaxBytes === undefined ? null : formatQuantity(vm.memoryMaxBytes))],
  ['spec.memory.balloon', vm => vm.balloon],
  ['spec.boot.firmware', vm => (vm.boot.kind === 'firmware' ? vm.boot.firmware : null)],
  ['spec.boot.kernel.image', vm => (vm.boot.kind === 'kernel' ? vm.boot.kernel.digest : null)],
  ['spec.boot.kernel.initrd', vm => (vm.boot.kind === 'kernel' ? (vm.boot.initrd?.digest ?? null) : null)],
  ['spec.boot.cmdline', vm => (vm.boot.kind === 'kernel' ? vm.boot.cmdline : [])],
  ['spec.bootstrap.hostname', vm => vm.hostname],
  ['spec.guestAgent.enabled', vm => vm.guestAgent],
  ['spec.devices', vm => vm.devices],
];

const diffFields = (booted: ResolvedVm, wanted: ResolvedVm): Part[] =>
  fields
    .filter(([, read]) => !same(read(booted), read(wanted)))
    .map(([path, read]) => part(path, read(booted), read(wanted), vmCost(path)));

const diffCpus = (
  booted: ResolvedVm,
  wanted: ResolvedVm,
  driver: Driver,
  started: ResolvedVm | null,
): Part[] => {
  const [from, to] = [booted.cpuCount, wanted.cpuCount];
  if (from === to) return [];
  const row = vmCost('spec.cpu.count');
  const isLive =
    started !== null &&
    to > from &&
    to <= (started.cpuMax ?? started.cpuCount) &&
    driver.features.addCpuMachines.includes(started.hypervisor.machine);
  return [
    isLive
      ? part('spec.cpu.count', from, to, row, {kind: 'cpu.add', name: 'cpu'})
      : part('spec.cpu.count', from, to, exceptionOf(row)),
  ];
};

/** A guest that is left with less than this part of what it started with is more likely to end than to give it. */
const leastPart = 1 / 4;

const diffMemory = (
  booted: ResolvedVm,
  wanted: ResolvedVm,
  driver: Driver,
  started: ResolvedVm | null,
): Part[] => {
  const [from, to] = [booted.memoryBytes, wanted.memoryBytes];
  if (from === to) return [];
  const row = vmCost('spec.memory.size');
  const isLive = started !== null && canResize(from, to, driver, started);
  return [
    isLive
      ? part('spec.memory.size', formatQuantity(from), formatQuantity(to), row, {
          kind: 'memory.resize',
          name: 'memory',
        })
      : part('spec.memory.size', formatQuantity(from), formatQuantity(to), exceptionOf(row)),
  ];
};

/** Beyond what its process started with there is the memory device, below it the balloon: the way to there and back. */
const canResize = (
  from: number,
  to: number,
  driver: Driver,
  {memoryBytes, memoryMaxBytes = memoryBytes, balloon, hypervisor: {machine}}: ResolvedVm,
): boolean => {
  const least = balloon ? memoryBytes * leastPart : memoryBytes;
  const most = driver.features.addMemoryMachines.includes(machine) ? memoryMaxBytes : memoryBytes;
  return [from, to].every(size => size >= least && size <= most);
};
