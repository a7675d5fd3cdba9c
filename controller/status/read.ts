// Status files read by someone who is not the daemon: what they say, and whether it may be believed.
// A file is believed only while the kernel-held lock is held and the very process that wrote the file lives.
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {ObjectRef, Paths} from '../host/paths.ts';
import {documentFromYaml} from './document-text.ts';
import type {Condition, DaemonMark, StatusDocument} from './status-types.ts';
import {listStatusFiles} from './writer.ts';

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

export type StatusReadHost = Pick<Host, 'files' | 'processes'>;

export type StatusFilter = {kind?: string; namespace?: string; name?: string};

/** Every readable status file that matches, sorted by kind, namespace, name. Damaged files are left out. */
export const readStatuses = (
  host: StatusReadHost,
  paths: Paths,
  filter: StatusFilter = {},
): StatusEntry[] => {
  const lock = lockState(host.files, paths.stateLock);
  const bootId = readBootId(host);
  return listStatusFiles(host.files, paths.statusDir)
    .filter(
      ref =>
        (filter.kind === undefined || ref.kind === filter.kind) &&
        (filter.namespace === undefined || ref.namespace === filter.namespace) &&
        (filter.name === undefined || ref.name === filter.name),
    )
    .flatMap(ref => {
      const path = paths.status(ref);
      const document = readDocument(host, path);
      if (document === undefined) return [];
      return [{ref, document, freshness: freshnessOf(host, document.status.daemon, path, lock, bootId)}];
    });
};

/** Undefined for what is no status file, also when it cannot be read: one of them must not hide all the others. */
export const readDocument = ({files}: Pick<Host, 'files'>, path: string): StatusDocument | undefined => {
  try {
    const text = files.read(path)?.toString('utf8');
    return text === undefined ? undefined : documentFromYaml(text);
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

const freshnessOf = (
  host: StatusReadHost,
  daemon: DaemonMark,
  path: string,
  lock: LockState,
  bootId: string | undefined,
): Freshness => {
  const why = staleReason(host, daemon, lock, bootId);
  if (why === null) return {state: 'live'};
  return {state: 'stale', why, writtenAtMs: Number((host.files.stat(path)?.mtimeNs ?? 0n) / 1_000_000n)};
};

const staleReason = (
  {processes}: StatusReadHost,
  {pid, startTicks, bootId: writtenIn}: DaemonMark,
  lock: LockState,
  bootId: string | undefined,
): string | null => {
  if (bootId !== undefined && bootId !== writtenIn) return 'the host was rebooted since';
  if (lock.state === 'free') return 'the daemon does not run';
  if (processes.inspect({pid, startTicks}) !== undefined && lock.state === 'held') return null;
  return lock.state === 'held'
    ? 'the daemon was restarted and has not looked at it yet'
    : `whether the daemon runs cannot be told (${lock.why})`;
};

const readBootId = ({files}: StatusReadHost): string | undefined =>
  files.read('/proc/sys/kernel/random/boot_id')?.toString('utf8').trim();
