#!/usr/bin/env node
// The composition root: argv, environment, signals, exit codes. Builds the host and hands everything on; no logic.
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {setFlagsFromString} from 'node:v8';
import {runCli} from './cli/cli.ts';
import type {CliContext, Output, RunOptions} from './cli/context.ts';
import type {Host} from './host/host.ts';
import {systemClock} from './host/clock.ts';
import {systemFiles} from './host/files.ts';

const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {version: string}
).version;

const uid = process.geteuid?.() ?? 0;
const clock = systemClock();
const files = systemFiles(randomUUID);

/** All doors to the world. Their packages take several times as long to load as most verbs to do what they do. */
const openHost = async (): Promise<Omit<Host, 'paths'>> => {
  const {openLog} = await import('./host/log.ts');
  const {systemProcesses} = await import('./host/process.ts');
  const {systemSockets} = await import('./host/sockets.ts');
  return {
    processes: systemProcesses(),
    files,
    sockets: systemSockets(),
    clock,
    random: {uuid: randomUUID, fraction: Math.random},
    log: openLog({
      format: 'human',
      level: 'warn',
      now: () => clock.now(),
      write: line => {
        process.stderr.write(`${line}\n`);
      },
    }),
  };
};

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    stopping.abort(new Error(name));
  });

const output = (stream: NodeJS.WriteStream): Output => ({
  write: text => {
    stream.write(text);
  },
  isTty: stream.isTTY,
  get columns() {
    return stream.columns ?? 80;
  },
  get rows() {
    return stream.rows ?? 24;
  },
});

let isDaemon = false;

const context: CliContext = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  uid,
  version,
  stdin: process.stdin,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  signal: stopping.signal,
  host: {files, clock},
  runDaemon: async (options: RunOptions) => {
    isDaemon = true;
    const host = await openHost();
    // V8 would answer a crowd of changes with a nursery of up to 48 MB, and let garbage grow to many times what lives; both
    // stay when it is quiet again. Loading these packages has grown the nursery to 4 MB by now: from 1 MB on, garbage is
    // collected four times as often, which takes a third of all processor time. Flags of the command line would have to
    // stand in each way of starting; these are read whenever they are needed.
    setFlagsFromString('--semi-space-growth-factor=1');
    setFlagsFromString('--heap-growing-percent=20');
    optimiseLater();
    const {runDaemon} = await import('./run-daemon.ts');
    return runDaemon({context, host, options, arch: process.arch, recipesDir, giveMemoryBack});
  },
  planLocally: async options => {
    optimiseLater();
    const {planLocally} = await import('./preview/plan-locally.ts');
    return planLocally({context, host: await openHost(), options, arch: process.arch});
  },
  planAgainst: async options => {
    optimiseLater();
    const {planAgainst} = await import('./preview/plan-locally.ts');
    return planAgainst({context, host: await openHost(), options});
  },
  policyRefusals: async (policy, objects) => {
    const {policyRefusals} = await import('./preview/policy-refusals.ts');
    return policyRefusals({policy, source: 'manifests', objects, files: context.host.files});
  },
  snapshotLocally: async options => {
    const {snapshotLocally} = await import('./preview/plan-locally.ts');
    return snapshotLocally({context, host: await openHost(), options, arch: process.arch});
  },
  sweepLocally: async options => {
    const {sweepLocally} = await import('./requests/sweep-locally.ts');
    return sweepLocally({context, host: await openHost(), ...options, arch: process.arch});
  },
  downLocally: async options => {
    const {downLocally} = await import('./requests/down-locally.ts');
    return downLocally({context, host: await openHost(), ...options, arch: process.arch});
  },
};

/** Collect all garbage and give back the memory that it lay in, which V8 does of itself only while much is allocated. */
const giveMemoryBack = (): void => {
  import('node:inspector').then(
    ({Session}) => {
      const session = new Session();
      session.connect();
      session.post('HeapProfiler.collectGarbage', () => {
        // V8 holds a lock until the answer was heard, which the end of the session would wait for.
        clock.after(0, () => {
          session.disconnect();
        });
      });
    },
    // A Node that was built without it keeps what it has.
    () => undefined,
  );
};

/**
 * V8 would optimise what a crowd of fifty, or a plan of a thousand, runs through once or twice: that takes a quarter of all
 * their processor time, so it waits for eight times as much running as it would.
 */
const optimiseLater = (): void => {
  setFlagsFromString('--interrupt-budget=1000000');
};

const recipesDir = fileURLToPath(new URL('../controller/install/recipes', import.meta.url));

/** Resolves when a pipe has taken all that was written; one whose reader has gone takes nothing more. */
const drained = async (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise(resolve => {
    stream.write('', () => {
      resolve();
    });
  });

// Whoever read our output has gone (`| head`): there is nobody to tell.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await runCli(context);
// A pipe takes 64 KiB at once and the rest as it is read. A daemon, and who was told to stop, do not wait for that.
if (!isDaemon && !stopping.signal.aborted) await Promise.all([process.stdout, process.stderr].map(drained));
// Sockets and watchers of a daemon that let go may linger; the exit code is decided, so leave now.
process.exit();
