// `vmlet get`: objects as a table, as names, or as data. Works without a daemon, and says so.
import {VmletError} from '../errors.ts';
import {crds} from '../manifest/crds.gen.ts';
import type {Kind} from '../manifest/object.ts';
import {lockState} from '../status/read.ts';
import type {StatusEntry} from '../status/read.ts';
import {columnsOf} from './columns.ts';
import type {Cli, Verb, VerbOptions} from './context.ts';
import {namespaceOf} from './control.ts';
import {believed, findEntries, parseSelector, warnWhenStale} from './lookup.ts';
import type {Scope} from './lookup.ts';
import {asJson, asYaml, printable, usesColour} from './output.ts';
import {columnWidths, tableLines} from './table.ts';
import type {Table} from './table.ts';
import {parseSelection, shortKind} from './targets.ts';
import {isTombstones, tombstonesOf, tombstoneTable} from './tombstones.ts';
import {watchEntries} from './watch.ts';

const formats = ['table', 'wide', 'json', 'yaml', 'name'] as const;

type Format = (typeof formats)[number];

export const getVerb: Verb = {
  name: 'get',
  summary: 'list objects and how they are',
  words: '[kind-or-objects...]',
  options: [
    ['-n, --namespace <name>', 'namespace of the objects (default: default)'],
    ['-A, --all-namespaces', 'objects of every namespace'],
    ['-o, --output <format>', 'table, wide, json, yaml or name'],
    ['-l, --selector <labels>', 'only objects with these labels: app=web,tier!=db,canary,!old'],
    ['-w, --watch', 'go on and print what changes'],
  ],
  examples: [
    'vmlet get                  # everything',
    'vmlet get vm',
    'vmlet get vm web-1 -o yaml',
    'vmlet get vm,network -A -o wide',
    'vmlet get vm -l app=web -w',
    'vmlet get tombstones       # removed machines whose disks are kept',
  ],
  run: async (cli, words, options) => {
    if (isTombstones(words[0])) return getTombstones(cli, words.slice(1), options);
    const selection = parseSelection(words);
    const format = parseFormat(options.text('output'));
    const scope: Scope = {
      namespace: options.flag('allNamespaces') ? null : namespaceOf(options),
      selector: parseSelector(options.text('selector')),
      outline: format !== 'json' && format !== 'yaml',
    };
    const read = (): Promise<StatusEntry[]> => findEntries(cli, selection.kinds, selection.targets, scope);
    const entries = await read();
    const view: View = {
      format,
      withNamespace: scope.namespace === null,
      withKind: selection.kinds.length > 1,
      single: selection.targets?.length === 1,
    };
    await warnWhenStale(cli, entries);
    if (entries.length === 0) nothingFound(cli, selection.kinds, scope);
    const widths = await show(cli, entries, view);
    if (options.flag('watch'))
      await watchEntries(cli, entries, read, async changed => {
        await show(cli, changed, {...view, single: true}, widths);
      });
    return 0;
  },
};

/** Removed machines; `names` are those that are wanted, none means all. */
const getTombstones = async (cli: Cli, names: readonly string[], options: VerbOptions): Promise<number> => {
  const format = parseFormat(options.text('output'));
  const scope: Scope = {
    namespace: options.flag('allNamespaces') ? null : namespaceOf(options),
    selector: parseSelector(options.text('selector')),
  };
  if (options.flag('watch')) throw new VmletError('E-USAGE', '-w is not for tombstones');
  const targets = names.map(name => ({kind: 'VirtualMachine' as const, name}));
  const entries = await findEntries(cli, ['VirtualMachine'], targets.length === 0 ? null : targets, scope);
  const tombstones = tombstonesOf(entries);
  await warnWhenStale(cli, entries);
  if (format === 'json' || format === 'yaml') {
    const value = {apiVersion: 'v1', kind: 'List', items: tombstones};
    cli.stdout.write(format === 'json' ? asJson(value) : await asYaml(value));
    return 0;
  }
  if (format === 'name') {
    for (const {name} of tombstones) cli.stdout.write(`vm/${printable(name)}\n`);
    return 0;
  }
  if (tombstones.length === 0) {
    cli.stderr.write('vmlet: no machine is removed and kept\n');
    return 0;
  }
  const view = {
    now: cli.host.clock.now(),
    withNamespace: scope.namespace === null,
    wide: format === 'wide',
  };
  const lines = tableLines(tombstoneTable(tombstones, view), {colour: usesColour(cli.stdout, cli.env)});
  cli.stdout.write(lines.map(line => `${line}\n`).join(''));
  return 0;
};

