// planNetwork: an owned bridge is made, addressed and, once removed and portless, deleted; a foreign one is only looked at. Pure.
import {isRemovalGroup, linkAlias, markedMac} from '../desired/names.ts';
import type {NetworkNode} from '../desired/node.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Link, Links, Observation} from '../observe/snapshot.ts';
import {planForget} from './forget.ts';
import type {Action, ActionBody, Hold, Plan} from './action.ts';
import {linksOf, portsOf} from './link-index.ts';

export type NetworkPlanInput = {
  readonly record: ObjectRecord;
  /** null once the object is removed. */
  readonly node: NetworkNode | null;
  readonly links: Observation<Links>;
  /** VMs of the namespace that still name this network, removed ones included while they run. */
  readonly users: readonly string[];
  /** False without root: then VMs use user networking and no bridge is made. */
  readonly canMakeLinks: boolean;
};

/** Plan one Network. */
export const planNetwork = (input: NetworkPlanInput): Plan => {
  const {record, node, links} = input;
  if (!input.canMakeLinks && record.tombstone !== null) return planForget(record, input.users);
  if (!input.canMakeLinks)
    return hold(
      'Degraded',
      'UserNetworking',
      'vmlet is not root: no bridge is made, VMs use QEMU user networking',
    );
  if (links.state === 'unknown') return hold('Degraded', 'ObservationFailed', links.why, 2_000);
  const table: Links = links.state === 'present' ? links.value : new Map();
  if (record.tombstone !== null || node === null) return planRemoval(input, table);
  const stale = formerBridge(input, node, table);
  if (stale !== null) return stale;
  const link = table.get(node.bridge.name);
  return node.bridge.management === 'External'
    ? planExternal(node, link)
    : planOwned(input, node, link, mtuOfPorts(table, node.bridge.name));
};

/** A bridge of ours under a name that the spec gave up; it goes once its last port has moved. */
const formerBridge = (input: NetworkPlanInput, node: NetworkNode, links: Links): Plan | null => {
  const alias = linkAlias(node.uid);
  const former = linksOf(links, alias).find(
    link => link.kind === 'bridge' && link.name !== node.bridge.name && !hasPorts(links, link.name),
  );
  if (former === undefined) return null;
  const mark = {alias, altname: former.altnames[0] ?? ''};
  return act(input, {type: 'bridge.delete', name: former.name, mark}, 'its network uses another bridge now');
};

const hasPorts = (links: Links, bridge: string): boolean => portsOf(links, bridge).length > 0;

/** What the kernel gives a bridge whose size nobody ever set; once it was set, it follows its ports no more. */
const mtuOfPorts = (links: Links, bridge: string): number => {
  const ports = portsOf(links, bridge);
  return ports.length === 0 ? 1500 : Math.min(...ports.map(port => port.mtu));
};

const planExternal = (node: NetworkNode, link: Link | undefined): Plan => {
  const {name} = node.bridge;
  if (link === undefined)
    return hold(
      'Ready',
      'BridgeMissing',
      `bridge ${name} does not exist; create it, or set management: Owned`,
    );
  if (link.kind !== 'bridge')
    return hold('Ready', 'NotABridge', `${name} is a ${link.kind} link, not a bridge`);
  return {actions: [], pendingChanges: [], holds: []};
};

const planOwned = (
  input: NetworkPlanInput,
  node: NetworkNode,
  link: Link | undefined,
  kernelMtu: number,
): Plan => {
  const {name, altname, addresses, mtu} = node.bridge;
  const mark = {alias: linkAlias(node.uid), altname};
  const creation = {type: 'bridge.create', name, mark, addresses, mtu} as const;
  if (link === undefined)
    return act(input, creation, 'the network is declared and its bridge does not exist');
  if (isHalfMade(link, mark.alias)) return act(input, creation, 'the creation of its bridge was cut short');
  if (link.kind !== 'bridge' || (link.alias !== null && link.alias !== mark.alias))
    return hold(
      'Degraded',
      'NameTaken',
      `link ${name} exists and is not this vmlet's; choose another spec.bridge.name, or management: External`,
    );
  if (link.alias === null)
    return hold(
      'Degraded',
      'NameTaken',
      `bridge ${name} exists without vmlet's mark; remove it, choose another name, or management: External`,
    );
  const addAddresses = addresses.filter(address => !link.addresses.includes(address));
  const removeAddresses = link.addresses.filter(address => !addresses.includes(address));
  const wantedMtu = mtu ?? kernelMtu;
  const wrongMtu = link.mtu !== wantedMtu;
  if (
    addAddresses.length + removeAddresses.length === 0 &&
    link.up &&
    !wrongMtu &&
    !isRemovalGroup(link.group)
  )
    return {actions: [], pendingChanges: [], holds: []};
  return act(
    input,
    {
      type: 'bridge.configure',
      name,
      mark,
      addAddresses,
      removeAddresses,
      up: true,
      mtu: wrongMtu ? wantedMtu : mtu,
    },
    'the bridge is not as declared',
  );
};

/** Made by us and not yet marked: its address follows from the mark, and nobody else gives it. */
const isHalfMade = (link: Link, alias: string): boolean =>
  link.kind === 'bridge' && link.alias === null && link.mac === markedMac(alias);

const planRemoval = (input: NetworkPlanInput, links: Links): Plan => {
  const alias = linkAlias(input.record.uid);
  const ours = [...links.values()].filter(
    link => (link.alias === alias && link.kind === 'bridge') || isHalfMade(link, alias),
  );
  if (ours.length === 0 || input.users.length > 0) return planForget(input.record, input.users);
  const bridge = ours.find(link => !hasPorts(links, link.name));
  if (bridge === undefined) return hold('RemovalHeld', 'HasPorts', 'its bridge still has ports');
  return act(
    input,
    {type: 'bridge.delete', name: bridge.name, mark: {alias, altname: bridge.altnames[0] ?? ''}},
    'its network was removed and nothing uses it',
  );
};

const act = (input: NetworkPlanInput, body: ActionBody, why: string): Plan => {
  const {kind, namespace, name} = input.record;
  const action: Action = {...body, key: `${kind}/${namespace}/${name}`, why};
  return {actions: [action], pendingChanges: [], holds: []};
};

const hold = (condition: Hold['condition'], reason: string, message: string, recheckMs?: number): Plan => ({
  actions: [],
  pendingChanges: [],
  holds: [{condition, reason, message, ...(recheckMs === undefined ? {} : {recheckMs})}],
});
