// Validation of one object against its CRD: the embedded schema, made strict. Generated code tells what is valid; ajv is
// loaded and compiles the same schema for what is not, to say all that is wrong with it.
// Works on a value made for it alone: defaults are written into it even when validation then fails.
import type {Ajv, ErrorObject, SchemaObject, ValidateFunction} from 'ajv';
import type {JsonSchema} from './crd.ts';
import {crds} from './crds.gen.ts';
import {loadAjv} from './load-ajv.ts';
import {repeatedKeys, repeatedWords} from './list-check.ts';
import type {Repeat} from './list-check.ts';
import type {Kind} from './object.ts';
import * as validators from './validators.gen.ts';

export const namePattern = '^[a-z][a-z0-9-]{0,39}$';
const labelKeyPattern =
  '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$';
const labelValuePattern = '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$';

/** The kinds that this build knows. */
export const kinds = Object.keys(crds) as Kind[];

/** Check one object (`apiVersion`, `kind`, `metadata`, `spec`) and write defaults into it. All errors at once. */
export const validate = (kind: Kind, object: unknown): readonly ErrorObject[] => {
  const isValid = validators[kind] as (value: unknown) => boolean;
  if (isValid(object)) return [];
  const check = validator(kind);
  check(object);
  return check.errors ?? [];
};

/** Check against a schema that is no kind's, as strictly. */
export const compileStrict = (schema: JsonSchema): ValidateFunction => {
  ajv ??= openAjv();
  return ajv.compile(strictSchema(schema));
};

const compiled = new Map<Kind, ValidateFunction>();

const validator = (kind: Kind): ValidateFunction => {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  ajv ??= openAjv();
  const made = ajv.compile(objectSchema(kind));
  compiled.set(kind, made);
  return made;
};

/** How schemas are read; the generated code is made with the same, and with only the first error. */
export const ajvOptions = {
  strict: true,
  strictRequired: false,
  allErrors: true,
  useDefaults: true,
  verbose: true,
  allowUnionTypes: true,
} as const;

let ajv: Ajv | undefined;

const openAjv = (): Ajv => {
  const opened = new (loadAjv().Ajv)(ajvOptions);
  opened.addKeyword({
    keyword: 'x-kubernetes-list-map-keys',
    type: 'array',
    schemaType: 'array',
    errors: true,
    compile: (keys: readonly string[]) =>
      listCheck('x-kubernetes-list-map-keys', list => repeatedKeys(list, keys.join(','))),
  });
  opened.addKeyword({
    keyword: 'x-kubernetes-list-type',
    type: 'array',
    schemaType: 'string',
    errors: true,
    compile: (listType: string) => listCheck('x-kubernetes-list-type', list => repeatedWords(list, listType)),
  });
  return opened;
};

type ListCheck = {(list: unknown): boolean; errors?: Partial<ErrorObject>[]};

// One error for each item that repeats an earlier one.
const listCheck = (keyword: string, repeats: (list: unknown) => readonly Repeat[]): ListCheck => {
  const check: ListCheck = list => {
    check.errors = repeats(list).map(params => ({keyword, params}));
    return check.errors.length === 0;
  };
  return check;
};

/** The strict schema of a whole object. */
export const objectSchema = (kind: Kind): SchemaObject => ({
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: {},
    kind: {},
    metadata: metadataSchema,
    spec: strictSchema(crds[kind].schema.properties?.['spec'] ?? {}),
  },
});

const metadataSchema: SchemaObject = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {type: 'string', pattern: namePattern},
    namespace: {type: 'string', pattern: namePattern, default: 'default'},
    labels: {
      type: 'object',
      default: {},
      propertyNames: {type: 'string', pattern: labelKeyPattern},
      additionalProperties: {type: 'string', pattern: labelValuePattern},
    },
    annotations: {
      type: 'object',
      default: {},
      propertyNames: {type: 'string', pattern: labelKeyPattern},
      additionalProperties: {type: 'string'},
    },
  },
};

// What a CRD leaves to the API server: unknown fields are an error here, or a typo would pass in silence.
// Integers carry their range, so `format` says nothing more.
const strictSchema = (schema: JsonSchema): SchemaObject => {
  const {
    format: _format,
    title: _title,
    description: _description,
    'x-kubernetes-int-or-string': isEither,
    additionalProperties: values,
    properties,
    items,
    ...rest
  } = schema;
  const strict: SchemaObject = isEither === true ? {...rest, type: ['integer', 'string']} : {...rest};
  if (items !== undefined) strict['items'] = strictSchema(items);
  if (schema.type === 'object') {
    strict['additionalProperties'] = values === undefined ? false : strictSchema(values);
    if (values !== undefined) strict['propertyNames'] = {type: 'string', pattern: labelKeyPattern};
    const entries = Object.entries(properties ?? {});
    strict['properties'] = Object.fromEntries(entries.map(([name, field]) => [name, strictSchema(field)]));
  }
  return strict;
};
