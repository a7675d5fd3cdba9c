// A file system in memory that behaves: inodes, hard links, symlinks, modes, owners, times, ENOENT with its code.
// `control` is for tests: what the Files port cannot make (FIFOs, links), faults, and hooks between two calls.
// It runs as root: modes are kept and shown, but stop nobody (use `control.failOn` for EACCES).
import {createHash} from 'node:crypto';
import {basename, dirname, join, normalize} from 'node:path';
import {VmletError} from '../../controller/errors.ts';
import type {FileFacts, Files, WriteOptions} from '../../controller/host/host.ts';

type Inode = {
  type: FileFacts['type'];
  mode: number;
  uid: number;
  gid: number;
  device: number;
  number: number;
  mtimeNs: bigint;
  ctimeNs: bigint;
  content: Buffer;
  /** Directories only. */
  entries: Map<string, Inode>;
  /** Symlinks only. */
  target: string;
};

export type Operation = keyof Files;

export type FakeFilesControl = {
  /** Write a file in place (same inode when it exists), making its directories. */
  put: (path: string, content: string | Buffer, owner?: {mode?: number; uid?: number; gid?: number}) => void;
  directory(path: string, owner?: {mode?: number; uid?: number}): void;
  symlink(target: string, path: string): void;
  /** A node that is neither file, directory nor symlink. */
  special(path: string, type: 'fifo' | 'socket' | 'device'): void;
  /** Fail `operation` (or every one) on `path` with a system error such as EACCES, until the result is called. */
  failOn(path: string, code: string, operation?: Operation): () => void;
  /** Run before each call of the port: the place to change the tree in the middle of somebody's work. */
  beforeEach(hook: ((operation: Operation, path: string) => void) | undefined): void;
  /** Every path with its content, `-> target` or type; for comparing whole trees. */
  tree(path?: string): Record<string, string>;
  /** Calls so far that changed something. */
  writes(): number;
  /** Calls so far of one operation. */
  calls(operation: Operation): number;
  setFreeBytes(sizeBytes: number): void;
  /** Directories whose entries a loss of power could still take back. */
  unsettled(): readonly string[];
};

export type FakeFiles = Files & {control: FakeFilesControl};

