// What people ask for (approve, stop, purge, ...) as changes of one record. They are applied by the run of the key
// itself, so that a request and a run can never write over each other; each is durable before it is answered.
import type {ObjectKey} from './desired/node.ts';
import {errorText} from './errors.ts';
import {writeRecord} from './execute/record.ts';
import {encodeState} from './host/state-file.ts';
import type {ObjectRecord} from './observe/record.ts';
import type {World} from './world.ts';

/** The record after the request, or why not. */
export type Patch = (record: ObjectRecord) => {readonly record: ObjectRecord} | {readonly refused: string};

export type Applied = {readonly ok: true} | {readonly ok: false; readonly message: string};

type Request = {readonly patch: Patch; readonly answer: (applied: Applied) => void};

export type Requests = {
  /** Ask; resolves once the record is written. The caller wakes the key. */
  add(key: ObjectKey, patch: Patch): Promise<Applied>;
  /** Apply what waits for this key; called by its run only. */
  apply(key: ObjectKey): void;
};

/** Open an empty list of requests. */
export const openRequests = (world: World): Requests => {
  const waiting = new Map<ObjectKey, Request[]>();
  return {
    add: (key, patch) =>
      new Promise(answer => {
        waiting.set(key, [...(waiting.get(key) ?? []), {patch, answer}]);
      }),
    apply: key => {
      const requests = waiting.get(key) ?? [];
      waiting.delete(key);
      for (const request of requests) request.answer(applyOne(world, key, request.patch));
    },
  };
};

const applyOne = (world: World, key: ObjectKey, patch: Patch): Applied => {
  const record = world.records.get(key);
  if (record === undefined) return {ok: false, message: `there is no ${key}`};
  const result = patch(record);
  if ('refused' in result) return {ok: false, message: result.refused};
  try {
    writeRecord(world.host, result.record);
  } catch (thrown) {
    // Done and yet reported as failed (a directory that could not be synced): memory follows the disk, or the next
    // start would do what was answered with a refusal.
    if (!isOnDisk(world, result.record))
      return {ok: false, message: `it could not be recorded (${errorText(thrown)}); nothing was changed`};
  }
  world.records.set(key, result.record);
  return {ok: true};
};

const isOnDisk = ({host: {files, paths}}: World, record: ObjectRecord): boolean => {
  try {
    return files.read(paths.record(record))?.toString('utf8') === encodeState(record);
  } catch {
    return false;
  }
};
