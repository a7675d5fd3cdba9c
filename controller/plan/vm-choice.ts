// Which revision of a VM that is down boots next: what it was, or what it is to be. Pure.
import type {VmPolicy} from '../desired/node.ts';
import type {Revision} from '../observe/record.ts';
import type {Hold, Plan} from './action.ts';
import {diffVm} from './diff.ts';
import {comesBackByItself} from './power.ts';
import {awaitingApproval, nextRevision, sameVm} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

export type Choice = {
  readonly revision: Revision | null;
  /** Written before anything else: what is booted, or waits for approval, is always a recorded whole. */
  readonly toPrepare: Revision | null;
  readonly changes: Plan['pendingChanges'];
  readonly holds: readonly Hold[];
};

/**
 * What to boot. A guest that ended by itself comes back as it was unless the change is approved: a crash is no leave
 * to reconfigure. A start that someone asked for takes the newest spec. A refused change never boots.
 */
export const chooseRevision = (input: VmPlanInput, policy: VmPolicy): Choice => {
  const {record, node, booted, prepared, context} = input;
  const none = {toPrepare: null, changes: [], holds: []};
  if (node === null) return {...none, revision: null};
  const isPrepared = prepared !== null && sameVm(prepared.vm, node.vm);
  const wanted: Revision = isPrepared
    ? prepared
    : {
        number: nextRevision(record),
        createdAt: context.now,
        generation: record.generation,
        vm: node.vm,
        manifest: record.manifest,
      };
  const toPrepare = isPrepared ? null : wanted;
  if (booted === null) return {...none, revision: wanted, toPrepare};
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
    policy.approval === 'Automatic' || (isPrepared && record.approvedRevision === prepared.number);
  const byItself =
    !record.restartRequested &&
    record.run.lastExit !== null &&
    comesBackByItself(record.run.lastExit.cause, policy.runPolicy);
  const interrupts = changes.some(change => change.disruption !== 'hot');
  return byItself && interrupts && !approved
    ? {revision: booted, toPrepare, changes, holds: [awaitingApproval(record, changes)]}
    : {...none, revision: wanted, toPrepare};
};
