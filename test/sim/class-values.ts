// Fields of a machine as its class has them. Values only.
import {crds} from '../../controller/manifest/crds.gen.ts';
import {baseSpec, fieldRows} from './field-values.ts';
import type {FieldRow, Spec} from './field-values.ts';
import {fieldsOf} from './field-walk.ts';

/** The rows of all fields that a class can say too. */
export const classRows = (): readonly FieldRow[] => {
  const shared = new Set(fieldsOf(crds.VirtualMachineClass));
  return fieldRows.filter(({path}) => shared.has(path) && path !== 'spec.class');
};

/** The spec of class `mine` that says the field, and that of a machine which leaves it to the class. */
export const inClass = (row: FieldRow, value: unknown): {readonly spec: Spec; readonly rest: Spec} => {
  const top = row.path.split('.')[1] ?? '';
  const {[top]: given, ...rest} = row.put(baseSpec, value);
  return {spec: given === undefined ? {} : {[top]: given}, rest: {...rest, class: 'mine'}};
};

/** The manifest of class `mine`. */
export const classText = (spec: Spec): string =>
  JSON.stringify({
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'VirtualMachineClass',
    metadata: {name: 'mine'},
    spec,
  });
