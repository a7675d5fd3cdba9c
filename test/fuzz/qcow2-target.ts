// qcow2 headers: no bytes make the check throw, its reasons are one clear line, and what it accepts names no file but a
// plain backing path. Judged by a second reading of the header, written from QEMU's docs/interop/qcow2.txt.
import fc from 'fast-check';
import {parseQcow2Header, qcow2HeadBytes} from '../../controller/observe/qcow2.ts';
import {emptyQcow2} from '../fakes/qcow2.ts';
import {dataFileExtension, headerCases} from '../fixtures/qcow2/headers.ts';
import {bentFrom} from './bytes.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

/** A good header with room for extensions and names behind it. */
export const plainHeader = Buffer.concat([emptyQcow2(20 * 1024 * 1024), Buffer.alloc(qcow2HeadBytes - 1024)]);

const secret = '/etc/shadow';

/** Types of the header's extensions, up to the end or to what is cut. */
const extensionTypes = (bytes: Buffer): number[] => {
  const types: number[] = [];
  let at = bytes.readUInt32BE(4) === 2 ? 72 : bytes.readUInt32BE(100);
  while (at + 8 <= bytes.length && bytes.readUInt32BE(at) !== 0) {
    types.push(bytes.readUInt32BE(at));
    at += 8 + Math.ceil(bytes.readUInt32BE(at + 4) / 8) * 8;
  }
  return types;
};

const demandHarmless = (bytes: Buffer): void => {
  const isVersion3 = bytes.readUInt32BE(4) === 3;
  demand(!isVersion3 || (bytes.readBigUInt64BE(72) & 4n) === 0n, 'the data file bit is set');
  demand(bytes.readUInt32BE(32) === 0, 'it is encrypted');
  // What stands behind a name is not an extension any more, and QEMU stops there too.
  if (bytes.readBigUInt64BE(8) === 0n)
    demand(!extensionTypes(bytes).includes(dataFileExtension), 'it names a data file');
};

export const qcow2Target: FuzzTarget = {
  name: 'qcow2',
  cases: fc.oneof(
    bentFrom(
      'qcow2',
      [
        plainHeader,
        ...headerCases.map(({bend}) => bend(plainHeader, secret)).filter(bytes => bytes.length > 0),
      ],
      [
        'DATA',
        '\u00e2\u0079\u002a\u00ca',
        'raw',
        'json:{}',
        'nbd://x',
        '/etc/shadow',
        '../x',
        '\0\0\0\0\0\0\0\0',
      ],
    ),
    fc.uint8Array({maxLength: 200}).map(bytes => Buffer.concat([Buffer.from('QFI\u00fb', 'latin1'), bytes])),
  ),
  check: bytes => {
    const verdict = parseQcow2Header(bytes.subarray(0, qcow2HeadBytes));
    if (!verdict.ok) {
      demand(/^[\x20-\x7e\u00a0-\uffff]{5,400}$/.test(verdict.why), `no clear reason: ${verdict.why}`);
      return 'refused';
    }
    demandHarmless(bytes.subarray(0, qcow2HeadBytes));
    demand(
      Number.isSafeInteger(verdict.virtualSizeBytes) && verdict.virtualSizeBytes > 0,
      'a size that is none',
    );
    const {backing} = verdict;
    if (backing === null) {
      demand(bytes.readBigUInt64BE(8) === 0n, 'a backing file that is not told');
      return 'accepted';
    }
    const parts = backing.path.split('/').slice(1);
    demand(
      backing.path.startsWith('/') && !parts.some(part => ['', '.', '..'].includes(part)),
      'no plain path',
    );
    demand(backing.format === 'raw' || backing.format === 'qcow2', 'no format');
    return 'accepted with a base';
  },
};
