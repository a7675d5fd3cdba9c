// `vmlet explain`: the reference of a kind or a field, from the CRDs; or of one machine where each of its values came from.
import {VmletError} from '../errors.ts';
import {explain, isExplained} from '../manifest/explain.ts';
import type {ExplainFailure, ExplainField, ExplainNode} from '../manifest/explain.ts';
import type {Verb} from './context.ts';
import {disruptionRows} from './disruption-rows.ts';
import type {DisruptionRow} from './disruption-rows.ts';
import {namedVm, namespaceOption} from './control.ts';
import {originsOf} from './explain-origin.ts';
import type {OriginRow, WholeRevision} from './explain-origin.ts';
import {asJson, asYaml, printable} from './output.ts';
import {tableLines} from './table.ts';
import {kindOf} from './targets.ts';

export const explainVerb: Verb = {
  name: 'explain',
  summary:
    'show what a kind or a field means, its type, default and limits; of a machine, where each value came from',
  words: '<field-or-vm>',
  examples: [
    'vmlet explain vm',
    'vmlet explain vm.spec.disks',
    'vmlet explain network.spec.bridge.management',
    'vmlet explain policy.allow',
    'vmlet explain vm.spec.disks --disruption',
    'vmlet explain vm/web-1',
  ],
  options: [
    ['--disruption', 'what changing each field costs: hot, restart, recreate or refused'],
    namespaceOption,
    ['-o, --output <format>', 'of --disruption and of a machine: text, json or yaml'],
  ],
  run: async (cli, words, options) => {
    if (words[0]?.includes('/') === true) return explainVm(cli, words, options);
    const result = explain(withKind(words[0] ?? ''));
    if (!isExplained(result)) throw unknownField(result);
    const format = options.text('output');
    if (options.flag('disruption')) {
      cli.stdout.write(await disruptionText(result, format ?? 'text', cli.stdout.columns));
      return 0;
    }
    if (format !== undefined)
      throw new VmletError('E-USAGE', '-o is for --disruption; without it explain prints for people');
    cli.stdout.write(`${explainLines(result, cli.stdout.columns).join('\n')}\n`);
    return 0;
  },
};

/** Every verb knows a kind by the same words: `budget` here is what `vmlet get budget` lists. */
const withKind = (path: string): string => {
  const [first = '', ...fields] = path.split('.');
  return [kindOf(first) ?? first, ...fields].join('.');
};

/** Of the newest revision: what the machine is after its next start. */
const explainVm: Verb['run'] = async (cli, words, options) => {
  const format = options.text('output') ?? 'text';
  if (options.flag('disruption'))
    throw new VmletError('E-USAGE', '--disruption is of a kind or a field: `vmlet explain vm --disruption`');
  const ref = await namedVm(cli, words, options);
  const reply = await cli.api.revision(ref, 'prepared');
  if (!reply.ok) throw new VmletError(reply.code, reply.message);
  const rows = originsOf(reply.revision);
  if (rows.length === 0)
    throw new VmletError(
      'E-NOT-FOUND',
      `revision ${String(reply.revision.number)} was recorded by an older vmlet, which kept no spec; an edit makes a new one`,
    );
  if (format === 'json') cli.stdout.write(asJson(rows));
  else if (format === 'yaml') cli.stdout.write(await asYaml(rows));
  else if (format === 'text') cli.stdout.write(`${originLines(reply.revision, rows).join('\n')}\n`);
  else throw new VmletError('E-USAGE', `-o ${format} is not known; known: text, json, yaml`);
  return 0;
};

/** The values of a machine as lines; pure. */
export const originLines = (revision: WholeRevision, rows: readonly OriginRow[]): string[] => {
  const whose = {
    manifest: revision.source?.file ?? 'manifest',
    class: `class ${revision.class?.name ?? ''}`,
    'built-in class': 'class default (built in)',
  };
  const table = rows.map(({path, value, from}) => [
    path,
    printable(typeof value === 'string' ? value : JSON.stringify(value)),
    printable(whose[from]),
  ]);
  return [
    `Revision ${String(revision.number)}, which its next start boots:`,
    '',
    ...tableLines({headings: ['FIELD', 'VALUE', 'FROM'], rows: table}),
  ];
};

