// look(): everything about one key at one moment, as one value: its record, what it resolves to, what is seen of it on
// the host, and the plan that follows. Reads only; the same look serves the loop, `vmlet plan` and the status.
import {admit} from '../desired/admit.ts';
import type {Fresh} from '../desired/admit.ts';
import {splitKey} from '../desired/names.ts';
import type {ObjectKey} from '../desired/node.ts';
import {isSame} from '../desired/same.ts';
import type {DecodedObject, Verdict} from '../manifest/object.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Plan} from '../plan/action.ts';
import {act, behind} from '../plan/vm-input.ts';
import {lookBudget, lookClass, lookImage, lookNetwork} from './shared.ts';
import {lookVm} from './vm.ts';
import {isNeed, openMoment} from './moment.ts';
import type {Moment, Need} from './moment.ts';
import type {LookBase, View} from './view.ts';
import {budgetStatus, classStatus, imageStatus, networkStatus, vmStatus} from '../status/documents.ts';
import type {CommonStatusInput, StatusDocument} from '../status/status-types.ts';
import {nextHostUid} from './host-uids.ts';
import type {World} from '../world.ts';

/** Look at one key; null when nothing is known of it. */
export const look = async (world: World, key: ObjectKey): Promise<View | null> => {
  const moment = openMoment(world);
  for (;;) {
    const seen = lookAt(world, key, moment);
    if (!isNeed(seen)) return seen;
    // What is declared or asked for may change meanwhile: the next look begins with it.
    await moment.obtain(seen);
  }
};

/** The same without waiting: what is missing of the moment is said instead. */
export const lookAt = (world: World, key: ObjectKey, moment: Moment): View | Need | null => {
  const verdict = world.verdicts.get(key) ?? null;
  const stored = world.records.get(key) ?? null;
  const record = remembered(world, stored, verdict);
  if (record === null) return verdict?.state === 'invalid' ? neverValid(world, key, verdict) : null;
  const base = {key, record, basis: stored, verdict, daemon: daemonMark(world)};
  const view = lookKind(world, base, moment);
  if (isNeed(view) || (record === stored && !world.unsaved.has(record))) return view;
  return {...view, plan: remember(key, stored, record, view)};
};

/** What is written down anyway takes the policy with it, which would be written next: each write is flushed to the disk. */
const withPolicy = (record: ObjectRecord, policy: View['policy']): ObjectRecord =>
  policy == null || record.tombstone !== null || isSame(policy, record.policy) ? record : {...record, policy};

/** A declaration that was never valid has a status that says why, and nothing else. */
const neverValid = (world: World, key: ObjectKey, verdict: Verdict): View => {
  const plan: Plan = {actions: [], pendingChanges: [], holds: []};
  const base = {
    key,
    record: null,
    verdict,
    daemon: daemonMark(world),
    unresolved: [],
    plan,
    node: null,
    observed: null,
  };
  return {
    key,
    record: null,
    basis: null,
    plan,
    unresolved: [],
    status: facts => statusOf({...base, ...facts}),
  };
};

const statusOf = (input: CommonStatusInput & {node: null; observed: null}): StatusDocument => {
  switch (splitKey(input.key).kind) {
    case 'VirtualMachine':
      return vmStatus({...input, booted: null, wantsRunning: null});
    case 'Network':
      return networkStatus({...input, ports: []});
    case 'Image':
      return imageStatus(input);
    case 'DisruptionBudget':
      return budgetStatus({...input, count: null});
    default:
      return classStatus({...input, usedBy: []});
  }
};

/** The record as the source's verdict wants it; the stored one when nothing is to be remembered. */
const remembered = (
  world: World,
  stored: ObjectRecord | null,
  verdict: Verdict | null,
): ObjectRecord | null => {
  if (stored?.tombstone?.purging === true) return stored;
  if (verdict?.state === 'present')
    return admit(stored, verdict.decoded, () => freshOf(world, verdict.decoded));
  if (
    verdict?.state === 'removed' &&
    stored !== null &&
    stored.tombstone === null &&
    stillRests(verdict, stored)
  )
    return {
      ...stored,
      tombstone: {
        since: world.host.clock.now(),
        why: verdict.message,
        trashed: false,
        trashedForMs: 0,
        purgeRequested: false,
      },
    };
  return stored;
};

