// One run of one key: look, act on the plan, look again, until there is nothing left to do; then say so in its status.
// This is measure, act, measure at the size of an object. Called by the queue, never concurrently for one key.
import {askOthers, claimInterruption} from './look/budgets.ts';
import {claimRoom} from './look/capacity.ts';
import {linkAlias, splitKey} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import {execute} from './execute/execute.ts';
import type {Tools} from './execute/execute.ts';
import type {RunEnd, RunOptions} from './execute/queue.ts';
import {isRecorded} from './execute/record.ts';
import {decodeState} from './host/state-file.ts';
import {look, lookAt} from './look/look.ts';
import {isNeed} from './look/moment.ts';
import type {Moment, Need} from './look/moment.ts';
import type {View} from './look/view.ts';
import {asRecord} from './observe/record.ts';
import {eventMessage, eventReason} from './event-words.ts';
import {describeAction} from './plan/action.ts';
import type {Action, Outcome} from './plan/action.ts';
import type {EventRecorder} from './status/events.ts';
import type {Failure} from './status/status-types.ts';
import {showStatus, writeStatus} from './show.ts';
import type {Shown} from './show.ts';
import type {StatusWriter} from './status/writer.ts';
import {forgetLife, isRecalled} from './world.ts';
import type {World} from './world.ts';

export type Reconciler = {
  readonly world: World;
  readonly tools: Tools;
  readonly writer: StatusWriter;
  readonly events: EventRecorder;
  /** What each status was made from, so that the same is not made again. */
  readonly shown: Map<ObjectKey, Shown>;
  /** The last failure of each key, until a run of it settles. */
  readonly failures: Map<ObjectKey, Failure>;
  /** Backoff of a key, for status. */
  retry(key: ObjectKey): {failures: number; atMs: number} | null;
  /** What a key waits for; kept so that dependents are woken by name. */
  waits(key: ObjectKey, waitsFor: readonly ObjectKey[]): void;
  /** This object became Ready, stopped being so, or is gone: wake what depends on it. */
  changed(key: ObjectKey): void;
  /** False until every source and the host were read in full once: nothing but status is written before. */
  mayAct(): boolean;
};

/** A plan that never ends is a defect of the planner; this many rounds are far more than any takes. */
const mostRounds = 20;

const lookAgain: RunEnd = {kind: 'recheck', afterMs: 0};

/** A status file that could not be written is tried again after this long. */
const statusRetryMs = 5_000;

/** Run one key to its end. */
export const reconcile = async (
  reconciler: Reconciler,
  key: ObjectKey,
  options: RunOptions,
): Promise<RunEnd> => {
  for (let round = 0; round < mostRounds; round += 1) {
    hurryLinks(reconciler.world, key);
    const view = await look(reconciler.world, key);
    if (view === null) return forget(reconciler, key);
    const actions = actionsOf(reconciler, view);
    if (actions.length === 0) return settle(reconciler, view);
    const stopTelling = tellSoon(reconciler, view, actions);
    const end = await actWithClaim(reconciler, view, actions, options).finally(stopTelling);
    if (end !== null) {
      const after = await look(reconciler.world, key);
      if (after !== null) writeStatus(reconciler, after);
      return end;
    }
  }
  return {kind: 'failed', message: `still not settled after ${String(mostRounds)} rounds`, terminal: false};
};

/**
 * What is about to be done is written into the status file when somebody waits for it: a process that is started runs meanwhile,
 * and what took no time is told by its end. The result takes it back.
 */
const tellSoon = (reconciler: Reconciler, view: View, actions: readonly Action[]): (() => void) => {
  if (actions.every(({type}) => /^(record|revision)\./.test(type))) return () => undefined;
  const write = showStatus(reconciler, view);
  return reconciler.world.host.clock.after(0, () => void write());
};

/** In a crowd of changes a look at links rests for a while; a machine that is down does not wait for that. */
const hurryLinks = ({identity, records, vms, links}: World, key: ObjectKey): void => {
  const record = records.get(key);
  if (!identity.isRoot || record?.kind !== 'VirtualMachine') return;
  if (vms.observe(record.uid).process.state !== 'present') void links.read({soon: true});
};

