// How a test gets at every field of a kind, and at every ordered pair of its values. Pure.
import type {CustomResource, JsonSchema} from '../../controller/manifest/crd.ts';

/** Fields that hold a value, as paths; an element of a list is `[]`. */
const leaves = (schema: JsonSchema, path: string): string[] => {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length > 0) return fields.flatMap(([name, inner]) => leaves(inner, `${path}.${name}`));
  return schema.items?.properties === undefined ? [path] : leaves(schema.items, `${path}[]`);
};

/** Every field of the spec, walked from the CRD. */
export const fieldsOf = ({schema}: CustomResource): string[] => {
  const spec = schema.properties?.['spec'];
  return spec === undefined ? [] : leaves(spec, 'spec');
};

/** A walk over `count` places that takes every ordered pair of them once. */
export const walkOfPairs = (count: number): number[] => {
  const all = Array.from({length: count}, (_, at) => at);
  const left = all.map(at => all.filter(to => to !== at));
  const steps: number[] = [];
  const visit = (at: number): void => {
    for (let to = left[at]?.pop(); to !== undefined; to = left[at]?.pop()) visit(to);
    steps.unshift(at);
  };
  visit(0);
  return steps;
};

/** The first and the last of them. */
export const ends = <T>(values: readonly T[]): readonly T[] =>
  values.filter((_, at) => at === 0 || at === values.length - 1);
