// Puts a file into the store: copied, hashed and vetted as what was copied, then named by its digest, read-only.
// Whatever happens to the source afterwards does not matter.
import {systemCode, VmletError} from '../errors.ts';
import type {FileFacts, Host} from '../host/host.ts';
import {fingerprint, isDigest, readImage} from '../observe/image.ts';
import type {ImageFacts} from '../observe/image.ts';
import {parseQcow2Header, qcow2HeadBytes} from '../observe/qcow2.ts';

export type ImageSource = {
  /** For messages. */
  readonly name: string;
  /** Uid of the Image object: one import at a time works under it. */
  readonly uid: string;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  /** 64 digits with or without `sha256:`, or null when any content will do. */
  readonly sha256: string | null;
};

/** Nobody writes a stored image, not even by mistake. */
const storedMode = 0o444;

export type Stored = {readonly digest: string; readonly changed: boolean};

/**
 * Store a file. Throws E-IMAGE (terminal) for a file that is not what it is said to be, E-IMAGE (not terminal) when
 * it is not there yet, E-SPACE when the disk is too small. With a known sha256 that is stored, the source is not read.
 */
export const storeImage = async (
  host: Host,
  source: ImageSource,
  options: {signal: AbortSignal},
): Promise<Stored> => {
  const {files, paths} = host;
  const expected =
    source.sha256 === null ? null : `sha256:${source.sha256.replace(/^sha256:/, '').toLowerCase()}`;
  if (expected !== null && isIntact(host, expected)) return {digest: expected, changed: false};
  const path = regularFile(host, source);
  files.makeDirectory(paths.workDir, {mode: 0o711});
  files.makeDirectory(paths.imagesDir, {mode: 0o711});
  const temporary = paths.work(`image-${source.uid}`);
  files.remove(temporary);
  try {
    await files.copy(path, temporary, {mode: storedMode, durable: true});
    options.signal.throwIfAborted();
    const digest = `sha256:${await files.sha256(temporary, options)}`;
    if (expected !== null && digest !== expected)
      throw refused(source, `its digest is ${digest}, and the manifest says ${expected}`);
    const virtualSizeBytes = vet(host, source, temporary);
    return {digest, changed: adopt(host, temporary, digest, source.format, virtualSizeBytes)};
  } finally {
    files.remove(temporary);
  }
};

/**
 * Take the stored file of `digest` for what it is, if its content still is that, whatever happened to it. Null when it
 * is not; then nothing was changed but its mode and owner.
 */
export const keepWhole = async (
  host: Host,
  {name, format, digest}: {name: string; format: 'raw' | 'qcow2'; digest: string},
  options: {signal: AbortSignal},
): Promise<Stored | null> => {
  const {files, paths} = host;
  if (isIntact(host, digest)) return {digest, changed: false};
  const path = paths.image(digest);
  const directory = files.stat(paths.imagesDir);
  const isFile = isDigest(digest) && files.stat(path, {follow: false})?.type === 'file';
  if (directory === undefined || !isFile) return null;
  // First closed to writers, then read: what is believed afterwards is what was hashed.
  files.chown(path, directory.uid, directory.gid);
  files.chmod(path, storedMode);
  const before = files.stat(path, {follow: false});
  if (before === undefined || (await digestOf(host, path, options)) !== digest) return null;
  const after = files.stat(path, {follow: false});
  if (after === undefined || fingerprint(after) !== fingerprint(before)) return null;
  const virtualSizeBytes = vet(host, {name, path, format}, path);
  writeFacts(host, {digest, format, virtualSizeBytes, now: after});
  return {digest, changed: true};
};

/** Null when it went while it was read. */
const digestOf = async (
  {files}: Host,
  path: string,
  options: {signal: AbortSignal},
): Promise<string | null> => {
  try {
    return `sha256:${await files.sha256(path, options)}`;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return null;
    throw thrown;
  }
};

const isIntact = (host: Host, digest: string): boolean => {
  const stored = readImage(host.files, host.paths, digest);
  return stored.state === 'present' && stored.value.intact;
};

/** A link may point to the image (`current -> image-7.qcow2`); what it points to must be a plain file. */
const regularFile = (host: Host, source: ImageSource): string => {
  const path = host.files.realpath(source.path);
  const facts = path === undefined ? undefined : host.files.stat(path, {follow: false});
  if (path === undefined || facts === undefined)
    throw new VmletError('E-IMAGE', `image ${source.name}: there is no file ${source.path}`);
  if (facts.type !== 'file') throw refused(source, `${source.path} is a ${facts.type}, not a regular file`);
  if (facts.sizeBytes === 0) throw refused(source, `${source.path} is empty`);
  host.files.makeDirectory(host.paths.imagesDir, {mode: 0o711});
  const freeBytes = host.files.freeBytes(host.paths.imagesDir);
  if (freeBytes < facts.sizeBytes)
    throw new VmletError(
      'E-SPACE',
      `image ${source.name}: ${String(facts.sizeBytes)} bytes are needed in ${host.paths.imagesDir}, ${String(freeBytes)} are free`,
    );
  return path;
};

type Named = Pick<ImageSource, 'name' | 'path' | 'format'>;

/** What a guest would see of it, in bytes. */
const vet = (host: Host, source: Named, path: string): number => {
  const head = host.files.readRegular(path, qcow2HeadBytes - 1);
  const header = parseQcow2Header(head);
  if (source.format === 'raw') {
    if (head.subarray(0, 4).toString('latin1') === 'QFI\u00fb')
      throw refused(source, `${source.path} is a qcow2 file and is declared raw; set format: qcow2`);
    return host.files.stat(path)?.sizeBytes ?? 0;
  }
  if (!header.ok) throw refused(source, `${source.path}: ${header.why}`);
  if (header.backing !== null)
    throw refused(
      source,
      `${source.path} refers to another file (${header.backing.path}); flatten it with qemu-img convert`,
    );
  return header.virtualSizeBytes;
};

/** Name it by its digest and write its facts. Nothing is awaited in here: two imports of one content cannot mix. */
const adopt = (
  host: Host,
  temporary: string,
  digest: string,
  format: 'raw' | 'qcow2',
  virtualSizeBytes: number,
): boolean => {
  const {files, paths} = host;
  if (isIntact(host, digest)) return false;
  const path = paths.image(digest);
  files.rename(temporary, path);
  const now = files.stat(path, {follow: false});
  if (now === undefined) throw new VmletError('E-STATE', `${path} is gone right after it was stored`);
  writeFacts(host, {digest, format, virtualSizeBytes, now});
  return true;
};

const writeFacts = (
  {files, paths, clock}: Host,
  {
    digest,
    format,
    virtualSizeBytes,
    now,
  }: Pick<ImageFacts, 'digest' | 'format' | 'virtualSizeBytes'> & {
    now: FileFacts;
  },
): void => {
  const facts: ImageFacts = {
    schema: 1,
    digest,
    format,
    virtualSizeBytes,
    sizeBytes: now.sizeBytes,
    fingerprint: fingerprint(now),
    importedAt: clock.now(),
  };
  files.writeAtomic(paths.imageFacts(digest), `${JSON.stringify(facts, null, 2)}\n`, {
    mode: storedMode,
    durable: true,
  });
};

const refused = (source: Pick<Named, 'name'>, why: string): VmletError =>
  new VmletError('E-IMAGE', `image ${source.name}: ${why}`, {terminal: true});
