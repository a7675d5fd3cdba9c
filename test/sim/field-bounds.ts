// Which values of a field a CRD itself names: least, most, each of an enum, both of a boolean, and left out. Pure.
import type {CustomResource, JsonSchema} from '../../controller/manifest/crd.ts';

type Found = {readonly schema: JsonSchema; readonly isRequired: boolean};

const find = (schema: JsonSchema, steps: readonly string[]): Found => {
  const [step = '', ...rest] = steps;
  const name = step.replace(/\[\]$/, '');
  const inner = schema.properties?.[name];
  if (inner === undefined) throw new Error(`no field ${steps.join('.')}`);
  if (rest.length > 0) return find(name === step ? inner : (inner.items ?? {}), rest);
  return {schema: inner, isRequired: schema.required?.includes(name) === true};
};

/** The values that the CRD names for the field at `path`; `undefined` is the field left out, where it may be. */
export const namedValues = ({schema}: CustomResource, path: string): readonly unknown[] => {
  const {schema: own, isRequired} = find(schema, path.split('.'));
  return [
    ...(isRequired ? [] : [undefined]),
    ...(own.type === 'boolean' ? [false, true] : []),
    ...(own.enum ?? []),
    ...(own.minimum === undefined ? [] : [own.minimum]),
    ...(own.maximum === undefined ? [] : [own.maximum]),
  ];
};
