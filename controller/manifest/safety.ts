// The data-safety table: what one scan means for every object of a source. One pure function, total and
// deterministic; docs/data-safety.md is the same table in words, with the test of each cell.
// Nothing here reads a file, knows a tombstone's disks, or stops anything: 'removed' is the strongest word it has.
import type {ObjectKey} from '../desired/node.ts';
import {dropUnused, isBudgeted, requestGrant} from './budget.ts';
import type {BudgetState} from './budget.ts';
import {adopt, chargeLosses, countScan, secondScanMs} from './count-scan.ts';
import type {SafetyContext, SafetyInput, SafetyJudgement} from './judgement.ts';
import {notCounted} from './memory.ts';
import type {OwnedObject, SourceMemory} from './memory.ts';
import {cycleDiagnostics} from './cycles.ts';
import type {Waiting} from './cycles.ts';
import type {DecodedObject, Diagnostic, Verdict} from './object.ts';
import {exhaustedLimits, openAccounts, spend} from './removal-limits.ts';
import {brokenFiles, brokenHolder, duplicateDiagnostics, sightings, unreadPlaces} from './sighting.ts';
import type {Sighting} from './sighting.ts';
import {
  awaitingObservation,
  awaitingSecondScan,
  deletedByName,
  manifestGone,
  overBudget,
  overLimits,
  protectedStays,
  sourceEmpty,
  sourceHasErrors,
  sourceUnavailable,
  tombstoneStands,
  waitingItsTurn,
} from './verdict-words.ts';

/** A tree that kept changing is worth another look when it may have come to rest. */
const unstableRetryMs = 1_000;

/** The table. */
export const judge = (input: SafetyInput): SafetyJudgement => {
  const {scan} = input;
  const context = {...input, broken: brokenFiles(scan)};
  const seen = sightings(scan);
  const owned = adopt(input);
  const charged = chargeLosses(owned, countScan(owned, seen, context), input);
  const verdicts = new Map<ObjectKey, Verdict>();
  const objects = new Map<ObjectKey, OwnedObject>();
  let budget = withAccounts(owned, charged, input);
  let lookAgainMs: number | null = null;

  for (const key of allKeys(seen, charged.objects, input)) {
    const sighting = seen.get(key);
    const object = charged.objects.get(key);
    if (sighting !== undefined) {
      verdicts.set(key, judgeSeen(key, sighting, object, context));
      if (object !== undefined) objects.set(key, object);
    } else if (object === undefined) {
      verdicts.set(key, tombstoneStands);
    } else {
      const judged = judgeUnseen(object, budget, context);
      verdicts.set(key, judged.verdict);
      budget = judged.budget;
      if (judged.lookInMs !== undefined)
        lookAgainMs = Math.min(lookAgainMs ?? judged.lookInMs, judged.lookInMs);
      const after = remember(object, judged.verdict, input);
      if (after !== undefined) objects.set(key, after);
    }
  }
  for (const [key, diagnostic] of cycles(verdicts, input))
    verdicts.set(key, {state: 'invalid', diagnostics: [diagnostic]});
  const used = new Set([...objects.values()].flatMap(({missing}) => missing?.change ?? []));
  return {
    verdicts,
    memory: {objects, budget: dropUnused(budget, used)},
    lookAgainMs: scan.stable ? lookAgainMs : unstableRetryMs,
  };
};

/** What the host policy limits is counted for each change that has not had all that it may cause. */
const withAccounts = (
  owned: ReadonlyMap<ObjectKey, OwnedObject>,
  {objects, budget}: Pick<SourceMemory, 'objects' | 'budget'>,
  {removalLimits}: SafetyInput,
): BudgetState => {
  if (removalLimits.length === 0) return budget;
  const isThere = ({key, missing}: OwnedObject): boolean => isBudgeted(key) && missing?.isGranted !== true;
  const waiting = [...objects.values()].filter(object => isThere(object) && object.missing !== null);
  const standing = new Set(waiting.flatMap(({missing}) => missing?.change ?? []));
  const machines = [...owned.values()].filter(isThere).map(({key}) => key);
  return openAccounts(budget, standing, removalLimits, machines);
};