const disruptionText = async ({kind, path}: ExplainNode, format: string, width: number): Promise<string> => {
  const rows = kind === 'Policy' ? [] : disruptionRows(kind, path);
  if (rows.length === 0)
    throw new VmletError(
      'E-USAGE',
      `${path} is not a field whose change costs anything; spec is what you declare`,
    );
  if (format === 'json') return asJson(rows);
  if (format === 'yaml') return asYaml(rows);
  if (format !== 'text')
    throw new VmletError('E-USAGE', `-o ${format} is not known; known: text, json, yaml`);
  const whose =
    kind === 'VirtualMachineClass'
      ? 'Of each machine that names the class and does not say otherwise:\n\n'
      : '';
  return `${whose}${disruptionLines(rows, width).join('\n')}\n`;
};

const unknownField = ({known, unknown, suggestion, candidates}: ExplainFailure): VmletError => {
  const where = known === '' ? 'kind' : `field of ${known}`;
  const next = suggestion === null ? `known: ${candidates.join(', ')}` : `did you mean \`${suggestion}\`?`;
  return new VmletError('E-USAGE', `no ${where} is called \`${unknown}\`; ${next}`);
};

/** The page of one field as lines; pure. */
export const explainLines = (node: ExplainNode, width: number): string[] => {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Kind', node.kind],
    ['Field', node.path === '' ? null : node.path],
    ['Type', node.type],
    ['Required', node.required ? 'yes' : null],
    ['Exactly one of', node.oneOf.length === 0 ? null : node.oneOf.join(', ')],
    ['Values', node.enum.length === 0 ? null : node.enum.join(', ')],
    ['Pattern', node.pattern],
    ['Minimum', node.minimum === null ? null : String(node.minimum)],
    ['Maximum', node.maximum === null ? null : String(node.maximum)],
    ['Default', node.default === undefined ? null : JSON.stringify(node.default)],
    ['Class default', node.classDefault === undefined ? null : JSON.stringify(node.classDefault)],
  ];
  const rows = node.fields.map(field => [
    `${field.name}${field.required ? ' *' : ''}`,
    field.type,
    defaultOf(field),
    field.description,
  ]);
  const table = {headings: ['FIELD', 'TYPE', 'DEFAULT', 'MEANING'], rows};
  return [
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`${`${name}:`.padEnd(16)}${value}`])),
    '',
    ...wrap(node.description, width),
    ...(rows.length === 0 ? [] : ['', ...tableLines(table), '', '* required']),
  ];
};

/** The costs of fields as lines, wide reasons folded below their row; pure. */
export const disruptionLines = (rows: readonly DisruptionRow[], width: number): string[] => {
  const pathWidth = Math.max(...rows.map(({path}) => path.length), 'FIELD'.length);
  const indent = ' '.repeat(pathWidth + 'CLASS'.length + 9);
  const row = (path: string, cost: string, reason: string): string[] => {
    const [first = '', ...rest] = wrap(reason, Math.max(width - indent.length, 40));
    return [
      `${path.padEnd(pathWidth + 2)}${cost.padEnd(12)}${first}`,
      ...rest.map(line => `${indent}${line}`),
    ];
  };
  return [
    ...row('FIELD', 'CLASS', 'WHY'),
    ...rows.flatMap(({path, class: cost, reason, otherwise}) => [
      ...row(path, cost, reason),
      ...(otherwise === undefined
        ? []
        : row('', otherwise.class, `where ${otherwise.when}: ${otherwise.reason}`)),
    ]),
  ];
};

const defaultOf = ({default: own, classDefault}: ExplainField): string => {
  if (own !== undefined) return JSON.stringify(own);
  return classDefault === undefined ? '-' : `${JSON.stringify(classDefault)} (class)`;
};

const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
};
