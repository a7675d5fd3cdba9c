// A VM whose process is there: ends of the guest, stops, live changes, and what waits for approval. Pure.
import type {VmNode, VmPolicy} from '../desired/node.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {GuestExit, RunState, VmProcess} from '../observe/snapshot.ts';
import type {Action, Hold, Plan} from './action.ts';
import {diffVm} from './diff.ts';
import {afterExit, wantsRunning} from './power.ts';
import {nextRevision} from './new-revision.ts';
import {planChanges} from './vm-changes.ts';
import {
  act,
  asHold,
  foreignProcess,
  identity,
  leastFreeBytes,
  nothing,
  stopActions,
  withKey,
} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';
import {runningHolds} from './vm-images.ts';
import {memoryHolds} from './vm-memory.ts';
import {planRunningLinks} from './vm-running-links.ts';
import {planSeenReady, planTrial} from './vm-trial.ts';

/** Plan a VM whose process is present. */
export const planRunning = (input: VmPlanInput, policy: VmPolicy, process: VmProcess): Plan => {
  const {record, observed} = input;
  const {monitor} = observed;
  if (process.launching) return nothing([waiting('Launching', 'the hypervisor is being started')]);
  if (monitor.state === 'silent') {
    // A mute monitor is never a reason to kill; a person who says --now is.
    if (record.run.stopNow && (record.restartRequested || !wantsRunning(record, policy.runPolicy)))
      return act(stopActions(input, policy, process, 'a stop without grace was asked for'));
    return nothing([waiting('MonitorSilent', `QMP: ${monitor.why}`)]);
  }
  if (monitor.uuid !== record.uid) return nothing([foreignProcess(process.pid, monitor.uuid)]);
  const ended = guestEnd(monitor.runState);
  if (ended !== null) return planGuestEnd(input, policy, process, ended);
  if (!wantsRunning(record, policy.runPolicy))
    return act(stopActions(input, policy, process, stopReason(record)));
  if (record.restartRequested) return act(stopActions(input, policy, process, 'a restart was asked for'));
  if (record.run.stopping) return act(stopActions(input, policy, process, 'a stop was begun'));
  if (monitor.runState === 'io-error') return planIoError(input, process);
  if (monitor.runState !== 'running' && monitor.runState !== 'prelaunch')
    return nothing([pausedHold(monitor.runState)]);
  const found = asItRuns(input, process);
  if (found !== null)
    return act([withKey(input, {type: 'record.write', record: found}, 'it was found running')]);
  if (monitor.runState === 'prelaunch') return act([letRun(input, process)]);
  if (input.booted === null)
    return nothing([
      ...input.unresolved.map(asHold),
      {
        condition: 'Degraded',
        reason: 'RevisionUnknown',
        message: 'the record of what it was booted with is lost; restart it when you can',
      },
    ]);
  return planBooted(input, policy, process, input.booted);
};

/** A start that was cut short goes on where it stood. */
const letRun = (input: VmPlanInput, process: VmProcess): Action => {
  const beforeRun = input.booted === null ? undefined : input.context.driver.beforeRun(input.booted.vm);
  return withKey(
    input,
    {
      type: 'vm.continue',
      uid: input.record.uid,
      process: identity(process),
      ...(beforeRun === undefined ? {} : {beforeRun}),
    },
    'it was started but not yet let run',
  );
};

const waiting = (reason: string, message: string): Hold => ({
  condition: 'Ready',
  reason,
  message,
  recheckMs: 1_000,
});

const stopReason = (record: ObjectRecord): string =>
  record.powerOverride === 'Halted' ? 'vmlet stop was asked for' : 'its run policy says it should not run';

const pausedHold = (runState: RunState): Hold => ({
  condition: 'Ready',
  reason: 'Paused',
  message: `QEMU run state is ${runState}`,
});

/** How often a guest that a write error paused is tried: QEMU only stops it again if there is no room after all. */
const resumeAfterMs = 5_000;

/** QEMU paused the guest at a write error (werror=stop): it goes on when there is room, and is never restarted for it. */
const planIoError = (input: VmPlanInput, process: VmProcess): Plan => {
  const {observed, context, record} = input;
  const waitMs = resumeAfterMs - context.pausedForMs;
  if (waitMs <= 0 && (observed.freeBytes ?? 0) >= leastFreeBytes)
    return act([
      withKey(
        input,
        {type: 'vm.continue', uid: record.uid, process: identity(process)},
        'there is room again',
      ),
    ]);
  return nothing([
    {
      condition: 'Ready',
      reason: 'IoError',
      message: 'paused by a write error of a disk; it goes on by itself once there is space',
      recheckMs: Math.max(waitMs, 1_000),
    },
  ]);
};

const guestEnd = (runState: RunState): GuestExit | null => {
  if (runState === 'shutdown') return 'GuestShutdown';
  if (runState === 'guest-panicked') return 'GuestPanicked';
  return runState === 'internal-error' ? 'InternalError' : null;
};

