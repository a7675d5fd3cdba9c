// How one scan moves the memory of a source: what we own, how long each object has been missing, and which change of
// the source it is charged to. Pure; the verdicts are drawn in safety.ts.
import type {ObjectKey} from '../desired/node.ts';
import {isBudgeted, noteLoss} from './budget.ts';
import type {BudgetState} from './budget.ts';
import type {SafetyContext, SafetyInput} from './judgement.ts';
import {pause} from './memory.ts';
import type {Missing, OwnedObject} from './memory.ts';
import {brokenHolder, unreadPlaces} from './sighting.ts';
import type {Sighting} from './sighting.ts';

/** Two complete scans must be this far apart before a missing object is believed to be gone. */
export const secondScanMs = 2_000;

/**
 * What we own before this scan: our memory and the records, without what is already a tombstone. A tombstone of an
 * object that an earlier scan saw again is about to end: should its file break now, it must not fall back into it.
 */
export const adopt = ({memory, known}: SafetyInput): Map<ObjectKey, OwnedObject> => {
  const owned = new Map(memory.objects);
  for (const [key, {file, document, tombstone}] of known) {
    if (tombstone) {
      if (owned.get(key)?.missing?.isGranted === true) owned.delete(key);
    } else if (!owned.has(key)) owned.set(key, {key, file, document, alsoIn: [], missing: null});
  }
  return owned;
};

/** Move every object's count of scans without it by this scan. */
export const countScan = (
  owned: ReadonlyMap<ObjectKey, OwnedObject>,
  seen: ReadonlyMap<ObjectKey, Sighting>,
  context: SafetyContext,
): Map<ObjectKey, OwnedObject> => {
  const counted = new Map<ObjectKey, OwnedObject>();
  for (const [key, object] of owned) {
    const sighting = seen.get(key);
    counted.set(
      key,
      sighting === undefined
        ? {...object, missing: countMissing(object, context)}
        : seenIn(object, object.file, object.document, otherPlaces(sighting, object, context)),
    );
  }
  for (const [key, sighting] of seen) {
    const {valid, invalidIn} = sighting;
    const [only] = valid;
    const object = owned.get(key);
    if (only === undefined || valid.length + invalidIn.length > 1) continue;
    if (object === undefined || unreadPlaces(sighting, object, context).length === 0)
      counted.set(key, seenIn(object ?? {key}, only.source.file, only.source.document, []));
  }
  return counted;
};

/** The object as it is there; the same value as before where that says the same. */
const seenIn = (
  known: OwnedObject | {readonly key: ObjectKey},
  file: string,
  document: number,
  alsoIn: readonly string[],
): OwnedObject =>
  'file' in known &&
  known.missing === null &&
  known.file === file &&
  known.document === document &&
  known.alsoIn.length === alsoIn.length &&
  known.alsoIn.every((place, index) => place === alsoIn[index])
    ? known
    : {key: known.key, file, document, alsoIn, missing: null};

/** Where else it is declared, or was when those files could last be read. */
const otherPlaces = (sighting: Sighting, object: OwnedObject, context: SafetyContext): readonly string[] => {
  const {valid, invalidIn} = sighting;
  const unread = unreadPlaces(sighting, object, context);
  const isAlone = valid.length === 1 && invalidIn.length === 0 && valid[0]?.source.file === object.file;
  if (isAlone && unread.length === 0) return [];
  const seen = [...valid.map(({source}) => source.file), ...invalidIn];
  const places = new Set([...seen, ...unread]);
  places.delete(object.file);
  return places.size === 0 ? [] : [...places].sort();
};

const countMissing = ({file, missing}: OwnedObject, {scan, nowMs, broken}: SafetyContext): Missing | null => {
  // Where the scan proves nothing of this object, what was charged stays, and counting starts again afterwards.
  if (scan.state !== 'complete' || brokenHolder(broken, file) !== undefined) return missing && pause(missing);
  if (!scan.stable) return missing;
  const firstMs = missing?.firstMs ?? nowMs;
  const goodMs = broken.size === 0 ? (missing?.goodMs ?? nowMs) : null;
  return {
    firstMs,
    isConfirmed: nowMs - firstMs >= secondScanMs,
    goodMs,
    isGood: goodMs !== null && nowMs - goodMs >= secondScanMs,
    change: missing?.change ?? null,
    isGranted: missing?.isGranted ?? false,
  };
};

/** Virtual machines that this scan is the first to miss are one loss, charged to one change of the source. */
export const chargeLosses = (
  before: ReadonlyMap<ObjectKey, OwnedObject>,
  after: ReadonlyMap<ObjectKey, OwnedObject>,
  {memory, nowMs}: SafetyInput,
): {objects: ReadonlyMap<ObjectKey, OwnedObject>; budget: BudgetState} => {
  const lost = [...after.values()].filter(
    ({key, missing}) => isBudgeted(key) && missing !== null && missing.change === null,
  );
  if (lost.length === 0) return {objects: after, budget: memory.budget};
  const remaining = [...before.values()].filter(
    ({key, missing}) => isBudgeted(key) && missing?.isGranted !== true,
  );
  const budget = noteLoss(memory.budget, remaining.length, nowMs);
  const objects = new Map(after);
  for (const object of lost)
    if (object.missing !== null)
      objects.set(object.key, {...object, missing: {...object.missing, change: budget.lastChange}});
  return {objects, budget};
};
