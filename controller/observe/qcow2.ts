// Reads a qcow2 header and refuses every one that could make QEMU open a second file that we do not know of, or that
// breaks QEMU's own bounds. Pure. The guest can write its overlay's header after an escape, so nothing in it is trusted.
// Format: docs/interop/qcow2.txt of QEMU; bounds as in QEMU 7.2, block/qcow2.c.
import {printable} from '../host/printable.ts';

/** Bytes to read from the start of a file: more than any header, feature table and name that qemu-img writes. */
export const qcow2HeadBytes = 4096;

export type Qcow2Header = {
  readonly ok: true;
  readonly version: 2 | 3;
  readonly virtualSizeBytes: number;
  readonly clusterBytes: number;
  /** An absolute path, and a format that was written down: QEMU would guess it otherwise. */
  readonly backing: {readonly path: string; readonly format: 'raw' | 'qcow2'} | null;
};

export type Qcow2Verdict = Qcow2Header | {readonly ok: false; readonly why: string};

const magic = 0x5146_49fb;
const mostVirtualBytes = 64n * 1024n ** 4n;
const mostL1Bytes = 32 * 1024 * 1024;
const mostRefcountTableBytes = 8 * 1024 * 1024;
const mostSnapshots = 65_536;
const mostNameBytes = 1023;
const extensionType = {end: 0, backingFormat: 0xe279_2aca, dataFile: 0x4441_5441, encryption: 0x0537_be77};
/** Incompatible feature bits: 0 dirty, 3 compression type and 4 extended L2 are harmless; 1 corrupt and 2 data file not. */
const harmlessFeatures = 0b1_1001n;

/** Vet the first bytes of a qcow2 file. `why` is one line without the path. */
export const parseQcow2Header = (bytes: Buffer): Qcow2Verdict => {
  try {
    return readHeader(bytes);
  } catch (thrown) {
    if (thrown instanceof Refusal) return {ok: false, why: thrown.message};
    throw thrown;
  }
};

class Refusal extends Error {}

const refuseIf = (bad: boolean, why: string): void => {
  if (bad) throw new Refusal(why);
};

const readHeader = (bytes: Buffer): Qcow2Header => {
  refuseIf(bytes.length < 4 || bytes.readUInt32BE(0) !== magic, 'no qcow2 header');
  refuseIf(bytes.length < 72, `header incomplete (${String(bytes.length)} of 72 bytes)`);
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3)
    throw new Refusal(`qcow2 version ${String(version)}; 2 and 3 are known`);
  const headerBytes = version === 2 ? 72 : readVersion3(bytes);
  const clusterBits = bytes.readUInt32BE(20);
  refuseIf(clusterBits < 9 || clusterBits > 21, `cluster_bits ${String(clusterBits)}; 9 to 21 are allowed`);
  const clusterBytes = 2 ** clusterBits;
  refuseIf(headerBytes > clusterBytes, 'header is longer than a cluster');
  refuseIf(bytes.readUInt32BE(32) !== 0, 'the image is encrypted');
  const virtualSizeBytes = readSize(bytes);
  checkTables(bytes, clusterBytes, virtualSizeBytes, version);
  const name = readBackingName(bytes, headerBytes, clusterBytes);
  const end = name === null ? clusterBytes : name.offset;
  const format = readBackingFormat(bytes, headerBytes, end);
  return {ok: true, version, virtualSizeBytes, clusterBytes, backing: backing(name?.path ?? null, format)};
};

/** Checks what only version 3 has; the header's own length. */
const readVersion3 = (bytes: Buffer): number => {
  refuseIf(bytes.length < 104, `header incomplete (${String(bytes.length)} of 104 bytes)`);
  const features = bytes.readBigUInt64BE(72);
  refuseIf((features & 4n) !== 0n, 'external data file refused');
  refuseIf((features & 2n) !== 0n, 'the image is marked corrupt; see qemu-img check');
  refuseIf((features & ~harmlessFeatures) !== 0n, `unknown incompatible features 0x${features.toString(16)}`);
  const order = bytes.readUInt32BE(96);
  refuseIf(order > 6, `refcount_order ${String(order)}; at most 6 is allowed`);
  const headerBytes = bytes.readUInt32BE(100);
  refuseIf(
    headerBytes < 104 || headerBytes % 8 !== 0 || headerBytes > bytes.length,
    `header_length ${String(headerBytes)} is out of bounds`,
  );
  refuseIf(headerBytes >= 112 && bytes.readUInt8(104) > 1, 'unknown compression type');
  refuseIf((features & 8n) !== 0n && headerBytes < 112, 'compression type without its field');
  return headerBytes;
};

