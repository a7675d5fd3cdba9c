// Hostile qcow2 headers: one good header, and every way of bending it. No file is opened.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parseQcow2Header, qcow2HeadBytes} from '../../../controller/observe/qcow2.ts';
import {foreignHeads, headerCases} from '../../fixtures/qcow2/headers.ts';
import {plainHeader} from '../../fuzz/qcow2-target.ts';

type Extension = {type: number; data: Buffer | string; length?: number};
type Shape = {
  fields?: (bytes: Buffer) => void;
  extensions?: Extension[];
  name?: string | Buffer | null;
  version?: number;
};

const backingFormat = (format: string): Extension => ({type: 0xe2792aca, data: format});
const featureTable: Extension = {type: 0x6803f857, data: Buffer.alloc(384)};
const basePath = '/var/lib/vmlet/images/sha256-aa';

/** As `qemu-img create -f qcow2 -F raw -b BASE` writes it. */
const header = ({fields, extensions, name = basePath, version = 3}: Shape = {}): Buffer => {
  const bytes = Buffer.alloc(qcow2HeadBytes);
  bytes.writeUInt32BE(0x514649fb, 0);
  bytes.writeUInt32BE(version, 4);
  bytes.writeUInt32BE(16, 20);
  bytes.writeBigUInt64BE(20n * 1024n * 1024n, 24);
  bytes.writeUInt32BE(1, 36);
  bytes.writeBigUInt64BE(0x30000n, 40);
  bytes.writeBigUInt64BE(0x10000n, 48);
  bytes.writeUInt32BE(1, 56);
  let at = 72;
  if (version === 3) {
    bytes.writeUInt32BE(4, 96);
    bytes.writeUInt32BE(112, 100);
    at = 112;
  }
  for (const extension of extensions ?? [...(name === null ? [] : [backingFormat('raw')]), featureTable]) {
    const data = Buffer.from(extension.data as string);
    bytes.writeUInt32BE(extension.type, at);
    bytes.writeUInt32BE(extension.length ?? data.length, at + 4);
    data.copy(bytes, at + 8);
    at += 8 + Math.ceil(data.length / 8) * 8;
  }
  at += 8;
  if (name !== null) {
    const encoded = Buffer.from(name as string);
    encoded.copy(bytes, at);
    bytes.writeBigUInt64BE(BigInt(at), 8);
    bytes.writeUInt32BE(encoded.length, 16);
  }
  fields?.(bytes);
  return bytes;
};

const why = (bytes: Buffer): string => {
  const verdict = parseQcow2Header(bytes);
  return verdict.ok ? 'accepted' : verdict.why;
};

