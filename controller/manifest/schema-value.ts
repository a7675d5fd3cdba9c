// What is wrong with one value of a manifest, in words for people: what was written, what belongs there and how to say it.
// Which errors are told at all is said by schema-errors.ts.
import type {ErrorObject} from 'ajv';
import {printable} from '../host/printable.ts';
import {patternWords} from './pattern-words.ts';
import {durationPattern, quantityPattern} from './quantity.ts';
import {namePattern} from './schema.ts';
import {nearest} from './suggest.ts';
import {value} from './time-rules.ts';
import type {Path, Problem} from './tree.ts';

/** A word that is none of those allowed. */
export const wrongWord = (path: Path, error: ErrorObject, schema: Schema): Problem => {
  const allowed = schema.enum ?? [];
  const near = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
  return value(
    path,
    `${shown(error.data)} is not allowed`,
    `one of ${allowed.join(', ')}`,
    near === undefined ? '' : `did you mean ${near}?`,
  );
};

/** A value, or the key of a label, that its schema refuses; `source` gives a scalar as it stands in the text. */
export const wrongValue = (
  path: Path,
  error: ErrorObject,
  schema: Schema,
  source: (path: Path) => string | undefined,
): Problem => {
  const label = error.propertyName !== undefined;
  const data = label ? error.propertyName : error.data;
  const said = typeof data === 'string' ? shown(data) : printable(source(path) ?? shown(data));
  const isName = schema.pattern === namePattern && path.join('.') === 'metadata.name';
  const [what, fix] = label ? ['invalid label key', ''] : mistake(data, said, schema, path);
  return {
    code: isName ? 'E-NAME' : 'E-VALUE',
    path,
    at: label ? 'key' : 'value',
    what,
    expected: expectedOf(schema),
    fix,
  };
};

const mistake = (data: unknown, said: string, schema: Schema, path: Path): [string, string] => {
  const words = schema.pattern === undefined ? undefined : patternWords(schema.pattern);
  if (data === null) return ['empty', 'give it a value or remove the field'];
  if (
    typeof data === 'number' &&
    (schema.pattern === quantityPattern || schema.pattern === durationPattern)
  ) {
    const unit = schema.pattern === quantityPattern ? 'Mi' : 's';
    if (!Number.isInteger(data) || data < 1) {
      return [path.join('.') === 'spec.memory.size' ? `${said} is less than 32Mi` : said, words?.fix ?? ''];
    }
    return [`${said} has no unit`, `give a unit: ${said}${unit}`];
  }
  if (typeof data === 'number' && schema.type === 'string')
    return [`${said} is a number`, `quote it: "${said}"`];
  if (typeof data === 'boolean' && schema.type === 'string')
    return [`${said} is true or false`, `quote it: "${said}"`];
  if (typeof data === 'string' && schema.type === 'integer') {
    return /^[0-9]+$/.test(data) ? [`${said} is a string`, 'remove the quotes'] : [said, ''];
  }
  if (schema.type === 'object' && !isMap(data))
    return [`${kindOf(data)} instead of a map`, mapHints.get(String(path.at(-1))) ?? ''];
  if (schema.type === 'array' && !Array.isArray(data))
    return [`${kindOf(data)} instead of a list`, 'write it as a list: - item'];
  if (schema.type === 'string' && typeof data !== 'string')
    return [`${kindOf(data)} instead of a string`, ''];
  if (schema.pattern === namePattern && typeof data === 'string') {
    if (path[0] === 'spec' && /[/~]|^\./.test(data))
      return [`${said} is a path`, 'images and networks are names, not paths'];
    if (data.length > 40) return [`${said} has ${String(data.length)} characters`, 'shorten it'];
  }
  if (schema.type === 'boolean' && typeof data === 'string') {
    return [
      `${said} is a string`,
      /^(?:yes|on|y)$/i.test(data) ? 'write true' : /^(?:no|off|n)$/i.test(data) ? 'write false' : '',
    ];
  }
  if (schema.minimum !== undefined) return [said, words?.fix ?? ''];
  if (path[1] === 'labels' || path.includes('matchLabels')) return [`invalid label value ${said}`, ''];
  return [said, words?.fix ?? ''];
};

const mapHints = new Map([
  ['cpu', 'write cpu: {count: 2}'],
  ['memory', 'write memory: {size: 512Mi}'],
  ['hypervisor', 'write hypervisor: {qemu: {}}'],
  ['boot', 'write boot: {firmware: uefi} or boot: {kernel: {image: my-kernel}}'],
  ['blank', 'write blank: {}'],
  ['balloon', 'write balloon: {}'],
  ['guestAgent', 'write guestAgent: {enabled: true}'],
  ['running', 'write running: {}'],
  ['user', 'write user: {}'],
  ['tap', 'write tap: {network: my-network}'],
]);

/** What a schema wants. */
export const expectedOf = (schema: Schema): string => {
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.pattern !== undefined) return patternWords(schema.pattern)?.expected ?? labelWords;
  if (schema.type === 'integer') return `a whole number ${String(schema.minimum)}-${String(schema.maximum)}`;
  if (schema.type === 'array') return 'a list';
  if (schema.type === 'object') return 'a map';
  return schema.type === 'boolean' ? 'true or false' : 'a string';
};

const labelWords = 'up to 63 of A-Z a-z 0-9 - _ . with a letter or digit at both ends';

/** What is read of a JSON schema here. */
export type Schema = {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly {readonly required: readonly string[]}[];
};

const shown = (data: unknown): string =>
  typeof data === 'string' ? `"${printable(data)}"` : printable(JSON.stringify(data) ?? String(data));

const isMap = (data: unknown): boolean => typeof data === 'object' && data !== null && !Array.isArray(data);

const kindOf = (data: unknown): string => {
  if (Array.isArray(data)) return 'a list';
  if (isMap(data)) return 'a map';
  return typeof data === 'string' ? 'a string' : typeof data === 'number' ? 'a number' : String(data);
};
