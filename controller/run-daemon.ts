// `vmlet run`: the daemon from lock to end, with the live table and --once. Loaded only by that verb.
import type {CliContext, RunOptions} from './cli/context.ts';
import {openLiveTable} from './cli/live-table.ts';
import {watchCrowds} from './crowd.ts';
import {lockHost, startDaemon} from './daemon.ts';
import type {Daemon} from './daemon.ts';
import {errorText} from './errors.ts';
import type {Host} from './host/host.ts';
import {readIdentity} from './host/identity.ts';
import {openLog} from './host/log.ts';
import {makePaths} from './host/paths.ts';
import {openPolicy} from './policy-file.ts';
import {judgeOnce} from './once.ts';

export type RunDaemonInput = {
  readonly context: CliContext;
  readonly host: Omit<Host, 'paths'>;
  readonly options: RunOptions;
  readonly arch: string;
  readonly recipesDir: string;
  /** Let go of the memory that is not needed now; takes a moment in which nothing else is done. */
  readonly giveMemoryBack: () => void;
};

/** Be the daemon until a signal, `vmlet down`, or the end of --once; the result is the exit code. */
export const runDaemon = async (input: RunDaemonInput): Promise<number> => {
  const {context, options, arch, recipesDir} = input;
  const {stdout, stderr, uid, version, signal} = context;
  const {clock, files} = context.host;
  const inPlace = options.table && stdout.isTty;
  const table = openLiveTable(stdout, clock, {
    inPlace,
    colour: stdout.isTty && context.env['NO_COLOR'] === undefined,
    hint: options.once ? '' : 'Ctrl-C ends vmlet, VMs run on; `vmlet down` stops everything',
  });
  const log = openLog({
    format: options.logFormat,
    level: inPlace && options.logLevel === 'info' ? 'warn' : options.logLevel,
    now: () => clock.now(),
    write: line => {
      if (inPlace) table.print(line);
      else stderr.write(`${line}\n`);
    },
  });
  const paths = makePaths({
    stateDir: files.realpath(options.stateDir) ?? options.stateDir,
    runtimeDir: options.runtimeDir,
    ...(options.statusDir === null ? {} : {statusDir: options.statusDir}),
  });
  const host: Host = {...input.host, log, paths};
  const policy = openPolicy(host, options.policyFile, uid);
  files.makeDirectory(paths.stateDir, {mode: uid === 0 ? 0o711 : 0o700});
  const lock = lockHost(host);
  try {
    const identity = readIdentity(host, {uid, arch, hostIdOfPolicy: policy.current().hostId});
    const progress = watchProgress();
    // A crowd leaves half as much garbage as what lives, and V8 would let it lie for as long as it is quiet.
    const crowds = watchCrowds(clock, input.giveMemoryBack);
    const daemon = await startDaemon({
      host,
      identity,
      policy,
      uid,
      version,
      options,
      recipesDir,
      onStatus: document => {
        table.update(document);
        crowds.happened();
        progress.happened();
      },
      onForgotten: ref => {
        table.remove(ref);
        progress.happened();
      },
    });
    if (!identity.isRoot) table.print(rootless);
    try {
      return options.once
        ? await waitOnce(daemon, context, options, progress)
        : await waitForEnd(daemon, signal);
    } finally {
      crowds.close();
      await daemon.stop();
      table.close();
    }
  } catch (thrown) {
    log.error('vmlet ends', {error: errorText(thrown)});
    throw thrown;
  } finally {
    lock.release();
  }
};

const rootless =
  'vmlet runs without root: VMs get QEMU user networking (no taps, no bridges, not reachable from each other), and run as you. Start it as root for bridged networking and one user per VM.';

const waitForEnd = async (daemon: Daemon, signal: AbortSignal): Promise<number> => {
  await Promise.race([daemon.down, aborted(signal)]);
  return 0;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

type Progress = {happened(): void; next(): Promise<void>};

const watchProgress = (): Progress => {
  let waiting: (() => void)[] = [];
  return {
    happened: () => {
      const ready = waiting;
      waiting = [];
      for (const resolve of ready) resolve();
    },
    next: () =>
      new Promise(resolve => {
        waiting.push(resolve);
      }),
  };
};

const waitOnce = async (
  daemon: Daemon,
  {host: {clock}, stdout, stderr, signal}: CliContext,
  options: RunOptions,
  progress: Progress,
): Promise<number> => {
  const deadlineMs = clock.monotonicMs() + options.timeoutMs;
  const interrupted = aborted(signal);
  for (;;) {
    const {ready, reasons} = judgeOnce(daemon.world, daemon.source);
    if (ready) {
      stdout.write('every object is Ready; VMs stay up (`vmlet get`, `vmlet down`)\n');
      return 0;
    }
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0 || signal.aborted) {
      stderr.write(`vmlet: not everything is Ready:\n${reasons.map(each => `  ${each}\n`).join('')}`);
      return 1;
    }
    const late = new AbortController();
    const sleep = clock.sleep(leftMs, {signal: late.signal}).catch(() => undefined);
    await Promise.race([progress.next(), sleep, interrupted, daemon.down]);
    late.abort();
  }
};
