// The real file system behind the Files port. No policy: callers decide modes, owners and durability.
import {createHash} from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  createReadStream,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type {BigIntStats} from 'node:fs';
import {chmod, copyFile, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {systemCode, VmletError} from '../errors.ts';
import type {FileFacts, Files, WriteOptions} from './host.ts';

/** Is this the name of a temp file that was to become another? A daemon that is killed leaves them (requests/sweep.ts). */
export const isTemporaryName = (name: string): boolean => /\.tmp-[0-9a-f]{8}$/.test(name);

/** The machine's files. `unique` (a uuid) names temp files. */
export const systemFiles = (unique: () => string): Files => {
  const temporary = (path: string): string => `${path}.tmp-${unique().slice(0, 8)}`;
  const unsettled = new Set<string>();
  return {
    read: path => orAbsent(() => readWhole(path)),
    readHead: (path, sizeBytes) => orAbsent(() => readAtMost(path, sizeBytes, 0)),
    readAt: (path, offset, sizeBytes) => orAbsent(() => readAtMost(path, sizeBytes, 0, offset)),
    stat: (path, options = {}) =>
      orAbsent(() => facts(options.follow === false ? lstatSync(path, big) : statSync(path, big))),
    list: path => orAbsent(() => readdirSync(path).sort()),
    realpath: path => orAbsent(() => realpathSync(path)),
    readlink: path => orAbsent(() => readlinkSync(path)),
    readRegular: (path, limitBytes) => readAtMost(path, limitBytes + 1, constants.O_NOFOLLOW),
    writeAtomic: (path, content, options) => {
      const directory = dirname(path);
      if (options.settleLater === true) unsettled.add(directory);
      writeAtomic(path, temporary(path), content, options);
      if (options.durable && options.settleLater !== true) syncDirectory(directory);
    },
    settleLater: directory => {
      unsettled.add(directory);
    },
    settle: () => {
      for (const directory of unsettled) {
        syncDirectory(directory);
        unsettled.delete(directory);
      }
    },
    append: (path, content, mode) => {
      appendFileSync(path, content, {mode});
    },
    truncate: (path, sizeBytes) => {
      truncateSync(path, sizeBytes);
    },
    makeDirectory,
    chown: chownSync,
    chmod: chmodSync,
    rename: renameSync,
    linkNoClobber: (from, to) => {
      linkSync(from, to);
      syncDirectory(dirname(to));
    },
    copy,
    poke: (path, content) => {
      writeFileSync(path, content, {flag: 'r+'});
    },
    remove: path => {
      orAbsent(() => {
        unlinkSync(path);
      });
    },
    removeTree: path => {
      rmSync(path, {recursive: true, force: true});
    },
    removeDirectory: path => {
      orAbsent(() => {
        rmdirSync(path);
      });
    },
    sha256,
    freeBytes: path => {
      const stats = statfsSync(path);
      return stats.bavail * stats.bsize;
    },
  };
};

const big = {bigint: true} as const;

/** Nothing there is a value; every other failure is thrown. */
const orAbsent = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
};

const facts = (stats: BigIntStats): FileFacts => ({
  type: fileType(stats),
  mode: Number(stats.mode) & 0o7777,
  uid: Number(stats.uid),
  gid: Number(stats.gid),
  device: Number(stats.dev),
  inode: Number(stats.ino),
  sizeBytes: Number(stats.size),
  mtimeNs: stats.mtimeNs,
  ctimeNs: stats.ctimeNs,
});

const fileType = (stats: BigIntStats): FileFacts['type'] => {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'socket' : 'device';
};

/** Of any size, /proc too, where files tell none. Never waits: what is a pipe by now is refused, as below. */
const readWhole = (path: string): Buffer => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFIFO()) throw new VmletError('E-HOST', `${path} is not a regular file`);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** O_NONBLOCK: opening a FIFO must not hang a thread of the pool for ever (four of them stall all file work). */
const readAtMost = (path: string, sizeBytes: number, flags: number, offset = 0): Buffer => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new VmletError('E-HOST', `${path} is not a regular file`);
    const buffer = Buffer.alloc(Math.min(sizeBytes, Math.max(0, stats.size - offset) + 1));
    let filled = 0;
    while (filled < buffer.length) {
      const count = readSync(descriptor, buffer, filled, buffer.length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
};

const writeAtomic = (
  path: string,
  temporary: string,
  content: string | Buffer,
  options: WriteOptions,
): void => {
  const descriptor = openSync(temporary, 'wx', options.mode);
  try {
    const bytes = Buffer.from(content);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    applyOwner(descriptor, options);
    if (options.durable) fsyncSync(descriptor);
  } catch (thrown) {
    rmSync(temporary, {force: true});
    throw thrown;
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
};

/** The umask may have taken bits away; the mode asked for is the mode given. */
const applyOwner = (descriptor: number, options: WriteOptions): void => {
  fchmodSync(descriptor, options.mode);
  if (options.uid !== undefined) fchownSync(descriptor, options.uid, options.gid ?? options.uid);
};

const syncDirectory = (path: string): void => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/**
 * Modes are repaired on a directory that exists: mkdir -m alone would leave an old mistake standing. Most exist, and to ask
 * costs a third of trying to make them.
 */
const makeDirectory: Files['makeDirectory'] = (path, options) => {
  let stats = statSync(path, {throwIfNoEntry: false});
  if (stats?.isDirectory() !== true) {
    mkdirSync(path, {recursive: true, mode: options.mode});
    stats = statSync(path);
  }
  if ((stats.mode & 0o7777) !== options.mode) chmodSync(path, options.mode);
  if (options.uid !== undefined && (stats.uid !== options.uid || stats.gid !== (options.gid ?? options.uid)))
    chownSync(path, options.uid, options.gid ?? options.uid);
};

const copy: Files['copy'] = async (from, to, options) => {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  // The copy has the source's mode, and an image's is 0444: without root it could not be opened for fsync.
  await chmod(to, 0o600);
  const handle = await open(to, 'r+');
  try {
    await handle.chmod(options.mode);
    if (options.uid !== undefined) await handle.chown(options.uid, options.gid ?? options.uid);
    if (options.durable) await handle.sync();
  } finally {
    await handle.close();
  }
};

const sha256: Files['sha256'] = async (path, options = {}) => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, {highWaterMark: 1024 * 1024, ...options}))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
};
