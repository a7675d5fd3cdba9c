// `vmlet get tombstones`: machines whose manifests were removed and whose disks are kept, and what ends that.
import type {StatusEntry} from '../status/read.ts';
import type {TombstoneStatus, VmStatus} from '../status/status-types.ts';
import {formatAge} from './age.ts';
import {cellText} from './columns.ts';
import type {Table} from './table.ts';

/** What people call it on the command line. */
export const isTombstones = (word: string | undefined): boolean =>
  word === 'tombstone' || word === 'tombstones';

export type Tombstone = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | null;
  readonly phase: string;
  readonly since: string;
  readonly why: string;
  readonly deletion: 'Retain' | 'Delete';
  readonly disks: readonly {
    readonly name: string;
    readonly path: string;
    readonly virtualSize: string | null;
  }[];
  /** What ends it, for people. */
  readonly ends: string;
};

/** The tombstones among machines, oldest first. */
export const tombstonesOf = (entries: readonly StatusEntry[]): Tombstone[] =>
  entries
    .flatMap(({document: {metadata, status}}): Tombstone[] => {
      const {tombstone, disks = [], phase} = status as VmStatus;
      if (tombstone === undefined) return [];
      return [
        {
          namespace: metadata.namespace,
          name: metadata.name,
          uid: metadata.uid ?? null,
          phase,
          since: tombstone.since,
          why: tombstone.why,
          deletion: tombstone.disks,
          disks: disks.map(({name, path, virtualSize}) => ({name, path, virtualSize})),
          ends: endOf(metadata.name, metadata.namespace, phase, tombstone),
        },
      ];
    })
    .sort((left, right) => (left.since < right.since ? -1 : left.since > right.since ? 1 : 0));

const endOf = (
  name: string,
  namespace: string,
  phase: string,
  {disks, grace, trashedFor}: TombstoneStatus,
): string => {
  const ref = `vm/${name}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
  if (phase === 'Stopping') return 'it is being stopped';
  return disks === 'Retain'
    ? `vmlet purge ${ref}`
    : `${grace ?? '?'} in the trash (${trashedFor ?? '0h'} so far), or vmlet purge ${ref}`;
};

/** As a table, with ages at `now`. */
export const tombstoneTable = (
  tombstones: readonly Tombstone[],
  {now, withNamespace, wide}: {readonly now: string; readonly withNamespace: boolean; readonly wide: boolean},
): Table => ({
  headings: [
    ...(withNamespace ? ['NAMESPACE'] : []),
    'NAME',
    'AGE',
    'DISKS',
    'ENDED BY',
    ...(wide ? ['WHY', 'PATHS'] : []),
  ],
  rows: tombstones.map(({namespace, name, since, disks, ends, why}) => [
    ...(withNamespace ? [namespace] : []),
    name,
    formatAge(since, now),
    cellText(disks.map(disk => `${disk.name}${disk.virtualSize === null ? '' : `=${disk.virtualSize}`}`)),
    ends,
    ...(wide ? [why, cellText(disks.map(({path}) => path))] : []),
  ]),
});