describe('good headers', () => {
  test('an overlay shows size, base and format', () => {
    expect(parseQcow2Header(header())).toEqual({
      ok: true,
      version: 3,
      virtualSizeBytes: 20 * 1024 * 1024,
      clusterBytes: 65536,
      backing: {path: basePath, format: 'raw'},
    });
  });

  test('a disk that stands alone has no base', () => {
    expect(parseQcow2Header(header({name: null}))).toMatchObject({ok: true, backing: null});
  });

  test('version 2 is read without the fields of version 3', () => {
    expect(parseQcow2Header(header({version: 2}))).toMatchObject({
      ok: true,
      version: 2,
      backing: {format: 'raw'},
    });
  });

  test('lazy refcounts that were not written back, zstd and extended L2 are no obstacle', () => {
    const features = (bits: bigint) => header({fields: bytes => bytes.writeBigUInt64BE(bits, 72)});
    expect([1n, 8n, 16n].map(bits => why(features(bits)))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('64Ti is the largest size, and needs its L1 table', () => {
    const large = header({
      fields: bytes => {
        bytes.writeBigUInt64BE(64n * 1024n ** 4n, 24);
        bytes.writeUInt32BE(131072, 36);
      },
    });
    expect(why(large)).toBe('accepted');
  });
});

describe('hostile headers', () => {
  const set32 = (offset: number, value: number) =>
    header({fields: bytes => bytes.writeUInt32BE(value, offset)});
  const set64 = (offset: number, value: bigint) =>
    header({fields: bytes => bytes.writeBigUInt64BE(value, offset)});

  test.each([0, 3, 71, 72, 103])('a file of %i bytes is incomplete', length => {
    expect(why(header().subarray(0, length))).toMatch(/no qcow2 header|header incomplete/);
  });

  test.each([0, 1, 4, 0xffffffff])('version %i is unknown', version => {
    expect(why(set32(4, version))).toContain('version');
  });

  test.each([0, 8, 22, 63])('cluster_bits %i is out of bounds', bits => {
    expect(why(set32(20, bits))).toContain('cluster_bits');
  });

  test.each([1, 2, 3])('crypt method %i is refused', method => {
    expect(why(set32(32, method))).toContain('encrypted');
  });

  test.each([0n, 64n * 1024n ** 4n + 1n, 1n << 61n, 1n << 63n])('virtual size %s is refused', size => {
    expect(why(set64(24, size))).toContain('virtual size');
  });

  test.each([
    ['an external data file by feature bit', set64(72, 4n), 'data file'],
    ['a corrupt image', set64(72, 2n), 'corrupt'],
    ['feature bit 5', set64(72, 32n), 'unknown incompatible'],
    ['feature bit 63', set64(72, 1n << 63n), 'unknown incompatible'],
    ['an L1 table over 32 MiB', set32(36, 0xffffffff), 'l1_size'],
    ['an L1 table too small for the size', set64(24, 1n << 40n), 'l1_size'],
    ['an L1 table off its cluster', set64(40, 0x30001n), 'l1_table_offset'],
    ['no refcount table', set32(56, 0), 'refcount_table_clusters'],
    ['a giant refcount table', set32(56, 0xffffffff), 'refcount_table_clusters'],
    ['refcount_order 7', set32(96, 7), 'refcount_order'],
    ['header_length 0', set32(100, 0), 'header_length'],
    ['header_length 103', set32(100, 103), 'header_length'],
    ['header_length 2^31', set32(100, 2 ** 31), 'header_length'],
    ['2^32-1 snapshots', set32(60, 0xffffffff), 'nb_snapshots'],
    ['a name at offset 72', set64(8, 72n), 'backing_file_offset'],
    ['a name at 2^63', set64(8, 1n << 63n), 'backing_file_offset'],
    ['a name of no length', set32(16, 0), 'backing_file_size'],
    ['a name of 1024 bytes', set32(16, 1024), 'backing_file_size'],
    ['a name of 2^32-1 bytes', set32(16, 0xffffffff), 'backing_file_size'],
  ])('%s is refused', (_, bytes, reason) => {
    expect(why(bytes)).toContain(reason);
  });

  test.each([
    'json:{"driver":"raw","file.filename":"/etc/shadow"}',
    'nbd://host/x',
    'nbd:unix:/x',
    'fat:/etc',
    'file:/etc/shadow',
    '../../etc/shadow',
    'base.qcow2',
    '/var/lib/vmlet/images/../../../etc/shadow',
    '/var//lib',
    '/dev/./sda',
    '/',
    '/var/lib/x\u0000.img',
    '/var/lib/x\n.img',
  ])('the base %j is refused', name => {
    expect(why(header({name}))).toMatch(/backing file/);
  });

  test('a name that is not UTF-8 is refused', () => {
    expect(why(header({name: Buffer.from([0x2f, 0xff, 0xfe])}))).toContain('plain text');
  });

  test.each([
    ['no format for the base', [featureTable], 'QEMU would guess'],
    ['vmdk as the base format', [backingFormat('vmdk')], 'vmdk'],
    ['a base format given twice', [backingFormat('raw'), backingFormat('qcow2')], 'twice'],
    [
      'a data file by extension alone',
      [{type: 0x44415441, data: '/etc/shadow'}, backingFormat('raw')],
      'data file',
    ],
    ['an encryption header', [{type: 0x0537be77, data: Buffer.alloc(16)}, backingFormat('raw')], 'encrypted'],
    ['an extension past its cluster', [{type: 7, data: 'x', length: 0xfffffff0}], 'longer than the header'],
  ])('%s is refused', (_, extensions, reason) => {
    expect(why(header({extensions}))).toContain(reason);
  });

  test('a base format without a base is refused', () => {
    expect(why(header({name: null, extensions: [backingFormat('raw')]}))).toContain('without a backing file');
  });

  test('an unknown extension alone changes nothing', () => {
    expect(why(header({extensions: [{type: 7, data: 'x'}, backingFormat('raw')]}))).toBe('accepted');
  });

  test('no bytes at all make the parser throw, and what it accepts names a plain path', () => {
    const bent = fc.tuple(
      fc.array(fc.tuple(fc.nat(600), fc.nat(255)), {maxLength: 12}),
      fc.nat(qcow2HeadBytes),
    );
    fc.assert(
      fc.property(bent, ([edits, length]) => {
        const bytes = header();
        for (const [offset, value] of edits) bytes[offset] = value;
        const verdict = parseQcow2Header(bytes.subarray(0, length));
        if (verdict.ok && verdict.backing !== null) expect(verdict.backing.path).toMatch(/^\/[^/]/);
        if (verdict.ok) expect(Number.isSafeInteger(verdict.virtualSizeBytes)).toBe(true);
      }),
      {numRuns: 3000, seed: 7},
    );
  });
});

describe('the known attacks', () => {
  test.each(headerCases)('$name', ({bend, verdict}) => {
    const said = why(bend(plainHeader, '/etc/shadow'));
    if (verdict === 'accepted') expect(said).toBe('accepted');
    else expect(said).toMatch(verdict);
  });

  test('the head of another format is no qcow2 header, or one that is incomplete', () => {
    for (const head of Object.values(foreignHeads)) expect(why(head)).toMatch(/no qcow2 header|incomplete/);
  });
});
