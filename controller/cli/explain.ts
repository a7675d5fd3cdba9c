// `vmlet explain`: the reference of a kind or a field, from the CRDs.
import {VmletError} from '../errors.ts';
import {explain, isExplained} from '../manifest/explain.ts';
import type {ExplainFailure, ExplainField, ExplainNode} from '../manifest/explain.ts';
import type {Verb} from './context.ts';
import {disruptionRows} from './disruption-rows.ts';
import type {DisruptionRow} from './disruption-rows.ts';
import {asJson, asYaml} from './output.ts';
import {tableLines} from './table.ts';

export const explainVerb: Verb = {
  name: 'explain',
  summary: 'show what a kind or a field means, its type, default and limits',
  words: '<field>',
  examples: [
    'vmlet explain vm',
    'vmlet explain vm.spec.disks',
    'vmlet explain network.spec.bridge.management',
    'vmlet explain policy.allow',
    'vmlet explain vm.spec.disks --disruption',
  ],
  options: [
    ['--disruption', 'what changing each field costs: hot, restart, recreate or refused'],
    ['-o, --output <format>', 'of --disruption: text, json or yaml'],
  ],
  run: async (cli, words, options) => {
    const result = explain(words[0] ?? '');
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
