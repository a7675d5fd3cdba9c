// The health gate: under `update.onFailure: Rollback` a revision that is booted for an edit is on trial until it was Ready.
// One that is not within its deadline, or ends before, gives way to the last that was; once, since what comes back is
// never on trial. Pure.
import type {VmPolicy} from '../desired/node.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {Action, Hold} from './action.ts';
import {withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** Whether the revision that is about to start is on trial. */
export const trialOf = (
  {revisions: {good = 0}, rollback, trial}: ObjectRecord,
  policy: VmPolicy,
  {number, variant}: Revision,
): NonNullable<ObjectRecord['trial']> | null => {
  if (
    policy.onFailure !== 'Rollback' ||
    rollback != null ||
    good === 0 ||
    good === number ||
    variant !== undefined
  )
    return null;
  return trial?.revision === number ? trial : {revision: number, good};
};

/** What ran is Ready: it is the one to come back to. Null when that is known, or nobody asks. */
export const planSeenReady = (
  input: VmPlanInput,
  {onFailure}: VmPolicy,
  {number}: Revision,
): Action | null => {
  const {record} = input;
  const isKnown = record.revisions.good === number && record.trial == null;
  if (onFailure !== 'Rollback' || isKnown) return null;
  const seen = {...record, trial: null, revisions: {...record.revisions, good: number}};
  return withKey(input, {type: 'record.write', record: seen}, `revision ${String(number)} was seen ready`);
};

/** What runs is not Ready: wait for its deadline, or give it up. */
export const planTrial = (
  input: VmPlanInput,
  policy: VmPolicy,
  {number}: Revision,
  missing: string,
): {readonly actions: readonly Action[]; readonly holds: readonly Hold[]} => {
  const {record, context} = input;
  const {trial} = record;
  if (policy.onFailure !== 'Rollback' || trial?.revision !== number || context.ranForMs === null)
    return {actions: [], holds: []};
  const seconds = String(policy.deadlineMs / 1_000);
  const leftMs = policy.deadlineMs - context.ranForMs;
  if (leftMs <= 0) return {actions: [giveUp(input, `${missing} within ${seconds} s`)], holds: []};
  const message = `revision ${String(number)} has ${seconds} s to be ready, else revision ${String(trial.good)} comes back`;
  return {actions: [], holds: [{condition: 'Ready', reason: 'OnTrial', message, recheckMs: leftMs}]};
};

/** Its guest ended by itself before it was Ready, and would be started again: it is given up instead. */
export const planFailedTrial = (input: VmPlanInput, {onFailure}: VmPolicy): Action | null => {
  const {trial, revisions, run} = input.record;
  if (onFailure !== 'Rollback' || trial == null || trial.revision !== revisions.booted || run.failures === 0)
    return null;
  return giveUp(input, `it ended before it was ready: ${run.lastExit?.detail ?? 'nobody knows why'}`);
};

const giveUp = (input: VmPlanInput, why: string): Action => {
  const {record, context} = input;
  const {trial} = record;
  const from = trial?.revision ?? record.revisions.booted;
  const to = trial?.good ?? record.revisions.previous;
  const back: ObjectRecord = {
    ...record,
    trial: null,
    approvedRevision: 0,
    rollback: {to, from, since: context.now, by: 'HealthGate', why},
    run: {...record.run, failures: 0},
  };
  const message = `revision ${String(from)} is given up, revision ${String(to)} comes back: ${why}`;
  return withKey(
    input,
    {type: 'record.write', record: back, event: {type: 'Warning', reason: 'RolledBack', message}},
    message,
  );
};

/** A failed trial is its own leave: what was interrupted for an edit is put back as it was. */
export const hasLeaveToReturn = ({rollback}: ObjectRecord, booted: Revision | null): boolean =>
  rollback?.by === 'HealthGate' && rollback.from === booted?.number;
