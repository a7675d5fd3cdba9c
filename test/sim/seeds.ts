// Which seeds a test file runs, and how a failing one is told. VMLET_SIM_SEED replays one seed with its whole trace,
// VMLET_SIM_SEEDS says how many there are (default 40), VMLET_SIM_FIRST where they begin.
import {env} from 'node:process';
import {runSeed} from './run-seed.ts';
import type {SeedResult} from './run-seed.ts';

const only = env['VMLET_SIM_SEED'];
const count = Number(env['VMLET_SIM_SEEDS'] ?? '40');
const first = Number(env['VMLET_SIM_FIRST'] ?? '1');
/** A person has seen enough after so many. */
const mostReports = 3;
/** Of many seeds each tenth ends with the full silence that is promised, the others with a short one. */
const silence = {long: 50, short: 3} as const;

/** Seeds of one of `parts` files, which jest runs side by side; a single seed is the first file's. */
export const seedsOf = (part: number, parts: number): number[] => {
  if (only !== undefined) return part === 1 ? [Number(only)] : [];
  return Array.from({length: count}, (_, index) => first + index).filter(
    seed => seed % parts === part % parts,
  );
};

/** Is this seed among those that run anyway? */
export const isCovered = (seed: number): boolean =>
  only !== undefined || (seed >= first && seed < first + count);

/** Run them all; the result is what went wrong, in words, or ''. */
export const failuresOf = async (seeds: readonly number[]): Promise<string> => {
  const reports: string[] = [];
  for (const seed of seeds) {
    const result = await runSeed(seed, {silentRounds: seed % 10 === 0 ? silence.long : silence.short});
    if (result.violations.length > 0) reports.push(report(result));
    if (reports.length === mostReports) break;
  }
  return reports.join('\n\n');
};

/** Generous: how fast a machine is proves nothing. */
export const timeoutOf = (seeds: readonly number[]): number => Math.max(300_000, seeds.length * 10_000);

const report = ({seed, violations, recent}: SeedResult): string =>
  [
    ...violations,
    `replay: VMLET_SIM_SEED=${String(seed)} npm run jest -- --selectProjects sim`,
    ...(only === undefined ? recent.slice(-12) : recent),
  ].join('\n');
