// ajv's errors as problems for people: one for each mistake, with what was written, what belongs there and how to say it.
import type {ErrorObject} from 'ajv';
import {printable} from '../host/printable.ts';
import {maxDiagnostics} from './diagnostic.ts';
import type {Kind} from './object.ts';
import {patternWords} from './pattern-words.ts';
import {durationPattern, quantityPattern} from './quantity.ts';
import {namePattern} from './schema.ts';
import {nearest} from './suggest.ts';
import type {Path, Problem} from './tree.ts';

/** `source` gives a scalar as it stands in the text. */
export const schemaProblems = (
  errors: readonly ErrorObject[],
  kind: Kind | 'policy',
  source: (path: Path) => string | undefined,
): Problem[] => {
  // The branches of a union speak only of what the union's own error says.
  const own = errors.filter(
    one => !/\/oneOf\/[0-9]+\//.test(one.schemaPath) && one.keyword !== 'propertyNames',
  );
  const unknownFieldAt = new Set(own.filter(one => one.keyword === 'additionalProperties').map(placeOf));
  const wrongTypeAt = new Set(own.filter(one => one.keyword === 'type').map(placeOf));
  const said = new Set<string>();
  return own.slice(0, 2 * maxDiagnostics).flatMap(error => {
    const place = placeOf(error);
    // A typo explains an empty union; a wrong type, everything else about the value; one complaint is enough.
    if (error.keyword === 'oneOf' && (unknownFieldAt.has(place) || wrongTypeAt.has(place))) return [];
    if (!severalAtOnce.has(error.keyword)) {
      if ((error.keyword !== 'type' && wrongTypeAt.has(place)) || said.has(place)) return [];
      said.add(place);
    }
    return [problemOf(error, stepsOf(error.instancePath, error), kind, source)];
  });
};

const severalAtOnce = new Set([
  'additionalProperties',
  'required',
  'oneOf',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
]);

const placeOf = ({instancePath, propertyName}: ErrorObject): string =>
  `${instancePath} ${propertyName ?? ''}`;

const problemOf = (
  error: ErrorObject,
  path: Path,
  kind: Kind | 'policy',
  source: (path: Path) => string | undefined,
): Problem => {
  const field = (error.parentSchema ?? {}) as Schema;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(path, String(error.params['additionalProperty']), field, kind);
    case 'required': {
      const missing = String(error.params['missingProperty']);
      const name = path.join('.') === 'metadata' && missing === 'name';
      return {
        code: name ? 'E-NAME' : 'E-FIELD',
        path: [...path, missing],
        at: 'value',
        what: 'missing',
        expected: expectedOf(fieldSchema(field, missing)),
        fix:
          missing === 'image' && path.at(-1) === 'kernel'
            ? 'an initrd needs a kernel: add image'
            : `add ${missing}`,
      };
    }
    case 'oneOf':
      return wrongUnion(path, field, error.data);
    case 'x-kubernetes-list-map-keys':
    case 'x-kubernetes-list-type':
      return duplicateItem(path, error);
    case 'minItems':
    case 'maxItems':
      return value(
        path,
        `${String((error.data as unknown[]).length)} items`,
        `${error.keyword === 'minItems' ? 'at least' : 'at most'} ${String(error.params['limit'])}`,
        '',
      );
    case 'minLength':
    case 'maxLength':
      return value(
        path,
        `${String((error.data as string).length)} characters`,
        `${error.keyword === 'minLength' ? 'at least' : 'at most'} ${String(error.params['limit'])}`,
        '',
      );
    case 'enum':
      return wrongWord(path, error, field);
    default:
      return wrongValue(path, error, field, source);
  }
};

const unknownField = (path: Path, field: string, schema: Schema, kind: Kind | 'policy'): Problem => {
  const known = Object.keys(schema.properties ?? {});
  const near = nearest(field, known);
  const union = (schema.oneOf ?? []).flatMap(one => one.required);
  const hint = fieldHints.get(`${String(path.at(-1))}.${field}`);
  const fields =
    known.length === 0 ? 'no fields here' : `one of ${(union.length > 0 ? union : known).join(', ')}`;
  const expectedFields = (hint ?? near) === undefined ? fields : '';
  return {
    code: 'E-FIELD',
    path: [...path, field],
    at: 'key',
    what: 'unknown field',
    expected: expectedFields,
    fix:
      hint ??
      (near === undefined
        ? `remove it; see \`vmlet explain ${explainPath(kind, path)}\``
        : `did you mean ${near}?`),
  };
};

