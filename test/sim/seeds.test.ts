// Seeded runs of the whole daemon on a fake host. VMLET_SIM_SEEDS says how many (default 200), VMLET_SIM_SEED replays
// one: `VMLET_SIM_SEED=123 npm run jest -- --selectProjects sim`.
import {env} from 'node:process';
import {describe, expect, test} from '@jest/globals';
import {runSeed} from './run-seed.ts';
import type {SeedResult} from './run-seed.ts';

const only = env['VMLET_SIM_SEED'];
const count = Number(env['VMLET_SIM_SEEDS'] ?? '200');
const first = Number(env['VMLET_SIM_FIRST'] ?? '1');
const seeds = only === undefined ? Array.from({length: count}, (_, index) => first + index) : [Number(only)];

const report = ({seed, violations, recent}: SeedResult): string =>
  [
    ...violations,
    `replay: VMLET_SIM_SEED=${String(seed)} npm run jest -- --selectProjects sim`,
    ...(only === undefined ? recent.slice(-12) : recent),
  ].join('\n');

describe('the daemon under seeded faults', () => {
  test(
    `keeps its promises in ${String(seeds.length)} seeds`,
    async () => {
      const failed: string[] = [];
      for (const seed of seeds) {
        const result = await runSeed(seed, {silentRounds: seed % 10 === 0 ? 50 : 3});
        if (result.violations.length > 0) failed.push(report(result));
        if (failed.length === 3) break;
      }
      expect(failed.join('\n\n')).toBe('');
    },
    Math.max(120_000, seeds.length * 1_000),
  );

  test('runs the same twice for one seed', async () => {
    const [one, two] = [await runSeed(4_711, {events: 60}), await runSeed(4_711, {events: 60})];
    expect(two.traceHash).toBe(one.traceHash);
    expect((await runSeed(4_712, {events: 60})).traceHash).not.toBe(one.traceHash);
  }, 60_000);
});