/** Machines that would wait for themselves: those that are declared so, with the last good version of all others. */
const cycles = (
  verdicts: ReadonlyMap<ObjectKey, Verdict>,
  {dependsOn}: SafetyInput,
): ReadonlyMap<ObjectKey, Diagnostic> => {
  const waiting = new Map<ObjectKey, Waiting>();
  for (const [key, verdict] of verdicts) {
    if (verdict.state === 'present') {
      const {decoded} = verdict;
      if (decoded.dependsOn !== undefined)
        waiting.set(key, {file: decoded.source.file, dependsOn: decoded.dependsOn});
    } else if (verdict.state !== 'removed') {
      const inForce = dependsOn.get(key);
      if (inForce !== undefined)
        waiting.set(key, {file: null, dependsOn: inForce.map(each => ({key: each}))});
    }
  }
  return waiting.size < 2 ? new Map() : cycleDiagnostics(waiting);
};

/** In the order of the keys, so that equal inputs spend the budget on the same objects. */
const allKeys = (
  seen: ReadonlyMap<ObjectKey, Sighting>,
  objects: ReadonlyMap<ObjectKey, OwnedObject>,
  {known, dependsOn}: SafetyInput,
): ObjectKey[] => {
  const tombstones = [...known].flatMap(([key, {tombstone}]) => (tombstone ? [key] : []));
  const keys = [...new Set([...seen.keys(), ...objects.keys(), ...tombstones])].sort();
  return dependsOn.size === 0 ? keys : dependentsFirst(keys, dependsOn);
};

/** Who waits for others goes before them, as it came after them: the budget is spent on it first. */
const dependentsFirst = (
  keys: readonly ObjectKey[],
  dependsOn: ReadonlyMap<ObjectKey, readonly ObjectKey[]>,
): ObjectKey[] => {
  const dependents = new Map<ObjectKey, ObjectKey[]>();
  for (const [key, needed] of [...dependsOn].sort(([left], [right]) => (left < right ? -1 : 1)))
    for (const each of needed) {
      const known = dependents.get(each);
      if (known === undefined) dependents.set(each, [key]);
      else known.push(key);
    }
  const wanted = new Set(keys);
  const ordered = new Set<ObjectKey>();
  const begun = new Set<ObjectKey>();
  for (const start of keys) {
    const path = [start];
    for (let key = path.at(-1); key !== undefined; key = path.at(-1)) {
      const next = begun.has(key) ? undefined : (dependents.get(key) ?? []).filter(each => !begun.has(each));
      begun.add(key);
      if (next !== undefined && next.length > 0) path.push(...next);
      else {
        path.pop();
        if (wanted.has(key)) ordered.add(key);
      }
    }
  }
  return [...ordered];
};

/** Rows "present": broken neighbours change nothing for an object that can be read, but where one may be its twin. */
const judgeSeen = (
  key: ObjectKey,
  sighting: Sighting,
  owned: OwnedObject | undefined,
  context: SafetyContext,
): Verdict => {
  const {valid, invalidIn, diagnostics} = sighting;
  const [only] = valid;
  if (valid.length + invalidIn.length > 1)
    return {state: 'invalid', diagnostics: [...duplicateDiagnostics(key, sighting), ...diagnostics]};
  const unread = owned === undefined ? [] : unreadPlaces(sighting, owned, context);
  if (owned !== undefined && only !== undefined && unread.length > 0) {
    const holders = new Set(unread.flatMap(place => brokenHolder(context.broken, place) ?? []));
    return holders.size === 0
      ? awaitingSecondScan(owned)
      : {state: 'invalid', diagnostics: [...[...holders].flatMap(each => each.diagnostics), ...diagnostics]};
  }
  return only === undefined ? {state: 'invalid', diagnostics} : present(only, diagnostics);
};