// Fields that people bring from other systems, or that vmlet decides.
const fieldHints = new Map([
  ['tap.name', 'tap names are assigned by vmlet; remove it'],
  ['tap.ifname', 'tap names are assigned by vmlet; remove it'],
  ['tap.device', 'tap names are assigned by vmlet; remove it'],
  ['tap.bridge', 'name a Network in tap.network'],
  ['spec.vcpu', 'write cpu: {count: 2}'],
  ['spec.cpus', 'write cpu: {count: 2}'],
  ['spec.mem', 'write memory: {size: 512Mi}'],
  ['spec.kernel', 'write boot: {kernel: {image: my-kernel}}'],
  ['spec.cmdline', 'write boot: {kernel: {image: my-kernel}, cmdline: [quiet]}'],
  ['spec.running', 'write runPolicy: Always or runPolicy: Halted'],
  ['spec.networks', 'did you mean interfaces?'],
  ['spec.volumes', 'did you mean disks?'],
  ['cpu.cores', 'did you mean count?'],
  ['cpu.sockets', 'did you mean count?'],
]);

const wrongUnion = (path: Path, schema: Schema, data: unknown): Problem => {
  const choices = (schema.oneOf ?? []).flatMap(one => one.required);
  const given = choices.filter(
    choice => typeof data === 'object' && data !== null && Object.hasOwn(data, choice),
  );
  return {
    code: 'E-UNION',
    path,
    at: given.length === 0 ? 'value' : 'key',
    what: given.length === 0 ? 'none is given' : `${given.join(' and ')} are given`,
    expected: choices.length === 1 ? choices.join('') : `exactly one of ${choices.join(', ')}`,
    fix: given.length === 0 ? 'add one' : 'keep one',
  };
};

const duplicateItem = (path: Path, error: ErrorObject): Problem => {
  const {index, first, id} = error.params as {index: number; first: number; id: string};
  const named = error.keyword === 'x-kubernetes-list-map-keys';
  return {
    code: 'E-DUPLICATE',
    path: [...path, index, ...(named ? [id.split(' ', 1)[0] ?? ''] : [])],
    at: 'value',
    what: `${printable(id)} is taken by item [${String(first)}]`,
    expected: 'each once',
    fix: 'rename or remove one',
  };
};

const wrongWord = (path: Path, error: ErrorObject, schema: Schema): Problem => {
  const allowed = schema.enum ?? [];
  const near = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
  return value(
    path,
    `${shown(error.data)} is not allowed`,
    `one of ${allowed.join(', ')}`,
    near === undefined ? '' : `did you mean ${near}?`,
  );
};

const wrongValue = (
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

const expectedOf = (schema: Schema): string => {
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.pattern !== undefined) return patternWords(schema.pattern)?.expected ?? labelWords;
  if (schema.type === 'integer') return `a whole number ${String(schema.minimum)}-${String(schema.maximum)}`;
  if (schema.type === 'array') return 'a list';
  if (schema.type === 'object') return 'a map';
  return schema.type === 'boolean' ? 'true or false' : 'a string';
};

const labelWords = 'up to 63 of A-Z a-z 0-9 - _ . with a letter or digit at both ends';

type Schema = {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly {readonly required: readonly string[]}[];
};

const fieldSchema = (schema: Schema, field: string): Schema => schema.properties?.[field] ?? {};

const explainPath = (kind: Kind | 'policy', path: Path): string =>
  [kind.toLowerCase(), ...path.filter(step => typeof step === 'string')].join('.');

const value = (path: Path, what: string, expected: string, fix: string): Problem => ({
  code: 'E-VALUE',
  path,
  at: 'value',
  what,
  expected,
  fix,
});

const shown = (data: unknown): string =>
  typeof data === 'string' ? `"${printable(data)}"` : printable(JSON.stringify(data) ?? String(data));

const isMap = (data: unknown): boolean => typeof data === 'object' && data !== null && !Array.isArray(data);

const kindOf = (data: unknown): string => {
  if (Array.isArray(data)) return 'a list';
  if (isMap(data)) return 'a map';
  return typeof data === 'string' ? 'a string' : typeof data === 'number' ? 'a number' : String(data);
};

// ajv's JSON pointer as steps; digits are an index only where the schema has a list.
const stepsOf = (pointer: string, error: ErrorObject): Path => {
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = steps.map((step, at) =>
    /^[0-9]+$/.test(step) && !inFreeMap(steps, at) ? Number(step) : step,
  );
  return error.propertyName === undefined ? path : [...path, error.propertyName];
};

const inFreeMap = (steps: readonly string[], at: number): boolean =>
  steps[at - 1] === 'matchLabels' ||
  (at === 2 && steps[0] === 'metadata' && (steps[1] === 'labels' || steps[1] === 'annotations'));
