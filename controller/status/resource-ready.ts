// Ready of what VMs use: images, networks, classes and budgets. Pure. Ready of a VM is ready.ts.
import {failureReason, failureText, isRemoved} from './conditions.ts';
import type {CommonStatusInput, ImageStatusInput, Judgement, NetworkStatusInput} from './status-types.ts';

type Answer = Omit<Judgement, 'type'>;

/** A class or a budget is a manifest and nothing else. */
export const usable = ({record}: CommonStatusInput): Answer =>
  record === null
    ? {status: 'False', reason: 'NeverValid', message: 'No valid version of its manifest was seen yet.'}
    : {status: 'True', reason: 'Usable', message: ''};

/** Ready of anything but a VM: what is in the way of `answer` comes before it. */
export const resourceReady = (input: CommonStatusInput, answer: Answer): Judgement => {
  const hold = input.plan?.holds.find(each => each.condition === 'Ready');
  const [waiting] = input.unresolved;
  if (isRemoved(input))
    return {type: 'Ready', status: 'False', reason: 'Removed', message: 'Its manifest was removed.'};
  if (answer.status === 'True') return {type: 'Ready', ...answer};
  if (hold !== undefined) return {type: 'Ready', status: 'False', reason: hold.reason, message: hold.message};
  if (input.failure !== null)
    return {
      type: 'Ready',
      status: 'False',
      reason: failureReason(input.failure),
      message: failureText(input.failure, input.backoff),
    };
  if (waiting !== undefined)
    return {type: 'Ready', status: 'False', reason: waiting.reason, message: waiting.message};
  return {type: 'Ready', ...answer};
};

/** Stored, and nobody changed it since. */
export const imageReady = ({observed, record}: ImageStatusInput): Answer => {
  if (observed === null && record === null)
    return {status: 'False', reason: 'NeverValid', message: 'No valid version of its manifest was seen yet.'};
  if (observed === null)
    return {status: 'Unknown', reason: 'NotObservedYet', message: 'The store has not been looked at yet.'};
  if (observed.state === 'unknown')
    return {status: 'Unknown', reason: 'ObservationFailed', message: observed.why};
  if (observed.state === 'absent')
    return {status: 'False', reason: 'NotStored', message: 'Not imported yet.'};
  if (!observed.value.intact)
    return {
      status: 'False',
      reason: 'Damaged',
      message: `${observed.value.why ?? 'The stored file was changed'}; no VM starts on it.`,
    };
  return {status: 'True', reason: 'Stored', message: ''};
};

/** Its bridge is there and up. */
export const networkReady = ({observed, node, record, plan}: NetworkStatusInput): Answer => {
  // Without root no bridge can be made; VMs have user networking instead and need nothing of this object.
  const without = plan?.holds.find(({reason}) => reason === 'UserNetworking');
  if (without !== undefined) return {status: 'True', reason: without.reason, message: without.message};
  if (observed === null && record === null)
    return {status: 'False', reason: 'NeverValid', message: 'No valid version of its manifest was seen yet.'};
  if (observed === null)
    return {status: 'Unknown', reason: 'NotObservedYet', message: 'The host has not been looked at yet.'};
  if (observed.state === 'unknown')
    return {status: 'Unknown', reason: 'ObservationFailed', message: observed.why};
  const name = node?.bridge.name ?? 'its bridge';
  if (observed.state === 'absent')
    return {status: 'False', reason: 'BridgeMissing', message: `${name} does not exist.`};
  if (observed.value.kind !== 'bridge')
    return {
      status: 'False',
      reason: 'NotABridge',
      message: `${name} is a ${observed.value.kind} link, not a bridge.`,
    };
  const taken = plan?.holds.find(({reason}) => reason === 'NameTaken');
  if (taken !== undefined) return {status: 'False', reason: taken.reason, message: taken.message};
  if (!observed.value.up) return {status: 'False', reason: 'BridgeDown', message: `${name} is down.`};
  return {status: 'True', reason: 'BridgeUp', message: ''};
};