/** Most objects are as they were, with nothing to be said of them: the same verdict, so that nothing compares it. */
export const present = (decoded: DecodedObject, diagnostics: readonly Diagnostic[]): Verdict => {
  if (diagnostics.length > 0) return {state: 'present', decoded, diagnostics};
  const verdict = unremarkable.get(decoded) ?? {state: 'present', decoded, diagnostics};
  unremarkable.set(decoded, verdict);
  return verdict;
};

const unremarkable = new WeakMap<DecodedObject, Verdict>();

type Judged = {readonly verdict: Verdict; readonly budget: BudgetState; readonly lookInMs?: number};

/** Rows "gone": the reasons to leave it alone, from the strongest down; what none of them holds asks the budget. */
const judgeUnseen = (object: OwnedObject, budget: BudgetState, input: SafetyContext): Judged => {
  const {key, missing} = object;
  const {scan, observedOnce, released, nowMs} = input;
  const as = (verdict: Verdict): Judged => ({verdict, budget});
  const asUntil = (verdict: Verdict, fromMs: number): Judged => ({
    verdict,
    budget,
    lookInMs: fromMs + secondScanMs - nowMs,
  });

  const standing = judgeWithoutCounting(object, input);
  if (standing !== undefined) return as(standing);
  if (missing === null || missing.firstMs === null) return as(awaitingSecondScan(object));
  if (!missing.isConfirmed) return asUntil(awaitingSecondScan(object), missing.firstMs);
  if (missing.goodMs === null) return as(sourceHasErrors(object, scan));
  if (!missing.isGood) return asUntil(awaitingSecondScan(object), missing.goodMs);
  if (!observedOnce) return as(awaitingObservation(object));
  const isPaid = missing.isGranted || released.has(key) || missing.change === null;
  return isPaid ? as(manifestGone(object)) : payFromBudget(object, missing.change, budget, input);
};

/** What needs no count of scans: the file itself is broken, the source is away, or a person said so. */
const judgeWithoutCounting = (
  object: OwnedObject,
  {scan, broken, observedOnce, protectedKeys, deleteRequested}: SafetyContext,
): Verdict | undefined => {
  const holder = brokenHolder(broken, object.file);
  if (holder !== undefined) return {state: 'invalid', diagnostics: holder.diagnostics};
  const isProtected = protectedKeys.has(object.key);
  if (deleteRequested.has(object.key) && !isProtected)
    return observedOnce ? deletedByName(object) : awaitingObservation(object);
  if (scan.state === 'unavailable') return sourceUnavailable(scan);
  if (isProtected) return protectedStays(object);
  return scan.state === 'empty' ? sourceEmpty(object, scan) : undefined;
};

const payFromBudget = (
  object: OwnedObject,
  change: number,
  budget: BudgetState,
  {scan, nowMs, removalLimits}: SafetyInput,
): Judged => {
  // A scan that proves nothing of what it did not see spends nothing either.
  if (!scan.stable) return {verdict: awaitingSecondScan(object), budget};
  const exhausted = exhaustedLimits(budget, change, removalLimits, object.key);
  if (exhausted.length > 0) return {verdict: overLimits(object, exhausted), budget};
  const grant = requestGrant(budget, change, nowMs);
  switch (grant.kind) {
    case 'granted':
      return {
        verdict: manifestGone(object),
        budget: spend(grant.state, change, removalLimits, object.key),
      };
    case 'wait':
      return {verdict: waitingItsTurn(object), budget, lookInMs: grant.waitMs};
    case 'exhausted':
      return {verdict: overBudget(object, grant.budget), budget};
  }
};

/** What stays in memory of an object that was not seen: nothing, once a removal that we told twice has no record. */
const remember = (object: OwnedObject, verdict: Verdict, {known}: SafetyInput): OwnedObject | undefined => {
  if (verdict.state !== 'removed') return object;
  if (object.missing?.isGranted === true && !known.has(object.key)) return undefined;
  return {...object, missing: {...(object.missing ?? notCounted), isGranted: true}};
};
