// A table of links, gone through once for all who ask it: by mark, by bridge, and those under names of ours without a mark.
// Pure; what a link means to its owner is vm-links.ts and network.ts.
import {isDerivedName} from '../desired/names.ts';
import type {Link, Links} from '../observe/snapshot.ts';

/** Tables never change, and every object of the host asks the same one: each index is made when it is first asked for. */
const indexed = <Index>(make: (links: Links) => Index): ((links: Links) => Index) => {
  const indexes = new WeakMap<Links, Index>();
  return links => {
    const known = indexes.get(links);
    if (known !== undefined) return known;
    const made = make(links);
    indexes.set(links, made);
    return made;
  };
};

const grouped = (
  links: Links,
  nameOf: (link: Link) => string | null,
): ReadonlyMap<string, readonly Link[]> => {
  const groups = new Map<string, Link[]>();
  for (const link of links.values()) {
    const name = nameOf(link);
    if (name === null) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [link]);
    else group.push(link);
  }
  return groups;
};

const byAlias = indexed(links => grouped(links, link => link.alias));
const byMaster = indexed(links => grouped(links, link => link.master));

/** The links of a table that bear this alias. */
export const linksOf = (links: Links, alias: string): readonly Link[] => byAlias(links).get(alias) ?? [];

/** The ports of a bridge. */
export const portsOf = (links: Links, bridge: string): readonly Link[] => byMaster(links).get(bridge) ?? [];

/** Links under names that only we give, without anybody's alias: most of them are in the making. */
export const unmarkedOf = indexed((links): readonly Link[] =>
  [...links.values()].filter(link => link.alias === null && isDerivedName(link.name)),
);

/**
 * The part of a table that one VM's plan and status can depend on, whatever the rest of it is: what bears its mark, what
 * has one of these names, and what is unmarked and belongs to its user.
 */
export const linksConcerning = (
  links: Links,
  {alias, names, hostUid}: {alias: string; names: Iterable<string>; hostUid: number | null},
): readonly Link[] => {
  const named = [...names].flatMap(name => links.get(name) ?? []);
  const own = hostUid === null ? [] : unmarkedOf(links).filter(link => link.tun?.ownerUid === hostUid);
  return [...new Set([...linksOf(links, alias), ...named, ...own])];
};
