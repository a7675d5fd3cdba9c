// planVm: what to do next for one virtual machine. Pure and total; the same value feeds `vmlet plan`, the log, the
// tests and the queue. A plan is rebuilt after its actions ran, until it has none: each pass only plans what can be
// done on what was seen. The order of the branches is the order of importance: unknown, removal, running, absent.
import type {VmPolicy} from '../desired/node.ts';
import type {Plan} from './action.ts';
import {planAbsent} from './vm-absent.ts';
import {act, asHold, behind, nothing, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';
import {planVmRemoval} from './vm-removal.ts';
import {withRollback} from './vm-rollback.ts';
import {planRunning} from './vm-running.ts';

/** Plan one VM. */
export const planVm = (declared: VmPlanInput): Plan => {
  const input = withoutImpossible(declared);
  const {record, node, observed} = input;
  if (observed.process.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.process.why, recheckMs: 2_000},
    ]);
  if (record.tombstone !== null) return planVmRemoval(input);
  const policy = input.policy ?? node?.policy ?? record.policy;
  if (policy === null) return nothing(input.unresolved.map(asHold));
  if (JSON.stringify(policy) === JSON.stringify(record.policy)) return planPresentOrAbsent(input, policy);
  const changed = {...record, policy};
  const written = withKey(input, {type: 'record.write', record: changed}, 'its policies changed');
  return behind(act([written]), planPresentOrAbsent({...input, record: changed}, policy));
};

const planPresentOrAbsent = (input: VmPlanInput, policy: VmPolicy): Plan =>
  withRollback(
    input,
    input.observed.process.state === 'present'
      ? planRunning(input, policy, input.observed.process.value)
      : planAbsent(input, policy),
  );

/** A VM that its driver cannot put on a command line is not planned; what runs of it goes on as it is. */
const withoutImpossible = (input: VmPlanInput): VmPlanInput => {
  const refusal = input.node === null ? null : input.context.driver.refusal(input.node.vm);
  if (refusal === null) return input;
  const unresolved = {condition: 'Admitted', reason: 'Impossible', message: refusal, waitsFor: []} as const;
  return {...input, node: null, unresolved: [...input.unresolved, unresolved]};
};
