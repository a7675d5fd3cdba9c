// The child of run.js: one target for a time, in a process whose memory is limited, so that what kills it kills only it.
// Tells its parent one JSON line at the end, and in a file which case it is at.
import {openSync, writeSync, ftruncateSync} from 'node:fs';
import {fuzz} from './target.ts';
import type {FuzzReport} from './target.ts';
import {fuzzTargets} from './targets.ts';

/** This file as compiled. */
export const program = import.meta.filename;

export const targetNames = fuzzTargets.map(({name}) => name);

export type CampaignResult = Pick<FuzzReport, 'runs' | 'outcomes' | 'worstMs'> & {
  /** Peak of the whole process, compiled schemas and fast-check included. */
  readonly peakMiB: number;
  readonly seed: number;
  readonly failure: {readonly base64: string; readonly why: string; readonly seed: number} | null;
};

/** Cases of one seed; a campaign is many of them, so that each failure can be had again soon. */
export const batchRuns = 500;

const campaign = async (
  name: string,
  seed: number,
  ms: number,
  casePath: string,
): Promise<CampaignResult> => {
  const target = fuzzTargets.find(each => each.name === name);
  if (target === undefined) throw new Error(`no target ${name}; there are ${targetNames.join(', ')}`);
  const file = openSync(casePath, 'w');
  const onCase = (bytes: Buffer): void => {
    ftruncateSync(file);
    writeSync(file, bytes, 0, bytes.length, 0);
  };
  const endMs = performance.now() + ms;
  const outcomes: Record<string, number> = {};
  let [runs, worstMs, at] = [0, 0, seed];
  for (; ; at += 1) {
    const report = await fuzz(target, {runs: batchRuns, seed: at, onCase});
    runs += report.runs;
    worstMs = Math.max(worstMs, report.worstMs);
    for (const [word, count] of Object.entries(report.outcomes))
      outcomes[word] = (outcomes[word] ?? 0) + count;
    const {failure} = report;
    if (failure === null && performance.now() < endMs) continue;
    const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
    return {
      ...{runs, outcomes, worstMs: Math.round(worstMs), peakMiB, seed: at},
      failure:
        failure === null ? null : {base64: failure.bytes.toString('base64'), why: failure.why, seed: at},
    };
  }
};

const [, script, ...words] = process.argv;
if (script === program) {
  const [name = '', seed = '1', ms = '1000', casePath = '/dev/null'] = words;
  process.stdout.write(`${JSON.stringify(await campaign(name, Number(seed), Number(ms), casePath))}\n`);
}
