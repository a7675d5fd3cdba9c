// Leave to interrupt a running guest: who gives it, and when it may be taken. Pure.
import type {StopStep, VmPolicy} from '../desired/node.ts';
import type {Hold, PendingChange} from './action.ts';
import {awaitingApproval} from './vm-input.ts';
import {hasLeaveToReturn} from './vm-trial.ts';
import type {VmPlanInput} from './vm-input.ts';

/** `now` with the way to stop; a guest that has just reset itself has nothing to shut down. */
export type Leave =
  | {readonly kind: 'now'; readonly ladder: readonly StopStep[] | null}
  | {readonly kind: 'wait'; readonly hold: Hold};

/** A guest that reset itself so long ago has not begun to work yet. */
const freshBootMs = 3_000;

const endNow: readonly StopStep[] = [
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
];

/** May this prepared revision be booted now? `changes` are what would come with it. */
export const leaveOf = (
  {record, booted, context}: VmPlanInput,
  policy: VmPolicy,
  revision: number,
  changes: readonly PendingChange[],
): Leave => {
  if (hasLeaveToReturn(record, booted)) return {kind: 'now', ladder: null};
  const isApproved = policy.approval === 'Automatic' || record.approvedRevision === revision;
  if (!isApproved) return {kind: 'wait', hold: awaitingApproval(record, revision, changes)};
  if (policy.when === 'NextBoot')
    return context.resetForMs !== null && context.resetForMs < freshBootMs
      ? {kind: 'now', ladder: endNow}
      : {kind: 'wait', hold: nextBoot(record.name, changes)};
  if (policy.when !== 'Window') return {kind: 'now', ladder: null};
  const {isOpen, opensAtMs} =
    policy.window === null ? {isOpen: false, opensAtMs: null} : context.windowState(policy.window);
  return isOpen
    ? {kind: 'now', ladder: null}
    : {kind: 'wait', hold: closed(record.name, changes, opensAtMs, context.wallMs)};
};

const paths = (changes: readonly PendingChange[]): string => changes.map(change => change.path).join(', ');

const nextBoot = (name: string, changes: readonly PendingChange[]): Hold => ({
  condition: 'RestartRequired',
  reason: 'AwaitingNextBoot',
  message: `${paths(changes)} changed; in force when the guest reboots or the VM is restarted: \`vmlet restart vm/${name}\``,
});

const closed = (
  name: string,
  changes: readonly PendingChange[],
  opensAtMs: number | null,
  wallMs: number,
): Hold => {
  const when = opensAtMs === null ? 'never opens' : `opens at ${new Date(opensAtMs).toISOString()}`;
  return {
    condition: 'RestartRequired',
    reason: 'AwaitingWindow',
    message: `${paths(changes)} changed; update.window ${when}; \`vmlet restart vm/${name}\` does not wait for it`,
    ...(opensAtMs === null ? {} : {recheckMs: Math.max(opensAtMs - wallMs, 1_000)}),
  };
};
