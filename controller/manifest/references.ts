// Names that lead nowhere: what the objects of a directory name and nothing in it is. Warnings, since such a VM is held and
// not refused (what is missing may still come), and only `vmlet validate` says them: an object alone cannot know.
import {parseDocument} from 'yaml';
import type {ObjectKey} from '../desired/node.ts';
import type {DecodedObject, Diagnostic} from './object.ts';
import {positionsOf} from './position.ts';
import {sliceDocuments} from './prescan.ts';
import {nearest} from './suggest.ts';
import {offsetOf, pathText, strictYaml} from './tree.ts';

type Path = readonly (string | number)[];
type Reference = {readonly path: Path; readonly kind: string; readonly name: string};

/** Every reference of `objects` that none of `known` answers; `textOf` gives the text of a file, for the place in it. */
export const danglingReferences = (
  objects: readonly DecodedObject[],
  known: ReadonlySet<ObjectKey>,
  textOf: (file: string) => string | undefined,
): Diagnostic[] =>
  objects.flatMap(decoded => {
    const {namespace} = decoded.object.metadata;
    return referencesOf(decoded)
      .filter(({kind, name}) => !known.has(`${kind}/${namespace}/${name}`))
      .map(reference => ({
        severity: 'warning',
        file: decoded.source.file,
        ...placeOf(decoded, reference.path, textOf(decoded.source.file)),
        path: pathText([...reference.path]),
        what: `there is no ${reference.kind} ${reference.name} in namespace ${namespace}`,
        expected: `the name of one that is declared here${hint(reference, namespace, known)}`,
        fix: 'declare it, or correct the name; until then the VM waits',
        code: 'W-REFERENCE',
        object: decoded.key,
      }));
  });

const referencesOf = ({object: {kind, spec}}: DecodedObject): Reference[] => {
  if (kind !== 'VirtualMachine' && kind !== 'VirtualMachineClass') return [];
  const kernel = field(field(spec, 'boot'), 'kernel');
  return [
    ...named(['spec', 'class'], 'VirtualMachineClass', field(spec, 'class')).filter(
      // Built in.
      ({name}) => name !== 'default',
    ),
    ...named(['spec', 'boot', 'kernel', 'image'], 'Image', field(kernel, 'image')),
    ...named(['spec', 'boot', 'kernel', 'initrd'], 'Image', field(kernel, 'initrd')),
    ...list(spec, 'disks').flatMap((disk, at) =>
      named(['spec', 'disks', at, 'image'], 'Image', field(disk, 'image')),
    ),
    ...list(spec, 'interfaces').flatMap((nic, at) =>
      named(['spec', 'interfaces', at, 'tap', 'network'], 'Network', field(field(nic, 'tap'), 'network')),
    ),
    ...list(spec, 'dependsOn').flatMap((other, at) =>
      named(['spec', 'dependsOn', at, 'name'], 'VirtualMachine', field(other, 'name')),
    ),
  ];
};

const named = (path: Path, kind: string, name: unknown): Reference[] =>
  typeof name === 'string' ? [{path, kind, name}] : [];

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const list = (value: unknown, name: string): readonly unknown[] => {
  const items = field(value, name);
  return Array.isArray(items) ? items : [];
};

const hint = ({kind, name}: Reference, namespace: string, known: ReadonlySet<ObjectKey>): string => {
  const prefix = `${kind}/${namespace}/`;
  const names = [...known].filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length));
  const close = nearest(name, names);
  return close === undefined ? '' : ` (\`${close}\`?)`;
};

/** The line and column of a field; of the file where its text does not tell. */
export const placeOf = (
  {object: {kind, metadata}, line = 1}: DecodedObject,
  path: readonly (string | number)[],
  text: string | undefined,
): {line: number; column: number} => {
  for (const slice of sliceDocuments(text ?? '')) {
    const document = parseDocument(slice.text, strictYaml);
    const {contents} = document;
    const isIt = document.get('kind') === kind && document.getIn(['metadata', 'name']) === metadata.name;
    if (isIt && (document.getIn(['metadata', 'namespace']) ?? 'default') === metadata.namespace)
      return positionsOf(text ?? '')(slice.start + offsetOf(contents, [...path], 'value'));
  }
  return {line, column: 1};
};
