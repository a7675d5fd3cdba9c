// A table of links, gone through once for all who ask it: by mark, by bridge, and those under names of ours without a mark.
// Pure; what a link means to its owner is vm-links.ts and network.ts.
import {isDerivedName} from '../desired/names.ts';
import type {Link, Links} from '../observe/snapshot.ts';

type LinkIndex = {
  readonly byAlias: ReadonlyMap<string, readonly Link[]>;
  readonly byMaster: ReadonlyMap<string, readonly Link[]>;
  readonly unmarked: readonly Link[];
};

/** Tables never change, and every object of the host asks the same one. */
const indexes = new WeakMap<Links, LinkIndex>();

const indexOf = (links: Links): LinkIndex => {
  const known = indexes.get(links);
  if (known !== undefined) return known;
  const all = [...links.values()];
  const made = {
    byAlias: grouped(all, link => link.alias),
    byMaster: grouped(all, link => link.master),
    unmarked: all.filter(link => link.alias === null && isDerivedName(link.name)),
  };
  indexes.set(links, made);
  return made;
};

const grouped = (
  links: readonly Link[],
  nameOf: (link: Link) => string | null,
): ReadonlyMap<string, readonly Link[]> => {
  const groups = new Map<string, Link[]>();
  for (const link of links) {
    const name = nameOf(link);
    if (name === null) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [link]);
    else group.push(link);
  }
  return groups;
};

/** The links of a table that bear this alias. */
export const linksOf = (links: Links, alias: string): readonly Link[] =>
  indexOf(links).byAlias.get(alias) ?? [];

/** The ports of a bridge. */
export const portsOf = (links: Links, bridge: string): readonly Link[] =>
  indexOf(links).byMaster.get(bridge) ?? [];

/** Links under names that only we give, without anybody's alias: most of them are in the making. */
export const unmarkedOf = (links: Links): readonly Link[] => indexOf(links).unmarked;

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
