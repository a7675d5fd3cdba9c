// look() for what VMs share: networks, images, classes and disruption budgets. Reads only.
import {countBudget} from './budgets.ts';
import {derive} from './derivation.ts';
import {splitKey} from './desired/names.ts';
import type {NetworkNode, ObjectKey} from './desired/node.ts';
import {resolveImage} from './desired/resolve-image.ts';
import {resolveNetwork} from './desired/resolve-network.ts';
import type {ManifestObject} from './manifest/object.ts';
import type {ImageSpec, NetworkSpec} from './manifest/types.gen.ts';
import type {Moment, Need} from './moment.ts';
import type {ObjectRecord} from './observe/record.ts';
import {absent} from './observe/snapshot.ts';
import type {Links, Observation} from './observe/snapshot.ts';
import type {Plan} from './plan/action.ts';
import {portsOf} from './plan/link-index.ts';
import {planForget} from './plan/forget.ts';
import {planImage} from './plan/image.ts';
import {planNetwork} from './plan/network.ts';
import {budgetStatus, classStatus, imageStatus, networkStatus} from './status/documents.ts';
import type {LookBase, View} from './view.ts';
import {usersOf} from './world.ts';
import type {World} from './world.ts';

export const lookNetwork = (world: World, base: LookBase, moment: Moment): View | Need => {
  const {record} = base;
  const node = networkOf(world, record);
  const links = moment.links();
  if (links === undefined) return {needs: 'links'};
  const users = usersOf(world, 'Network', record.namespace, record.name).map(shortName);
  return derive(world.kept.views, base.key, [base.verdict, base.basis, record, links, users], null, () => {
    const plan = planNetwork({record, node, links, users, canMakeLinks: world.identity.isRoot});
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
  return derive(world.kept.views, base.key, [base.verdict, base.basis, record, observed, users], null, () => {
    const plan = planImage({record, node, stored: observed, users});
    return {
      ...base,
      plan,
      unresolved: [],
      status: facts => imageStatus({...base, ...facts, unresolved: [], plan, node, observed}),
    };
  });
};

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

const shortName = (key: ObjectKey): string => `vm/${splitKey(key).name}`;
