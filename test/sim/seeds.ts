// Which seeds a test file runs, and how a failing one is told. How many there are is said in effort.ts.
import {eventsOf, seedCount} from './effort.ts';
import {replayCommand, runSeed} from './run-seed.ts';
import type {SeedOptions, SeedResult} from './run-seed.ts';

/** A person has seen enough after so many. */
const mostReports = 3;

/** Seeds of one of `parts` files, which jest runs side by side. */
export const seedsOf = (part: number, parts: number): number[] =>
  Array.from({length: seedCount}, (_, index) => index + 1).filter(seed => seed % parts === part % parts);

/** Run them all; the result is what went wrong, in words, or ''. */
export const failuresOf = async (
  seeds: readonly number[],
  optionsOf: (seed: number) => SeedOptions,
): Promise<string> => {
  const reports: string[] = [];
  for (const seed of seeds) {
    const options = optionsOf(seed);
    const result = await runSeed(seed, options);
    if (result.violations.length > 0) reports.push(report(result, options));
    if (reports.length === mostReports) break;
  }
  return reports.join('\n\n');
};

/** Short and long ones, as effort.ts has it. */
export const usualOptions = (seed: number): SeedOptions => {
  const events = eventsOf(seed);
  return events === undefined ? {} : {events};
};

/** Generous: how fast a machine is proves nothing. */
export const timeoutOf = (seeds: readonly number[]): number => Math.max(300_000, seeds.length * 10_000);

const report = ({seed, violations, recent}: SeedResult, options: SeedOptions): string =>
  [...violations, `replay: ${replayCommand(seed, options)}`, ...recent.slice(-12)].join('\n');
