// look() for what VMs share: networks, images, classes and disruption budgets. Reads only.
import {countBudget} from './budgets.ts';
import {derive} from './derivation.ts';
import type {ImageNode, NetworkNode, ObjectKey} from '../desired/node.ts';
import {imageRefusals, networkRefusals} from '../desired/policy.ts';
import {resolveImage} from '../desired/resolve-image.ts';
import {resolveNetwork} from '../desired/resolve-network.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {ImageSpec, NetworkSpec} from '../manifest/types.gen.ts';
import type {Moment, Need} from './moment.ts';
import type {ObjectRecord} from '../observe/record.ts';
import {absent} from '../observe/snapshot.ts';
import type {Links, Observation} from '../observe/snapshot.ts';
import type {Plan} from '../plan/action.ts';
import {portsOf} from '../plan/link-index.ts';
import {planForget} from '../plan/forget.ts';
import {planImage} from '../plan/image.ts';
import {planNetwork} from '../plan/network.ts';
import {budgetStatus, classStatus, imageStatus, networkStatus} from '../status/documents.ts';
import type {LookBase, View} from './view.ts';
import {usersOf} from '../world.ts';
import type {World} from '../world.ts';

export const lookNetwork = (world: World, base: LookBase, moment: Moment): View | Need => {
  const {record} = base;
  const node = networkOf(world, record);
  const links = moment.links();
  if (links === undefined) return {needs: 'links'};
  const users = usersOf(world, 'Network', record.namespace, record.name).map(shortName);
  const refusals = networkRefusals(world.policy.current(), record.source.source, node.bridge.name);
  const facts = [base.verdict, base.basis, record, links, users, refusals];
  return derive(world.kept.views, base.key, facts, null, () => {
    const planned = planNetwork({record, node, links, users, canMakeLinks: world.identity.isRoot});
    const plan = withRefusals(planned, refusals);
    const observed = linkOf(links, node.bridge.name);
    const ports =
      links.state === 'present'
        ? portsOf(links.value, node.bridge.name)
            .map(link => link.name)
            .sort()
        : [];
    return {
      ...base,
      plan,
      unresolved: [],
      status: facts => networkStatus({...base, ...facts, unresolved: [], plan, node, observed, ports}),
    };
  });
};

/** What a Network's record resolves to; records never change, and each VM on it asks. */
export const networkOf = (world: World, record: ObjectRecord): NetworkNode => {
  const known = networks.get(record);
  if (known !== undefined) return known;
  const object = record.manifest as ManifestObject<NetworkSpec>;
  const node = resolveNetwork(object, record.uid, world.identity.hostId);
  networks.set(record, node);
  return node;
};

const networks = new WeakMap<ObjectRecord, NetworkNode>();

const linkOf = (links: Observation<Links>, name: string) => {
  if (links.state !== 'present') return links;
  const link = links.value.get(name);
  return link === undefined ? absent : ({state: 'present', value: link} as const);
};

export const lookImage = (world: World, base: LookBase): View => {
  const {record} = base;
  const node = resolveImage(record.manifest as ManifestObject<ImageSpec>, record.uid);
  const observed = record.imageDigest === null ? absent : world.reads.image(record.imageDigest);
  const users = usersOf(world, 'Image', record.namespace, record.name).map(shortName);
  const refusals = refusalsOfImage(world, record, node);
  const facts = [base.verdict, base.basis, record, observed, users, refusals];
  return derive(world.kept.views, base.key, facts, null, () => {
    const plan = withRefusals(planImage({record, node, stored: observed, users}), refusals);
    return {
      ...base,
      plan,
      unresolved: [],
      status: facts => imageStatus({...base, ...facts, unresolved: [], plan, node, observed}),
    };
  });
};

const refusalsOfImage = (world: World, record: ObjectRecord, {source}: ImageNode): readonly string[] => {
  if (source.kind !== 'file') return [];
  const path = world.host.files.realpath(source.path) ?? source.path;
  return imageRefusals(world.policy.current(), record.source.source, path);
};

/** What would be made or copied on the host is not; what is there already stays, and goes with its object. */
const withRefusals = (plan: Plan, refusals: readonly string[]): Plan => {
  const isForbidden = plan.actions.some(({type}) => forbidden.has(type));
  if (refusals.length === 0 || !isForbidden) return plan;
  const message = `the host policy forbids it: ${refusals.join('; ')}`;
  return {...plan, actions: [], holds: [{condition: 'Admitted', reason: 'RefusedByPolicy', message}]};
};

const forbidden: ReadonlySet<string> = new Set(['bridge.create', 'bridge.configure', 'image.import']);

export const lookClass = (world: World, base: LookBase): View => {
  const {record} = base;
  const usedBy = usersOf(world, 'VirtualMachineClass', record.namespace, record.name);
  return derive(world.kept.views, base.key, [base.verdict, base.basis, record, usedBy], null, () => {
    const plan: Plan =
      record.tombstone === null
        ? {actions: [], pendingChanges: [], holds: []}
        : planForget(record, usedBy.map(shortName));
    return {
      ...base,
      plan,
      unresolved: [],
      status: facts => classStatus({...base, ...facts, unresolved: [], plan, usedBy}),
    };
  });
};

export const lookBudget = (world: World, base: LookBase): View => {
  const {record} = base;
  const count = countBudget(world, record);
  return derive(world.kept.views, base.key, [base.verdict, base.basis, record, count], null, () => {
    const plan: Plan =
      record.tombstone === null ? {actions: [], pendingChanges: [], holds: []} : planForget(record, []);
    return {
      ...base,
      plan,
      unresolved: [],
      status: facts => budgetStatus({...base, ...facts, unresolved: [], plan, count}),
    };
  });
};

/** Of a thousand users of a network each is named in each look at it. */
const shortName = (key: ObjectKey): string => `vm/${key.slice(key.lastIndexOf('/') + 1)}`;
