// What a disk file is, read from its first bytes: no process, no guess at its format. Sync, since 1,000 small sync
// reads cost 4 to 9 ms and the same by promises 26 to 34 (docs/performance.md).
import {errorText, systemCode} from '../errors.ts';
import type {FileFacts, Files} from '../host/host.ts';
import type {KeptFiles} from './kept-files.ts';
import {parseQcow2Header, qcow2HeadBytes} from './qcow2.ts';
import {absent, present, unknown} from './snapshot.ts';
import type {DiskFile, Observation} from './snapshot.ts';

/**
 * Look at a disk that should have this format. What is there but is not a regular file, or whose header does not
 * stand up, is `unknown` with why: nothing may be made in its place. With `kept`, the header of an untouched file is not
 * read again, and what it says is the same value; what acts on a disk does without.
 */
export const readDisk = (
  files: Pick<Files, 'stat' | 'readRegular'>,
  path: string,
  expectedFormat: 'raw' | 'qcow2',
  kept?: KeptFiles<Observation<DiskFile>>,
): Observation<DiskFile> => {
  try {
    const facts = files.stat(path, {follow: false});
    if (facts === undefined) return absent;
    if (facts.type !== 'file') return unknown(`${path} is a ${facts.type}, not a regular file`);
    if (expectedFormat === 'raw') {
      const {inode, uid: ownerUid, sizeBytes: virtualSizeBytes} = facts;
      return present({path, inode, ownerUid, format: 'raw', virtualSizeBytes, backing: null});
    }
    if (kept === undefined) return readQcow2(files, path, facts);
    const seen: {unlasting?: Observation<DiskFile>} = {};
    const lasting = kept.of(path, facts, () => {
      const disk = readQcow2(files, path, facts);
      if (disk.state === 'present') return disk;
      seen.unlasting = disk;
      return undefined;
    });
    return lasting ?? seen.unlasting ?? unknown(`${path} was not read`);
  } catch (thrown) {
    return systemCode(thrown) === 'ENOENT' ? absent : unknown(`cannot read ${path}: ${errorText(thrown)}`);
  }
};

const readQcow2 = (
  files: Pick<Files, 'readRegular'>,
  path: string,
  {inode, uid: ownerUid}: FileFacts,
): Observation<DiskFile> => {
  const header = parseQcow2Header(files.readRegular(path, qcow2HeadBytes - 1).subarray(0, qcow2HeadBytes));
  if (!header.ok) return unknown(`${path}: ${header.why}`);
  const {virtualSizeBytes, backing} = header;
  return present({path, inode, ownerUid, format: 'qcow2', virtualSizeBytes, backing});
};
