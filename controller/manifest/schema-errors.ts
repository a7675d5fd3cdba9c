// ajv's errors as problems for people: one for each mistake, with what was written, what belongs there and how to say it.
import type {ErrorObject} from 'ajv';
import {printable} from '../host/printable.ts';
import {maxDiagnostics} from './diagnostic.ts';
import type {Kind} from './object.ts';
import {expectedOf, wrongValue, wrongWord} from './schema-value.ts';
import type {Schema} from './schema-value.ts';
import {nearest} from './suggest.ts';
import {value} from './time-rules.ts';
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

const fieldSchema = (schema: Schema, field: string): Schema => schema.properties?.[field] ?? {};

const explainPath = (kind: Kind | 'policy', path: Path): string =>
  [kind.toLowerCase(), ...path.filter(step => typeof step === 'string')].join('.');

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
