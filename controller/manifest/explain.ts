// What `vmlet explain` shows: one field of a kind, from the embedded schemas. Pure; printing is cli/explain.ts.
import type {CustomResource, JsonSchema} from './crd.ts';
import {crds, defaultClassSpec, policySchema} from './crds.gen.ts';
import type {Kind} from './object.ts';
import {nearest} from './suggest.ts';

export type ExplainNode = {
  /** `Policy` is the host policy file, which is no object. */
  readonly kind: Kind | 'Policy';
  /** `spec.disks[].size`; '' for the kind itself. */
  readonly path: string;
  /** `string`, `integer`, `object`, `[]object`, ... */
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  /** Allowed words. */
  readonly enum: readonly string[];
  readonly pattern: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** The schema's own default, or undefined: what the field is when left out, whatever the class. */
  readonly default: unknown;
  /** What the built-in class `default` says, or undefined. */
  readonly classDefault: unknown;
  /** Fields of which exactly one is given; empty when this is no union. */
  readonly oneOf: readonly string[];
  readonly fields: readonly ExplainField[];
};

export type ExplainField = {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly default: unknown;
  readonly classDefault: unknown;
};

export type ExplainFailure = {
  /** The part of the path that is known. */
  readonly known: string;
  readonly unknown: string;
  /** Did you mean. */
  readonly suggestion: string | null;
  readonly candidates: readonly string[];
};

/**
 * A field by kubectl's path: `vm`, `virtualmachine.spec.disks`, `img.spec.source.file`. Kinds go by kind, singular,
 * plural or short name, in any case; list markers (`disks[]`, `disks[0]`) may be written or not.
 */
export const explain = (path: string): ExplainNode | ExplainFailure => {
  const [first = '', ...steps] = path.split('.').map(step => step.replace(/\[[0-9]*\]$/, ''));
  if (first.toLowerCase() === 'policy')
    return walk('Policy', 'policy', {schema: policySchema, classDefault: undefined}, steps);
  const resource = findResource(first);
  if (resource === undefined) {
    const names = Object.values(crds).flatMap(namesOf);
    return {
      known: '',
      unknown: first,
      suggestion: nearest(first, names) ?? null,
      candidates: [...Object.keys(crds), 'policy'],
    };
  }
  const classDefault = {spec: isClassed(resource) ? defaultClassSpec : undefined};
  return walk(resource.kind as Kind, resource.singular, {schema: resource.schema, classDefault}, steps);
};

const walk = (
  kind: ExplainNode['kind'],
  name: string,
  start: Place,
  steps: readonly string[],
): ExplainNode | ExplainFailure => {
  let place = start;
  let known = '';
  let required = true;
  for (const step of steps) {
    const inside = itemsOf(place.schema);
    const next = Object.hasOwn(inside.properties ?? {}, step) ? inside.properties?.[step] : undefined;
    if (next === undefined) {
      const candidates = Object.keys(inside.properties ?? {});
      const suggestion = nearest(step, candidates) ?? null;
      return {
        known: `${name}${known === '' ? '' : `.${known}`}`,
        unknown: step,
        suggestion,
        candidates,
      };
    }
    required = inside.required?.includes(step) ?? false;
    known = `${known === '' ? '' : `${known}.`}${step}${next.type === 'array' ? '[]' : ''}`;
    place = {schema: next, classDefault: fieldOf(place.classDefault, step)};
  }
  return describe(kind, known, place, required);
};

/** True when explain() knew the whole path. */
export const isExplained = (result: ExplainNode | ExplainFailure): result is ExplainNode => 'kind' in result;

type Place = {readonly schema: JsonSchema; readonly classDefault: unknown};

const describe = (
  kind: ExplainNode['kind'],
  path: string,
  {schema, classDefault}: Place,
  required: boolean,
): ExplainNode => {
  const inside = itemsOf(schema);
  return {
    kind,
    path,
    type: typeOf(schema),
    description: schema.description ?? '',
    required,
    enum: inside.enum ?? [],
    pattern: inside.pattern ?? null,
    minimum: inside.minimum ?? null,
    maximum: inside.maximum ?? null,
    default: schema.default,
    classDefault,
    oneOf: (inside.oneOf ?? []).flatMap(one => one.required),
    fields: Object.entries(inside.properties ?? {}).map(([name, field]) => ({
      name,
      type: typeOf(field),
      description: field.description ?? '',
      required: inside.required?.includes(name) ?? false,
      default: field.default,
      classDefault: fieldOf(classDefault, name),
    })),
  };
};

const findResource = (name: string): CustomResource | undefined =>
  Object.values(crds).find(resource => namesOf(resource).includes(name.toLowerCase()));

const namesOf = ({kind, singular, plural, shortNames}: CustomResource): string[] => [
  ...new Set([kind.toLowerCase(), singular, plural, ...shortNames]),
];

const isClassed = ({kind}: CustomResource): boolean =>
  kind === 'VirtualMachine' || kind === 'VirtualMachineClass';

const itemsOf = (schema: JsonSchema): JsonSchema => schema.items ?? schema;

const typeOf = (schema: JsonSchema): string => {
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  if (schema.additionalProperties !== undefined) return `map of ${schema.additionalProperties.type ?? ''}`;
  return schema.type === 'array' ? `[]${schema.items?.type ?? ''}` : (schema.type ?? '');
};

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;
