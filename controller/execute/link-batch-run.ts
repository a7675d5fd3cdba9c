// One `ip -force -batch -` for many groups of lines, and whose line failed. Knows no queue and no link.
//
// What iproute2 6.1 prints: for a line that the kernel refuses, its reason and then `Command failed -:N` (N counts
// lines from 1), and -force goes on. A word that ip itself refuses (a master that does not exist is one) makes it
// exit at once with 255 and no line number. Therefore a line that always fails harmlessly stands after each group:
// its number tells how far ip came, and what it did not reach is run again in a batch of its own.
import {errorText} from '../errors.ts';
import type {Processes} from '../host/host.ts';

export type BatchFailure = {readonly ok: false; readonly failedLine: number; readonly message: string};
export type BatchResult = {readonly ok: true} | BatchFailure;

/** No object of ip is called so: `Object "vmlet" is unknown`, decided without asking the kernel. */
const marker = 'vmlet';

/** Run all groups; the results are in their order. Never rejects: a batch that cannot run fails each group. */
export const runBatch = async (
  processes: Pick<Processes, 'run'>,
  groups: readonly (readonly string[])[],
): Promise<BatchResult[]> => {
  const results: BatchResult[] = [];
  while (results.length < groups.length) {
    const left = groups.slice(results.length);
    try {
      const stdin = left.flatMap(group => [...group, marker]).join('\n') + '\n';
      const {stderr} = await processes.run('ip', ['-force', '-batch', '-'], {stdin});
      results.push(...readResults(left, stderr));
    } catch (thrown) {
      results.push(...left.map(() => failed(0, errorText(thrown))));
    }
  }
  return results;
};

const failed = (failedLine: number, message: string): BatchFailure => ({ok: false, failedLine, message});

/** Results of the groups that ip reached: at least one, the one in which it gave up. */
const readResults = (groups: readonly (readonly string[])[], stderr: string): BatchResult[] => {
  const {failures, rest} = readFailures(stderr);
  const results: BatchResult[] = [];
  let first = 1;
  for (const group of groups) {
    const end = first + group.length;
    if (!failures.has(end)) return [...results, gaveUp(group, rest)];
    const line = group.findIndex((_, offset) => failures.has(first + offset));
    results.push(line < 0 ? {ok: true} : failed(line + 1, failures.get(first + line) ?? ''));
    first = end + 1;
  }
  return results;
};

/** Reason by line number, and what was printed after the last of them. */
export const readFailures = (stderr: string): {failures: Map<number, string>; rest: string} => {
  const failures = new Map<number, string>();
  let reason: string[] = [];
  for (const line of stderr.split('\n')) {
    const number = /^Command failed -:(\d+)$/.exec(line)?.[1];
    if (number === undefined) reason.push(line.trim());
    else {
      failures.set(Number(number), oneLine(reason));
      reason = [];
    }
  }
  return {failures, rest: oneLine(reason)};
};

const oneLine = (lines: readonly string[]): string =>
  lines
    .filter(line => line !== '')
    .join('; ')
    .slice(0, 500);

/** ip quotes the word it did not like; the first line that has it is the one. */
export const gaveUp = (group: readonly string[], rest: string): BatchFailure => {
  const word = /"([^"]+)"/.exec(rest)?.[1];
  const line = group.findIndex(text => word !== undefined && text.split(' ').includes(word));
  return failed(Math.max(line, 0) + 1, rest === '' ? 'ip ended in the middle of a batch' : rest);
};
