// `vmlet describe`: everything about an object for people: facts, conditions, pending changes with their reasons, events.
import type {Kind} from '../manifest/object.ts';
import type {StatusEntry} from '../status/read.ts';
import type {StatusDocument, VmStatus} from '../status/status-types.ts';
import {formatAge} from './age.ts';
import {cellText, readPath, shortDigest} from './columns.ts';
import type {Verb} from './context.ts';
import {namespaceOf, namespaceOption} from './control.ts';
import {machineLines} from './describe-class.ts';
import {believed, findEntries, warnWhenStale} from './lookup.ts';
import {painted, paintOf, printable, usesColour} from './output.ts';
import {tableLines} from './table.ts';
import {kindOf, parseSelection, parseTargets, shortKind} from './targets.ts';

export const describeVerb: Verb = {
  name: 'describe',
  summary: 'show all that is known of objects: conditions, pending changes and why, disks, links, events',
  words: '<kind-or-objects...>',
  options: [namespaceOption],
  examples: ['vmlet describe web-1', 'vmlet describe vm/web-1 network/lan', 'vmlet describe images'],
  run: async (cli, words, options) => {
    const [first = ''] = words;
    const named = kindOf(first) === undefined && first !== 'all' && !first.includes(',');
    const selection = named
      ? {kinds: ['VirtualMachine'] as readonly Kind[], targets: parseTargets(words)}
      : parseSelection(words);
    const scope = {namespace: namespaceOf(options), selector: () => true};
    const entries = await findEntries(cli, selection.kinds, selection.targets, scope);
    await warnWhenStale(cli, entries);
    const colour = usesColour(cli.stdout, cli.env);
    const texts: string[] = [];
    for (const entry of entries) {
      const lines = describeLines(entry, cli.host.clock.now(), colour);
      texts.push([...lines, ...(await machineLines(cli, entry))].join('\n'));
    }
    cli.stdout.write(texts.length === 0 ? '' : `${texts.join('\n\n')}\n`);
    return 0;
  },
};

/** The description of one object as lines; pure. */
export const describeLines = (entry: StatusEntry, now: string, colour: boolean): string[] => {
  const document = believed(entry);
  const {metadata, status, kind} = document;
  return [
    ...facts(
      [
        ['Name', `${shortKind[kind]}/${metadata.name}`],
        ['Namespace', metadata.namespace],
        ['Labels', pairs(metadata.labels)],
        ['UID', metadata.uid],
        [
          'Source',
          status.source === null
            ? undefined
            : `${status.source.file}, document ${String(status.source.document)} (source ${status.source.source})`,
        ],
        [
          'Generation',
          `${String(metadata.generation)} (status speaks of ${String(status.observedGeneration)})`,
        ],
        [
          'Age',
          metadata.creationTimestamp === undefined ? undefined : formatAge(metadata.creationTimestamp, now),
        ],
        ['Phase', status.phase],
        ...kindFacts(document),
      ],
      colour,
    ),
    ...section('Disks', diskLines(document)),
    ...section('Interfaces', interfaceLines(document)),
    ...section('Conditions', conditionLines(document, now, colour)),
    ...section('Pending changes', changeLines(document)),
    ...(status.lastError === null
      ? []
      : section('Last error', [
          `  ${printable(`${status.lastError.action}: ${status.lastError.message} [${status.lastError.code}], ${formatAge(status.lastError.at, now)} ago`)}`,
        ])),
    ...section('Events', eventLines(document, now)),
  ];
};

type Fact = readonly [string, string | undefined];

