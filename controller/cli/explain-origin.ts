// Of one machine: every value of its spec and where it came from (the manifest, the class that it names, the built-in class).
// Pure; read from the machine's revision, where manifest and class are pinned as they were.
import type {RevisionReply} from '../api/protocol.ts';

export type WholeRevision = Extract<RevisionReply, {ok: true}>['revision'];

export type OriginRow = {
  /** As in a manifest: `spec.cpu.count`. */
  readonly path: string;
  readonly value: unknown;
  readonly from: 'manifest' | 'class' | 'built-in class';
};

/** Where one member replaces the whole, what it leaves out is never the class's. */
const unions: ReadonlySet<string> = new Set(['hypervisor', 'boot', 'readiness']);

/** Fields that are called otherwise once they are resolved. */
const givenAs: Readonly<Record<string, string>> = {hostname: 'bootstrap.hostname'};

/** Rows in the order of the spec; none when a vmlet wrote the revision that did not keep the spec. */
export const originsOf = ({spec, manifest, class: named}: WholeRevision): OriginRow[] => {
  const own = member(manifest, 'spec');
  const ofClass = named?.spec;
  return leaves(spec, []).map(({path, value}) => {
    const given = (givenAs[path.join('.')] ?? path.join('.')).split('.');
    const [top = ''] = given;
    const decides = (layer: unknown): boolean => has(layer, unions.has(top) ? [top] : given);
    const says = (layer: unknown): boolean => has(layer, given);
    const owner = decides(own) ? own : decides(ofClass) ? ofClass : undefined;
    const from =
      owner === undefined || !says(owner) ? 'built-in class' : owner === own ? 'manifest' : 'class';
    return {path: `spec.${given.join('.')}`, value, from};
  });
};

type Leaf = {readonly path: readonly string[]; readonly value: unknown};

const leaves = (value: unknown, path: readonly string[]): Leaf[] =>
  isMap(value)
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]))
    : value === undefined || value === null
      ? []
      : [{path, value}];

/** An empty list says no more than one that is left out. */
const has = (layer: unknown, path: readonly string[]): boolean => {
  const value = path.reduce(member, layer);
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
};

const member = (value: unknown, name: string): unknown => (isMap(value) ? value[name] : undefined);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
