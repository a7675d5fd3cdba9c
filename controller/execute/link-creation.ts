// Links made by one `ip -batch` for all who need one at the time: each is made, marked, put to use and looked at. ip ends at
// the first line that fails, so that no later line of it can touch what somebody else has under that name; what it did not
// come to is run in a batch of its own. Knows no queue, and nothing of what it makes.
import {errorText} from '../errors.ts';
import type {Processes} from '../host/host.ts';
import {gaveUp, readFailures} from './link-batch-run.ts';
import type {BatchFailure} from './link-batch-run.ts';

export type LinkCreation = {
  readonly name: string;
  /** The creation, and what only a link of ours may have done to it. */
  readonly lines: readonly string[];
};

/** `shown`: what `ip -j -d addr show` says of the link behind the last of its lines. */
export type CreationResult = {readonly ok: true; readonly shown: string} | BatchFailure;

/** Make all; the results are in their order. Never rejects: a batch that cannot run fails each. */
export const createLinks = async (
  processes: Pick<Processes, 'run'>,
  creations: readonly LinkCreation[],
): Promise<CreationResult[]> => {
  const results: CreationResult[] = [];
  while (results.length < creations.length)
    results.push(...(await createSome(processes, creations.slice(results.length))));
  return results;
};

/** Results of those that ip came to the end of, and of the one that it ended in: at least one. */
const createSome = async (
  processes: Pick<Processes, 'run'>,
  creations: readonly LinkCreation[],
): Promise<CreationResult[]> => {
  const groups = creations.map(({name, lines}) => [...lines, `addr show dev ${name}`]);
  try {
    const {stdout, stderr} = await processes.run('ip', ['-j', '-d', '-batch', '-'], {
      stdin: `${groups.flat().join('\n')}\n`,
    });
    const results: CreationResult[] = stdout
      .split('\n')
      .filter(line => line !== '')
      .map(shown => ({ok: true, shown}));
    const group = groups[results.length];
    const before = groups.slice(0, results.length).flat().length;
    return group === undefined ? results : [...results, failureOf(group, stderr, before)];
  } catch (thrown) {
    return creations.map(() => ({ok: false, failedLine: 0, message: errorText(thrown)}));
  }
};

const failureOf = (group: readonly string[], stderr: string, before: number): BatchFailure => {
  const {failures, rest} = readFailures(stderr);
  const [first] = failures;
  return first === undefined
    ? gaveUp(group, rest)
    : {ok: false, failedLine: first[0] - before, message: first[1]};
};
