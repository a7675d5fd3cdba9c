// What the host policy limits beside the prune budget: who may go with one change of the source, and what is said of who may not.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import {budgetOf} from '../../../controller/manifest/budget.ts';
import {parseMemory, serializeMemory, withoutNewGrants} from '../../../controller/manifest/memory.ts';
import type {Verdict} from '../../../controller/manifest/object.ts';
import {checkPolicy, noPolicy} from '../../../controller/manifest/policy.ts';
import {mostRemoved} from '../../../controller/manifest/removal-limits.ts';
import type {RemovalLimit} from '../../../controller/manifest/removal-limits.ts';
import {fixedPolicy} from '../../../controller/policy-file.ts';
import {sourceFacts} from '../../../controller/source-facts.ts';
import {record} from '../status/fixture.ts';
import {complete, decodedObject, follow, manifestFile, vmKey} from './scans.ts';

/** Twenty machines: the budget lets four go with one change. */
const all = Array.from({length: 20}, (_, index) => vmKey(`vm-${String(index + 10)}`));
const whole = complete(manifestFile('fleet.yaml', all));
const without = (count: number) => complete(manifestFile('fleet.yaml', all.slice(count)));

const known = new Map(all.map(key => [key, {file: 'fleet.yaml', document: 1, tombstone: false}] as const));

const limitOf = (
  limit: string,
  max: number | string,
  members: readonly ObjectKey[] | null,
): RemovalLimit => ({
  limit,
  max,
  members: members === null ? null : new Set(members),
});

const removedOf = (verdicts: ReadonlyMap<ObjectKey, Verdict>): ObjectKey[] =>
  [...verdicts].filter(([, {state}]) => state === 'removed').map(([key]) => key);

/** The first `lost` of the twenty are taken away, and everything has had its time. */
const lose = (lost: number, removalLimits: readonly RemovalLimit[]) => {
  const source = follow({removalLimits, known});
  source.at(0, whole);
  for (let seconds = 60; seconds < 120; seconds += 2) source.at(seconds, without(lost));
  return {source, verdicts: source.at(120, without(lost))};
};

const held = (verdicts: ReadonlyMap<ObjectKey, Verdict>, key: ObjectKey | undefined): Verdict | undefined =>
  key === undefined ? undefined : verdicts.get(key);

describe('a limit on removals', () => {
  const db = all.slice(0, 2);

  test('holds what is beyond it, with the arithmetic and what to do, and lets the others go', () => {
    const {verdicts} = lose(3, [limitOf('removals.selectors[app=db].maxPerChange 1', 1, db)]);
    expect(held(verdicts, db[1])).toEqual({
      state: 'held',
      reason: 'RemovalLimitExceeded',
      message:
        'vm/vm-11 is gone from fleet.yaml, and the host policy holds it: removals.selectors[app=db].maxPerChange 1: of 2 machines one change may remove 1, 1 removed; if that is meant: vmlet approve --prune vm/vm-11',
    });
    expect(removedOf(verdicts)).toEqual([all[0], all[2]]);
  });

  test('of 0 lets nothing go, not even one', () => {
    expect(removedOf(lose(1, [limitOf('l', 0, null)]).verdicts)).toEqual([]);
  });

  test('and every other one that speaks of the machine count, and each that is used up is named', () => {
    const {verdicts} = lose(1, [limitOf('one', 0, db), limitOf('two', '0%', null), limitOf('three', 5, db)]);
    expect(held(verdicts, all[0])).toMatchObject({
      message: expect.stringMatching(/one: of 2 .* 0, 0 removed; two: of 20 .* 0, 0 removed; if/),
    });
  });

  test('that is wider than the prune budget leaves the budget as it is', () => {
    const source = follow({known, removalLimits: [limitOf('l', '100%', null)]});
    source.at(0, whole);
    for (let seconds = 60; seconds < 200; seconds += 2) source.at(seconds, without(6));
    const verdicts = source.at(200, without(6));
    expect(removedOf(verdicts)).toEqual(all.slice(0, 4));
    expect(held(verdicts, all[4])).toMatchObject({reason: 'PruneBudgetExceeded'});
  });

  test('is not given anew by more machines, an outage, a restart or a limit that was away for a while', () => {
    const removalLimits = [limitOf('l', '10%', null)];
    const source = follow({known, removalLimits});
    source.at(0, whole);
    for (let seconds = 60; seconds < 100; seconds += 2) source.at(seconds, without(4));
    expect(removedOf(source.at(100, without(4)))).toEqual(all.slice(0, 2));
    const stored = parseMemory(serializeMemory({memory: source.memory(), released: new Set()}), 10_000);
    const restarted = follow({known, removalLimits}, stored?.memory);
    const more = complete(
      ...without(4).files,
      manifestFile(
        'more.yaml',
        Array.from({length: 40}, (_, index) => vmKey(`more-${String(index)}`)),
      ),
    );
    for (let seconds = 0; seconds < 60; seconds += 2) restarted.at(seconds, more);
    restarted.at(60, complete(...more.files, manifestFile('broken.yaml', [], {broken: true})));
    restarted.at(62, more, {removalLimits: []});
    for (let seconds = 64; seconds < 120; seconds += 2) restarted.at(seconds, more);
    expect(removedOf(restarted.at(120, more))).toEqual(all.slice(0, 2));
    expect(held(restarted.at(122, more), all[2])).toMatchObject({
      message: expect.stringContaining('of 20 machines one change may remove 2, 2 removed'),
    });
  });

  test('that is set while removals wait holds them from then on, and one that is lifted lets them go', () => {
    const source = follow({known});
    source.at(0, whole);
    source.at(60, without(4));
    expect(removedOf(source.at(62, without(4)))).toEqual(all.slice(0, 1));
    const limited = {removalLimits: [limitOf('l', 0, null)]};
    for (let seconds = 64; seconds < 100; seconds += 2) source.at(seconds, without(4), limited);
    expect(removedOf(source.at(100, without(4), limited))).toEqual(all.slice(0, 1));
    expect(removedOf(source.at(102, without(4)))).toEqual(all.slice(0, 2));
  });

  test('does not hold what a person released or asked for by name', () => {
    const limited = [limitOf('l', 0, null)];
    const {source} = lose(2, limited);
    expect(removedOf(source.at(130, without(2), {released: new Set(all.slice(0, 1))}))).toEqual([all[0]]);
    expect(removedOf(source.at(132, without(2), {deleteRequested: new Set(all.slice(1, 2))}))).toContain(
      all[1],
    );
  });

  test('has spent nothing on a removal that could not be recorded', () => {
    const source = follow({known, removalLimits: [limitOf('l', 1, null)]});
    source.at(0, whole);
    source.at(60, without(1));
    const before = source.memory();
    source.at(62, without(1));
    expect(source.memory().budget.changes.get(1)?.limits).toEqual([{limit: 'l', of: 20, most: 1, spent: 1}]);
    expect(withoutNewGrants(before, source.memory()).budget.changes.get(1)).toEqual(
      before.budget.changes.get(1),
    );
  });

  test('changes no memory while what it holds is held', () => {
    const {source} = lose(3, [limitOf('l', 0, null)]);
    const before = serializeMemory({memory: source.memory(), released: new Set()});
    source.at(300, without(3));
    expect(serializeMemory({memory: source.memory(), released: new Set()})).toBe(before);
  });
});

