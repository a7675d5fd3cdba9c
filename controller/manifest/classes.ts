// VM > class > built-in class: the one place where a machine's missing fields get their values. Pure.
// A union that the machine gives replaces the class's whole (another member, or the same one without its fields);
// the built-in class then fills only what fits the member that was chosen. Lists replace each other as wholes.
import {defaultClassSpec} from './crds.gen.ts';
import type {
  BootKernel,
  Dependency,
  Device,
  Disk,
  Hypervisor,
  Interface,
  QemuHypervisor,
  UpdateWindow,
  Variant,
  VirtualMachineClassSpec,
  VirtualMachineSpec,
} from './types.gen.ts';
import {quantityBytes} from './quantity.ts';
import {usualTimeZone} from './window.ts';

/** The built-in class `default` (crds/classes/default.yaml), as `vmlet explain` shows it. */
export const builtinClass: VirtualMachineClassSpec = defaultClassSpec;

/** A preStart command that names no time of its own gets this long. */
const preStartTimeout = '30s';

export type MergedHypervisor =
  | {readonly qemu: Required<Omit<QemuHypervisor, 'cpuModel'>> & {readonly cpuModel: string | null}}
  | Exclude<Hypervisor, {qemu: QemuHypervisor}>;

export type MergedBoot =
  {readonly kernel: BootKernel; readonly cmdline: readonly string[]} | {readonly firmware: 'bios' | 'uefi'};

export type MergedReadiness = {readonly timeout: string} & (
  {readonly running: object} | {readonly console: {readonly contains: string}} | {readonly guestAgent: object}
);

/** A machine's spec with every field decided that a class can set. `cpuModel: null` leaves it to the accelerator. */
export type MergedVmSpec = {
  readonly class: string | null;
  readonly runPolicy: NonNullable<VirtualMachineSpec['runPolicy']>;
  readonly startPriority: number;
  readonly hypervisor: MergedHypervisor;
  readonly cpu: {readonly count: number; readonly max?: number};
  readonly memory: {readonly size: string; readonly max?: string; readonly balloon: boolean};
  readonly boot: MergedBoot;
  /** Other ways to boot it, each whole. */
  readonly variants: readonly {readonly name: string; readonly boot: MergedBoot}[];
  readonly disks: readonly Disk[];
  readonly interfaces: readonly Interface[];
  readonly devices: readonly Device[];
  readonly hostname: string | null;
  readonly guestAgent: {readonly enabled: boolean};
  readonly readiness: MergedReadiness;
  readonly dependsOn: readonly Dependency[];
  readonly preStart: readonly {readonly command: readonly string[]; readonly timeout: string}[];
  readonly shutdown: {
    readonly timeout: string;
    readonly method: 'Powerdown' | 'CtrlAltDel' | 'Quit' | 'Kill';
  };
  readonly update: {
    readonly approval: 'Manual' | 'ManualAll' | 'Automatic';
    readonly when: 'Now' | 'NextBoot' | 'Window';
    readonly onFailure: 'Keep' | 'Rollback';
    readonly deadline: string;
    readonly window: Required<UpdateWindow> | null;
  };
  readonly deletion: {readonly disks: 'Retain' | 'Delete'; readonly protect: boolean; readonly grace: string};
};

