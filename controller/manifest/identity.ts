// Which object a document is: apiVersion, kind, namespace and name, and the fields of metadata that are the server's.
import type {ObjectKey} from '../desired/node.ts';
import {printable} from '../host/printable.ts';
import type {Kind} from './object.ts';
import {kinds, namePattern} from './schema.ts';
import {nearest} from './suggest.ts';
import type {Problem} from './tree.ts';

export const apiVersion = 'vmlet.dev/v1alpha1';

/** Names that commands and references use for something else. */
const reservedNames = ['all', 'self', 'host'];

export type Identity = {
  /** Undefined when the document cannot be attributed to an object: it may be any. */
  readonly key: ObjectKey | undefined;
  readonly kind: Kind | undefined;
  readonly problems: readonly Problem[];
};

/** `Kind/namespace/name`. */
export const objectKey = (kind: string, namespace: string, name: string): ObjectKey =>
  `${kind}/${namespace}/${name}`;

/** Who a document is about, as far as it says so. What metadata lacks is left to the schema. */
export const readIdentity = (document: Readonly<Record<string, unknown>>): Identity => {
  const problems: Problem[] = [];
  const kind = readKind(document['kind'], problems);
  readApiVersion(document['apiVersion'], problems);
  const metadata = isRecord(document['metadata']) ? document['metadata'] : {};
  const name = metadata['name'];
  const namespace = metadata['namespace'] ?? 'default';
  if (typeof name === 'string' && reservedNames.includes(name)) {
    problems.push({
      code: 'E-NAME',
      path: ['metadata', 'name'],
      at: 'value',
      what: `"${name}" is reserved`,
      expected: `a name other than ${reservedNames.join(', ')}`,
      fix: 'choose another name',
    });
  }
  const named = isName(name) && isName(namespace);
  return {kind, key: kind !== undefined && named ? objectKey(kind, namespace, name) : undefined, problems};
};

/** Take out what vmlet itself writes, with a warning each, so that a status file can be copied back. */
export const dropServerFields = (document: Record<string, unknown>): Problem[] => {
  const problems: Problem[] = [];
  if (Object.hasOwn(document, 'status')) {
    problems.push(ignored(['status'], 'status is written by vmlet'));
    delete document['status'];
  }
  const metadata = document['metadata'];
  if (!isRecord(metadata)) return problems;
  for (const field of serverFields) {
    if (!Object.hasOwn(metadata, field)) continue;
    problems.push(ignored(['metadata', field], `${field} is assigned by vmlet`));
    delete metadata[field];
  }
  return problems;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const serverFields = [
  'uid',
  'generation',
  'resourceVersion',
  'creationTimestamp',
  'managedFields',
  'selfLink',
];

const ignored = (path: readonly string[], what: string): Problem => ({
  code: 'W-IGNORED',
  path,
  at: 'key',
  what: `${what}; ignored here`,
  expected: '',
  fix: 'remove it',
});

const isName = (value: unknown): value is string =>
  typeof value === 'string' && new RegExp(namePattern).test(value);

const readApiVersion = (value: unknown, problems: Problem[]): void => {
  if (value === apiVersion) return;
  problems.push({
    code: 'E-KIND',
    path: ['apiVersion'],
    at: 'value',
    what: value === undefined ? 'missing' : `"${shown(value)}" unknown`,
    expected: `${apiVersion}, the only version that this build knows`,
    fix: `write apiVersion: ${apiVersion}`,
  });
};

const readKind = (value: unknown, problems: Problem[]): Kind | undefined => {
  const kind = kinds.find(one => one === value);
  if (kind !== undefined) return kind;
  const near = typeof value === 'string' ? (foreignKinds.get(value) ?? nearest(value, kinds)) : undefined;
  problems.push({
    code: 'E-KIND',
    path: ['kind'],
    at: 'value',
    what: value === undefined ? 'missing' : `kind "${shown(value)}" unknown`,
    expected: `one of ${kinds.join(', ')}`,
    fix: near === undefined ? '' : `did you mean ${near}?`,
  });
  return undefined;
};

// What other systems call the same thing.
const foreignKinds = new Map([
  ['Pod', 'VirtualMachine'],
  ['VM', 'VirtualMachine'],
  ['Vm', 'VirtualMachine'],
  ['Domain', 'VirtualMachine'],
  ['MicroVM', 'VirtualMachine'],
  ['VirtualMachineInstance', 'VirtualMachine'],
  ['PodDisruptionBudget', 'DisruptionBudget'],
  ['VirtualMachineInstancetype', 'VirtualMachineClass'],
  ['VMClass', 'VirtualMachineClass'],
  ['DataVolume', 'Image'],
  ['Bridge', 'Network'],
]);

const shown = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value));