/** `nowNs` gives file times; the default moves on by 1 ms with every change. */
export const fakeFiles = (options: {nowNs?: () => bigint; freeBytes?: number} = {}): FakeFiles => {
  let ticks = 1_700_000_000_000_000_000n;
  const nowNs = options.nowNs ?? (() => (ticks += 1_000_000n));
  let lastInode = 1;
  let freeBytes = options.freeBytes ?? 100 * 1024 ** 3;
  let hook: ((operation: Operation, path: string) => void) | undefined;
  let hookRuns = false;
  const faults = new Set<{path: string; code: string; operation: Operation | undefined}>();
  const counts = new Map<Operation, number>();
  let writes = 0;
  const unsettled = new Set<string>();

  const makeInode = (type: Inode['type'], mode: number, uid = 0, gid = 0): Inode => {
    const time = nowNs();
    return {
      type,
      mode,
      uid,
      gid,
      device: 1,
      number: ++lastInode,
      mtimeNs: time,
      ctimeNs: time,
      content: Buffer.alloc(0),
      entries: new Map(),
      target: '',
    };
  };
  const root = makeInode('directory', 0o755);

  const touch = (inode: Inode, what: 'content' | 'inode'): void => {
    const time = nowNs();
    inode.ctimeNs = time;
    if (what === 'content') inode.mtimeNs = time;
  };

  /** Where `path` leads: the real path of its directory, its last name, and the inode if there is one. */
  const walk = (
    path: string,
    follow: boolean,
    hops = 0,
  ): {parent: Inode; name: string; real: string; inode?: Inode} => {
    if (hops > 40) throw failure('ELOOP', path);
    const parts = partsOf(path);
    let at = root;
    let real = '';
    if (parts.length === 0) return {parent: root, name: '', real: '/', inode: root};
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const child = at.entries.get(part);
      if (child === undefined) {
        if (isLast) return {parent: at, name: part, real: `${real}/${part}`};
        throw failure('ENOENT', path);
      }
      if (child.type === 'symlink' && (!isLast || follow))
        return walk(
          join(resolveTarget(real === '' ? '/' : real, child.target), ...parts.slice(index + 1)),
          follow,
          hops + 1,
        );
      if (isLast) return {parent: at, name: part, real: `${real}/${part}`, inode: child};
      if (child.type !== 'directory') throw failure('ENOTDIR', path);
      at = child;
      real = `${real}/${part}`;
    }
    throw failure('ENOENT', path);
  };

  /** The common case without a word about the way: undefined where nothing is, or where a link is met. */
  const step = (path: string): Inode | undefined => {
    let at: Inode | undefined = root;
    for (const part of partsOf(path)) {
      at = at.entries.get(part);
      if (at === undefined || at.type === 'symlink') return undefined;
    }
    return at;
  };

  const find = (path: string, follow = true): Inode => {
    const inode = step(path) ?? walk(path, follow).inode;
    if (inode === undefined) throw failure('ENOENT', path);
    return inode;
  };

  const findFile = (path: string, follow = true): Inode => {
    const inode = find(path, follow);
    if (inode.type === 'directory') throw failure('EISDIR', path);
    if (inode.type === 'symlink') throw failure('ELOOP', path);
    return inode;
  };

  const findRegular = (path: string, follow: boolean): Inode => {
    const inode = find(path, follow);
    if (inode.type === 'symlink') throw failure('ELOOP', path);
    if (inode.type !== 'file') throw new VmletError('E-HOST', `${path} is not a regular file`);
    return inode;
  };

  const place = (path: string, inode: Inode): void => {
    const {parent, name} = walk(path, false);
    parent.entries.set(name, inode);
    touch(parent, 'content');
  };

  const unplace = (path: string): void => {
    const {parent, name} = walk(path, false);
    parent.entries.delete(name);
    touch(parent, 'content');
  };

  const write = (
    path: string,
    content: string | Buffer,
    {mode, uid, gid}: {mode: number; uid?: number; gid?: number},
  ): void => {
    const inode = makeInode('file', mode, uid ?? 0, gid ?? uid ?? 0);
    inode.content = Buffer.from(content);
    place(path, inode);
  };

  const makeDirectories = (path: string, mode: number, uid = 0, gid = uid): void => {
    const parts = normalize(path)
      .split('/')
      .filter(part => part !== '');
    for (let length = 1; length <= parts.length; length++) {
      const prefix = `/${parts.slice(0, length).join('/')}`;
      const {inode} = walk(prefix, true);
      if (inode === undefined) place(prefix, makeInode('directory', mode, uid, gid));
      else if (inode.type !== 'directory')
        throw failure(length === parts.length ? 'EEXIST' : 'ENOTDIR', path);
    }
  };

  const rename = (from: string, to: string): void => {
    const inode = find(from, false);
    const old = walk(to, false).inode;
    if (old === inode) return;
    if (inode.type === 'directory' && `${walk(to, false).real}/`.startsWith(`${walk(from, false).real}/`))
      throw failure('EINVAL', to);
    if (old?.type === 'directory' && inode.type !== 'directory') throw failure('EISDIR', to);
    if (old !== undefined && old.type !== 'directory' && inode.type === 'directory')
      throw failure('ENOTDIR', to);
    if (old?.type === 'directory' && old.entries.size > 0) throw failure('ENOTEMPTY', to);
    place(to, inode);
    unplace(from);
    touch(inode, 'inode');
  };

  /** Every call of the port passes here: counted, hooked, and failed where a test wants it. */
  const enter = <T>(operation: Operation, path: string, kind: 'read' | 'write', run: () => T): T => {
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    if (kind === 'write') writes += 1;
    if (hook !== undefined && !hookRuns) {
      hookRuns = true;
      try {
        hook(operation, path);
      } finally {
        hookRuns = false;
      }
    }
    for (const fault of faults)
      if (fault.path === path && (fault.operation ?? operation) === operation)
        throw failure(fault.code, path);
    return run();
  };

  const reading = <T>(operation: Operation, path: string, run: () => T): T | undefined =>
    orAbsent(() => enter(operation, path, 'read', run));
  const writing = <T>(operation: Operation, path: string, run: () => T): T =>
    enter(operation, path, 'write', run);

  const listTree = (path: string, into: Record<string, string>): Record<string, string> => {
    const inode = find(path, false);
    if (inode.type === 'directory') {
      if (inode.entries.size === 0) into[path] = '(directory)';
      for (const name of [...inode.entries.keys()].sort()) listTree(join(path, name), into);
    } else if (inode.type === 'symlink') into[path] = `-> ${inode.target}`;
    else into[path] = inode.type === 'file' ? inode.content.toString('utf8') : `(${inode.type})`;
    return into;
  };

  const control: FakeFilesControl = {
    put: (path, content, {mode = 0o644, uid = 0, gid = 0} = {}) => {
      makeDirectories(dirname(path), 0o755);
      const {inode} = walk(path, true);
      if (inode === undefined) {
        write(path, content, {mode, uid, gid});
        return;
      }
      inode.content = Buffer.from(content);
      touch(inode, 'content');
    },
    directory: (path, {mode = 0o755, uid = 0} = {}) => {
      makeDirectories(path, 0o755);
      Object.assign(find(path), {mode, uid});
    },
    symlink: (target, path) => {
      makeDirectories(dirname(path), 0o755);
      if (walk(path, false).inode !== undefined) throw failure('EEXIST', path);
      const inode = makeInode('symlink', 0o777);
      inode.target = target;
      place(path, inode);
    },
    special: (path, type) => {
      makeDirectories(dirname(path), 0o755);
      place(path, makeInode(type, 0o644));
    },
    failOn: (path, code, operation) => {
      const fault = {path, code, operation};
      faults.add(fault);
      return () => {
        faults.delete(fault);
      };
    },
    beforeEach: next => {
      hook = next;
    },
    tree: (path = '/') => listTree(path, {}),
    writes: () => writes,
    calls: operation => counts.get(operation) ?? 0,
    setFreeBytes: sizeBytes => {
      freeBytes = sizeBytes;
    },
    unsettled: () => [...unsettled],
  };

  return {
    control,
    read: path => reading('read', path, () => findFile(path).content),
    readHead: (path, sizeBytes) =>
      reading('readHead', path, () => findRegular(path, true).content.subarray(0, sizeBytes)),
    readAt: (path, offset, sizeBytes) =>
      reading('readAt', path, () => findRegular(path, true).content.subarray(offset, offset + sizeBytes)),
    stat: (path, {follow = true} = {}) =>
      reading('stat', path, () => {
        // Nothing there is the most common answer of all, and no reason to throw.
        const inode = step(path) ?? walk(path, follow).inode;
        return inode === undefined ? undefined : factsOf(inode);
      }),
    list: path =>
      reading('list', path, () => {
        const inode = find(path);
        if (inode.type !== 'directory') throw failure('ENOTDIR', path);
        return [...inode.entries.keys()].sort();
      }),
    realpath: path =>
      reading('realpath', path, () => {
        const {inode, real} = walk(path, true);
        if (inode === undefined) throw failure('ENOENT', path);
        return real;
      }),
    readlink: path =>
      reading('readlink', path, () => {
        const inode = find(path, false);
        if (inode.type !== 'symlink') throw failure('EINVAL', path);
        return inode.target;
      }),
    readRegular: (path, limitBytes) =>
      enter('readRegular', path, 'read', () => head(findRegular(path, false).content, limitBytes + 1)),
    writeAtomic: (path, content, writeOptions) => {
      writing('writeAtomic', path, () => {
        if (walk(path, false).inode?.type === 'directory') throw failure('EISDIR', path);
        write(path, content, writeOptions);
        if (writeOptions.settleLater === true) unsettled.add(dirname(path));
      });
    },
    settleLater: directory => {
      unsettled.add(directory);
    },
    settle: () => {
      for (const directory of unsettled)
        writing('settle', directory, () => {
          unsettled.delete(directory);
        });
    },
    append: (path, content, mode) => {
      writing('append', path, () => {
        const {inode} = walk(path, true);
        if (inode === undefined) write(path, content, {mode});
        else {
          const file = findFile(path);
          file.content = Buffer.concat([file.content, Buffer.from(content)]);
          touch(file, 'content');
        }
      });
    },
    truncate: (path, sizeBytes) => {
      writing('truncate', path, () => {
        const file = findFile(path);
        const content = Buffer.alloc(sizeBytes);
        file.content.copy(content);
        file.content = content;
        touch(file, 'content');
      });
    },
    makeDirectory: (path, {mode, uid, gid}) => {
      writing('makeDirectory', path, () => {
        makeDirectories(path, mode, uid, gid);
        const directory = find(path);
        directory.mode = mode;
        if (uid !== undefined) Object.assign(directory, {uid, gid: gid ?? uid});
      });
    },
    chown: (path, uid, gid) => {
      writing('chown', path, () => {
        const inode = Object.assign(find(path), {uid, gid});
        touch(inode, 'inode');
      });
    },
    chmod: (path, mode) => {
      writing('chmod', path, () => {
        const inode = Object.assign(find(path), {mode});
        touch(inode, 'inode');
      });
    },
    rename: (from, to) => {
      writing('rename', from, () => {
        rename(from, to);
      });
    },
    linkNoClobber: (from, to) => {
      writing('linkNoClobber', to, () => {
        const inode = find(from, false);
        if (inode.type === 'directory') throw failure('EPERM', from);
        if (walk(to, false).inode !== undefined) throw failure('EEXIST', to);
        place(to, inode);
        touch(inode, 'inode');
      });
    },
    copy: async (from, to, writeOptions: WriteOptions) => {
      writing('copy', to, () => {
        const {content} = findFile(from);
        if (walk(to, false).inode !== undefined) throw failure('EEXIST', to);
        write(to, content, writeOptions);
      });
    },
    poke: (path, content) => {
      writing('poke', path, () => {
        const file = findFile(path);
        file.content = Buffer.from(content);
        touch(file, 'content');
      });
    },
    remove: path => {
      orAbsent(() => {
        writing('remove', path, () => {
          if (find(path, false).type === 'directory') throw failure('EISDIR', path);
          unplace(path);
        });
      });
    },
    removeTree: path => {
      orAbsent(() => {
        writing('removeTree', path, () => {
          find(path, false);
          unplace(path);
        });
      });
    },
    removeDirectory: path => {
      orAbsent(() => {
        writing('removeDirectory', path, () => {
          const inode = find(path, false);
          if (inode.type !== 'directory') throw failure('ENOTDIR', path);
          if (inode.entries.size > 0) throw failure('ENOTEMPTY', path);
          unplace(path);
        });
      });
    },
    sha256: async (path, {signal} = {}) => {
      signal?.throwIfAborted();
      return enter('sha256', path, 'read', () =>
        createHash('sha256').update(findFile(path).content).digest('hex'),
      );
    },
    freeBytes: path =>
      enter('freeBytes', path, 'read', () => {
        find(path);
        return freeBytes;
      }),
  };
};

