// The only place that starts and signals processes; what /proc says of them is process-facts.ts. execa for all of them
// but two that are started for each VM, the hypervisor and `ip`: those are plain spawns (docs/adr/0003, 0008).
import {spawn, spawnSync} from 'node:child_process';
import type {ChildProcess, SpawnOptions} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {errorText, VmletError} from '../errors.ts';
import {after} from './clock.ts';
import {coverInherited, requireDescriptors} from './descriptors.ts';
import {inspectProcess, listProcesses, readStat} from './process-facts.ts';
import type {Launch, Processes, ProcessIdentity, RunOptions, RunResult} from './host.ts';

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

/** Started for each VM, or for a wave of them: execa takes more than twice the processor time of the tool itself. */
const often: ReadonlySet<string> = new Set(['ip']);

const defaultTimeoutMs = 30_000;
const mostOutputBytes = 64 * 1024 * 1024;

const run: Processes['run'] = (command, args, options = {}) =>
  often.has(command) && options.endsWithUs !== true
    ? runPlainly(command, args, options)
    : runByExeca(command, args, options);

const late = (command: string, timeoutMs: number): VmletError =>
  new VmletError('E-TIMEOUT', `${command} did not end within ${String(timeoutMs)} ms`);

const cancelled = (command: string): VmletError => new VmletError('E-TIMEOUT', `${command} was cancelled`);

const notRun = (command: string, why: string, cause?: unknown): VmletError =>
  new VmletError('E-TOOL', `cannot run ${command}: ${why}`, {cause});

/** Loaded with the first tool that needs it: that takes as long as to start Node, and 15 MB. */
const runByExeca = async (
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> => {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const {execa, ExecaError} = await import('execa');
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
      maxBuffer: mostOutputBytes,
      stripFinalNewline: false,
      ...(options.stdin === undefined ? {stdin: 'ignore' as const} : {input: options.stdin}),
      ...(options.signal === undefined ? {} : {cancelSignal: options.signal}),
      ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
      ...(options.uid === undefined ? {} : {uid: options.uid}),
      ...(options.gid === undefined ? {} : {gid: options.gid}),
    });
    if (result.timedOut) throw late(command, timeoutMs);
    if (result.isCanceled) throw cancelled(command);
    if (result.exitCode === undefined && result.signal === undefined)
      throw notRun(command, result.originalMessage ?? 'not started');
    return {exitCode: result.exitCode ?? 128, stdout: result.stdout, stderr: result.stderr};
  } catch (thrown) {
    if (thrown instanceof VmletError) throw thrown;
    const why = thrown instanceof ExecaError ? (thrown.originalMessage ?? thrown.message) : String(thrown);
    throw notRun(command, why, thrown);
  }
};

/** The same promises as above, kept by hand. */
const runPlainly = (command: string, args: readonly string[], options: RunOptions): Promise<RunResult> =>
  new Promise((resolve, reject) => {
    const {timeoutMs = defaultTimeoutMs, stdin, signal, env, cwd, uid, gid} = options;
    const child = spawnOr(command, args, {
      env: {...(env ?? cleanEnv)},
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      cwd,
      uid,
      gid,
    });
    let failure: VmletError | undefined;
    const end = (why: VmletError): void => {
      failure ??= why;
      child.kill('SIGKILL');
    };
    const tooMuch = () => {
      end(notRun(command, `more than ${String(mostOutputBytes)} bytes of output`));
    };
    const stdout = collect(child.stdout, tooMuch);
    const stderr = collect(child.stderr, tooMuch);
    // A tool that ends before it has read everything says why in its exit code.
    child.stdin?.on('error', () => undefined).end(stdin);
    const cancelLimit = after(timeoutMs, () => {
      end(late(command, timeoutMs));
    });
    const onCancel = () => {
      end(cancelled(command));
    };
    signal?.addEventListener('abort', onCancel);
    const forget = () => {
      cancelLimit();
      signal?.removeEventListener('abort', onCancel);
    };
    child.once('error', thrown => {
      forget();
      reject(notRun(command, errorText(thrown), thrown));
    });
    child.once('close', code => {
      forget();
      if (failure === undefined) resolve({exitCode: code ?? 128, stdout: stdout(), stderr: stderr()});
      else reject(failure);
    });
    if (signal?.aborted === true) onCancel();
  });

/** Most failures of a spawn are told by an event, some (no memory, too long a command line) are thrown. */
const spawnOr = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess => {
  try {
    return spawn(command, args, options);
  } catch (thrown) {
    throw notRun(command, errorText(thrown), thrown);
  }
};

/** A child for which there were no descriptors left has no streams. */
const collect = (stream: Readable | null | undefined, tooMuch: () => void): (() => string) => {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.length > mostOutputBytes) tooMuch();
  });
  return () => text;
};

const launch: Processes['launch'] = async (wish, onExit) => {
  const [command, ...args] = wish.argv;
  if (command === undefined) throw new VmletError('E-INTERNAL', 'empty argv');
  return begun(spawnDetached(command, args, wish), command, onExit);
};

/** Apart: what waits for the end of a child is kept for as long as it lives, and must not keep its command line. */
const begun = (
  child: ChildProcess,
  command: string,
  onExit: Parameters<Processes['launch']>[1],
): Promise<ProcessIdentity> => {
  child.spawnargs.length = 0;
  return new Promise((resolve, reject) => {
    child.once('error', thrown => {
      reject(notRun(command, errorText(thrown), thrown));
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

const spawnDetached = (
  command: string,
  args: readonly string[],
  {logPath, cwd, env}: Launch,
): ChildProcess => {
  const opened: number[] = [];
  const open = (path: string, flags: 'a' | 'r'): number => {
    const descriptor = openSync(path, flags, 0o600);
    opened.push(descriptor);
    return descriptor;
  };
  try {
    const log = open(logPath, 'a');
    const stdio = ['ignore' as const, log, log, ...coverInherited(open('/dev/null', 'r'))];
    return spawn(command, args, {cwd, env: {...(env ?? cleanEnv)}, detached: true, stdio});
  } catch (thrown) {
    throw notRun(command, errorText(thrown), thrown);
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
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
