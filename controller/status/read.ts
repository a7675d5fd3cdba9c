// Status files read by someone who is not the daemon: what they say, and whether it may be believed.
// A file is believed only while the kernel-held lock is held and the very process that wrote the file lives.
import {errorText, systemCode} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {ObjectRef, Paths} from '../host/paths.ts';
import {documentFromPlain} from './document-shape.ts';
import {outlineOf} from './outline.ts';
import type {Condition, DaemonMark, StatusDocument} from './status-types.ts';
import {listStatusFiles} from './status-files.ts';

export type LockState =
  | {readonly state: 'held'; readonly pid: number | null}
  | {readonly state: 'free'}
  | {readonly state: 'unknown'; readonly why: string};

export type Freshness =
  | {readonly state: 'live'}
  /** Nobody watches the host any more, or the daemon of now has not looked at this object yet. */
  | {readonly state: 'stale'; readonly why: string; readonly writtenAtMs: number};

export type StatusEntry = {
  readonly ref: ObjectRef;
  readonly document: StatusDocument;
  readonly freshness: Freshness;
};

export type StatusReadHost = Pick<Host, 'files'>;

/** What is left out, or null, matches all. */
export type StatusFilter = {
  readonly namespace?: string | null;
  readonly kinds?: readonly string[];
  /** Exactly these, of those kinds and that namespace. */
  readonly names?: readonly string[] | null;
  /** Leave out of each document what no table shows: its spec and its events. */
  readonly outline?: boolean;
};

/** Every readable status file that matches, sorted by kind, namespace, name. Damaged files are left out. */
export const readStatuses = async (
  {files}: StatusReadHost,
  paths: Paths,
  {namespace = null, kinds, names = null, outline = false}: StatusFilter = {},
): Promise<StatusEntry[]> => {
  const lock = lockState(files, paths.stateLock);
  const bootId = readBootId(files);
  const lives = rememberLiving(files);
  const entries: StatusEntry[] = [];
  for (const ref of listStatusFiles(files, paths.statusDir)) {
    if (namespace !== null && ref.namespace !== namespace) continue;
    if (kinds?.includes(ref.kind) === false || names?.includes(ref.name) === false) continue;
    const path = paths.status(ref);
    const document = await readDocument(files, path, outline);
    if (document === undefined) continue;
    const why = staleReason(lives, document.status.daemon, lock, bootId);
    entries.push({ref, document, freshness: why === null ? live : stale(files, path, why)});
  }
  return entries;
};

/** Undefined for what is no status file, also when it cannot be read: one of them must not hide all the others. */
const readDocument = async (
  files: Host['files'],
  path: string,
  outline: boolean,
): Promise<StatusDocument | undefined> => {
  try {
    const text = files.read(path)?.toString('utf8');
    if (text === undefined) return undefined;
    const plain = documentFromPlain(outline ? outlineOf(text) : text);
    if (plain !== 'library') return plain;
    // Of another hand, which is rare: loading the library takes as long as reading a thousand files without it.
    const {documentFromYaml} = await import('./document-text.ts');
    return documentFromYaml(text);
  } catch {
    return undefined;
  }
};

/**
 * Whether somebody holds the lock of this state directory, asked of the kernel. Outside the first pid namespace
 * (a container) /proc/locks leaves out a lock whose taker has ended, and ours is taken by flock(1): there the open
 * files of the process named in the lock file are asked instead, which only its user and root may do.
 */
export const lockState = (files: Host['files'], path: string): LockState => {
  try {
    const facts = files.stat(path);
    if (facts === undefined) return {state: 'free'};
    const table = files.read('/proc/locks');
    if (table === undefined) return {state: 'unknown', why: '/proc/locks is not there'};
    const found = findLock(table.toString('utf8'), facts.inode);
    if (found.state === 'held' || files.readlink('/proc/self/ns/pid') === firstPidNamespace) return found;
    return lockOfHolder(files, path, facts.inode);
  } catch (thrown) {
    return {state: 'unknown', why: errorText(thrown)};
  }
};

/** PROC_PID_INIT_INO of the kernel's include/linux/proc_ns.h, the same on every machine. */
const firstPidNamespace = 'pid:[4026531836]';

