// The plan of the whole host as it is shown: by the daemon for `GET /v1/plan`, or locally without one. Pure.
import type {ObjectKey} from '../desired/node.ts';
import {describeAction} from '../plan/action.ts';
import type {ActionType, Plan} from '../plan/action.ts';
import type {PlannedObject, PlanReport} from './protocol.ts';

/** Whether a guest notices the step. The compiler asks for a new line with each new action. */
const disruptive: Readonly<Record<ActionType, boolean>> = {
  'record.write': false,
  'record.remove': false,
  'revision.write': false,
  'image.import': false,
  'image.build': false,
  'bridge.create': false,
  'bridge.configure': false,
  'bridge.delete': true,
  'tap.create': false,
  'tap.attach': false,
  'tap.delete': true,
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

/** Fold the plans of all keys into a report; keys with nothing to do or say are left out. */
export const planReport = (
  plans: Iterable<readonly [ObjectKey, Plan]>,
  invalid: readonly string[] = [],
): PlanReport => {
  const objects: PlannedObject[] = [];
  for (const [object, plan] of plans) {
    const actions = plan.actions
      .filter(({type}) => !silent.has(type))
      .map(action => ({
        type: action.type,
        summary: describeAction(action),
        disruptive: disruptive[action.type],
      }));
    const {pendingChanges, holds} = plan;
    if (actions.length > 0 || pendingChanges.length > 0 || holds.length > 0)
      objects.push({object, actions, pendingChanges, holds});
  }
  objects.sort((left, right) => (left.object < right.object ? -1 : 1));
  return {objects, invalid};
};

/** The contract's exit code of `vmlet plan`: 65 invalid manifests, 3 disruptive, 2 changes, 0 none. */
export const planExitCode = ({objects, invalid}: PlanReport): 0 | 2 | 3 | 65 => {
  if (invalid.length > 0) return 65;
  const isDisruptive = ({actions, pendingChanges}: PlannedObject): boolean =>
    actions.some(action => action.disruptive) || pendingChanges.some(({disruption}) => disruption !== 'hot');
  if (objects.some(isDisruptive)) return 3;
  return objects.some(({actions, pendingChanges}) => actions.length + pendingChanges.length > 0) ? 2 : 0;
};
