// The port to the world: every effect of the program is a method of this value. Types only.
// main.ts builds the real one, test/fakes builds one in memory. No policy may live behind it.
import type {Paths} from './paths.ts';

/** Wall clock for people, monotonic clock for decisions (a wall-clock jump changes no decision). */
export type Clock = {
  /** Wall time, RFC 3339 in UTC with seconds, for status and logs only. */
  now(): string;
  /** Milliseconds since an arbitrary start, never going back. */
  monotonicMs(): number;
  /** Resolve after `ms`, or reject with the signal's reason. Of 0: in the next turn of the event loop. */
  sleep(ms: number, options?: {signal?: AbortSignal}): Promise<void>;
  /** Call `run` once after `ms`; the result cancels it. */
  after(ms: number, run: () => void): () => void;
};

export type RunOptions = {
  stdin?: string;
  /** Kill the process after this long; default 30,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
  cwd?: string;
  /** The whole environment; the default is a clean one (PATH, LC_ALL=C, HOME=/nonexistent). */
  env?: Readonly<Record<string, string>>;
  /** Numeric user and group to run as (root only). */
  uid?: number;
  gid?: number;
  /** For what may never end by itself: the kernel kills it when we are killed and can no longer. */
  endsWithUs?: true;
};

export type RunResult = {exitCode: number; stdout: string; stderr: string};

/** A process as it can be told from every other one, also after a pid was reused. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, clock ticks since boot. */
  readonly startTicks: number;
};

export type ProcessFacts = ProcessIdentity & {
  /** Target of /proc/PID/exe, or '' when it cannot be read. */
  exe: string;
  argv: readonly string[];
  /** Process that started it, or its reaper. */
  parentPid: number;
  /** Stopped by a signal or a debugger (state T or t): alive, but it answers nothing. */
  stopped?: boolean;
};

/** A detached process to start: argv is complete, stdio goes to a file, and nothing ties it to us. */
export type Launch = {
  argv: readonly string[];
  /** Receives stdout and stderr, opened for append. */
  logPath: string;
  cwd: string;
  env?: Readonly<Record<string, string>>;
};

export type Processes = {
  /** Run to the end. Never throws for an exit code; throws E-TOOL when it cannot be started, E-TIMEOUT when late. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Start in a session of its own and return at once; `onExit` is a hint, called while we live. */
  launch(
    launch: Launch,
    onExit: (exit: {code: number | null; signal: string | null}) => void,
  ): Promise<ProcessIdentity>;
  /** Run for as long as we live, calling `onLine` for each line; `onEnd` when it dies. The result stops it. */
  follow(
    command: string,
    args: readonly string[],
    onLine: (line: string) => void,
    onEnd: () => void,
  ): () => void;
  /**
   * Every live process (zombies are dead) whose command line is wanted. Reads /proc, spawns nothing. Those of `known` (by
   * pid) that live on are wanted as they are, and given as the same value unless they were stopped, continued or orphaned;
   * with `newOnly` they are left out, and not looked at.
   */
  list(
    isWanted?: (argv: readonly string[]) => boolean,
    known?: ReadonlyMap<number, ProcessFacts>,
    options?: {readonly newOnly: boolean},
  ): ProcessFacts[];
  /** One process, or undefined when it is gone, a zombie, or its pid was reused. */
  inspect(identity: ProcessIdentity): ProcessFacts | undefined;
  /** Send a signal after checking start time once more; false when it is no longer there. */
  signal(identity: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): boolean;
};

export type FileFacts = {
  type: 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'device';
  mode: number;
  uid: number;
  gid: number;
  device: number;
  inode: number;
  sizeBytes: number;
  mtimeNs: bigint;
  ctimeNs: bigint;
};

export type WriteOptions = {
  mode: number;
  /** fsync the file and its directory before returning. */
  durable: boolean;
  /** Of a durable file: leave its directory to the next settle(), which syncs it once for all that came to be in it. */
  settleLater?: true;
  uid?: number;
  gid?: number;
};

