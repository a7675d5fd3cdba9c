// Live changes of a running VM as actions, in order, and as the revision that they lead to. Pure; which changes are live
// is decided in diff.ts.
import type {ResolvedVm, VmNode} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {HotChange} from '../drivers/driver.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {VmProcess} from '../observe/snapshot.ts';
import type {Action, Plan} from './action.ts';
import type {HotStep} from './diff-part.ts';
import type {DiskPlan} from './vm-disks.ts';
import {newRevision} from './new-revision.ts';
import {identity, ownerOf, sameVm, startedOf, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';
import {attachTap, createLink, limitTap, planLimits} from './vm-links.ts';

/** Live steps are a revision of their own, so that what is booted is always a recorded whole. */
export const planHot = (
  input: VmPlanInput & {readonly node: VmNode},
  process: VmProcess,
  booted: Revision,
  wanted: ResolvedVm,
  steps: readonly HotStep[],
  newDisks: ReadonlyMap<string, DiskPlan>,
): Plan => {
  const {record, context} = input;
  const vm = applyHot(booted.vm, wanted, steps);
  const reuse = input.prepared !== null && sameVm(input.prepared.vm, vm) ? input.prepared.number : null;
  const made = newRevision(input, input.node, vm, 'live changes');
  const number = reuse ?? made.revision.number;
  const owner = ownerOf(record);
  const target = identity(process);
  const live = (change: HotChange, why: string): Action =>
    withKey(input, {type: 'vm.change', uid: record.uid, process: target, change}, why);
  const actions = steps.flatMap((step): Action[] => {
    const nic = vm.interfaces.find(other => other.name === step.name);
    switch (step.kind) {
      case 'interface.move':
        return nic === undefined ? [] : [attachTap(owner, nic, 'its network changed')];
      case 'interface.add':
        return [
          ...(nic?.binding.kind === 'tap' ? [createLink(owner, nic), ...planLimits(owner, [nic], [])] : []),
          live(
            context.driver.hotChange(vm, {kind: 'interface.add', name: step.name}),
            `interface ${step.name} was added`,
          ),
        ];
      case 'disk.add':
        return [
          ...(newDisks.get(step.name)?.actions ?? []),
          live(
            context.driver.hotChange(vm, {kind: 'disk.add', name: step.name}),
            `disk ${step.name} was added`,
          ),
        ];
      case 'disk.remove':
        return [
          live(
            context.driver.hotChange(booted.vm, {kind: 'disk.remove', name: step.name}),
            `disk ${step.name} is declared no more`,
          ),
        ];
      case 'interface.remove':
        return [
          live(
            wantedOut(context.driver.hotChange(booted.vm, {kind: 'interface.remove', name: step.name})),
            `interface ${step.name} is declared no more`,
          ),
        ];
      case 'cpu.add':
        return [
          live(
            context.driver.hotChange(vm, {kind: 'cpu.add', name: step.name}),
            `it has ${String(vm.cpuCount)} CPUs from now on`,
          ),
        ];
      case 'memory.resize':
        return [
          live(
            context.driver.hotChange(
              vm,
              {kind: 'memory.resize', name: step.name},
              startedOf(input, booted) ?? booted.vm,
            ),
            `it has ${formatQuantity(vm.memoryBytes)} of memory from now on`,
          ),
        ];
      case 'interface.rate':
        return nic === undefined ? [] : [limitTap(owner, nic, 'its rate changed')];
      case 'disk.rate':
        return [
          live(
            context.driver.hotChange(vm, {kind: 'disk.rate', name: step.name}),
            `the rate of disk ${step.name} changed`,
          ),
        ];
      case 'interface.link':
        return [
          live(
            context.driver.hotChange(vm, {kind: 'interface.link', name: step.name}),
            `interface ${step.name} is to be ${nic?.linkState ?? 'up'}`,
          ),
        ];
      case 'disk.grow':
        return [
          live(
            context.driver.hotChange(vm, {kind: 'disk.grow', name: step.name}),
            `disk ${step.name} was grown`,
          ),
        ];
      default:
        return step.kind satisfies never;
    }
  });
  const after: ObjectRecord = {
    ...record,
    revisions: {...record.revisions, prepared: number, booted: number, previous: booted.number},
  };
  return {
    actions: [
      ...(reuse === null ? [made.write] : []),
      ...actions,
      withKey(input, {type: 'record.write', record: after}, 'the live changes are in force'),
    ],
    pendingChanges: [],
    holds: [],
    ...(steps.some(takesRoom) ? {takesRoom: vm} : {}),
  };
};

/** What the host must have room for, as for a start. */
export const takesRoom = ({kind}: HotStep): boolean => kind === 'cpu.add' || kind === 'memory.resize';

/** Nobody cut it: it goes although it is connected. */
const wantedOut = (change: HotChange): HotChange =>
  change.kind === 'interface.remove' ? {...change, tap: null} : change;

/** The booted VM with only the live part of the edit in it. */
export const applyHot = (booted: ResolvedVm, wanted: ResolvedVm, steps: readonly HotStep[]): ResolvedVm => {
  const touches = (kinds: readonly HotStep['kind'][], name: string): boolean =>
    steps.some(step => kinds.includes(step.kind) && step.name === name);
  const grown = booted.disks.map(disk => {
    const next = wanted.disks.find(other => other.name === disk.name);
    const fields = [
      ...(touches(['disk.grow'], disk.name) ? (['source'] as const) : []),
      ...(touches(['disk.rate'], disk.name) ? (['rate'] as const) : []),
    ];
    return next === undefined ? disk : withFieldsOf(disk, next, fields);
  });
  const moved = booted.interfaces.map(nic => {
    const next = wanted.interfaces.find(other => other.name === nic.name);
    const fields = [
      ...(touches(['interface.move'], nic.name) ? (['binding'] as const) : []),
      ...(touches(['interface.link'], nic.name) ? (['linkState'] as const) : []),
      ...(touches(['interface.rate'], nic.name) ? (['rate'] as const) : []),
    ];
    return next === undefined ? nic : withFieldsOf(nic, next, fields);
  });
  return {
    ...booted,
    cpuCount: touches(['cpu.add'], 'cpu') ? wanted.cpuCount : booted.cpuCount,
    memoryBytes: touches(['memory.resize'], 'memory') ? wanted.memoryBytes : booted.memoryBytes,
    disks: [
      ...grown.filter(disk => !touches(['disk.remove'], disk.name)),
      ...wanted.disks.filter(disk => touches(['disk.add'], disk.name)),
    ],
    interfaces: [
      ...moved.filter(nic => !touches(['interface.remove'], nic.name)),
      ...wanted.interfaces.filter(nic => touches(['interface.add'], nic.name)),
    ],
  };
};

/** `old` with these fields as `next` has them, or has them not, and in its order: revisions are compared as text. */
const withFieldsOf = <T extends object>(old: T, next: T, fields: readonly (keyof T)[]): T =>
  fields.length === 0
    ? old
    : (Object.fromEntries(
        (Object.keys({...next, ...old}) as (keyof T)[]).flatMap(key => {
          const from = fields.includes(key) ? next : old;
          return key in from ? [[key, from[key]]] : [];
        }),
      ) as T);
