// Which objects a change of the host's links concerns, told from two tables. Pure.
import {isDerivedName} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import type {Link, Links} from './observe/snapshot.ts';
import type {World} from './world.ts';

/** Owners of every link that differs; a bridge concerns all networks and the VMs on them. */
export const changedLinkKeys = (
  world: Pick<World, 'records'>,
  before: Links,
  after: Links,
): Set<ObjectKey> => {
  if (before === after) return new Set();
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed = [...names].filter(
    name => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)),
  );
  if (changed.length === 0) return new Set();
  const uids = new Set(changed.flatMap(name => [uidOf(before.get(name)), uidOf(after.get(name))]));
  const isBridge = changed.some(
    name => before.get(name)?.kind === 'bridge' || after.get(name)?.kind === 'bridge',
  );
  const gone = changed.some(name => !after.has(name) || before.get(name)?.master !== after.get(name)?.master);
  // Whose derived name a stranger's link had, its own VM knows best.
  const isNameFree = changed.some(
    name => isDerivedName(name) && !after.has(name) && !isMarked(before.get(name)),
  );
  const keys = new Set<ObjectKey>();
  for (const [key, record] of world.records) {
    const isNetwork = record.kind === 'Network';
    if (
      uids.has(record.uid) ||
      (isNetwork && gone) ||
      (isBridge && isNetwork) ||
      ((isBridge || isNameFree) && record.kind === 'VirtualMachine')
    )
      keys.add(key);
  }
  return keys;
};

const uidOf = (link: Link | undefined): string | undefined => link?.alias?.replace(/^vmlet:/, '');

const isMarked = (link: Link | undefined): boolean => uidOf(link) !== link?.alias;