/** The guest is down but QEMU stays to tell why: remember it first, then let QEMU go. */
const planGuestEnd = (input: VmPlanInput, policy: VmPolicy, process: VmProcess, cause: GuestExit): Plan => {
  const {record, context} = input;
  const asked = record.run.stopping;
  const recorded = afterExit(record, {
    cause: asked ? 'Stopped' : cause,
    detail: asked ? 'stopped on request' : `QEMU run state told ${cause}`,
    now: context.now,
    ranForMs: context.ranForMs,
    runPolicy: policy.runPolicy,
  });
  return act([
    ...(record.run.active === null
      ? []
      : [withKey(input, {type: 'record.write' as const, record: recorded}, `the guest ended: ${cause}`)]),
    withKey(
      input,
      {
        type: 'vm.stop',
        uid: record.uid,
        process: identity(process),
        ladder: [
          {method: 'quit', waitMs: 5_000},
          {method: 'kill', waitMs: 5_000},
        ],
      },
      'its guest has ended',
    ),
  ]);
};

/**
 * The record as the process's own command line says, or null when it says so already. A rebuilt record knows of no run,
 * and one that was written for a start that met an older process names another revision: without this, the end of the
 * run, or the difference to what is wanted, would go unnoticed.
 */
const asItRuns = ({record, booted, context}: VmPlanInput, process: VmProcess): ObjectRecord | null => {
  const {active} = record.run;
  const revision = process.revision ?? active?.revision ?? booted?.number;
  if (revision === undefined || active?.revision === revision) return null;
  const revisions = {...record.revisions, booted: revision};
  const last = nextRevision(record) - 1;
  return {
    ...record,
    // What was about to start under a number of its own did not: the number was given all the same.
    revisions: nextRevision({revisions}) > last ? revisions : {...revisions, last},
    run: {...record.run, active: {revision, bootId: context.bootId}},
  };
};

const planBooted = (input: VmPlanInput, policy: VmPolicy, process: VmProcess, booted: Revision): Plan => {
  const {node, observed} = input;
  if (observed.links.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.links.why, recheckMs: 2_000},
    ]);
  const links = observed.links.state === 'present' ? observed.links.value : new Map<string, never>();
  const repair = planRunningLinks(input, booted.vm, identity(process), links);
  const missing = missingEvidence(input, policy);
  const isReady = missing === null && repair.holds.length === 0;
  const trial = isReady
    ? {actions: [], holds: []}
    : planTrial(input, policy, booted, missing ?? 'its interfaces were not connected');
  const notes = [
    ...repair.holds,
    ...runningHolds(input, booted.vm),
    ...memoryHolds(input, booted.vm),
    ...readinessHolds(input, policy),
    ...trial.holds,
  ];
  if (repair.actions.length > 0) return {actions: repair.actions, pendingChanges: [], holds: notes};
  if (trial.actions.length > 0) return act(trial.actions);
  const seenReady = isReady && booted.variant === undefined ? planSeenReady(input, policy, booted) : null;
  if (seenReady !== null) return act([seenReady]);
  if (node === null) return nothing([...notes, ...input.unresolved.map(asHold)]);

  return booted.variant === undefined
    ? planChanges({...input, node}, policy, process, booted, notes)
    : planVariant({...input, node}, booted, booted.variant.name, notes);
};

/** A variant runs its one boot: nothing is changed in it, and edits wait for the next start. */
const planVariant = (
  {record, context, node}: VmPlanInput & {readonly node: VmNode},
  booted: Revision,
  name: string,
  notes: readonly Hold[],
): Plan => ({
  actions: [],
  pendingChanges: diffVm(booted.vm, node.vm, context.driver).changes,
  holds: [
    ...notes,
    {
      condition: 'RestartRequired',
      reason: 'VariantBooted',
      message: `variant ${name} runs for this boot; the next start is the machine itself: \`vmlet restart vm/${record.name}\``,
    },
  ],
});

/** What the guest has not shown yet of what `readiness` asks for; null when nothing is missing. */
const missingEvidence = ({observed}: VmPlanInput, {readiness}: VmPolicy): string | null => {
  const {consoleMarkerSeen, agentConnected} = observed.evidence;
  if (readiness.kind === 'running') return null;
  if (readiness.kind === 'console')
    return consoleMarkerSeen === true
      ? null
      : `${JSON.stringify(readiness.contains)} did not appear on its console`;
  return agentConnected === true ? null : 'its guest agent did not appear';
};

/** A guest that should have said by now that it is ready, and has not. Looked at again when its time is over. */
const readinessHolds = (input: VmPlanInput, policy: VmPolicy): readonly Hold[] => {
  const {readiness} = policy;
  const missing = missingEvidence(input, policy);
  if (missing === null || readiness.kind === 'running') return [];
  const {ranForMs} = input.context;
  if (ranForMs === null) return [];
  const leftMs = readiness.timeoutMs - ranForMs;
  if (leftMs > 0)
    return [
      readiness.kind === 'console'
        ? {
            condition: 'Ready',
            reason: 'AwaitingConsole',
            message: `waiting for ${JSON.stringify(readiness.contains)} on its console`,
            recheckMs: leftMs,
          }
        : {
            condition: 'Ready',
            reason: 'AwaitingGuestAgent',
            message: 'waiting for its guest agent',
            recheckMs: leftMs,
          },
    ];
  const message = `${missing} within ${String(readiness.timeoutMs / 1000)} s; it runs on: \`vmlet logs\``;
  return [{condition: 'Degraded', reason: 'ReadinessTimeout', message}];
};
