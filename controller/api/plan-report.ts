// The plan of the whole host as it is shown: by the daemon for `GET /v1/plan`, or locally without one. Pure.
import type {Action, ActionType} from '../plan/action.ts';
import {describeTarget} from '../plan/object-plan.ts';
import type {ObjectPlan} from '../plan/object-plan.ts';
import type {Downtime, PlannedObject, PlanReport} from './protocol.ts';

/** Whether a guest notices the step. The compiler asks for a new line with each new action. */
const disruptive: Readonly<Record<ActionType, boolean>> = {
  'record.write': false,
  'record.remove': false,
  'revision.write': false,
  'image.import': false,
  'image.build': false,
  'bridge.create': false,
  'bridge.configure': false,
  'bridge.delete': false,
  'tap.create': false,
  'tap.attach': false,
  'tap.limit': false,
  'tap.delete': false,
  'macvtap.create': false,
  'overlay.create': false,
  'blank.create': false,
  'disk.grow': false,
  'vm.prepare': false,
  'vm.start': false,
  'vm.continue': false,
  'vm.stop': true,
  'vm.change': false,
  'vm.clean': false,
  'vm.trash': true,
  'vm.restore': false,
  'vm.purge': true,
};

/** Bookkeeping that is no change to the host. */
const silent: ReadonlySet<ActionType> = new Set(['record.write', 'record.remove', 'revision.write']);

/** Fold the plans of all objects into a report; those with nothing to do or say are left out. */
export const planReport = (plans: Iterable<ObjectPlan>, invalid: readonly string[] = []): PlanReport => {
  const objects = [...plans].flatMap(plan => {
    const told = planned(plan);
    const {actions, changes, pendingChanges, holds} = told;
    return actions.length + changes.length + pendingChanges.length + holds.length === 0 ? [] : [told];
  });
  objects.sort((left, right) => (left.object < right.object ? -1 : 1));
  return {objects, invalid};
};

const planned = (plan: ObjectPlan): PlannedObject => ({
  object: plan.key,
  actions: plan.actions
    .filter(({type}) => !silent.has(type))
    .map(action => ({
      type: action.type,
      target: describeTarget(action),
      why: action.why,
      disruptive: disruptive[action.type],
    })),
  changes: plan.changes,
  pendingChanges: plan.pendingChanges,
  downtime: downtimeOf(plan),
  // When it is looked at again is the daemon's own affair, and goes on with the time.
  holds: plan.holds.map(({condition, reason, message}) => ({condition, reason, message})),
});

/** Of a machine that runs; one that does not has none to lose. */
const downtimeOf = ({key, actions, pendingChanges, ladder, wasRunning}: ObjectPlan): Downtime | null => {
  if (!wasRunning || !key.startsWith('VirtualMachine/')) return null;
  const stop = actions.find(isStop);
  const steps = stop?.ladder ?? ladder;
  const shutdownAtMostMs = steps === null ? null : steps.reduce((sum, {waitMs}) => sum + waitMs, 0);
  if (stop !== undefined) {
    const comesBack = actions.slice(actions.indexOf(stop)).some(({type}) => type === 'vm.start');
    return {kind: comesBack ? 'restart' : 'stop', when: 'now', shutdownAtMostMs};
  }
  return pendingChanges.some(({disruption}) => disruption === 'restart' || disruption === 'recreate')
    ? {kind: 'restart', when: 'leave', shutdownAtMostMs}
    : null;
};

const isStop = (action: Action): action is Extract<Action, {type: 'vm.stop'}> => action.type === 'vm.stop';

/** The contract's exit code of `vmlet plan`: 65 invalid manifests, 77 refused by policy, 3 disruptive, 2 changes, 0 none. */
export const planExitCode = ({objects, invalid}: PlanReport): 0 | 2 | 3 | 65 | 77 => {
  if (invalid.length > 0) return 65;
  if (objects.some(({holds}) => holds.some(({reason}) => reason === 'RefusedByPolicy'))) return 77;
  const isDisruptive = ({actions, pendingChanges}: PlannedObject): boolean =>
    actions.some(action => action.disruptive) || pendingChanges.some(({disruption}) => disruption !== 'hot');
  if (objects.some(isDisruptive)) return 3;
  const isChange = ({actions, changes, pendingChanges}: PlannedObject): boolean =>
    actions.length + changes.length + pendingChanges.length > 0;
  return objects.some(isChange) ? 2 : 0;
};
