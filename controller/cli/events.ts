// `vmlet events`: what happened, from the daemon's events file; who may not read that sees what status files keep.
import type {Host} from '../host/host.ts';
import type {Paths} from '../host/paths.ts';
import type {EventLine} from '../status/events.ts';
import {readStatuses} from '../status/read.ts';
import {formatAge} from './age.ts';
import type {Cli, Verb} from './context.ts';
import {namespaceOf} from './control.ts';
import {usesColour} from './output.ts';
import {tableLines} from './table.ts';
import {kindOf, parseTargets, shortKind} from './targets.ts';
import {pause} from './watch.ts';

export const eventsVerb: Verb = {
  name: 'events',
  summary: 'show what happened, newest last',
  words: '[objects...]',
  options: [
    ['-n, --namespace <name>', 'namespace of the objects (default: default)'],
    ['-A, --all-namespaces', 'objects of every namespace'],
    ['-w, --watch', 'go on and print what happens'],
  ],
  examples: ['vmlet events', 'vmlet events vm/web-1', 'vmlet events -A -w'],
  run: async (cli, words, options) => {
    const targets = words.length === 0 ? null : parseTargets(words);
    const namespace = options.flag('allNamespaces') ? null : namespaceOf(options);
    const wanted = ({object}: EventLine): boolean => {
      const [kind, space, name] = object.split('/');
      const inScope = namespace === null || space === namespace;
      return inScope && (targets === null || targets.some(each => each.kind === kind && each.name === name));
    };
    let seen = foldLines(await readEvents(cli.host, cli.paths)).filter(wanted);
    if (seen.length === 0) cli.stderr.write('vmlet: no events\n');
    print(cli, seen, namespace === null, true);
    while (options.flag('watch') && (await pause(cli, 500))) {
      const now = foldLines(await readEvents(cli.host, cli.paths)).filter(wanted);
      const known = new Set(seen.map(lineKey));
      print(
        cli,
        now.filter(line => !known.has(lineKey(line))),
        namespace === null,
        false,
      );
      seen = now;
    }
    return 0;
  },
};

/** All lines on disk, oldest first; without the right to read them, the entries of the status files. */
const readEvents = async (host: Pick<Host, 'files'>, paths: Paths): Promise<EventLine[]> => {
  try {
    const texts = [paths.eventsFileOld, paths.eventsFile].map(
      path => host.files.read(path)?.toString('utf8') ?? '',
    );
    return texts.flatMap(parseEventLines);
  } catch {
    return (await readStatuses(host, paths)).flatMap(({ref, document}) =>
      document.status.events.map(entry => ({
        object: `${ref.kind}/${ref.namespace}/${ref.name}` as const,
        ...entry,
      })),
    );
  }
};

/** Lines that are whole and ours; a torn last line is passed over. */
export const parseEventLines = (text: string): EventLine[] =>
  text.split('\n').flatMap(line => {
    try {
      const value: unknown = JSON.parse(line);
      return isEventLine(value) ? [value] : [];
    } catch {
      return [];
    }
  });

const isEventLine = (value: unknown): value is EventLine => {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Readonly<Record<string, unknown>>;
  const texts = ['object', 'type', 'reason', 'message', 'firstSeen', 'lastSeen'];
  return texts.every(name => typeof line[name] === 'string') && typeof line['count'] === 'number';
};

/** One line per kind of event: the last sighting, which carries the count; oldest first. */
export const foldLines = (lines: readonly EventLine[]): EventLine[] => {
  const latest = new Map<string, EventLine>();
  for (const line of lines) {
    const key = `${line.object} ${line.type} ${line.reason} ${line.message}`;
    latest.delete(key);
    latest.set(key, line);
  }
  return [...latest.values()].sort((left, right) =>
    left.lastSeen < right.lastSeen ? -1 : left.lastSeen > right.lastSeen ? 1 : 0,
  );
};

const lineKey = ({object, reason, message, count, lastSeen}: EventLine): string =>
  `${object} ${reason} ${message} ${String(count)} ${lastSeen}`;

const print = (
  cli: Cli,
  lines: readonly EventLine[],
  withNamespace: boolean,
  withHeadings: boolean,
): void => {
  if (lines.length === 0) return;
  const now = cli.host.clock.now();
  const rows = lines.map(({object, type, reason, message, count, lastSeen}) => {
    const [kind = '', namespace = '', name = ''] = object.split('/');
    const known = kindOf(kind);
    const label = `${known === undefined ? kind : shortKind[known]}/${name}`;
    return [
      ...(withNamespace ? [namespace] : []),
      formatAge(lastSeen, now),
      String(count),
      type,
      reason,
      label,
      message,
    ];
  });
  const headings = [
    ...(withNamespace ? ['NAMESPACE'] : []),
    'LAST SEEN',
    'COUNT',
    'TYPE',
    'REASON',
    'OBJECT',
    'MESSAGE',
  ];
  for (const line of tableLines({headings, rows}, {withHeadings, colour: usesColour(cli.stdout, cli.env)}))
    cli.stdout.write(`${line}\n`);
};
