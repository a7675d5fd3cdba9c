// What the source's judgement must know of the objects that came from it: who they are, who is protected, whose removal was
// asked for, and what the host policy limits. Read from the records; nothing is decided here.
import type {HostPolicy, ObjectKey} from './desired/node.ts';
import type {SourceFacts} from './manifest/judgement.ts';
import type {ManifestObject} from './manifest/object.ts';
import type {RemovalLimit} from './manifest/removal-limits.ts';
import type {ObjectRecord} from './observe/record.ts';
import {selects} from './plan/budget.ts';
import type {World} from './world.ts';

/** Records never change, and each scan asks for all of them. */
const places = new WeakMap<ObjectRecord, {file: string; document: number; tombstone: boolean}>();

const placeOf = (record: ObjectRecord) => {
  const known = places.get(record);
  if (known !== undefined) return known;
  const place = {...record.source, tombstone: record.tombstone !== null};
  places.set(record, place);
  return place;
};

/** Facts of every record; `source` is the name that the host policy knows it by. */
export const sourceFacts = (
  {records, policy}: Pick<World, 'records' | 'policy'>,
  source: string,
  observedOnce: boolean,
): SourceFacts => {
  const known = new Map<ObjectKey, {file: string; document: number; tombstone: boolean}>();
  const protectedKeys = new Set<ObjectKey>();
  const deleteRequested = new Set<ObjectKey>();
  const dependsOn = new Map<ObjectKey, readonly ObjectKey[]>();
  for (const [key, record] of records) {
    known.set(key, placeOf(record));
    if (record.policy?.deletion.protect === true) protectedKeys.add(key);
    if (record.deleteRequested) deleteRequested.add(key);
    const needed = record.policy?.dependsOn ?? [];
    if (needed.length > 0) dependsOn.set(key, needed);
  }
  const removalLimits = removalLimitsOf(records, policy.current(), source);
  return {observedOnce, known, protectedKeys, deleteRequested, dependsOn, removalLimits};
};

/** What the policy says of this source, with the machines that have the labels as they were last declared. */
const removalLimitsOf = (
  records: World['records'],
  {removals}: HostPolicy,
  name: string,
): readonly RemovalLimit[] => {
  const limits = removals
    .filter(({source}) => source === null || source === name)
    .map(({field, matchLabels, max}) => ({
      limit: `${field}.maxPerChange ${String(max)}`,
      max,
      members: matchLabels === null ? null : labelled(records, matchLabels),
    }));
  return [...new Map(limits.map(each => [each.limit, each])).values()];
};

const labelled = (
  records: World['records'],
  matchLabels: Readonly<Record<string, string>>,
): ReadonlySet<ObjectKey> =>
  new Set(
    [...records].flatMap(([key, {kind, manifest}]) =>
      kind === 'VirtualMachine' &&
      selects({selector: {matchLabels}}, (manifest as ManifestObject).metadata.labels)
        ? [key]
        : [],
    ),
  );
