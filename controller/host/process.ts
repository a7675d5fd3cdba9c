// The only place that starts and signals processes; what /proc says of them is process-facts.ts. execa for all of them but the hypervisor start,
// which is a plain spawn: it is the one hot path (docs/adr/0003-plain-spawn-for-the-vmm.md).
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, openSync, readdirSync, readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {execa, ExecaError} from 'execa';
import {errorText, VmletError} from '../errors.ts';
import {inspectProcess, listProcesses, readStat} from './process-facts.ts';
import type {Launch, ProcessIdentity, Processes, RunOptions, RunResult} from './host.ts';

const cleanEnv = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  HOME: '/nonexistent',
};

/** The real process table. */
export const systemProcesses = (): Processes => ({
  run,
  launch,
  follow,
  list: listProcesses,
  inspect: inspectProcess,
  signal,
});

const run = async (
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> => {
  const timeoutMs = options.timeoutMs ?? 30_000;
  requireDescriptors(command);
  const [file = '', ...words] =
    options.endsWithUs === true ? dying('SIGKILL', command, args) : [command, ...args];
  try {
    const result = await execa(file, words, {
      env: {...(options.env ?? cleanEnv)},
      extendEnv: false,
      reject: false,
      timeout: timeoutMs,
      forceKillAfterDelay: 1_000,
      maxBuffer: 64 * 1024 * 1024,
      stripFinalNewline: false,
      ...(options.stdin === undefined ? {stdin: 'ignore' as const} : {input: options.stdin}),
      ...(options.signal === undefined ? {} : {cancelSignal: options.signal}),
      ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
      ...(options.uid === undefined ? {} : {uid: options.uid}),
      ...(options.gid === undefined ? {} : {gid: options.gid}),
    });
    if (result.timedOut)
      throw new VmletError('E-TIMEOUT', `${command} did not end within ${String(timeoutMs)} ms`);
    if (result.isCanceled) throw new VmletError('E-TIMEOUT', `${command} was cancelled`);
    if (result.exitCode === undefined && result.signal === undefined)
      throw new VmletError('E-TOOL', `cannot run ${command}: ${result.originalMessage ?? 'not started'}`);
    return {exitCode: result.exitCode ?? 128, stdout: text(result.stdout), stderr: text(result.stderr)};
  } catch (thrown) {
    if (thrown instanceof VmletError) throw thrown;
    const why = thrown instanceof ExecaError ? (thrown.originalMessage ?? thrown.message) : String(thrown);
    throw new VmletError('E-TOOL', `cannot run ${command}: ${why}`, {cause: thrown});
  }
};

/** More than any spawn takes: three streams of two ends each, and what libuv needs meanwhile. */
const descriptorsOfSpawn = 16;

/**
 * Throws E-TOOL when we may not open enough files to start a process. Node reports that (EMFILE, ENFILE) by an event of a
 * process without streams, on which execa fails before it listens: the daemon would end.
 */
const requireDescriptors = (command: string): void => {
  const opened: number[] = [];
  try {
    while (opened.length < descriptorsOfSpawn) opened.push(openSync('/dev/null', 'r'));
  } catch (thrown) {
    throw new VmletError('E-TOOL', `cannot start ${command}: ${errorText(thrown)}`, {cause: thrown});
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
};

const text = (output: unknown): string => (typeof output === 'string' ? output : '');

const launch = async (
  launch: Launch,
  onExit: Parameters<Processes['launch']>[1],
): Promise<ProcessIdentity> => {
  const [command, ...args] = launch.argv;
  if (command === undefined) throw new VmletError('E-INTERNAL', 'empty argv');
  requireDescriptors(command);
  const log = openSync(launch.logPath, 'a', 0o600);
  const nothing = openSync('/dev/null', 'r');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: launch.cwd,
      env: {...(launch.env ?? cleanEnv)},
      detached: true,
      stdio: ['ignore', log, log, ...coverInherited(nothing)],
    });
    closeSync(log);
    closeSync(nothing);
    child.once('error', thrown => {
      reject(new VmletError('E-TOOL', `cannot start ${command}: ${thrown.message}`, {cause: thrown}));
    });
    child.once('exit', (code, exitSignal) => {
      onExit({code, signal: exitSignal});
    });
    child.once('spawn', () => {
      const pid = child.pid ?? 0;
      // A zombie that we have not reaped yet still has its start time, so this cannot miss.
      const startTicks = readStat(pid)?.startTicks;
      child.unref();
      if (startTicks === undefined) reject(new VmletError('E-TOOL', `${command} was gone at once`));
      else resolve({pid, startTicks});
    });
  });
};

/**
 * Stdio entries from 3 on that put `nothing` over every descriptor that whoever started us left open: a guest that
 * takes over its hypervisor must not find them. What Node itself opens closes on exec; of what it inherits it sees only
 * to the descriptors before the first gap above 15 (libuv, uv_disable_stdio_inheritance).
 */
const coverInherited = (nothing: number): ('ignore' | number)[] => {
  // Nothing is inherited later, and with many open sockets it takes longer to look than to spawn.
  inherited ??= new Set(readdirSync('/proc/self/fd').map(Number).filter(isKeptOnExec));
  const kept = inherited;
  return Array.from({length: Math.max(2, ...kept) - 2}, (_, index) =>
    kept.has(index + 3) ? nothing : 'ignore',
  );
};

/** proc(5): flags are octal, and hold O_CLOEXEC when it is set. The descriptor that lists /proc itself is gone by now. */
let inherited: ReadonlySet<number> | undefined;

const isKeptOnExec = (descriptor: number): boolean => {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${String(descriptor)}`, 'utf8');
    return (Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '', 8) & 0o2000000) === 0;
  } catch {
    return false;
  }
};

/** The words of a command that the kernel ends by this signal when we end; setpriv becomes the command. */
const dying = (signal: NodeJS.Signals, command: string, args: readonly string[]): string[] => [
  ...['setpriv', '--pdeathsig', signal, '--', command],
  ...args,
];

/** What is followed would outlive a killed daemon until it has something to say to the broken pipe. */
const follow: Processes['follow'] = (command, args, onLine, onEnd) => {
  const [file = '', ...words] = dying('SIGTERM', command, args);
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    onEnd();
  };
  try {
    requireDescriptors(command);
  } catch {
    queueMicrotask(end);
    return () => {
      ended = true;
    };
  }
  const child = spawn(file, words, {env: cleanEnv, stdio: ['ignore', 'pipe', 'ignore']});
  createInterface({input: child.stdout}).on('line', onLine);
  child.once('error', end);
  child.once('exit', end);
  return () => {
    ended = true;
    child.kill('SIGTERM');
  };
};

const signal: Processes['signal'] = (identity, name) => {
  if (inspectProcess(identity) === undefined) return false;
  try {
    return process.kill(identity.pid, name);
  } catch {
    return false;
  }
};

/** Lock an open file without waiting (util-linux flock); false when someone else has it. Throws E-TOOL without flock. */
export const flockDescriptor = (descriptor: number): boolean => {
  const result = spawnSync('flock', ['--nonblock', '3'], {
    env: cleanEnv,
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
  });
  if (result.error !== undefined)
    throw new VmletError('E-TOOL', `cannot run flock (package util-linux): ${result.error.message}`);
  return result.status === 0;
};