/** Content is replaced and never changed, so the same bytes are the same Buffer. */
const head = (content: Buffer, sizeBytes: number): Buffer =>
  content.length <= sizeBytes ? content : content.subarray(0, sizeBytes);

const factsOf = (inode: Inode): FileFacts => ({
  type: inode.type,
  mode: inode.mode,
  uid: inode.uid,
  gid: inode.gid,
  device: inode.device,
  inode: inode.number,
  sizeBytes: inode.type === 'symlink' ? inode.target.length : inode.content.length,
  mtimeNs: inode.mtimeNs,
  ctimeNs: inode.ctimeNs,
});

/** Most paths are asked for again and again. */
const knownParts = new Map<string, readonly string[]>();
const mostKnownParts = 5_000;

/** Names on the way; `..` and doubled slashes are rare. */
const partsOf = (path: string): readonly string[] => {
  const known = knownParts.get(path);
  if (known !== undefined) return known;
  const parts = (/\/\.|\/\/|\/$/.test(path) || !path.startsWith('/') ? normalize(path) : path)
    .split('/')
    .filter(part => part !== '' && part !== '.');
  if (knownParts.size >= mostKnownParts) knownParts.clear();
  knownParts.set(path, parts);
  return parts;
};

const resolveTarget = (directory: string, target: string): string =>
  target.startsWith('/') ? target : join(directory, target);

/** Shaped like Node's system errors: a code to branch on, and a text that names the path. */
const failure = (code: string, path: string): Error => {
  // Nothing there is the most common answer of all; its stack is nobody's business and costs more than the rest.
  const {stackTraceLimit} = Error;
  Error.stackTraceLimit = 0;
  const error = Object.assign(new Error(`${code}: ${basename(path)}, '${path}'`), {code});
  Error.stackTraceLimit = stackTraceLimit;
  return error;
};

/** As the real one: nothing there is a value, every other failure is thrown. */
const orAbsent = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
};
