// planVm: what to do next for one virtual machine. Pure and total; the same value feeds `vmlet plan`, the log, the
// tests and the queue. A plan is rebuilt after its actions ran, until it has none: each pass only plans what can be
// done on what was seen. The order of the branches is the order of importance: unknown, removal, ends, running, absent.
import type {Unresolved, VmNode, VmPolicy} from '../desired/node.ts';
import type {CommandContext, Driver} from '../drivers/driver.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {ObservedVm} from '../observe/snapshot.ts';
import type {Paths} from '../host/paths.ts';
import type {Action, ActionBody, Hold, Plan} from './action.ts';
import {planAbsent} from './vm-absent.ts';
import {planRunning} from './vm-running.ts';
import {planVmRemoval} from './vm-removal.ts';

export type VmContext = {
  /** Wall time for records; decides nothing. */
  readonly now: string;
  readonly monotonicMs: number;
  readonly bootId: string;
  readonly driver: Driver;
  readonly paths: Paths;
  /** What the driver needs beyond the VM itself. */
  readonly command: Omit<CommandContext, 'paths' | 'revision' | 'macvtapNodes'>;
  /** Monotonic time before which a crashed VM is not started again. */
  readonly notBeforeMs: number;
  /** How long the present run has lasted, when we saw it begin. */
  readonly ranForMs: number | null;
};

export type VmPlanInput = {
  readonly record: ObjectRecord;
  /** null while it cannot be resolved; `unresolved` says why. */
  readonly node: VmNode | null;
  readonly unresolved: readonly Unresolved[];
  readonly booted: Revision | null;
  readonly prepared: Revision | null;
  readonly observed: ObservedVm;
  readonly context: VmContext;
};

/** Plan one VM. */
export const planVm = (input: VmPlanInput): Plan => {
  const {record, node, observed} = input;
  if (observed.process.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.process.why, recheckMs: 2_000},
    ]);
  if (record.tombstone !== null) return planVmRemoval(input);
  const policy = node?.policy ?? record.policy;
  if (policy === null) return nothing(input.unresolved.map(asHold));
  if (JSON.stringify(policy) !== JSON.stringify(record.policy))
    return act([withKey(input, {type: 'record.write', record: {...record, policy}}, 'its policies changed')]);
  return observed.process.state === 'present'
    ? planRunning(input, policy, observed.process.value)
    : planAbsent(input, policy);
};

/** A plan without actions. */
export const nothing = (holds: readonly Hold[]): Plan => ({actions: [], pendingChanges: [], holds});

/** A plan of actions alone. */
export const act = (actions: readonly Action[]): Plan => ({actions, pendingChanges: [], holds: []});

export const withKey = (input: VmPlanInput, body: ActionBody, why: string): Action => ({
  ...body,
  key: keyOf(input.record),
  why,
});

const keyOf = (record: ObjectRecord): Action['key'] => `${record.kind}/${record.namespace}/${record.name}`;

/** The parts that link planning needs, also when the object cannot be resolved. */
export const ownerOf = (record: ObjectRecord): Pick<VmNode, 'key' | 'uid' | 'hostUid'> => ({
  key: keyOf(record),
  uid: record.uid,
  hostUid: record.hostUid,
});

export const asHold = (unresolved: Unresolved): Hold => ({
  condition: unresolved.condition,
  reason: unresolved.reason,
  message: unresolved.message,
});

export const nextRevision = (record: ObjectRecord): number =>
  Math.max(record.revisions.prepared, record.revisions.booted, record.revisions.previous) + 1;

export const sameVm = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** The stop of a running guest, preceded by its intent, so that the end is known to have been asked for. */
export const stopActions = (
  input: VmPlanInput,
  policy: VmPolicy,
  process: Extract<ObservedVm['process'], {state: 'present'}>['value'],
  why: string,
): readonly Action[] => [
  ...(input.record.run.stopping
    ? []
    : [
        withKey(
          input,
          {type: 'record.write', record: {...input.record, run: {...input.record.run, stopping: true}}},
          why,
        ),
      ]),
  withKey(
    input,
    {
      type: 'vm.stop',
      uid: input.record.uid,
      process: {pid: process.pid, startTicks: process.startTicks},
      ladder: policy.stopLadder,
    },
    why,
  ),
];