test('a percentage is rounded down and lets one go at least, unless it is 0%', () => {
  expect([0, 1, 9, 10, 19, 20].map(of => mostRemoved('10%', of))).toEqual([1, 1, 1, 1, 1, 2]);
  expect([1, 20].map(of => mostRemoved('0%', of))).toEqual([0, 0]);
});

test('limits of any kind let no more go than the prune budget alone', () => {
  const max = fc.oneof(
    fc.integer({min: 0, max: 30}),
    fc.integer({min: 0, max: 100}).map(percent => `${String(percent)}%`),
  );
  const limits = fc.array(
    fc
      .record({max, members: fc.option(fc.subarray(all), {nil: null})})
      .map(({max: most, members}) => limitOf(`${String(most)} of ${String(members)}`, most, members)),
    {maxLength: 4},
  );
  fc.assert(
    fc.property(limits, fc.integer({min: 1, max: 19}), (removalLimits, lost) => {
      const removed = (of: readonly RemovalLimit[]): ObjectKey[] => {
        const source = follow({known, removalLimits: of});
        source.at(0, whole);
        for (let seconds = 60; seconds < 110; seconds += 10) source.at(seconds, without(lost));
        return removedOf(source.at(120, without(lost)));
      };
      const gone = removed(removalLimits);
      expect(gone.length).toBeLessThanOrEqual(Math.min(budgetOf(20), removed([]).length));
      for (const {max: most, members} of removalLimits) {
        const mine = gone.filter(key => members === null || members.has(key));
        expect(mine.length).toBeLessThanOrEqual(mostRemoved(most, members?.size ?? 20));
      }
    }),
  );
});

test('the limits of a source are those of all and its own, over machines with the labels', () => {
  const checked = checkPolicy(
    'p.yaml',
    [
      'removals: {maxPerChange: 10%, selectors: [{matchLabels: {tier: a, app: db}, maxPerChange: 0}]}',
      'sources:',
      '- {name: lab, removals: {maxPerChange: 2}}',
      '- {name: other, removals: {maxPerChange: 1}}',
    ].join('\n'),
  );
  const policy = 'policy' in checked ? checked.policy : noPolicy;
  const named = (name: string, labels: Readonly<Record<string, string>>) => {
    const {object} = decodedObject(vmKey(name), 'x.yaml');
    return [
      vmKey(name),
      {...record, name, manifest: {...object, metadata: {...object.metadata, labels}}},
    ] as const;
  };
  const records = new Map([
    named('a', {app: 'db', tier: 'a', more: 'x'}),
    named('b', {app: 'db'}),
    named('c', {}),
  ]);
  const {removalLimits} = sourceFacts({records, policy: fixedPolicy(policy)}, 'lab', true);
  expect(removalLimits).toEqual([
    limitOf('removals.maxPerChange 10%', '10%', null),
    limitOf('removals.selectors[app=db,tier=a].maxPerChange 0', 0, [vmKey('a')]),
    limitOf('sources[lab].removals.maxPerChange 2', 2, null),
  ]);
  const without = sourceFacts({records, policy: fixedPolicy(noPolicy)}, 'lab', true);
  expect(without.removalLimits).toEqual([]);
});
