// The phase of a VM: one word for people, a pure function of facts. Decisions are made on facts, never on a phase.
import type {RunPolicy} from '../desired/node.ts';
import type {ObjectRecord} from '../observe/record.ts';
import {isRemoved} from './conditions.ts';
import type {Phase, VmStatus, VmStatusInput} from './status-types.ts';

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

/** True when the policy, or the last `vmlet start|stop`, wants a process now. */
export const wantsToRun = (record: ObjectRecord | null, runPolicy: RunPolicy | null): boolean => {
  if (record?.powerOverride === 'Halted') return false;
  if (record?.powerOverride === 'Running') return true;
  switch (runPolicy) {
    case 'Halted':
    case 'Manual':
      return false;
    case 'Once':
      return record?.run.finished !== true;
    case 'RerunOnFailure':
      return record?.run.finished !== true && record?.run.lastExit?.cause !== 'GuestShutdown';
    case 'Always':
    case null:
      return true;
    default:
      return runPolicy satisfies never;
  }
};

/** The policy in force: of the node, or the one last resolved. */
export const runPolicyOf = ({node, record}: VmStatusInput): RunPolicy | null =>
  node?.policy.runPolicy ?? record?.policy?.runPolicy ?? null;

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
  const {record, failure, backoff} = input;
  if (!wantsToRun(record, runPolicyOf(input))) return 'Stopped';
  if (failure !== null && failure.retryInMs === undefined) return 'Failed';
  if (hasAction(input, 'vm.start')) return 'Starting';
  if ((record?.run.failures ?? 0) > 0 && (backoff !== null || record?.run.lastExit !== null))
    return 'CrashLoopBackOff';
  return 'Pending';
};
