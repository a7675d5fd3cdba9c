// look(): everything about one key at one moment, as one value: its record, what it resolves to, what is seen of it on
// the host, and the plan that follows. Reads only; the same look serves the loop, `vmlet plan` and the status.
import {derive} from './derivation.ts';
import {admit} from './desired/admit.ts';
import type {Fresh} from './desired/admit.ts';
import {splitKey} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import {isSame} from './desired/same.ts';
import {resolveImage} from './desired/resolve-image.ts';
import {resolveNetwork} from './desired/resolve-network.ts';
import type {DecodedObject, ManifestObject, Verdict} from './manifest/object.ts';
import type {ImageSpec, NetworkSpec} from './manifest/types.gen.ts';
import {readImage} from './observe/image.ts';
import type {ObjectRecord} from './observe/record.ts';
import type {Links, Observation} from './observe/snapshot.ts';
import {absent} from './observe/snapshot.ts';
import type {Plan} from './plan/action.ts';
import {planForget} from './plan/forget.ts';
import {planImage} from './plan/image.ts';
import {planNetwork} from './plan/network.ts';
import {lookVm} from './look-vm.ts';
import type {LookBase, View} from './view.ts';
import {classStatus, imageStatus, networkStatus, vmStatus} from './status/documents.ts';
import type {CommonStatusInput, StatusDocument} from './status/status-types.ts';
import {nextHostUid} from './host-uids.ts';
import {usersOf} from './world.ts';
import type {World} from './world.ts';

/** A look waits for others (a list of links, a version); what is declared or asked for may change meanwhile. */
const mostLooks = 3;

/** Look at one key; null when nothing is known of it. Looks again when what it rests on changed while it looked. */
export const look = async (world: World, key: ObjectKey): Promise<View | null> => {
  for (let looks = 1; ; looks += 1) {
    const verdict = world.verdicts.get(key) ?? null;
    const stored = world.records.get(key) ?? null;
    const view = await lookOnce(world, key, stored, verdict);
    const isCurrent =
      world.verdicts.get(key) === (verdict ?? undefined) && world.records.get(key) === (stored ?? undefined);
    if (isCurrent || looks === mostLooks) return view;
  }
};

const lookOnce = async (
  world: World,
  key: ObjectKey,
  stored: ObjectRecord | null,
  verdict: Verdict | null,
): Promise<View | null> => {
  const record = remembered(world, stored, verdict);
  if (record === null) return verdict?.state === 'invalid' ? neverValid(world, key, verdict) : null;
  const base = {key, record, basis: stored, verdict, daemon: daemonMark(world)};
  const view = await lookKind(world, base);
  if (record === stored && !world.unsaved.has(record)) return view;
  return {...view, plan: remember(key, stored, record, view.policy)};
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
  const now = world.host.clock.now();
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
      tombstone: {since: now, why: verdict.message, trashed: false, trashedForMs: 0, purgeRequested: false},
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

const remember = (
  key: ObjectKey,
  stored: ObjectRecord | null,
  seen: ObjectRecord,
  policy: View['policy'],
): Plan => {
  const why = reasonToRemember(stored, seen);
  const record = withPolicy(seen, policy);
  return {
    actions: [...restore(key, stored, record, why), {type: 'record.write', record, key, why}],
    pendingChanges: [],
    holds: [],
  };
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

const lookKind = async (world: World, base: LookBase): Promise<View> => {
  switch (base.record.kind) {
    case 'VirtualMachine':
      return lookVm(world, base);
    case 'Network':
      return lookNetwork(world, base);
    case 'Image':
      return lookImage(world, base);
    default:
      return lookClass(world, base);
  }
};

const lookNetwork = async (world: World, base: LookBase): Promise<View> => {
  const {record} = base;
  const object = record.manifest as ManifestObject<NetworkSpec>;
  const node = resolveNetwork(object, record.uid, world.identity.hostId);
  const links = world.identity.isRoot ? await world.links.read() : absent;
  const users = usersOf(world, 'Network', record.namespace, record.name).map(shortName);
  const derived = derive(world.kept.views, base.key, [base.verdict, record, links, users], null, () => {
    const plan = planNetwork({record, node, links, users, canMakeLinks: world.identity.isRoot});
    const observed = linkOf(links, node.bridge.name);
    const ports =
      links.state === 'present'
        ? [...links.value.values()].filter(link => link.master === node.bridge.name).map(link => link.name)
        : [];
    return {
      plan,
      unresolved: [],
      status: facts => networkStatus({...base, ...facts, unresolved: [], plan, node, observed, ports}),
    };
  });
  return {...base, ...derived};
};

const linkOf = (links: Observation<Links>, name: string) => {
  if (links.state !== 'present') return links;
  const link = links.value.get(name);
  return link === undefined ? absent : ({state: 'present', value: link} as const);
};

const lookImage = async (world: World, base: LookBase): Promise<View> => {
  const {record} = base;
  const node = resolveImage(record.manifest as ManifestObject<ImageSpec>, record.uid);
  const observed =
    record.imageDigest === null
      ? absent
      : readImage(world.host.files, world.host.paths, record.imageDigest, world.kept.imageFacts);
  const users = usersOf(world, 'Image', record.namespace, record.name).map(shortName);
  const derived = derive(world.kept.views, base.key, [base.verdict, record, observed, users], null, () => {
    const plan = planImage({record, node, stored: observed, users});
    return {
      plan,
      unresolved: [],
      status: facts => imageStatus({...base, ...facts, unresolved: [], plan, node, observed}),
    };
  });
  return {...base, ...derived};
};

const lookClass = (world: World, base: LookBase): View => {
  const {record} = base;
  const usedBy = usersOf(world, 'VirtualMachineClass', record.namespace, record.name);
  const derived = derive(world.kept.views, base.key, [base.verdict, record, usedBy], null, () => {
    const plan: Plan =
      record.tombstone === null
        ? {actions: [], pendingChanges: [], holds: []}
        : planForget(record, usedBy.map(shortName));
    return {
      plan,
      unresolved: [],
      status: facts => classStatus({...base, ...facts, unresolved: [], plan, usedBy}),
    };
  });
  return {...base, ...derived};
};

const shortName = (key: ObjectKey): string => `vm/${splitKey(key).name}`;

const daemonMark = (world: World): CommonStatusInput['daemon'] => ({
  ...world.identity.daemon,
  bootId: world.identity.bootId,
  version: world.version,
});
