// How an action is told of in the events of its object. Pure words.
import {describeAction} from './plan/action.ts';
import type {Action} from './plan/action.ts';

/** The reason says what was done; the message says to which thing, unless it is the object itself, and why. */
export const eventMessage = (action: Action): string =>
  action.type.startsWith('vm.') ? action.why : describeAction(action).replace(/^[a-z.]+ /, '');

/** `tap.create` becomes TapCreated or TapCreateFailed. */
export const eventReason = (action: Action, ending: 'd' | 'Failed'): string => {
  const words = action.type.split('.').map(word => word.charAt(0).toUpperCase() + word.slice(1));
  const name = words.join('');
  if (ending === 'Failed') return `${name}Failed`;
  return past[action.type] ?? (name.endsWith('e') ? `${name}d` : `${name}ed`);
};

const past: Readonly<Partial<Record<Action['type'], string>>> = {
  'image.build': 'ImageBuilt',
  'disk.grow': 'DiskGrown',
  'vm.stop': 'VmStopped',
  'vm.continue': 'VmContinued',
};
