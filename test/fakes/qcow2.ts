// An empty qcow2 file as `qemu-img create` of 7.2 lays it out: header, backing format and name. Nothing reads further.

/** The first cluster of an empty disk; `backing` is written into it as qemu-img does with -b and -F. */
export const emptyQcow2 = (
  sizeBytes: number,
  backing: {readonly path: string; readonly format: string} | null = null,
): Buffer => {
  const bytes = Buffer.alloc(1024);
  bytes.writeUInt32BE(0x5146_49fb, 0);
  bytes.writeUInt32BE(3, 4);
  bytes.writeUInt32BE(16, 20);
  bytes.writeBigUInt64BE(BigInt(sizeBytes), 24);
  bytes.writeUInt32BE(Math.max(1, Math.ceil(sizeBytes / 2 ** 29)), 36);
  bytes.writeBigUInt64BE(0x3_0000n, 40);
  bytes.writeBigUInt64BE(0x1_0000n, 48);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(112, 100);
  if (backing === null) return bytes;
  bytes.writeUInt32BE(0xe279_2aca, 112);
  bytes.writeUInt32BE(backing.format.length, 116);
  bytes.write(backing.format, 120, 'latin1');
  const name = 120 + Math.ceil(backing.format.length / 8) * 8 + 8;
  bytes.write(backing.path, name);
  bytes.writeBigUInt64BE(BigInt(name), 8);
  bytes.writeUInt32BE(Buffer.byteLength(backing.path), 16);
  return bytes;
};

/** The same file with another virtual size: what `qemu-img resize` and `block_resize` leave. */
export const resizedQcow2 = (bytes: Buffer, sizeBytes: number): Buffer => {
  const grown = Buffer.from(bytes);
  grown.writeBigUInt64BE(BigInt(sizeBytes), 24);
  grown.writeUInt32BE(Math.max(1, Math.ceil(sizeBytes / 2 ** 29)), 36);
  return grown;
};