/**
 * Look at a key of which no run is under way, without waiting: true when nothing was to be done and its status says so, false
 * when that takes a run, or what is missing of the moment. Most objects are at rest at most times, and a thousand of them are
 * not put into the queue to find that out.
 */
export const isAtRest = (reconciler: Reconciler, key: ObjectKey, moment: Moment): boolean | Need => {
  const view = lookAt(reconciler.world, key, moment);
  if (view !== null && isNeed(view)) return view;
  if (view === null || actionsOf(reconciler, view).length > 0) return false;
  return settle(reconciler, view).kind === 'settled';
};

const actionsOf = (reconciler: Reconciler, {plan}: View): readonly Action[] =>
  reconciler.mayAct() ? plan.actions : [];

/** There is nothing left to do. */
const settle = (reconciler: Reconciler, view: View): RunEnd => {
  reconciler.world.host.files.settle();
  reconciler.failures.delete(view.key);
  const isWritten = writeStatus(reconciler, view);
  return endOf(view, reconciler.mayAct(), isWritten);
};

/** Two that were planned at the same moment may both have found room, in a budget or on the host: the second looks again. */
const actWithClaim = async (
  reconciler: Reconciler,
  view: View,
  actions: readonly Action[],
  options: RunOptions,
): Promise<RunEnd | null> => {
  const {record, plan} = view;
  const {world} = reconciler;
  if (record === null) return act(reconciler, view, actions, options);
  if (plan.isDisruption === true) {
    options.stepAside();
    await askOthers(world, record);
  }
  const claims = [
    ...(plan.isDisruption === true ? [claimInterruption(world, record)] : []),
    ...(plan.takesRoom === undefined ? [] : [claimRoom(world, record, plan.takesRoom)]),
  ];
  try {
    return claims.includes(null) ? lookAgain : await act(reconciler, view, actions, options);
  } finally {
    // From its first action on the record says what was claimed.
    for (const claim of claims) claim?.release();
  }
};

/** Run the actions in order; the first that is not done ends the run, and so does a request that changes the record. */
const act = async (
  reconciler: Reconciler,
  {key, basis}: View,
  actions: readonly Action[],
  options: RunOptions,
): Promise<RunEnd | null> => {
  const {records} = reconciler.world;
  let expected = basis;
  for (const action of actions) {
    if ((records.get(key) ?? null) !== expected) return lookAgain;
    if (!isQuick(action)) options.stepAside();
    const outcome = await execute(action, reconciler.tools, options);
    // QEMU may have opened or closed its taps, however this ended: what was seen of them is old.
    if (action.type === 'vm.start' || action.type === 'vm.change' || action.type === 'vm.stop')
      reconciler.world.links.invalidate({alias: linkAlias(action.uid)});
    note(reconciler, key, action, outcome);
    if (outcome.kind === 'recheck') return {kind: 'recheck', afterMs: outcome.afterMs};
    if (outcome.kind === 'failed') {
      // Written and yet reported as failed: what memory does not know, nobody would ever take away again.
      const isThere = action.type === 'record.write' && isRecorded(reconciler.world.host, action.record);
      if (isThere && (records.get(key) ?? null) === expected) remember(reconciler, key, action);
      return {kind: 'failed', message: outcome.message, terminal: outcome.terminal};
    }
    // Asked for in the instant of the write: disk and memory have the request, and what it wrote over is planned anew.
    if ((records.get(key) ?? null) !== expected) return lookAgain;
    remember(reconciler, key, action);
    expected = records.get(key) ?? null;
  }
  return null;
};

/** These wait for the disk or for `ip`; all others for a guest, an image, or their turn to start. */
const isQuick = ({type}: Action): boolean =>
  /^(record|revision|bridge|tap|macvtap|overlay|blank)\./.test(type);