const lockOfHolder = (files: Host['files'], path: string, inode: number): LockState => {
  const named = /^pid (\d+)/.exec(files.read(path)?.toString('utf8') ?? '')?.[1];
  const directory = `/proc/${named ?? ''}/fdinfo`;
  const descriptors = named === undefined ? [] : (files.list(directory) ?? []);
  for (const descriptor of descriptors) {
    const info = files.read(`${directory}/${descriptor}`)?.toString('utf8') ?? '';
    if (findLock(info.replace(/^lock:\s*/gm, ''), inode).state === 'held')
      return {state: 'held', pid: Number(named)};
  }
  return {state: 'free'};
};

/**
 * Search /proc/locks (proc_locks(5)) for a write lock on an inode. The device is not compared: on btrfs and overlayfs
 * stat(2) gives another one. The pid may be that of a helper that has ended, so it is only ever shown.
 */
export const findLock = (table: string, inode: number): LockState => {
  for (const line of table.split('\n')) {
    const match = /^\d+: (?:FLOCK|OFDLCK|POSIX)\s+\S+\s+WRITE\s+(-?\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s/.exec(
      line,
    );
    if (match !== null && Number(match[2]) === inode) {
      const pid = Number(match[1]);
      return {state: 'held', pid: pid > 0 ? pid : null};
    }
  }
  return {state: 'free'};
};

/** What a reader may claim: the phase and Ready of a stale file are Unknown, whatever it says. */
export const believedPhase = ({document, freshness}: StatusEntry): string => {
  const phase = (document.status as {phase?: unknown}).phase;
  if (typeof phase !== 'string') return '';
  // A tombstone is a fact of the disk, not of the moment.
  return freshness.state === 'live' || phase === 'Removed' ? phase : 'Unknown';
};

/** Ready as far as it may be believed. */
export const believedReady = (entry: StatusEntry): Pick<Condition, 'status' | 'reason' | 'message'> => {
  const ready = entry.document.status.conditions.find(({type}) => type === 'Ready');
  if (entry.freshness.state === 'stale')
    return {status: 'Unknown', reason: 'DaemonNotAnswering', message: entry.freshness.why};
  return ready ?? {status: 'Unknown', reason: 'NotReported', message: ''};
};

const live: Freshness = {state: 'live'};

const stale = (files: Host['files'], path: string, why: string): Freshness => ({
  state: 'stale',
  why,
  writtenAtMs: Number((files.stat(path)?.mtimeNs ?? 0n) / 1_000_000n),
});

type Lives = (mark: DaemonMark) => boolean;

/** Whether the process that wrote a file lives: asked once for each, since one daemon writes all of them. */
const rememberLiving = (files: Host['files']): Lives => {
  const known = new Map<string, boolean>();
  return ({pid, startTicks}) => {
    const key = `${String(pid)} ${String(startTicks)}`;
    const lives = known.get(key) ?? isAlive(files, pid, startTicks);
    known.set(key, lives);
    return lives;
  };
};

/** proc(5): the name in the second field may hold anything, so fields are counted from its last parenthesis. */
const isAlive = (files: Host['files'], pid: number, startTicks: number): boolean => {
  const text = readStat(files, pid);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[19]) === startTicks && fields[0] !== 'Z' && fields[0] !== 'X';
};

const readStat = (files: Host['files'], pid: number): string => {
  try {
    return files.read(`/proc/${String(pid)}/stat`)?.toString('utf8') ?? '';
  } catch (thrown) {
    // It ended between the opening and the reading.
    if (systemCode(thrown) === 'ESRCH') return '';
    throw thrown;
  }
};

const staleReason = (
  lives: Lives,
  daemon: DaemonMark,
  lock: LockState,
  bootId: string | undefined,
): string | null => {
  if (bootId !== undefined && bootId !== daemon.bootId) return 'the host was rebooted since';
  if (lock.state === 'free') return 'the daemon does not run';
  if (lock.state === 'held' && lives(daemon)) return null;
  return lock.state === 'held'
    ? 'the daemon was restarted and has not looked at it yet'
    : `whether the daemon runs cannot be told (${lock.why})`;
};

const readBootId = (files: Host['files']): string | undefined =>
  files.read('/proc/sys/kernel/random/boot_id')?.toString('utf8').trim();
