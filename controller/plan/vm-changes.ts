// What an edit of a running VM leads to: live changes at once, interruptions with leave, refusals never. Pure.
import type {ResolvedVm, VmNode, VmPolicy} from '../desired/node.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {VmProcess} from '../observe/snapshot.ts';
import type {Action, Hold, Plan} from './action.ts';
import {allows, arithmetic, budgetHold} from './budget.ts';
import {diffVm} from './diff.ts';
import type {Diff} from './diff.ts';
import type {HotStep} from './diff-part.ts';
import {planDisk} from './vm-disks.ts';
import {applyHot, planHot, takesRoom} from './vm-hot.ts';
import {leaveOf} from './vm-leave.ts';
import type {Leave} from './vm-leave.ts';
import {planLinks} from './vm-links.ts';
import {newRevision, nextRevision} from './new-revision.ts';
import {capacityHolds, ownerOf, sameVm, startedOf, stopActions, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** Plan the difference between what runs and what is wanted. `notes` are shown whatever happens. */
export const planChanges = (
  input: VmPlanInput & {readonly node: VmNode},
  policy: VmPolicy,
  process: VmProcess,
  booted: Revision,
  notes: readonly Hold[],
): Plan => {
  const {node, context} = input;
  const diff = diffVm(booted.vm, node.vm, context.driver, startedOf(input, booted));
  const refused = diff.changes.filter(change => change.disruption === 'refused');
  if (refused.length > 0)
    return {
      actions: [],
      pendingChanges: diff.changes,
      holds: [...notes, refusedHold(refused.map(change => `${change.path}: ${change.reason}`))],
    };
  if (diff.hot.length > 0 && policy.approval !== 'ManualAll')
    return planLive(input, process, booted, diff, notes, {onlyAll: false});
  if (diff.changes.length === 0) return {actions: settle(input, booted), pendingChanges: [], holds: notes};
  const {changes} = diff;
  const waiting = planLeave(input, policy, changes, notes);
  if ('actions' in waiting) return waiting;
  return changes.some(change => change.disruption !== 'hot')
    ? planInterruption(input, policy, process, changes, notes, waiting)
    : planLive(input, process, booted, diff, notes, {onlyAll: true});
};

/** Live changes that nothing stands in the way of; with `onlyAll` none while something is in the way of another. */
const planLive = (
  input: VmPlanInput & {readonly node: VmNode},
  process: VmProcess,
  booted: Revision,
  diff: Diff,
  notes: readonly Hold[],
  {onlyAll}: {readonly onlyAll: boolean},
): Plan => {
  const {node} = input;
  const disks = new Map(
    node.vm.disks
      .filter(disk => diff.hot.some(step => step.kind === 'disk.add' && step.name === disk.name))
      .map(disk => [disk.name, planDisk(input, disk)] as const),
  );
  const obstacles = (step: HotStep): readonly Hold[] => {
    if (step.kind === 'disk.add') return disks.get(step.name)?.holds ?? [];
    return takesRoom(step)
      ? capacityHolds(input, applyHot(booted.vm, node.vm, [step]))
      : linkObstacles(input, node.vm, step);
  };
  const possible = diff.hot.filter(step => obstacles(step).length === 0);
  if (possible.length > 0 && (!onlyAll || possible.length === diff.hot.length))
    return planHot(input, process, booted, node.vm, possible, disks);
  return {
    actions: [],
    pendingChanges: diff.changes,
    holds: [...notes, ...diff.hot.flatMap(obstacles)],
  };
};

/** A bridge that is not there yet, or a name that is taken: what a start would wait for, a live change waits for too. */
const linkObstacles = (
  {record, observed}: VmPlanInput,
  wanted: ResolvedVm,
  step: HotStep,
): readonly Hold[] => {
  if (observed.links.state !== 'present') return [];
  const links = observed.links.value;
  const named = wanted.interfaces.filter(nic => nic.name === step.name);
  const touched = step.kind === 'interface.add' || step.kind === 'interface.move' ? named : [];
  const needsTap = ['interface.link', 'interface.move', 'interface.rate'].includes(step.kind) ? named : [];
  const gone = needsTap.filter(({binding}) => binding.kind === 'tap' && !links.has(binding.tap));
  return [...planLinks(ownerOf(record), touched, links).holds, ...gone.map(nic => cutHold(nic.name, record))];
};

/** Where the card could be replaced this was done before: what is left is a machine that cannot. */
const cutHold = (name: string, record: ObjectRecord): Hold => ({
  condition: 'Degraded',
  reason: 'InterfaceCut',
  message: `interface ${name}: its tap was removed, so it changes with the next start: \`vmlet restart vm/${record.name}\``,
});

const refusedHold = (messages: readonly string[]): Hold => ({
  condition: 'Admitted',
  reason: 'ChangeRefused',
  message: `${messages.join('; ')}. Nothing was changed; put the old value back or add a new object`,
});

/** Wanted equals booted: a reverted edit leaves nothing prepared. */
const settle = (input: VmPlanInput, booted: Revision): readonly Action[] =>
  input.record.revisions.prepared === booted.number && input.record.approvedRevision === 0
    ? []
    : [
        withKey(
          input,
          {
            type: 'record.write',
            record: {
              ...input.record,
              approvedRevision: 0,
              revisions: {
                ...input.record.revisions,
                prepared: booted.number,
                last: nextRevision(input.record) - 1,
              },
            },
          },
          'what runs is what is wanted',
        ),
      ];

/** Changes that take leave: prepared and shown, which is the plan until there is leave. */
const planLeave = (
  input: VmPlanInput & {readonly node: VmNode},
  policy: VmPolicy,
  changes: Plan['pendingChanges'],
  holds: readonly Hold[],
): Plan | Extract<Leave, {kind: 'now'}> => {
  const {record, node, prepared} = input;
  if (prepared === null || !sameVm(prepared.vm, node.vm)) {
    const {revision, write} = newRevision(input, node, node.vm, 'the spec changed');
    const {number} = revision;
    const after = {...record, revisions: {...record.revisions, prepared: number}};
    return {
      actions: [
        write,
        withKey(input, {type: 'record.write', record: after}, `revision ${String(number)} is prepared`),
      ],
      pendingChanges: changes,
      holds,
    };
  }
  const leave = leaveOf(input, policy, prepared.number, changes);
  return leave.kind === 'wait'
    ? {actions: [], pendingChanges: changes, holds: [...holds, leave.hold]}
    : leave;
};

/** With leave the guest is stopped, in its turn; what is prepared boots after it. */
const planInterruption = (
  input: VmPlanInput & {readonly node: VmNode},
  policy: VmPolicy,
  process: VmProcess,
  changes: Plan['pendingChanges'],
  holds: readonly Hold[],
  {ladder}: Extract<Leave, {kind: 'now'}>,
): Plan => {
  const {record, node} = input;
  const full = input.context.budgets().filter(count => !allows(count, node.key));
  if (full.length > 0) {
    const hold = budgetHold(record.name, changes, full);
    const reason = full.map(arithmetic).join('; ');
    return {actions: [], pendingChanges: changes.map(each => ({...each, reason})), holds: [...holds, hold]};
  }
  const stopped = ladder === null ? policy : {...policy, stopLadder: ladder};
  const why = `revision ${String(record.revisions.prepared)} is approved`;
  const actions = stopActions(input, stopped, process, why);
  return {actions, pendingChanges: changes, holds, isDisruption: true};
};
