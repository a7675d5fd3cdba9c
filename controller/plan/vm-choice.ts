// Which revision a VM without a process is started with. Pure; what a start takes beside it is vm-absent.ts.
import type {VmNode, VmPolicy} from '../desired/node.ts';
import type {Revision} from '../observe/record.ts';
import type {Action, Hold, Plan} from './action.ts';
import {diffVm} from './diff.ts';
import {newRevision} from './new-revision.ts';
import type {NewRevision} from './new-revision.ts';
import {comesBackByItself} from './power.ts';
import {asksFor, awaitingApproval, sameVm} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';
import {hasLeaveToReturn} from './vm-trial.ts';

export type Choice = {
  readonly revision: Revision | null;
  /** Written before anything else: what is booted, or waits for approval, is always a recorded whole. */
  readonly toPrepare: NewRevision | null;
  /** A variant is nothing that is prepared: it is written down and booted. */
  readonly toWrite?: Action;
  readonly changes: Plan['pendingChanges'];
  readonly holds: readonly Hold[];
};

/**
 * What to boot. A guest that ended by itself comes back as it was unless the change is approved: a crash is no leave
 * to reconfigure. A start that someone asked for takes the newest spec. A refused change never boots.
 */
export const chooseRevision = (input: VmPlanInput, policy: VmPolicy): Choice => {
  const {record, node, prepared, context} = input;
  // A variant was for one boot: what counts is the machine that ran before it.
  const booted = input.booted?.variant === undefined ? input.booted : (input.main ?? null);
  const none = {toPrepare: null, changes: [], holds: []};
  if (node === null) return {...none, revision: null};
  if (node.variant !== undefined) return chooseVariant(input, node, node.variant, booted);
  const isPrepared = prepared !== null && sameVm(prepared.vm, node.vm);
  const newest = (): Choice => {
    if (isPrepared) return {...none, revision: prepared};
    const toPrepare = newRevision(input, node, node.vm, 'the spec changed');
    return {...none, revision: toPrepare.revision, toPrepare};
  };
  if (booted === null) return newest();
  const {changes} = diffVm(booted.vm, node.vm, context.driver);
  const refused = changes.filter(change => change.disruption === 'refused');
  const refusal: Hold = {
    condition: 'Admitted',
    reason: 'ChangeRefused',
    message: `${refused.map(change => `${change.path}: ${change.reason}`).join('; ')}. It runs as it was`,
  };
  if (refused.length > 0) return {...none, revision: booted, changes, holds: [refusal]};
  if (sameVm(booted.vm, node.vm)) return {...none, revision: booted};
  const approved =
    policy.approval === 'Automatic' ||
    hasLeaveToReturn(record, booted) ||
    (isPrepared && record.approvedRevision === prepared.number);
  const byItself =
    !record.restartRequested &&
    record.run.lastExit !== null &&
    comesBackByItself(record.run.lastExit.cause, policy.runPolicy);
  const next = newest();
  if (!byItself || !asksFor(policy, changes) || approved) return next;
  const hold = awaitingApproval(record, next.revision?.number ?? 0, changes);
  return {...next, revision: booted, changes, holds: [hold]};
};

const chooseVariant = (
  input: VmPlanInput,
  node: VmNode,
  {name, boot}: NonNullable<VmNode['variant']>,
  main: Revision | null,
): Choice => {
  const variant = {name, main: main?.number ?? 0};
  const made = newRevision(input, node, {...node.vm, boot}, `variant ${name} is booted once`, variant);
  return {revision: made.revision, toPrepare: null, toWrite: made.write, changes: [], holds: []};
};
