// Durable writes of records and revisions. Both are fsynced, file and directory, before anything they announce happens: a
// revision at once, since a record will name it; the directory of the records by settle(), which whoever acts calls first.
import {dirname} from 'node:path';
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {encodeState} from '../host/state-file.ts';
import type {ObjectRecord, RevisionFile} from '../observe/record.ts';
import {revisionNumbers} from '../observe/records.ts';
import type {RevisionsKept} from '../plan/action.ts';

const privateFile = {mode: 0o600, durable: true} as const;

/** Write what vmlet remembers of one object; it is there for good once `files.settle()` was called. */
export const writeRecord = (host: Host, record: ObjectRecord): void => {
  const path = host.paths.record(record);
  host.files.makeDirectory(dirname(path), {mode: 0o700});
  host.files.writeAtomic(path, encodeState(record), {...privateFile, settleLater: true});
};

/** Whether this is what the disk holds, also when its write was reported as failed. */
export const isRecorded = ({files, paths}: Pick<Host, 'files' | 'paths'>, record: ObjectRecord): boolean => {
  try {
    return files.read(paths.record(record))?.toString('utf8') === encodeState(record);
  } catch {
    return false;
  }
};

/** Revisions never change once written; writing the same one again is harmless. The oldest go that nothing keeps. */
export const writeRevision = (
  host: Host,
  uid: string,
  revision: RevisionFile,
  {newest, also}: RevisionsKept = {newest: Infinity, also: []},
): void => {
  const path = host.paths.revision(uid, revision.number);
  host.files.makeDirectory(dirname(path), {mode: 0o700});
  host.files.writeAtomic(path, encodeState(revision), privateFile);
  for (const number of revisionNumbers(host, uid).slice(0, -newest))
    if (!also.includes(number)) removeOld(host, host.paths.revision(uid, number));
};

/** What does not go now is met again by the next revision; the new one is written whatever becomes of the old. */
const removeOld = ({files, log}: Host, path: string): void => {
  try {
    files.remove(path);
  } catch (thrown) {
    log.debug('an old revision stays', {path, why: errorText(thrown)});
  }
};

/** Forget an object: the last step of a purge. */
export const removeRecord = (host: Host, record: ObjectRecord): void => {
  host.files.removeTree(host.paths.vm(record.uid).revisions);
  host.files.remove(host.paths.record(record));
};
