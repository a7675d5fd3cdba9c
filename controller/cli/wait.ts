// `vmlet wait`: until objects are as somebody needs them, as their status files say it. Asks the daemon nothing.
import {VmletError} from '../errors.ts';
import {formatDuration} from '../manifest/quantity.ts';
import {readStatuses} from '../status/read.ts';
import type {StatusEntry} from '../status/read.ts';
import type {Cli, Verb} from './context.ts';
import {namespaceOf, namespaceOption} from './control.ts';
import {durationOf} from './duration.ts';
import {believed, warnWhenStale} from './lookup.ts';
import {printable} from './output.ts';
import {didYouMean} from './suggest.ts';
import {parseTargets, shortKind} from './targets.ts';
import type {Target} from './targets.ts';
import {pause} from './watch.ts';

const defaultTimeoutMs = 30_000;
const pollMs = 200;

export const waitVerb: Verb = {
  name: 'wait',
  summary: 'wait until objects are Ready, or as --for says; exit code 1 when they are not in time',
  words: '<objects...>',
  options: [
    namespaceOption,
    [
      '--for <what>',
      'condition=TYPE, condition=TYPE=False, phase=NAME, or delete: nothing of it is left (default: condition=Ready)',
    ],
    ['--timeout <duration>', 'how long to wait; 0s looks once (default: 30s)'],
  ],
  examples: [
    'vmlet wait vm/web-1',
    'vmlet wait vm/web-1 vm/db --timeout 5m',
    'vmlet wait image/debian --timeout 1h',
    'vmlet stop web-1 && vmlet wait web-1 --for phase=Stopped',
    'vmlet wait vm/web-1 --for condition=RestartRequired=False',
    'vmlet purge web-1 --yes && vmlet wait web-1 --for delete',
  ],
  run: async (cli, words, options) => {
    const targets = parseTargets(words);
    const wish = parseWish(options.text('for') ?? 'condition=Ready');
    const timeoutMs = durationOf(options, 'timeout', defaultTimeoutMs);
    const deadlineMs = cli.host.clock.monotonicMs() + timeoutMs;
    let open = targets;
    for (let look = 0; ; look += 1) {
      const entries = await read(cli, targets, namespaceOf(options));
      if (look === 0) await warnWhenStale(cli, entries);
      const lacks = open.map(target => ({target, lack: lackOf(wish, entryOf(entries, target))}));
      for (const {target, lack} of lacks)
        if (lack === null) cli.stdout.write(`${nameOf(target)} ${wish.met}\n`);
      open = lacks.flatMap(({target, lack}) => (lack === null ? [] : [target]));
      if (open.length === 0) return 0;
      const leftMs = deadlineMs - cli.host.clock.monotonicMs();
      if (leftMs > 0 && (await pause(cli, Math.min(pollMs, leftMs)))) continue;
      for (const {target, lack} of lacks)
        if (lack !== null)
          cli.stderr.write(`vmlet: ${nameOf(target)}: ${lack}, after ${formatDuration(timeoutMs)}\n`);
      return 1;
    }
  },
};

type Wish = {
  /** What is said of an object that is as wanted. */
  readonly met: string;
  readonly of: {readonly condition: string; readonly status: string} | {readonly phase: string} | 'delete';
};

const parseWish = (text: string): Wish => {
  if (text === 'delete') return {met: 'is gone', of: 'delete'};
  const [, what, name = '', status = 'True'] =
    /^(condition|phase)=([A-Za-z]+)(?:=(True|False|Unknown))?$/.exec(text) ?? [];
  if (what === 'condition') return {met: `condition ${name} is ${status}`, of: {condition: name, status}};
  if (what === 'phase' && !text.includes('=', 'phase='.length))
    return {met: `phase is ${name}`, of: {phase: name}};
  const hint = didYouMean(text, ['condition=Ready', 'delete', 'phase=Stopped']);
  throw new VmletError(
    'E-USAGE',
    `--for \`${text}\` is not condition=TYPE, condition=TYPE=False, phase=NAME or delete${hint}`,
  );
};

/** Why an object is not as wanted; null when it is. */
const lackOf = ({of}: Wish, entry: StatusEntry | undefined): string | null => {
  if (entry === undefined) return of === 'delete' ? null : 'there is no such object';
  const {freshness} = entry;
  const {phase, conditions} = believed(entry).status;
  if (of === 'delete') return `it is ${phase}`;
  if (freshness.state === 'stale') return `nobody knows, since ${freshness.why}`;
  if ('phase' in of) return phase === of.phase ? null : `phase is ${phase}`;
  const found = conditions.find(({type}) => type === of.condition);
  if (found === undefined)
    return `it has no condition ${of.condition} among ${conditions.map(({type}) => type).join(', ')}`;
  if (found.status === of.status) return null;
  const message = found.message === '' ? '' : `: ${printable(found.message)}`;
  return `condition ${of.condition} is ${found.status} (${found.reason}${message})`;
};

const read = ({host, paths}: Cli, targets: readonly Target[], namespace: string): Promise<StatusEntry[]> =>
  readStatuses(host, paths, {
    namespace,
    kinds: targets.map(({kind}) => kind),
    names: targets.map(({name}) => name),
    outline: true,
  });

const entryOf = (entries: readonly StatusEntry[], {kind, name}: Target): StatusEntry | undefined =>
  entries.find(({ref}) => ref.kind === kind && ref.name === name);

const nameOf = ({kind, name}: Target): string => `${shortKind[kind]}/${printable(name)}`;