const readSize = (bytes: Buffer): number => {
  const size = bytes.readBigUInt64BE(24);
  refuseIf(size === 0n, 'virtual size is 0');
  refuseIf(size > mostVirtualBytes, `virtual size ${size.toString()} bytes; the limit is 64Ti`);
  return Number(size);
};

const checkTables = (bytes: Buffer, clusterBytes: number, sizeBytes: number, version: 2 | 3): void => {
  const l1Entries = bytes.readUInt32BE(36);
  refuseIf(l1Entries * 8 > mostL1Bytes, `l1_size ${String(l1Entries)} is out of bounds`);
  const hasExtendedL2 = version === 3 && (bytes.readBigUInt64BE(72) & 16n) !== 0n;
  const bytesPerL1Entry = clusterBytes * (clusterBytes / (hasExtendedL2 ? 16 : 8));
  refuseIf(l1Entries < Math.ceil(sizeBytes / bytesPerL1Entry), 'l1_size is too small for the virtual size');
  checkOffset(bytes.readBigUInt64BE(40), clusterBytes, 'l1_table_offset');
  checkOffset(bytes.readBigUInt64BE(48), clusterBytes, 'refcount_table_offset');
  const refcountClusters = bytes.readUInt32BE(56);
  refuseIf(
    refcountClusters === 0 || refcountClusters * clusterBytes > mostRefcountTableBytes,
    `refcount_table_clusters ${String(refcountClusters)} is out of bounds`,
  );
  const snapshots = bytes.readUInt32BE(60);
  refuseIf(snapshots > mostSnapshots, `nb_snapshots ${String(snapshots)} is out of bounds`);
};

const checkOffset = (offset: bigint, clusterBytes: number, what: string): void => {
  refuseIf(
    offset === 0n || offset >= 1n << 56n || offset % BigInt(clusterBytes) !== 0n,
    `${what} is out of bounds`,
  );
};

const readBackingName = (
  bytes: Buffer,
  headerBytes: number,
  clusterBytes: number,
): {offset: number; path: string} | null => {
  const offset = bytes.readBigUInt64BE(8);
  const length = bytes.readUInt32BE(16);
  if (offset === 0n) {
    refuseIf(length !== 0, 'backing_file_size without a backing_file_offset');
    return null;
  }
  refuseIf(length === 0 || length > mostNameBytes, `backing_file_size ${String(length)} is out of bounds`);
  const within = Math.min(clusterBytes, bytes.length);
  refuseIf(
    offset < BigInt(headerBytes) || offset + BigInt(length) > BigInt(within),
    `backing_file_offset ${offset.toString()} is out of bounds`,
  );
  const start = Number(offset);
  const name = bytes.subarray(start, start + length);
  const path = name.toString('utf8');
  refuseIf(
    !Buffer.from(path, 'utf8').equals(name) || /[\u0000-\u001f\u007f]/.test(path),
    'backing file name is not plain text',
  );
  refuseIf(!isPlainPath(path), `backing file "${printable(path, 80)}" is not a plain absolute path`);
  return {offset: start, path};
};

/** `json:{...}`, `nbd://...`, `fat:/dir` do not begin with a slash, and QEMU resolves no prefix behind one. */
const isPlainPath = (path: string): boolean =>
  path.startsWith('/') &&
  path
    .slice(1)
    .split('/')
    .every(part => part !== '' && part !== '.' && part !== '..');

/** The format that the header names for its backing file, or null. */
const readBackingFormat = (bytes: Buffer, start: number, end: number): string | null => {
  let format: string | null = null;
  let offset = start;
  while (offset + 8 <= end) {
    refuseIf(offset + 8 > bytes.length, `header is longer than ${String(bytes.length)} bytes`);
    const type = bytes.readUInt32BE(offset);
    const length = bytes.readUInt32BE(offset + 4);
    if (type === extensionType.end) return format;
    offset += 8;
    refuseIf(length > end - offset, 'header extension is longer than the header');
    refuseIf(offset + length > bytes.length, `header is longer than ${String(bytes.length)} bytes`);
    refuseIf(type === extensionType.dataFile, 'external data file refused');
    refuseIf(type === extensionType.encryption, 'the image is encrypted');
    if (type === extensionType.backingFormat) {
      refuseIf(format !== null, 'backing format is given twice');
      format = bytes.toString('latin1', offset, offset + length);
    }
    offset += Math.ceil(length / 8) * 8;
  }
  return format;
};

const backing = (path: string | null, format: string | null): Qcow2Header['backing'] => {
  if (path === null) {
    refuseIf(format !== null, 'backing format without a backing file');
    return null;
  }
  if (format !== 'raw' && format !== 'qcow2')
    throw new Refusal(
      format === null
        ? 'backing file without a format, which QEMU would guess'
        : `backing format "${printable(format, 20)}" refused; raw and qcow2 are allowed`,
    );
  return {path, format};
};
