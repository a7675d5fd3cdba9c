import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import type {SafetyInput} from '../../../controller/manifest/judgement.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import type {SourceMemory} from '../../../controller/manifest/memory.ts';
import type {DecodedFile, Scan, Verdict} from '../../../controller/manifest/object.ts';
import {judge} from '../../../controller/manifest/safety.ts';
import {complete, emptySource, manifestFile, unavailable, unstable, vmKey} from './scans.ts';
import {isThorough} from '../../sim/effort.ts';

type Presence = 'valid' | 'invalid' | 'broken' | 'duplicate' | 'gone';
type Step = {
  afterMs: number;
  kind: 'complete' | 'unstable' | 'empty' | 'unavailable';
  /** One for each VM, which has a file of its own. */
  presence: Presence[];
  observedOnce: boolean;
};

const vmCount = 11;
const keys = Array.from({length: vmCount}, (_, index) => vmKey(`vm-${String(index).padStart(2, '0')}`));

const presence = fc.oneof(
  {weight: 6, arbitrary: fc.constant<Presence>('valid')},
  {weight: 6, arbitrary: fc.constant<Presence>('gone')},
  {weight: 1, arbitrary: fc.constantFrom<Presence>('invalid', 'broken', 'duplicate')},
);
const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.constantFrom(0, 400, 1_000, 1_999, 2_000, 5_000, 11_000),
  kind: fc.oneof(
    {weight: 10, arbitrary: fc.constant('complete' as const)},
    {weight: 1, arbitrary: fc.constantFrom('unstable' as const, 'empty' as const, 'unavailable' as const)},
  ),
  presence: fc.array(presence, {minLength: vmCount, maxLength: vmCount}),
  observedOnce: fc.boolean(),
});
/** Most steps repeat the one before, so that absences last. */
const steps = fc
  .array(fc.tuple(step, fc.integer({min: 1, max: 5}), fc.boolean()), {minLength: 1, maxLength: 12})
  .map(runs =>
    runs.flatMap(([first, times, observedOnce]) =>
      Array.from({length: times}, (_, index): Step => ({
        ...first,
        observedOnce: first.observedOnce || observedOnce,
        afterMs: index === 0 ? first.afterMs : ([1_000, 2_500, 11_000][index % 3] ?? 0),
      })),
    ),
  );

const filesOf = ({presence: states}: Step): DecodedFile[] =>
  states.flatMap((state, index) => {
    const key = keys[index] ?? vmKey('none');
    const file = `${String(index)}.yaml`;
    switch (state) {
      case 'valid':
        return [manifestFile(file, [key])];
      case 'invalid':
        return [manifestFile(file, [], {invalid: [key]})];
      case 'broken':
        return [manifestFile(file, [], {broken: true})];
      case 'duplicate':
        return [manifestFile(file, [key]), manifestFile(`copy-${file}`, [key])];
      case 'gone':
        return [];
    }
  });

const scanOf = (each: Step): Scan => {
  const files = filesOf(each);
  if (each.kind === 'unavailable') return unavailable;
  if (each.kind === 'empty' || files.length === 0) return emptySource;
  return each.kind === 'complete' ? complete(...files) : unstable(...files);
};

type Seen = {
  nowMs: number;
  scan: Scan;
  step: Step;
  input: SafetyInput;
  verdicts: ReadonlyMap<ObjectKey, Verdict>;
};

const records = new Map(
  keys.map((key, index) => [key, {file: `${String(index)}.yaml`, document: 1, tombstone: false}]),
);

const run = (sequence: readonly Step[]): Seen[] => {
  let memory: SourceMemory = emptyMemory;
  let nowMs = 1_000;
  let observedOnce = false;
  return sequence.map(each => {
    nowMs += each.afterMs;
    observedOnce ||= each.observedOnce;
    const scan = scanOf(each);
    const input: SafetyInput = {
      scan,
      memory,
      nowMs,
      observedOnce,
      known: records,
      protectedKeys: new Set(),
      deleteRequested: new Set(),
      dependsOn: new Map(),
      removalLimits: [],
      released: new Set(),
    };
    const judged = judge(input);
    memory = judged.memory;
    return {nowMs, scan, step: each, input, verdicts: judged.verdicts};
  });
};

const isGoodWithout = ({scan}: Seen, key: ObjectKey): boolean =>
  scan.state === 'complete' &&
  scan.stable &&
  scan.files.every(({broken, objects}) => !broken && objects.every(object => object.key !== key));

const isRemoved = ({verdicts}: Seen, key: ObjectKey): boolean => verdicts.get(key)?.state === 'removed';