const kindFacts = (document: StatusDocument): Fact[] => {
  const read = (path: string): string | undefined => {
    const cell = cellText(readPath(document.status, path));
    return cell === '-' ? undefined : cell;
  };
  switch (document.kind) {
    case 'VirtualMachine':
      return [
        ['Run policy', read('.runPolicy')],
        ['By hand', read('.powerOverride')],
        ['Process', read('.pid')],
        ['Accelerator', read('.accelerator')],
        [
          'Revisions',
          `prepared ${read('.revisions.prepared') ?? '0'}, booted ${read('.revisions.booted') ?? '0'}, previous ${read('.revisions.previous') ?? '0'}`,
        ],
        ['Variant', read('.variant')],
        ['Rolled back', rollbackText(document)],
        ['Addresses', read('.addresses')],
        ['Booted at', read('.bootedAt')],
        ['Restarts', read('.restarts')],
        [
          'Last exit',
          read('.lastExit') === undefined
            ? undefined
            : `${read('.lastExit.cause') ?? ''} at ${read('.lastExit.at') ?? ''} ${read('.lastExit.detail') ?? ''}`.trim(),
        ],
      ];
    case 'Image':
      return [
        ['Digest', read('.digest')],
        ['Format', read('.format')],
        ['Virtual size', read('.virtualSize')],
        ['Path', read('.path')],
      ];
    case 'Network':
      return [
        ['Bridge', read('.link')],
        ['Management', read('.management')],
        ['Addresses', read('.addresses')],
        ['Ports', read('.ports')],
      ];
    case 'VirtualMachineClass':
      return [['Used by', read('.usedBy')]];
    case 'DisruptionBudget':
      return [
        [
          'Machines',
          `${read('.currentHealthy') ?? '0'} of ${read('.expectedMachines') ?? '0'} available, ${read('.desiredHealthy') ?? '0'} needed, ${read('.disruptionsAllowed') ?? '0'} may be interrupted`,
        ],
        ['Unavailable', read('.unavailable')],
      ];
    default:
      return document.kind satisfies never;
  }
};

const rollbackText = ({status}: StatusDocument): string | undefined => {
  const {rollback} = status as Partial<VmStatus>;
  if (rollback == null) return undefined;
  const {to, from, since, by, why} = rollback;
  const who = by === 'Request' ? 'by `vmlet rollback`' : `because revision ${String(from)} failed: ${why}`;
  return `to revision ${String(to)} since ${since}, ${who}; until the manifest changes`;
};

const facts = (list: readonly Fact[], colour: boolean): string[] => {
  const shown = list.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return shown.map(([name, value]) => {
    const text = printable(value);
    return `${`${name}:`.padEnd(15)}${painted(text, paintOf(text), colour)}`;
  });
};

const pairs = (labels: Readonly<Record<string, string>>): string | undefined => {
  const list = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return list.length === 0 ? undefined : list.join(', ');
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines];

const indent = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);

const items = (document: StatusDocument, field: string): Record<string, unknown>[] => {
  const value = readPath(document.status, `.${field}`);
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
};

const diskLines = (document: StatusDocument): string[] => {
  const disks = items(document, 'disks');
  if (disks.length === 0) return [];
  const rows = disks.map(disk => [
    cellText(disk['name']),
    cellText(disk['virtualSize']),
    shortDigest(cellText(disk['image'])),
    cellText(disk['path']),
  ]);
  return indent(tableLines({headings: ['NAME', 'SIZE', 'IMAGE', 'PATH'], rows}));
};

const interfaceLines = (document: StatusDocument): string[] => {
  const list = items(document, 'interfaces');
  if (list.length === 0) return [];
  const rows = list.map(each => [
    cellText(each['name']),
    cellText(each['mac']),
    cellText(each['link']),
    cellText(each['bridge']),
  ]);
  return indent(tableLines({headings: ['NAME', 'MAC', 'LINK', 'BRIDGE'], rows}));
};

const conditionLines = ({status}: StatusDocument, now: string, colour: boolean): string[] => {
  const rows = status.conditions.map(({type, status: state, reason, message, lastTransitionTime}) => [
    type,
    state,
    reason,
    formatAge(lastTransitionTime, now),
    message,
  ]);
  return rows.length === 0
    ? []
    : indent(tableLines({headings: ['TYPE', 'STATUS', 'REASON', 'SINCE', 'MESSAGE'], rows}, {colour}));
};

const meaning: Readonly<Record<string, string>> = {
  hot: 'is made while the guest runs',
  restart: 'needs a restart of the guest',
  recreate: 'needs the VM to be made anew',
  refused: 'is not made',
};

const changeLines = ({status}: StatusDocument): string[] =>
  status.pendingChanges.flatMap(({path, from, to, disruption, reason}) => [
    `  ${printable(path)}: ${printable(from)} -> ${printable(to)}`,
    `    ${disruption}: ${meaning[disruption] ?? ''}${reason === '' ? '' : `; ${printable(reason)}`}`,
  ]);

const eventLines = ({status}: StatusDocument, now: string): string[] => {
  const rows = status.events.map(({type, reason, message, count, firstSeen, lastSeen}) => [
    formatAge(lastSeen, now) + (count > 1 ? ` (x${String(count)} over ${formatAge(firstSeen, now)})` : ''),
    type,
    reason,
    message,
  ]);
  return rows.length === 0
    ? []
    : indent(tableLines({headings: ['LAST SEEN', 'TYPE', 'REASON', 'MESSAGE'], rows}));
};
