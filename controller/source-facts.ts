// What the source's judgement must know of the objects that came from it: who they are, who is protected, whose removal was
// asked for. Read from the records; nothing is decided here.
import type {ObjectKey} from './desired/node.ts';
import type {SourceFacts} from './manifest/judgement.ts';
import type {ObjectRecord} from './observe/record.ts';
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

/** Facts of every record. */
export const sourceFacts = ({records}: Pick<World, 'records'>, observedOnce: boolean): SourceFacts => {
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
  return {observedOnce, known, protectedKeys, deleteRequested, dependsOn};
};
