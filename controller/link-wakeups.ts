// Which objects a change of the host's links concerns, told from two tables. Pure.
import {isDerivedName} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import {isEqualLink} from './observe/link-parse.ts';
import type {Link, Links} from './observe/snapshot.ts';
import type {World} from './world.ts';

/** Owners of every link that differs; a bridge that another one took the place of concerns all networks and VMs. */
export const changedLinkKeys = (
  world: Pick<World, 'records'>,
  before: Links,
  after: Links,
): Set<ObjectKey> => {
  const changed = changedLinks(before, after);
  if (changed.length === 0) return new Set();
  const uids = new Set(changed.flatMap(([was, is]) => [uidOf(was), uidOf(is)]));
  const isBridge = changed.some(([was, is]) => was?.kind === 'bridge' || is?.kind === 'bridge');
  const isOtherBridge = changed.some(isOther);
  const moved = changed.some(([was, is]) => is === undefined || was?.master !== is.master);
  // Whose derived name a stranger's link had, its own VM knows best.
  const isNameFree = changed.some(
    ([was, is]) => was !== undefined && is === undefined && isDerivedName(was.name) && !isMarked(was),
  );
  const keys = new Set<ObjectKey>();
  for (const [key, record] of world.records) {
    const isNetwork = record.kind === 'Network';
    if (
      uids.has(record.uid) ||
      (isNetwork && (moved || isBridge)) ||
      ((isOtherBridge || isNameFree) && record.kind === 'VirtualMachine')
    )
      keys.add(key);
  }
  return keys;
};

type Change = readonly [was: Link | undefined, is: Link | undefined];

/** By name. Tables share the links that did not change, so most are told by being the same value. */
const changedLinks = (before: Links, after: Links): Change[] => {
  if (before === after) return [];
  const changed: Change[] = [];
  for (const [name, is] of after) {
    const was = before.get(name);
    if (was !== is && !isEqualLink(was, is)) changed.push([was, is]);
  }
  for (const [name, was] of before) if (!after.has(name)) changed.push([was, undefined]);
  return changed;
};

/** Of a bridge a VM's plan knows whether it is there and whose it is; its state is a matter of its network. */
const isOther = ([was, is]: Change): boolean =>
  (was?.kind === 'bridge' || is?.kind === 'bridge') && (was?.kind !== is?.kind || was?.alias !== is?.alias);

const uidOf = (link: Link | undefined): string | undefined => link?.alias?.replace(/^vmlet:/, '');

const isMarked = (link: Link | undefined): boolean => uidOf(link) !== link?.alias;