/** A scan and a run of the key overlap: what was declared again while the scan read is not removed by it. */
const stillRests = ({restsOn}: Extract<Verdict, {state: 'removed'}>, stored: ObjectRecord): boolean =>
  restsOn === undefined || (restsOn === 'request' && stored.deleteRequested);

const freshOf = (world: World, {key, object}: DecodedObject): Fresh => {
  const given = world.fresh.get(key) ?? {
    uid: world.host.random.uuid(),
    hostUid: object.kind === 'VirtualMachine' ? nextHostUid(world) : null,
    now: world.host.clock.now(),
  };
  world.fresh.set(key, given);
  return given;
};

/** What has no past is planned in the same look; of all else a former plan may be under way, and it is looked at again. */
const remember = (
  key: ObjectKey,
  stored: ObjectRecord | null,
  seen: ObjectRecord,
  {policy, plan}: View,
): Plan => {
  const why = reasonToRemember(stored, seen);
  const record = withPolicy(seen, policy);
  const written = act([...restore(key, stored, record, why), {type: 'record.write', record, key, why}]);
  if (stored !== null) return written;
  const whole = behind(written, plan);
  return {...whole, actions: recordFirst(whole.actions)};
};

/** A revision that no record accounts for would be taken for one whose record was lost, and what it names for data. */
const recordFirst = (actions: Plan['actions']): Plan['actions'] => {
  const at = actions.findIndex(({type}) => type !== 'revision.write');
  const written = actions[at];
  return written?.type === 'record.write'
    ? [written, ...actions.slice(0, at), ...actions.slice(at + 1)]
    : actions;
};

/**
 * Disks come back whatever the record says of the trash: it may have been cut short on the way there. Whoever is cut
 * short on the way back finds a record that sends them to the trash again, or back.
 */
const restore = (
  key: ObjectKey,
  stored: ObjectRecord | null,
  {kind, uid, tombstone}: ObjectRecord,
  why: string,
): Plan['actions'] => {
  const old = stored?.tombstone;
  if (stored === null || old == null || tombstone !== null || kind !== 'VirtualMachine') return [];
  const back: Plan['actions'] = [{type: 'vm.restore', uid, key, why}];
  if (!old.trashed) return back;
  const notTrashed = {...stored, tombstone: {...old, trashed: false}};
  return [{type: 'record.write', record: notTrashed, key, why}, ...back];
};

const reasonToRemember = (stored: ObjectRecord | null, record: ObjectRecord): string => {
  if (stored === null) return `declared in ${record.source.file}`;
  if (record === stored) return 'it was lost and is rebuilt';
  if (record.tombstone !== null) return record.tombstone.why;
  if (stored.tombstone !== null) return `declared again in ${record.source.file}`;
  return record.generation === stored.generation
    ? 'its manifest moved or its metadata changed'
    : 'its spec changed';
};

const lookKind = (world: World, base: LookBase, moment: Moment): View | Need => {
  switch (base.record.kind) {
    case 'VirtualMachine':
      return lookVm(world, base, moment);
    case 'Network':
      return lookNetwork(world, base, moment);
    case 'Image':
      return lookImage(world, base);
    case 'DisruptionBudget':
      return lookBudget(world, base);
    default:
      return lookClass(world, base);
  }
};

const daemonMark = (world: World): CommonStatusInput['daemon'] => {
  const known = marks.get(world);
  if (known !== undefined) return known;
  const mark = {...world.identity.daemon, bootId: world.identity.bootId, version: world.version};
  marks.set(world, mark);
  return mark;
};

/** A daemon is itself for all its life. */
const marks = new WeakMap<World, CommonStatusInput['daemon']>();