test('an object that is there in any form, readable or broken, is never removed', () => {
  fc.assert(
    fc.property(steps, sequence => {
      for (const seen of run(sequence))
        for (const [index, key] of keys.entries())
          if (seen.scan.state !== 'complete' || seen.step.presence[index] !== 'gone')
            if (isRemoved(seen, key)) throw new Error(`${key} was removed while it was there`);
    }),
    {numRuns: isThorough ? 300 : 100},
  );
});

test('an object is removed only after two good complete scans without it, at least 2 s apart, with nothing between', () => {
  let removals = 0;
  fc.assert(
    fc.property(steps, sequence => {
      const history = run(sequence);
      for (const [at, seen] of history.entries())
        for (const key of keys) {
          if (!isRemoved(seen, key) || !seen.scan.stable) continue;
          removals += 1;
          let first = at;
          // A tree that kept changing proves nothing, for or against, unless the object was seen in it.
          while (first > 0) {
            const before = history[first - 1];
            if (before === undefined) break;
            const proves = isGoodWithout(before, key);
            const isNeutral =
              before.scan.state === 'complete' &&
              !before.scan.stable &&
              before.step.presence[keys.indexOf(key)] === 'gone';
            if (!proves && !isNeutral) break;
            first -= 1;
          }
          const proofs = history.slice(first, at + 1).filter(each => isGoodWithout(each, key));
          expect(seen.nowMs - (proofs[0]?.nowMs ?? seen.nowMs)).toBeGreaterThanOrEqual(2_000);
          expect(history.slice(0, at + 1).some(each => each.step.observedOnce)).toBe(true);
        }
    }),
    {numRuns: isThorough ? 300 : 100},
  );
  expect(removals).toBeGreaterThan(100);
});

test('at most one removal is decided in 10 s, and at most the budget for one change of the source', () => {
  fc.assert(
    fc.property(steps, sequence => {
      // What the source owns, told by a model of its own: lost VMs belong to groups of losses less than 2 s apart.
      const groupOf = new Map<ObjectKey, number>();
      const decided = new Set<ObjectKey>();
      const decidedAtMs: number[] = [];
      const groups: {budget: number; spent: number; lastLossMs: number}[] = [];
      for (const seen of run(sequence)) {
        const states = new Map(keys.map((key, index) => [key, seen.step.presence[index] ?? 'gone']));
        if (seen.scan.state === 'complete') {
          const owned = keys.filter(key => !decided.has(key)).length;
          for (const key of keys) {
            if (states.get(key) !== 'gone' && states.get(key) !== 'broken') {
              groupOf.delete(key);
              decided.delete(key);
            }
          }
          const lost = seen.scan.stable
            ? keys.filter(key => states.get(key) === 'gone' && !groupOf.has(key))
            : [];
          if (lost.length > 0) {
            const open = groups.at(-1);
            if (open !== undefined && seen.nowMs - open.lastLossMs < 2_000) open.lastLossMs = seen.nowMs;
            else groups.push({budget: Math.max(1, Math.floor(owned / 5)), spent: 0, lastLossMs: seen.nowMs});
            for (const key of lost) groupOf.set(key, groups.length - 1);
          }
        }
        for (const key of keys) {
          if (!isRemoved(seen, key) || decided.has(key)) continue;
          decided.add(key);
          const lastMs = decidedAtMs.at(-1);
          if (lastMs !== undefined) expect(seen.nowMs - lastMs).toBeGreaterThanOrEqual(10_000);
          decidedAtMs.push(seen.nowMs);
          const group = groups[groupOf.get(key) ?? -1];
          if (group === undefined) throw new Error(`${key} was removed and never lost`);
          group.spent += 1;
          expect(group.spent).toBeLessThanOrEqual(group.budget);
        }
      }
    }),
    {numRuns: isThorough ? 500 : 150},
  );
});

test('the judgement is total and deterministic: every known or seen key has a verdict, whatever the order of files', () => {
  fc.assert(
    fc.property(steps, sequence => {
      for (const {input, verdicts} of run(sequence)) {
        expect([...verdicts.keys()]).toEqual(keys);
        const shuffled = {...input, scan: {...input.scan, files: [...input.scan.files].reverse()}};
        const again = judge(shuffled);
        expect([...again.verdicts].map(([key, {state}]) => [key, state])).toEqual(
          [...verdicts].map(([key, {state}]) => [key, state]),
        );
        expect(judge(input)).toEqual(judge(input));
      }
    }),
    {numRuns: 100},
  );
});