type View = {format: Format; withNamespace: boolean; withKind: boolean; single: boolean};

type Widths = Map<Kind, readonly number[]>;

/** Print entries; with `widths` of an earlier call, rows only. Gives the widths used. */
const show = async (
  cli: Cli,
  entries: readonly StatusEntry[],
  view: View,
  earlier?: Widths,
): Promise<Widths> => {
  const {format} = view;
  const widths: Widths = earlier ?? new Map<Kind, readonly number[]>();
  switch (format) {
    case 'name':
      for (const {ref} of entries)
        cli.stdout.write(`${shortKind[ref.kind as Kind]}/${printable(ref.name)}\n`);
      return widths;
    case 'json':
    case 'yaml': {
      const documents = entries.map(believed);
      const [only] = documents;
      const value =
        view.single && only !== undefined ? only : {apiVersion: 'v1', kind: 'List', items: documents};
      cli.stdout.write(format === 'json' ? asJson(value) : await asYaml(value));
      return widths;
    }
    case 'table':
    case 'wide':
      showTables(cli, entries, view, widths);
      return widths;
    default:
      return format satisfies never;
  }
};

const showTables = (cli: Cli, entries: readonly StatusEntry[], view: View, widths: Widths): void => {
  const byKind = new Map<Kind, StatusEntry[]>();
  for (const entry of entries) {
    const kind = entry.ref.kind as Kind;
    const list = byKind.get(kind);
    if (list === undefined) byKind.set(kind, [entry]);
    else list.push(entry);
  }
  let first = true;
  for (const [kind, list] of byKind) {
    const table = makeTable(cli, kind, list, view);
    const known = widths.get(kind);
    if (known === undefined && !first) cli.stdout.write('\n');
    first = false;
    const used = known ?? columnWidths(table);
    widths.set(kind, used);
    const colour = usesColour(cli.stdout, cli.env);
    const lines = tableLines(table, {colour, widths: used, withHeadings: known === undefined});
    cli.stdout.write(lines.map(line => `${line}\n`).join(''));
  }
};

const makeTable = (cli: Cli, kind: Kind, entries: readonly StatusEntry[], view: View): Table => {
  const columns = columnsOf(kind, view.format === 'wide');
  const now = cli.host.clock.now();
  return {
    headings: [...(view.withNamespace ? ['NAMESPACE'] : []), 'NAME', ...columns.map(({heading}) => heading)],
    rows: entries.map(entry => {
      const document = believed(entry);
      return [
        ...(view.withNamespace ? [entry.ref.namespace] : []),
        view.withKind ? `${shortKind[kind]}/${entry.ref.name}` : entry.ref.name,
        ...columns.map(({cell}) => cell(document, now)),
      ];
    }),
  };
};

const nothingFound = (cli: Cli, kinds: readonly Kind[], {namespace}: Scope): void => {
  const [only] = kinds;
  const what = kinds.length === 1 && only !== undefined ? crds[only].plural : 'objects';
  const where = namespace === null ? '' : ` in namespace ${namespace}; all namespaces: -A`;
  const daemon =
    lockState(cli.host.files, cli.paths.stateLock).state === 'free'
      ? '; the daemon does not run, start it with: vmlet run'
      : '';
  cli.stderr.write(`vmlet: no ${what} in ${cli.paths.statusDir}${where}${daemon}\n`);
};

const parseFormat = (text: string | undefined): Format => {
  const format = formats.find(each => each === (text ?? 'table'));
  if (format === undefined)
    throw new VmletError('E-USAGE', `-o \`${text ?? ''}\` is not one of ${formats.join(', ')}`);
  return format;
};
