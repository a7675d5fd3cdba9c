// VirtualMachine objects become VmNodes: class merged in, references followed, names derived, slots given. Pure.
// What cannot be followed now is reported by name, so that the object is tried again when that name changes.
import {Collector, takeImage} from './collector.ts';

import type {VmResolution, VmResolveInput} from './collector.ts';
import {durationMs, quantityBytes} from '../manifest/quantity.ts';
import {mergedProblem} from '../manifest/classes.ts';
import type {MergedVmSpec} from '../manifest/classes.ts';
import {objectKey} from './names.ts';
import type {QemuSettings, ResolvedBoot, ResolvedVm, VmNode, VmPolicy} from './node.ts';
import {resolveDisks} from './resolve-disks.ts';
import {resolveInterfaces} from './resolve-interfaces.ts';
import {assignSlots} from './slots.ts';

/** Resolve one VM. */
export const resolveVm = (input: VmResolveInput): VmResolution => {
  const {object, spec, record} = input;
  const collector = new Collector();
  const hypervisor = resolveHypervisor(input, collector);
  const boot = resolveBoot(input, collector, input.spec.boot);
  const variant = resolveVariant(input, collector);
  const slots = assignSlots(spec, input);
  const disks = resolveDisks(input, collector, slots);
  const interfaces = resolveInterfaces(input, collector, slots, hypervisor?.machine ?? 'q35');
  const problem = mergedProblem(spec);
  if (problem !== undefined) collector.refuse('SpecInvalid', problem);
  const policy = resolvePolicy(input);
  for (const key of policy.dependsOn)
    if (!input.isReady(key))
      collector.unresolved.push({
        condition: 'DependenciesReady',
        reason: 'DependencyNotReady',
        message: `${key} is not Ready`,
        waitsFor: [key],
      });
  if (problem !== undefined || hypervisor === null || boot === null || disks === null || interfaces === null)
    return {node: null, policy, unresolved: collector.unresolved, notes: collector.notes};
  const vm: ResolvedVm = {
    namespace: object.metadata.namespace,
    name: object.metadata.name,
    uid: record.uid,
    hypervisor,
    cpuCount: spec.cpu.count,
    ...(spec.cpu.max === undefined ? {} : {cpuMax: spec.cpu.max}),
    memoryBytes: quantityBytes(spec.memory.size),
    ...(spec.memory.max === undefined ? {} : {memoryMaxBytes: quantityBytes(spec.memory.max)}),
    // With a maximum memory goes both ways: below what it starts with that takes a balloon.
    balloon: spec.memory.balloon || spec.memory.max !== undefined,
    boot,
    disks,
    interfaces,
    devices: spec.devices.map(device =>
      'pci' in device ? {kind: 'pci', address: device.pci.address} : {kind: 'usb', ...device.usb},
    ),
    hostname: spec.hostname ?? object.metadata.name,
    guestAgent: spec.guestAgent.enabled,
  };
  const node: VmNode = {
    key: objectKey(object.kind, object.metadata.namespace, object.metadata.name),
    uid: record.uid,
    hostUid: record.hostUid,
    generation: record.generation,
    vm,
    policy,
    ...(variant === undefined ? {} : {variant}),
    declared: {spec, class: input.class},
  };
  return {node, policy, unresolved: collector.unresolved, notes: collector.notes};
};

const resolveHypervisor = (input: VmResolveInput, collector: Collector): QemuSettings | null => {
  const {hypervisor} = input.spec;
  if (!('qemu' in hypervisor)) {
    const name = Object.keys(hypervisor)[0] ?? 'none';
    collector.refuse(
      'HypervisorUnavailable',
      `hypervisor ${name} is not driven by this version; use hypervisor: {qemu: {}}`,
    );
    return null;
  }
  const {machine, extraArgs} = hypervisor.qemu;
  const chosen = collector.take(input.accelerator, 'Admitted', []);
  return chosen === null ? null : {name: 'qemu', machine, ...chosen, extraArgs};
};

/** Only that which was asked for: nobody waits for the image of another. */
const resolveVariant = (input: VmResolveInput, collector: Collector): VmNode['variant'] => {
  const asked = input.spec.variants.find(({name}) => name === input.record.bootVariant);
  const boot = asked === undefined ? null : resolveBoot(input, collector, asked.boot);
  return asked === undefined || boot === null ? undefined : {name: asked.name, boot};
};

const resolveBoot = (
  input: VmResolveInput,
  collector: Collector,
  boot: MergedVmSpec['boot'],
): ResolvedBoot | null => {
  if ('firmware' in boot) return {kind: 'firmware', firmware: boot.firmware};
  const kernel = takeImage(input, collector, boot.kernel.image);
  const initrd =
    boot.kernel.initrd === undefined ? undefined : takeImage(input, collector, boot.kernel.initrd);
  if (kernel === null || initrd === null) return null;
  return {kind: 'kernel', kernel, initrd: initrd ?? null, cmdline: boot.cmdline};
};

/** The part of a VM that changes without touching the guest. */
const resolvePolicy = ({object, spec}: VmResolveInput): VmPolicy => {
  const {shutdown, update, deletion, readiness} = spec;
  const timeoutMs = durationMs(readiness.timeout);
  const waitMs = durationMs(shutdown.timeout);
  return {
    labels: object.metadata.labels,
    runPolicy: spec.runPolicy,
    startPriority: spec.startPriority,
    stopLadder: stopLadder(shutdown.method, waitMs),
    approval: update.approval,
    when: update.when,
    window: update.when === 'Window' ? resolveWindow(update.window) : null,
    onFailure: update.onFailure,
    deadlineMs: durationMs(update.deadline),
    deletion: {disks: deletion.disks, protect: deletion.protect, graceMs: durationMs(deletion.grace)},
    readiness:
      'console' in readiness
        ? {kind: 'console', contains: readiness.console.contains, timeoutMs}
        : 'guestAgent' in readiness
          ? {kind: 'guestAgent', timeoutMs}
          : {kind: 'running'},
    preStart: spec.preStart.map(each => ({
      command: each.command,
      timeoutMs: durationMs(each.timeout),
    })),
    dependsOn: spec.dependsOn.map(each => objectKey('VirtualMachine', object.metadata.namespace, each.name)),
  };
};

const resolveWindow = (window: MergedVmSpec['update']['window']): VmPolicy['window'] =>
  window === null
    ? null
    : {schedule: window.schedule, durationMs: durationMs(window.duration), timeZone: window.timeZone};

/** Each rung has its own time: the first what was asked for, the harder ones a few seconds. */
const stopLadder = (method: MergedVmSpec['shutdown']['method'], waitMs: number): VmPolicy['stopLadder'] => {
  const end = [
    {method: 'quit', waitMs: 5_000},
    {method: 'kill', waitMs: 5_000},
  ] as const;
  switch (method) {
    case 'Powerdown':
      return [
        {method: 'powerdown', waitMs},
        {method: 'ctrl-alt-del', waitMs: Math.min(waitMs, 10_000)},
        ...end,
      ];
    case 'CtrlAltDel':
      return [{method: 'ctrl-alt-del', waitMs}, ...end];
    case 'Quit':
      return end;
    case 'Kill':
      return [end[1]];
    default:
      return method satisfies never;
  }
};