/** Small files are read and written synchronously: four times cheaper than promises (docs/performance.md). */
export type Files = {
  /** Content, or undefined when there is no such file. */
  read(path: string): Buffer | undefined;
  /** The first `sizeBytes` bytes of a regular file (fewer when it is shorter), or undefined. Never blocks on a FIFO. */
  readHead(path: string, sizeBytes: number): Buffer | undefined;
  /** Up to `sizeBytes` bytes of a regular file from `offset` on; undefined when there is no such file. */
  readAt(path: string, offset: number, sizeBytes: number): Buffer | undefined;
  /** Like stat, or lstat with `follow: false`; undefined when there is nothing. */
  stat(path: string, options?: {follow?: boolean}): FileFacts | undefined;
  /** Sorted names; undefined when there is no such directory. */
  list(path: string): string[] | undefined;
  realpath(path: string): string | undefined;
  readlink(path: string): string | undefined;
  /** Open a regular file without following its last link or blocking, read up to `limitBytes` + 1. */
  readRegular(path: string, limitBytes: number): Buffer;
  /** Temp file, then rename over the target. */
  writeAtomic(path: string, content: string | Buffer, options: WriteOptions): void;
  /** Sync the directories that were left for later. Throws when one cannot be synced, and tries it again the next time. */
  settle(): void;
  /** Leave this directory to the next settle(): what lies in it may be the work of a process that was killed before its own. */
  settleLater(directory: string): void;
  append(path: string, content: string, mode: number): void;
  truncate(path: string, sizeBytes: number): void;
  /** mkdir -p; mode and owner are also repaired on a directory that exists. */
  makeDirectory(path: string, options: {mode: number; uid?: number; gid?: number}): void;
  chown(path: string, uid: number, gid: number): void;
  chmod(path: string, mode: number): void;
  rename(from: string, to: string): void;
  /** Hard link that fails with EEXIST instead of replacing; the directory is fsynced. */
  linkNoClobber(from: string, to: string): void;
  /** Copy content (reflink where the file system can), fsync it, set mode and owner. */
  copy(from: string, to: string, options: WriteOptions): Promise<void>;
  /** Write to a file of /proc, /sys or a cgroup, in place. */
  poke(path: string, content: string): void;
  remove(path: string): void;
  removeTree(path: string): void;
  /** rmdir, also of a cgroup; nothing there is fine, anything in it throws (ENOTEMPTY, EBUSY). */
  removeDirectory(path: string): void;
  sha256(path: string, options?: {signal?: AbortSignal}): Promise<string>;
  freeBytes(path: string): number;
};

/** A line-oriented connection to a unix socket. */
export type LineConnection = {
  send(line: string): void;
  close(): void;
};

export type LineHandlers = {
  onLine(line: string): void;
  /** Called once, when either side closed or failed. */
  onClose(why: string): void;
};

export type Sockets = {
  /** Connect within `timeoutMs`; a line longer than 1 MiB closes the connection. */
  connectLines(path: string, handlers: LineHandlers, options: {timeoutMs: number}): Promise<LineConnection>;
};

export type LogFields = Readonly<Record<string, unknown>>;

/** Constant messages with fields; nothing in steady state. */
export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

export type Random = {
  /** An RFC 4122 version 4 uuid. */
  uuid(): string;
  /** In [0, 1), for jitter only. */
  fraction(): number;
};

/** What this process is allowed and able to do; read once at start. */
export type HostIdentity = {
  hostId: string;
  bootId: string;
  daemon: ProcessIdentity;
  isRoot: boolean;
  arch: 'x86_64' | 'aarch64';
  cpuCount: number;
  memoryBytes: number;
  hasSystemd: boolean;
};

export type Host = {
  processes: Processes;
  files: Files;
  sockets: Sockets;
  clock: Clock;
  random: Random;
  log: Log;
  paths: Paths;
};
