// What an edit changes that touches no guest: policies and labels of a VM, and every field of the kinds that VMs share, field by
// field with what it costs (disruption.ts). What a VM boots is compared revision by revision, in diff.ts. Pure.
import type {PendingChange} from './action.ts';
import {exceptionOf, part} from './diff-part.ts';
import {disruptionMatrix} from './disruption.ts';
import type {CostTable} from './disruption.ts';

/** An object as it was declared, or will be. */
type Declared = {readonly kind: string; readonly manifest: unknown};

/** Parts of a VM that are in no revision: changing them is changing what vmlet does with it. */
const policies =
  /^(metadata|spec\.(class|runPolicy|readiness|dependsOn|preStart|shutdown|update|deletion))\b/;

/** Field by field; nothing for an object that is new. */
export const diffDeclared = (before: Declared | undefined, after: Declared | undefined): PendingChange[] => {
  if (before === undefined || after === undefined || before.manifest === after.manifest) return [];
  const table = tables[after.kind] ?? {};
  const isVm = after.kind === 'VirtualMachine';
  return differences(partsOf(before.manifest), partsOf(after.manifest), '')
    .filter(({path}) => !isVm || policies.test(path))
    .map(({path, from, to}) => part(path, from, to, costOf(table, path)).change);
};

const tables: Readonly<Record<string, CostTable>> = {
  ...disruptionMatrix,
  // Of its machines the worst counts; what a machine is spared its own diff says.
  VirtualMachineClass: Object.fromEntries(
    Object.entries(disruptionMatrix.VirtualMachine).map(([path, row]) => [path, exceptionOf(row)]),
  ),
};

const noCost = {disruption: 'hot', reason: 'no machine is touched'} as const;

/** Of a field, or of what holds it. */
const costOf = (table: CostTable, path: string): CostTable[string] => {
  const known = table[path.replaceAll(/\[[^\]]*\]/g, '[]')];
  if (known !== undefined) return known;
  const above = path.replace(/(?:\.[^.[\]]*|\[[^\]]*\])$/, '');
  return above === path || above === '' ? noCost : costOf(table, above);
};

const partsOf = (manifest: unknown): Fields => {
  const {metadata, spec} = fieldsOf(manifest);
  const {labels, annotations} = fieldsOf(metadata);
  return {metadata: {labels: labels ?? {}, annotations: annotations ?? {}}, spec};
};

type Fields = Readonly<Record<string, unknown>>;
type Difference = {readonly path: string; readonly from: unknown; readonly to: unknown};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** A list of things with names is compared by name, whatever their order. */
const byName = (value: unknown): Fields | null => {
  if (!Array.isArray(value) || value.length === 0) return null;
  const items = (value as readonly unknown[]).map(item => [fieldsOf(item)['name'], item] as const);
  const named = items.flatMap(([name, item]) => (typeof name === 'string' ? [[name, item] as const] : []));
  return named.length === items.length ? Object.fromEntries(named) : null;
};

const differences = (from: unknown, to: unknown, path: string): Difference[] => {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const [namedFrom, namedTo] = [byName(from), byName(to)];
  if (namedFrom !== null && namedTo !== null) return each(namedFrom, namedTo, name => `${path}[${name}]`);
  if (isFields(from) && isFields(to)) return each(from, to, name => (path === '' ? name : `${path}.${name}`));
  // One side left it out: what the other says is shown field by field where it has fields.
  if (isFields(from) && to === undefined && Object.keys(from).length > 0) return differences(from, {}, path);
  if (isFields(to) && from === undefined && Object.keys(to).length > 0) return differences({}, to, path);
  return [{path, from: from ?? null, to: to ?? null}];
};

const each = (from: Fields, to: Fields, pathOf: (name: string) => string): Difference[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap(name =>
    differences(from[name], to[name], pathOf(name)),
  );
