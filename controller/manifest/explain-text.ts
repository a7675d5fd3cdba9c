// `vmlet explain` as text, laid out as kubectl lays it out. Pure.
import {VmletError} from '../errors.ts';
import {explain, isExplained} from './explain.ts';
import type {ExplainField, ExplainNode} from './explain.ts';

/** The reference of a kind or field. Throws E-USAGE for a path that is not known, with what is near. */
export const explainText = (path: string): string => {
  const found = explain(path);
  if (isExplained(found)) return [...heading(found), ...facts(found), ...fieldLines(found)].join('\n');
  const {known, unknown, suggestion, candidates} = found;
  const what = known === '' ? `no kind ${unknown}` : `${known} has no field ${unknown}`;
  const hint =
    suggestion !== null
      ? `did you mean ${suggestion}?`
      : candidates.length === 0
        ? 'it has no fields'
        : `one of ${candidates.join(', ')}`;
  throw new VmletError('E-USAGE', `${what}; ${hint}`, {terminal: true});
};

const heading = (node: ExplainNode): string[] => [
  `KIND:       ${node.kind}`,
  'VERSION:    vmlet.dev/v1alpha1',
  '',
  ...(node.path === ''
    ? []
    : [`FIELD:      ${node.path} <${node.type}>${node.required ? ' -required-' : ''}`, '']),
  'DESCRIPTION:',
  ...wrap(node.description),
];

const facts = (node: ExplainNode): string[] => {
  const lines = [
    ...(node.enum.length > 0 ? [`One of: ${node.enum.join(', ')}`] : []),
    ...(node.minimum === null ? [] : [`From ${String(node.minimum)} to ${String(node.maximum)}`]),
    ...(node.pattern === null ? [] : [`Pattern: ${node.pattern}`]),
    ...leftOut(node),
    ...(node.oneOf.length > 1 ? [`Exactly one of: ${node.oneOf.join(', ')}`] : []),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map(line => `    ${line}`)];
};

const fieldLines = (node: ExplainNode): string[] =>
  node.fields.length === 0
    ? []
    : [
        '',
        'FIELDS:',
        ...node.fields.flatMap(field => [
          `  ${field.name}\t<${field.type}>${field.required ? ' -required-' : ''}`,
          ...wrap(field.description),
          ...leftOut(field).map(line => `    ${line}`),
          '',
        ]),
      ];

const leftOut = ({default: own, classDefault}: Pick<ExplainField, 'default' | 'classDefault'>): string[] => {
  if (own !== undefined) return [`When left out: ${JSON.stringify(own)}`];
  if (classDefault === undefined) return [];
  return [
    `When left out, and the class says nothing: ${JSON.stringify(classDefault)} (built-in class default)`,
  ];
};

const wrap = (text: string): string[] => {
  const lines: string[] = [];
  let line = '   ';
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length > 90) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
};
