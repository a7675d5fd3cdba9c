// Who has to look again when an object changed: those who wait for it, those who name it, and what was removed and may be
// able to go now. Names only; when to look is the loop's.
import {splitKey} from './desired/names.ts';
import type {ObjectKey} from './desired/node.ts';
import {usersOf} from './world.ts';
import type {World} from './world.ts';

export type Waiters = {
  /** All that `key` waits for from now on. */
  wait(key: ObjectKey, waitsFor: readonly ObjectKey[]): void;
  /** Who waits for this object. */
  on(key: ObjectKey): ReadonlySet<ObjectKey>;
};

/** Who waits for whom, by the names of both. */
export const openWaiters = (): Waiters => {
  const waiting = new Map<ObjectKey, readonly ObjectKey[]>();
  const waiters = new Map<ObjectKey, Set<ObjectKey>>();
  return {
    wait: (key, waitsFor) => {
      for (const each of waiting.get(key) ?? []) waiters.get(each)?.delete(key);
      if (waitsFor.length === 0) waiting.delete(key);
      else waiting.set(key, waitsFor);
      for (const each of waitsFor) waiters.set(each, (waiters.get(each) ?? new Set()).add(key));
    },
    on: key => waiters.get(key) ?? new Set(),
  };
};

/** The object of a uid; whose it was when it was last asked for is looked at first. */
export const uidLookup = ({records}: Pick<World, 'records'>): ((uid: string) => ObjectKey | undefined) => {
  const found = new Map<string, ObjectKey>();
  return uid => {
    const last = found.get(uid);
    if (last !== undefined && records.get(last)?.uid === uid) return last;
    found.delete(uid);
    for (const [key, record] of records) {
      if (record.uid !== uid) continue;
      found.set(uid, key);
      return key;
    }
    return undefined;
  };
};

/** Who must look again when this object changed. */
export const dependents = (
  world: Pick<World, 'records'>,
  waiters: Waiters,
  key: ObjectKey,
): Set<ObjectKey> => {
  const {kind, namespace, name} = splitKey(key);
  const keys = new Set<ObjectKey>(waiters.on(key));
  if (kind === 'VirtualMachine') {
    for (const [other, record] of world.records)
      if (record.tombstone !== null || (record.kind === 'DisruptionBudget' && record.namespace === namespace))
        keys.add(other);
  } else for (const user of usersOf(world, kind, namespace, name)) keys.add(user);
  keys.delete(key);
  return keys;
};
