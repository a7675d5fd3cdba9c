// Admission of a declared object into memory: identity, generation, and the end of a tombstone. Pure.
import {createHash} from 'node:crypto';
import type {DecodedObject, ManifestObject} from '../manifest/object.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import {isSame} from './same.ts';

/** What a first record needs from the world. */
export type Fresh = {readonly uid: string; readonly hostUid: number | null; readonly now: string};

/** Same spec, same hash, whatever the order of keys in the file was. */
export const specHash = (spec: unknown): string => {
  if (typeof spec !== 'object' || spec === null) return hashOf(spec);
  const hash = known.get(spec) ?? hashOf(spec);
  known.set(spec, hash);
  return hash;
};

/** Declarations never change once decoded, and every look at an object asks for the same ones again. */
const known = new WeakMap<object, string>();

const hashOf = (value: unknown): string => createHash('sha256').update(sorted(value)).digest('hex');

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );

/** Records never change either: what a record was found to be as declared, it stays. */
const admitted = new WeakMap<ObjectRecord, DecodedObject>();

/** Most are equal to the letter, which costs no hash; else the order of keys does not count. */
const isSameDeclaration = (left: unknown, right: unknown): boolean =>
  isSame(left, right) || specHash(left) === specHash(right);

/** The hash that the record has, when it was made from just this; one that was rebuilt has none. */
const hashFor = (record: ObjectRecord, spec: unknown): string =>
  record.specHash !== '' && isSame((record.manifest as ManifestObject).spec, spec)
    ? record.specHash
    : specHash(spec);

/** The record as it must be for this declaration; the same value when nothing changed. */
export const admit = (
  record: ObjectRecord | null,
  decoded: DecodedObject,
  fresh: () => Fresh,
): ObjectRecord => {
  if (record === null) return firstRecord(decoded, fresh());
  if (admitted.get(record) === decoded) return record;
  const hash = hashFor(record, decoded.object.spec);
  const specChanged = hash !== record.specHash;
  const unchanged =
    !specChanged &&
    record.tombstone === null &&
    !record.deleteRequested &&
    isSameDeclaration(record.manifest, decoded.object) &&
    isSameDeclaration(record.source, decoded.source);
  if (unchanged) {
    admitted.set(record, decoded);
    return record;
  }
  return {
    ...record,
    manifest: decoded.object,
    source: decoded.source,
    specHash: hash,
    generation: specChanged ? record.generation + 1 : record.generation,
    // An edit is a new wish: what was said by hand about the old one is over.
    powerOverride: specChanged ? null : record.powerOverride,
    ...(specChanged && record.rollback != null ? {rollback: null} : {}),
    run: specChanged ? {...record.run, finished: false, failures: 0} : record.run,
    tombstone: null,
    deleteRequested: false,
  };
};

const firstRecord = ({object, source}: DecodedObject, {uid, hostUid, now}: Fresh): ObjectRecord => ({
  ...untouched,
  kind: object.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
  uid,
  hostUid,
  generation: 1,
  specHash: specHash(object.spec),
  manifest: object,
  source,
  createdAt: now,
});

/** The record of a VM whose own was lost, from its newest revision; its manifest stands until the source is read. */
export const rebuiltRecord = (
  newest: Revision,
  {hostUid, runningRevision}: {hostUid: number | null; runningRevision: number | null},
): ObjectRecord => ({
  ...untouched,
  kind: 'VirtualMachine',
  namespace: newest.vm.namespace,
  name: newest.vm.name,
  uid: newest.vm.uid,
  hostUid,
  generation: newest.generation,
  specHash: '',
  manifest: newest.manifest,
  source: {source: 'rebuilt', file: '', document: 0},
  createdAt: newest.createdAt,
  revisions: {prepared: newest.number, booted: runningRevision ?? newest.number, previous: 0},
});

/** What an object begins with, before anything was done with it. */
const untouched = {
  schema: 1,
  tombstone: null,
  deleteRequested: false,
  revisions: {prepared: 0, booted: 0, previous: 0},
  approvedRevision: 0,
  powerOverride: null,
  restartRequested: false,
  run: {
    active: null,
    stopping: false,
    stopNow: false,
    failures: 0,
    restarts: 0,
    lastExit: null,
    bootedAt: null,
    finished: false,
  },
  policy: null,
  imageDigest: null,
  imageSpecHash: null,
} as const;
