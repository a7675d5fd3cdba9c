// The whole daemon on a fake host under seeded people, faults and crashes: the first half of the seeds.
import {expect, test} from '@jest/globals';
import {failuresOf, seedsOf, timeoutOf, usualOptions} from './seeds.ts';

const seeds = seedsOf(1, 2);

test(
  `the daemon keeps its promises in ${String(seeds.length)} seeds`,
  async () => {
    expect(await failuresOf(seeds, usualOptions)).toBe('');
  },
  timeoutOf(seeds),
);
