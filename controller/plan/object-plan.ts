// The plan of one object to its end, as `vmlet plan` shows it, and the words for it. Pure.
import type {ObjectKey, StopStep} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import {subject} from './action.ts';
import type {Action, Hold, PendingChange} from './action.ts';

/** The plan of one object to its end, as `vmlet plan` shows it. */
export type ObjectPlan = {
  readonly key: ObjectKey;
  /** All that would be done, in order, until nothing is left to do; bookkeeping too. */
  readonly actions: readonly Action[];
  /** What is another one after that. */
  readonly changes: readonly PendingChange[];
  /** What still waits then, and why. */
  readonly pendingChanges: readonly PendingChange[];
  readonly holds: readonly Hold[];
  /** How its guest would be stopped; null when that is not known. */
  readonly ladder: readonly StopStep[] | null;
  readonly wasRunning: boolean;
};

/** What an action is done to, by the name that its owner gave it: uids say nothing to people, and of a new object are not known. */
export const describeTarget = (action: Action): string => {
  switch (action.type) {
    case 'overlay.create':
    case 'blank.create':
    case 'disk.grow':
      return `disk ${/([^/]*?)(?:\.qcow2)?$/.exec(action.path)?.[1] ?? ''}`;
    case 'vm.change': {
      const {change} = action;
      if (change.kind === 'cpu.add') return `${change.kind} to ${String(change.cpus.length + 1)}`;
      if (change.kind === 'memory.resize')
        return `${change.kind} to ${formatQuantity((change.balloonBytes ?? 0) + (change.pluggedBytes ?? 0))}`;
      return `${change.kind} ${'disk' in change ? change.disk : change.interface}`;
    }
    case 'vm.prepare':
    case 'vm.start':
    case 'vm.continue':
    case 'vm.stop':
    case 'vm.clean':
    case 'vm.trash':
    case 'vm.restore':
    case 'vm.purge':
      return action.key.slice(action.key.lastIndexOf('/') + 1);
    default:
      return subject(action);
  }
};
