// The links of a VM: what has to be made, mended or taken away before and while it runs. Pure.
import {isDerivedName, isRemovalGroup, linkAlias} from '../desired/names.ts';
import type {ResolvedInterface, VmNode} from '../desired/node.ts';
import type {Revision} from '../observe/record.ts';
import type {Link, Links} from '../observe/snapshot.ts';
import type {Action, ActionBody, Hold} from './action.ts';
import {linksOf, unmarkedOf} from './link-index.ts';

export type LinkPlan = {readonly actions: readonly Action[]; readonly holds: readonly Hold[]};

type Owner = Pick<VmNode, 'key' | 'uid' | 'hostUid'>;

/** Bring every tap and macvtap of `nics` into being; what bears a foreign mark is reported, never touched. */
export const planLinks = (owner: Owner, nics: readonly ResolvedInterface[], links: Links): LinkPlan => {
  const parts = nics.map(nic => planLink(owner, nic, links));
  return {actions: parts.flatMap(part => part.actions), holds: parts.flatMap(part => part.holds)};
};

const planLink = (owner: Owner, nic: ResolvedInterface, links: Links): LinkPlan => {
  if (nic.binding.kind !== 'tap' && nic.binding.kind !== 'macvtap') return {actions: [], holds: []};
  const link = links.get(nic.binding.tap);
  if (link !== undefined && !isOurs(owner, nic, link)) return {actions: [], holds: [nameTaken(link.name)]};
  if (nic.binding.kind === 'macvtap') {
    const stands = link !== undefined && matches(link, nic, owner) && link.up;
    return {actions: stands ? [] : [createLink(owner, nic)], holds: []};
  }
  if (links.get(nic.binding.bridge)?.kind !== 'bridge')
    return {actions: [], holds: [bridgeMissing(nic.binding.bridge)]};
  if (link === undefined || !matches(link, nic, owner)) return {actions: [createLink(owner, nic)], holds: []};
  const astray = whyAstray(nic.binding.bridge, link);
  return {actions: astray === null ? [] : [attachTap(owner, nic, astray)], holds: []};
};

/** Why a tap of ours has to be put on its bridge again, or null. */
export const whyAstray = (bridge: string, link: Link): string | null => {
  if (!link.up) return 'it is down';
  if (link.master !== bridge) return `it is on ${link.master ?? 'no bridge'}`;
  return isRemovalGroup(link.group) ? 'its removal was interrupted' : null;
};

/** Ours by mark; a link under our derived name without any alias but with our flags is a creation that was cut short. */
export const isOurs = (owner: Owner, nic: ResolvedInterface, link: Link): boolean =>
  link.alias === linkAlias(owner.uid) ||
  (nic.binding.kind === 'tap' && isHalfMade(owner, link)) ||
  (link.alias === null && link.master === null && !link.carrier && hasShape(link, nic, owner));

const hasShape = (link: Link, {binding, mac}: ResolvedInterface, owner: Owner): boolean => {
  if (binding.kind === 'macvtap')
    return (
      link.kind === 'macvtap' &&
      link.macvtapMode === binding.mode &&
      link.lowerLink === binding.link &&
      link.mac.toLowerCase() === mac
    );
  return (
    binding.kind === 'tap' &&
    link.tun !== null &&
    link.tun.persist &&
    link.tun.vnetHdr &&
    link.tun.multiQueue === binding.multiQueue &&
    (owner.hostUid === null || link.tun.ownerUid === owner.hostUid)
  );
};

const matches = (link: Link, nic: ResolvedInterface, owner: Owner): boolean =>
  link.alias === linkAlias(owner.uid) && hasShape(link, nic, owner);

/** The action that makes a link as it should be; a half-made one of ours is made anew by its executor. */
export const createLink = (owner: Owner, nic: ResolvedInterface): Action => {
  const mark = (altname: string) => ({alias: linkAlias(owner.uid), altname});
  switch (nic.binding.kind) {
    case 'tap':
      return {
        type: 'tap.create',
        name: nic.binding.tap,
        mark: mark(nic.binding.altname),
        bridge: nic.binding.bridge,
        ownerUid: owner.hostUid,
        multiQueue: nic.binding.multiQueue,
        key: owner.key,
        why: `interface ${nic.name} needs it on ${nic.binding.bridge}`,
      };
    case 'macvtap':
      return {
        type: 'macvtap.create',
        name: nic.binding.tap,
        mark: mark(nic.binding.altname),
        link: nic.binding.link,
        mode: nic.binding.mode,
        mac: nic.mac,
        ownerUid: owner.hostUid,
        key: owner.key,
        why: `interface ${nic.name} needs it over ${nic.binding.link}`,
      };
    case 'user':
    case 'bridgeHelper':
      throw new TypeError(`interface ${nic.name} has no link of its own`);
    default:
      return nic.binding satisfies never;
  }
};

