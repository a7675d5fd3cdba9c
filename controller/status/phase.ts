// The phase of a VM: one word for people, a pure function of facts. Decisions are made on facts, never on a phase.
import {isRemoved} from './conditions.ts';
import type {
  CommonStatusInput,
  Judgement,
  Phase,
  ResourcePhase,
  VmStatus,
  VmStatusInput,
} from './status-types.ts';

/** Where the VM stands. */
export const vmPhase = (input: VmStatusInput): Phase => {
  const {observed, record} = input;
  if (observed === null) {
    if (isRemoved(input)) return 'Unknown';
    return record?.run.active === null || record === null ? 'Pending' : 'Unknown';
  }
  switch (observed.process.state) {
    case 'unknown':
      return 'Unknown';
    case 'present':
      return isRemoved(input) || hasAction(input, 'vm.stop')
        ? 'Stopping'
        : runningPhase(input, observed.process.value.launching);
    case 'absent':
      return isRemoved(input) ? 'Removed' : absentPhase(input);
    default:
      return observed.process satisfies never;
  }
};

const hasAction = ({plan}: VmStatusInput, type: string): boolean =>
  plan?.actions.some(action => action.type === type) === true;

const runningPhase = (input: VmStatusInput, launching: boolean): Phase => {
  const monitor = input.observed?.monitor;
  if (launching || monitor === undefined) return 'Starting';
  if (monitor.state === 'silent') return wasConnected(input) ? 'Unknown' : 'Starting';
  switch (monitor.runState) {
    case 'running':
      return 'Running';
    case 'prelaunch':
    case 'inmigrate':
      return 'Starting';
    case 'paused':
    case 'io-error':
      return 'Paused';
    case 'shutdown':
      return 'Stopping';
    case 'guest-panicked':
    case 'internal-error':
      return 'Failed';
    case 'other':
      return 'Unknown';
    default:
      return monitor.runState satisfies never;
  }
};

/** A process that answered before and is silent now is not starting: nobody knows what it does. */
const wasConnected = ({observed, previous}: VmStatusInput): boolean => {
  const before = previous?.status as VmStatus | undefined;
  return (
    observed?.process.state === 'present' &&
    before?.pid === observed.process.value.pid &&
    before.phase !== 'Starting'
  );
};

const absentPhase = (input: VmStatusInput): Phase => {
  const {record, failure, wantsRunning} = input;
  if (wantsRunning === false) return 'Stopped';
  if (failure?.terminal === true) return 'Failed';
  if (hasAction(input, 'vm.start')) return 'Starting';
  // The first bad end is made good at once; from the second on there is a wait.
  return (record?.run.failures ?? 0) > 1 ? 'CrashLoopBackOff' : 'Pending';
};

/** Phase of a thing that has no process: from its own Ready, and why it is not. */
export const resourcePhase = (input: CommonStatusInput, ready: Judgement): ResourcePhase => {
  if (isRemoved(input)) return 'Removed';
  if (ready.status === 'True') return 'Ready';
  if (ready.status === 'Unknown') return 'Unknown';
  return input.failure?.terminal === true ? 'Failed' : 'Pending';
};