/** Decide every field. `classSpec` is the class that the machine names, or undefined when it names none. */
export const mergeClass = (
  vm: VirtualMachineSpec,
  classSpec: VirtualMachineClassSpec | undefined,
): MergedVmSpec => {
  const named = classSpec ?? {};
  return {
    class: vm.class ?? null,
    runPolicy: vm.runPolicy ?? named.runPolicy ?? defaultClassSpec.runPolicy,
    startPriority: vm.startPriority ?? named.startPriority ?? defaultClassSpec.startPriority,
    hypervisor: mergeHypervisor(vm.hypervisor ?? named.hypervisor ?? defaultClassSpec.hypervisor),
    cpu: {...defaultClassSpec.cpu, ...named.cpu, ...vm.cpu},
    memory: mergeMemory(vm.memory, named.memory),
    boot: mergeBoot(vm.boot ?? named.boot ?? defaultClassSpec.boot),
    variants: (vm.variants ?? []).map(each =>
      mergeVariant(each, vm.boot ?? named.boot ?? defaultClassSpec.boot),
    ),
    disks: vm.disks,
    interfaces: vm.interfaces,
    devices: vm.devices,
    hostname: vm.bootstrap?.hostname ?? null,
    guestAgent: {...defaultClassSpec.guestAgent, ...named.guestAgent, ...vm.guestAgent},
    readiness: {
      timeout: defaultClassSpec.readiness.timeout,
      ...(vm.readiness ?? named.readiness ?? defaultClassSpec.readiness),
    },
    dependsOn: vm.dependsOn,
    preStart: (vm.preStart ?? named.preStart ?? defaultClassSpec.preStart).map(one => ({
      timeout: preStartTimeout,
      ...one,
    })),
    shutdown: {...defaultClassSpec.shutdown, ...named.shutdown, ...vm.shutdown},
    update: mergeUpdate({...defaultClassSpec.update, ...named.update, ...vm.update}),
    deletion: {...defaultClassSpec.deletion, ...named.deletion, ...vm.deletion},
  };
};

/** What only shows once the class is merged in, for people, or undefined: such a machine cannot be resolved. */
export const mergedProblem = (spec: MergedVmSpec): string | undefined => {
  if ('firmware' in spec.boot && spec.disks.length === 0) {
    return 'nothing to boot from: firmware needs a disk; add spec.disks, or spec.boot.kernel';
  }
  if ('guestAgent' in spec.readiness && !spec.guestAgent.enabled) {
    return 'readiness.guestAgent needs guestAgent: {enabled: true}';
  }
  const bare = spec.variants.find(({boot}) => 'firmware' in boot && 'cmdline' in boot);
  if (bare !== undefined) {
    return `variant ${bare.name}: cmdline needs a kernel; give it boot: {kernel: {image: ...}}`;
  }
  if (spec.cpu.max !== undefined && spec.cpu.max < spec.cpu.count) {
    return `cpu.max ${String(spec.cpu.max)} is less than cpu.count ${String(spec.cpu.count)}; raise max or leave it out`;
  }
  const {size, max} = spec.memory;
  if (max !== undefined && quantityBytes(max) < quantityBytes(size)) {
    return `memory.max ${max} is less than memory.size ${size}; raise max or leave it out`;
  }
  if (spec.update.when === 'Window' && spec.update.window === null) {
    return 'update.when: Window needs update.window: {schedule, duration}';
  }
  return undefined;
};

const mergeMemory = (
  own: VirtualMachineSpec['memory'] = {},
  named: VirtualMachineClassSpec['memory'] = {},
): MergedVmSpec['memory'] => {
  const max = own.max ?? named.max;
  return {
    size: own.size ?? named.size ?? defaultClassSpec.memory.size,
    ...(max === undefined ? {} : {max}),
    balloon: (own.balloon ?? named.balloon) !== undefined,
  };
};

const mergeUpdate = ({
  window,
  ...rest
}: Omit<MergedVmSpec['update'], 'window'> & {readonly window?: UpdateWindow}): MergedVmSpec['update'] => ({
  ...rest,
  window: window === undefined ? null : {timeZone: usualTimeZone, ...window},
});

const mergeHypervisor = (given: Hypervisor | typeof defaultClassSpec.hypervisor): MergedHypervisor =>
  'qemu' in given
    ? {qemu: {cpuModel: null, ...defaultClassSpec.hypervisor.qemu, extraArgs: [], ...given.qemu}}
    : given;

const mergeBoot = (
  given: NonNullable<VirtualMachineSpec['boot']> | typeof defaultClassSpec.boot,
): MergedBoot =>
  'kernel' in given ? {kernel: given.kernel, cmdline: given.cmdline ?? []} : {firmware: given.firmware};

const mergeVariant = (
  {name, boot, cmdline}: Variant,
  own: NonNullable<VirtualMachineSpec['boot']> | typeof defaultClassSpec.boot,
): MergedVmSpec['variants'][number] => {
  const merged = mergeBoot(boot ?? own);
  return {name, boot: cmdline === undefined ? merged : {...merged, cmdline}};
};