/** Move a tap to its bridge and bring it up. */
export const attachTap = (owner: Owner, nic: ResolvedInterface, why: string): Action => {
  if (nic.binding.kind !== 'tap') throw new TypeError(`interface ${nic.name} has no tap`);
  const body: ActionBody = {
    type: 'tap.attach',
    name: nic.binding.tap,
    mark: {alias: linkAlias(owner.uid), altname: nic.binding.altname},
    bridge: nic.binding.bridge,
  };
  return {...body, key: owner.key, why: `it belongs on ${nic.binding.bridge}; ${why}`};
};

/** The limits of its tap, put on it anew, or taken off one that had some. */
export const limitTap = (owner: Owner, nic: ResolvedInterface, why: string): Action => {
  if (nic.binding.kind !== 'tap') throw new TypeError(`interface ${nic.name} has no tap`);
  return {
    type: 'tap.limit',
    name: nic.binding.tap,
    mark: {alias: linkAlias(owner.uid), altname: nic.binding.altname},
    rate: nic.rate ?? {},
    key: owner.key,
    why,
  };
};

/** Before a start: a tap that is still there from the run before may have the limits of that one. */
export const planLimits = (
  owner: Owner,
  nics: readonly ResolvedInterface[],
  before: readonly ResolvedInterface[] | null,
): readonly Action[] =>
  nics
    .filter(({name, binding, rate}) => {
      const had = before === null || before.find(other => other.name === name)?.rate !== undefined;
      return binding.kind === 'tap' && (rate !== undefined || had);
    })
    .map(nic => limitTap(owner, nic, `interface ${nic.name} has limits, or had them`));

/** Links that bear this VM's mark and that no interface of `nics` uses. */
export const planStaleLinks = (
  owner: Owner,
  nics: readonly ResolvedInterface[],
  links: Links,
  why: string,
): readonly Action[] => {
  const wanted = new Set(nics.flatMap(nic => ('tap' in nic.binding ? [nic.binding.tap] : [])));
  return [
    ...linksOf(links, linkAlias(owner.uid)),
    ...unmarkedOf(links).filter(link => isHalfMade(owner, link)),
  ]
    .filter(link => (link.kind === 'tun' || link.kind === 'macvtap') && !wanted.has(link.name))
    .map(link => ({
      type: 'tap.delete',
      name: link.name,
      mark: {alias: linkAlias(owner.uid), altname: link.altnames[0] ?? ''},
      ...(link.alias === null && owner.hostUid !== null ? {unmarkedOwnerUid: owner.hostUid} : {}),
      key: owner.key,
      why,
    }));
};

/**
 * Macvtaps that a recorded revision wanted, whose creation was cut short before the mark, and that nobody wants any more.
 * They are known by that intent alone, so they go before it does.
 */
export const planAbandoned = (
  owner: Owner,
  intents: readonly (Revision | null)[],
  wanted: readonly ResolvedInterface[],
  links: Links,
): readonly Action[] =>
  [
    ...new Map(intents.flatMap(intent => intent?.vm.interfaces ?? []).map(nic => [nic.name, nic])).values(),
  ].flatMap(nic => {
    const link = nic.binding.kind === 'macvtap' ? links.get(nic.binding.tap) : undefined;
    if (nic.binding.kind !== 'macvtap' || link === undefined || link.alias !== null) return [];
    const isWanted = wanted.some(
      each => 'tap' in each.binding && each.binding.tap === link.name && isOurs(owner, each, link),
    );
    if (isWanted || !isOurs(owner, nic, link)) return [];
    const {link: lower, mode, altname} = nic.binding;
    return [
      {
        type: 'tap.delete',
        name: link.name,
        mark: {alias: linkAlias(owner.uid), altname},
        unmarkedMacvtap: {link: lower, mode, mac: nic.mac},
        key: owner.key,
        why: 'its creation was cut short and no interface wants it any more',
      },
    ];
  });

/** A tap under a name of ours that was never marked, used or attached, and belongs to a uid that only this VM has. */
const isHalfMade = (owner: Owner, link: Link): boolean =>
  link.alias === null &&
  link.master === null &&
  !link.carrier &&
  owner.hostUid !== null &&
  link.tun?.ownerUid === owner.hostUid &&
  isDerivedName(link.name);

/** What a foreign link under a derived name means. */
export const nameTaken = (name: string): Hold => ({
  condition: 'Degraded',
  reason: 'NameTaken',
  message: `link ${name} exists and is not vmlet's (no alias vmlet:<uid>); remove or rename it`,
});

const bridgeMissing = (bridge: string): Hold => ({
  condition: 'DependenciesReady',
  reason: 'BridgeMissing',
  message: `bridge ${bridge} does not exist yet`,
});
