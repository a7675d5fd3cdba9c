// What a disk file is, read from its first bytes: no process, no guess at its format. Sync, since 1,000 small sync
// reads cost 4 to 9 ms and the same by promises 26 to 34 (docs/performance.md).
import {errorText, systemCode} from '../errors.ts';
import type {FileFacts, Files} from '../host/host.ts';
import type {KeptFiles} from './kept-files.ts';
import {parseQcow2Header, qcow2HeadBytes} from './qcow2.ts';
import type {Qcow2Header, Qcow2Verdict} from './qcow2.ts';
import {absent, present, unknown} from './snapshot.ts';
import type {DiskFile, Observation} from './snapshot.ts';

/**
 * Look at a disk that should have this format. What is there but is not a regular file, or whose header does not
 * stand up, is `unknown` with why: nothing may be made in its place. With `headers`, that of an untouched file is not
 * read again; what acts on a disk does without.
 */
export const readDisk = (
  files: Pick<Files, 'stat' | 'readRegular'>,
  path: string,
  expectedFormat: 'raw' | 'qcow2',
  headers?: KeptFiles<Qcow2Header>,
): Observation<DiskFile> => {
  try {
    const facts = files.stat(path, {follow: false});
    if (facts === undefined) return absent;
    if (facts.type !== 'file') return unknown(`${path} is a ${facts.type}, not a regular file`);
    const common = {path, inode: facts.inode, ownerUid: facts.uid};
    if (expectedFormat === 'raw')
      return present({...common, format: 'raw', virtualSizeBytes: facts.sizeBytes, backing: null});
    const header = readHeader(files, path, facts, headers);
    if (!header.ok) return unknown(`${path}: ${header.why}`);
    return present({
      ...common,
      format: 'qcow2',
      virtualSizeBytes: header.virtualSizeBytes,
      backing: header.backing,
    });
  } catch (thrown) {
    return systemCode(thrown) === 'ENOENT' ? absent : unknown(`cannot read ${path}: ${errorText(thrown)}`);
  }
};

const readHeader = (
  files: Pick<Files, 'readRegular'>,
  path: string,
  facts: FileFacts,
  headers: KeptFiles<Qcow2Header> | undefined,
): Qcow2Verdict => {
  const verdict: {last?: Qcow2Verdict} = {};
  const read = (): Qcow2Header | undefined => {
    verdict.last = parseQcow2Header(files.readRegular(path, qcow2HeadBytes - 1).subarray(0, qcow2HeadBytes));
    return verdict.last.ok ? verdict.last : undefined;
  };
  const header = headers === undefined ? read() : headers.of(path, facts, read);
  return header ?? verdict.last ?? {ok: false, why: 'no qcow2 header'};
};
