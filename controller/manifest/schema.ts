// Validation of one object against its CRD: the embedded schema, made strict, compiled by ajv once and on first use.
// Works on a value made for it alone: defaults are written into it even when validation then fails.
import {Ajv} from 'ajv';
import type {ErrorObject, SchemaObject, ValidateFunction} from 'ajv';
import type {JsonSchema} from './crd.ts';
import {crds} from './crds.gen.ts';
import type {Kind} from './object.ts';

export const namePattern = '^[a-z][a-z0-9-]{0,39}$';
const labelKeyPattern =
  '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$';
const labelValuePattern = '^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$';

/** The kinds that this build knows. */
export const kinds = Object.keys(crds) as Kind[];

/** Check one object (`apiVersion`, `kind`, `metadata`, `spec`) and write defaults into it. All errors at once. */
export const validate = (kind: Kind, object: unknown): readonly ErrorObject[] => {
  const check = validator(kind);
  check(object);
  return check.errors ?? [];
};

const validators = new Map<Kind, ValidateFunction>();

const validator = (kind: Kind): ValidateFunction => {
  const known = validators.get(kind);
  if (known !== undefined) return known;
  const compiled = ajv.compile(objectSchema(kind));
  validators.set(kind, compiled);
  return compiled;
};

const ajv = new Ajv({
  strict: true,
  strictRequired: false,
  allErrors: true,
  useDefaults: true,
  verbose: true,
  allowUnionTypes: false,
});

// Kubernetes' list types, which JSON Schema has no word for: the API server enforces them, so we do.
ajv.addKeyword({
  keyword: 'x-kubernetes-list-map-keys',
  type: 'array',
  schemaType: 'array',
  errors: true,
  compile: (keys: readonly string[]) =>
    listCheck('x-kubernetes-list-map-keys', item =>
      keys.every(key => typeof fieldOf(item, key) === 'string')
        ? keys.map(key => `${key} "${String(fieldOf(item, key))}"`).join(', ')
        : undefined,
    ),
});
ajv.addKeyword({
  keyword: 'x-kubernetes-list-type',
  type: 'array',
  schemaType: 'string',
  errors: true,
  compile: (listType: string) =>
    listCheck('x-kubernetes-list-type', item =>
      listType === 'set' && typeof item === 'string' ? `"${item.toLowerCase()}"` : undefined,
    ),
});

type ListCheck = {(list: unknown): boolean; errors?: Partial<ErrorObject>[]};

// One error for each item that repeats an earlier one; `params.index` and `params.first` are their positions,
// `params.id` is what they share.
const listCheck = (keyword: string, identity: (item: unknown) => string | undefined): ListCheck => {
  const check: ListCheck = list => {
    const seen = new Map<string, number>();
    check.errors = [];
    for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
      const id = identity(item);
      const first = id === undefined ? undefined : seen.get(id);
      if (first !== undefined) check.errors.push({keyword, params: {index, first, id}});
      else if (id !== undefined) seen.set(id, index);
    }
    return check.errors.length === 0;
  };
  return check;
};

const fieldOf = (item: unknown, field: string): unknown =>
  typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : undefined;

const objectSchema = (kind: Kind): SchemaObject => ({
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
  const {format: _format, title: _title, description: _description, properties, items, ...rest} = schema;
  const strict: SchemaObject = {...rest};
  if (items !== undefined) strict['items'] = strictSchema(items);
  if (schema.type === 'object') {
    strict['additionalProperties'] = false;
    const entries = Object.entries(properties ?? {});
    strict['properties'] = Object.fromEntries(entries.map(([name, field]) => [name, strictSchema(field)]));
  }
  return strict;
};
