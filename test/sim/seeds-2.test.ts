// The other half of the seeds, and the proof that a seed is one exact run.
import {expect, test} from '@jest/globals';
import {runSeed} from './run-seed.ts';
import {failuresOf, seedsOf, timeoutOf, usualOptions} from './seeds.ts';

const seeds = seedsOf(2, 2);

test(
  `the daemon keeps its promises in ${String(seeds.length)} more seeds`,
  async () => {
    expect(await failuresOf(seeds, usualOptions)).toBe('');
  },
  timeoutOf(seeds),
);

test('one seed is the same run twice, and another seed is another run', async () => {
  const [one, two, other] = [4_711, 4_711, 4_712].map(seed => () => runSeed(seed, {events: 40}));
  const hash = (await one?.())?.traceHash;
  expect((await two?.())?.traceHash).toBe(hash);
  expect((await other?.())?.traceHash).not.toBe(hash);
}, 60_000);
