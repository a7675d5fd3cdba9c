// What people ask for (approve, stop, purge, ...) as changes of one record, durable before they are answered. A run of
// the key that is under way sees that its record is another one, does nothing more with the old one and looks again: a
// request is to it what a crash between two actions would be.
import type {ObjectKey} from '../desired/node.ts';
import {errorText} from '../errors.ts';
import {isRecorded, writeRecord} from '../execute/record.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {World} from '../world.ts';

/** The record after the request, or why not. */
export type Patch = (record: ObjectRecord) => {readonly record: ObjectRecord} | {readonly refused: string};

export type Applied =
  {readonly ok: true; readonly record: ObjectRecord} | {readonly ok: false; readonly message: string};

/** Change the record of a key, on disk and in memory. The caller wakes the key. */
export const applyRequest = (world: World, key: ObjectKey, patch: Patch): Applied => {
  const record = world.records.get(key);
  if (record === undefined) return {ok: false, message: `there is no ${key}`};
  const result = patch(record);
  if ('refused' in result) return {ok: false, message: result.refused};
  try {
    writeRecord(world.host, result.record);
    world.host.files.settle();
  } catch (thrown) {
    // Done and yet reported as failed (a directory that could not be synced): memory follows the disk, or the next
    // start would do what was answered with a refusal.
    if (!isRecorded(world.host, result.record))
      return {ok: false, message: `it could not be recorded (${errorText(thrown)}); nothing was changed`};
  }
  world.records.set(key, result.record);
  return {ok: true, record: result.record};
};