/** Memory follows the disk, never the other way round. */
const remember = (reconciler: Reconciler, key: ObjectKey, action: Action): void => {
  const {world} = reconciler;
  switch (action.type) {
    case 'record.write':
      world.records.set(key, action.record);
      world.unsaved.delete(action.record);
      // A VM tells its dependents by becoming Ready; of the other kinds the spec itself is what is depended on.
      if (action.record.kind !== 'VirtualMachine') reconciler.changed(key);
      return;
    case 'record.remove':
      forgetLife(world, key, action.record.uid);
      return;
    case 'revision.write':
      rememberRevision(world.revisions, action);
      return;
    case 'image.import':
    case 'image.build': {
      const state = decodeState(world.host.files.read(world.host.paths.record(action.record)));
      const record = state.state === 'good' ? asRecord(state.content) : null;
      if (record !== null) world.records.set(key, record);
      reconciler.changed(key);
      return;
    }
    case 'vm.continue':
      // A guest that a write error stops again at once is tried again at leisure.
      world.sightings.pauses.set(action.uid, world.host.clock.monotonicMs());
      return;
    default:
      return;
  }
};

/** Those that their files went of are looked for no more. */
const rememberRevision = (
  revisions: World['revisions'],
  {uid, revision, keep}: Extract<Action, {type: 'revision.write'}>,
): void => {
  const isOld = (number: number): boolean =>
    number <= revision.number - keep.newest && !keep.also.includes(number);
  for (const known of [...revisions.values()])
    if (known.vm.uid === uid && isOld(known.number)) revisions.delete(`${uid}/${String(known.number)}`);
  revisions.set(`${uid}/${String(revision.number)}`, revision);
};

/** One log line and one event per change; nothing for what was already so. */
const note = (reconciler: Reconciler, key: ObjectKey, action: Action, outcome: Outcome): void => {
  const {log, clock} = reconciler.world.host;
  if (outcome.kind === 'failed') {
    log.warn('action failed', {object: key, action: action.type, code: outcome.code, error: outcome.message});
    reconciler.events.record(key, {
      type: 'Warning',
      reason: eventReason(action, 'Failed'),
      message: outcome.message,
    });
    reconciler.failures.set(key, {
      action: action.type,
      code: outcome.code,
      message: outcome.message,
      at: clock.now(),
      terminal: outcome.terminal,
    });
    return;
  }
  if (outcome.kind === 'recheck') {
    log.debug('action to be looked at again', {object: key, action: action.type, why: outcome.why});
    return;
  }
  if (action.type === 'record.write' && action.event !== undefined) {
    log.warn('changed its mind', {object: key, why: action.event.message});
    reconciler.events.record(key, action.event);
    return;
  }
  const isBookkeeping = action.type === 'record.write' || action.type === 'revision.write';
  if (!outcome.changed || isBookkeeping)
    log.debug('action done', {object: key, action: describeAction(action)});
  else {
    log.info('changed', {object: key, action: describeAction(action)});
    reconciler.events.record(key, {
      type: 'Normal',
      reason: eventReason(action, 'd'),
      message: eventMessage(action),
    });
  }
};

const endOf = (view: View, mayAct: boolean, isWritten: boolean): RunEnd => {
  const waits = mayAct
    ? view.plan.holds.flatMap(hold => (hold.recheckMs === undefined ? [] : [hold.recheckMs]))
    : [];
  if (!isWritten) waits.push(statusRetryMs);
  return waits.length === 0 ? {kind: 'settled'} : {kind: 'recheck', afterMs: Math.min(...waits)};
};

const forget = (reconciler: Reconciler, key: ObjectKey): RunEnd => {
  if (isRecalled(reconciler.world, key)) return {kind: 'settled'};
  // Of the last life, when that one ended right before this.
  const document = reconciler.world.statuses.get(key) ?? reconciler.writer.previous(splitKey(key));
  if (document !== null) {
    reconciler.writer.remove({kind: document.kind, ...document.metadata});
    reconciler.world.statuses.delete(key);
    reconciler.events.forget(key);
    reconciler.shown.delete(key);
    reconciler.changed(key);
  }
  reconciler.failures.delete(key);
  return {kind: 'settled'};
};
