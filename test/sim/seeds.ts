// Which seeds a test file runs, and how a failing one is told. VMLET_SIM_SEEDS says how many there are: `npm test` sets
// it, by hand it is rarely needed, since `npm run sim` runs any seeds outside jest.
import {env} from 'node:process';
import {replayCommand, runSeed} from './run-seed.ts';
import type {SeedOptions, SeedResult} from './run-seed.ts';

const count = Number(env['VMLET_SIM_SEEDS'] ?? '40');
/** A person has seen enough after so many. */
const mostReports = 3;

/** Seeds of one of `parts` files, which jest runs side by side. */
export const seedsOf = (part: number, parts: number): number[] =>
  Array.from({length: count}, (_, index) => index + 1).filter(seed => seed % parts === part % parts);

/** Run them all; the result is what went wrong, in words, or ''. */
export const failuresOf = async (seeds: readonly number[], options: SeedOptions = {}): Promise<string> => {
  const reports: string[] = [];
  for (const seed of seeds) {
    const result = await runSeed(seed, options);
    if (result.violations.length > 0) reports.push(report(result, options));
    if (reports.length === mostReports) break;
  }
  return reports.join('\n\n');
};

/** Generous: how fast a machine is proves nothing. */
export const timeoutOf = (seeds: readonly number[]): number => Math.max(300_000, seeds.length * 10_000);

const report = ({seed, violations, recent}: SeedResult, options: SeedOptions): string =>
  [...violations, `replay: ${replayCommand(seed, options)}`, ...recent.slice(-12)].join('\n');
