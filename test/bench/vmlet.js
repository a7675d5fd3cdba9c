// vmlet as its users have it: the compiled program, manifests renamed into a directory, status files, the CLI. Whatever
// is known of the daemon here, anybody can see from outside.
import {execFile, spawn} from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';

export const program = join(import.meta.dirname, '../../dist/main.js');
const run = promisify(execFile);
const patienceMs = 60_000;
/** A thousand machines take their time. */
const fleetPatienceMs = 900_000;
let daemons = 0;

/** Directories of a vmlet of its own: state on a disk, sockets and statuses in memory as the packaged unit has them. */
export const makePlace = lab => {
  const place = lab.place('d');
  const runtime = `/run/vmlet-${(daemons += 1)}`;
  for (const name of ['manifests', 'incoming']) mkdirSync(join(place, name), {mode: 0o755});
  return {
    place,
    manifests: join(place, 'manifests'),
    incoming: join(place, 'incoming'),
    state: join(place, 'state'),
    runtime,
    statuses: join(runtime, 'status/default/virtualmachine'),
    log: join(place, 'log'),
  };
};

/** Start a daemon; resolves once it says that it runs. `options`: further words of `vmlet run`. */
export const startDaemon = async (lab, at, options = [], nodeOptions = []) => {
  const log = openSync(at.log, 'w');
  const places = ['--state-dir', at.state, '--runtime-dir', at.runtime];
  const words = [
    'run',
    '--manifests',
    at.manifests,
    '--status-dir',
    join(at.runtime, 'status'),
    '--no-table',
  ];
  const child = spawn(
    process.execPath,
    [...nodeOptions, program, ...places, ...words, '--log-format', 'json', ...options],
    {
      stdio: ['ignore', log, log],
      cwd: at.place,
    },
  );
  closeSync(log);
  const ended = new Promise(resolve => child.once('close', resolve));
  const readLog = () => readFileSync(at.log, 'utf8');
  const closed = lab.opened(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const cli = async (...args) =>
    (await run(process.execPath, [program, ...places, ...args], {maxBuffer: 1 << 26})).stdout;
  await until('the daemon', () => {
    if (child.exitCode !== null) throw new Error(`the daemon ended:\n${readLog()}`);
    return readLog().includes('vmlet runs');
  });
  return {
    pid: child.pid,
    cli,
    log: readLog,
    /** Ends the daemon; its machines run on. */
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      closed();
    },
    /** `vmlet down --now`, then the daemon. Resolves with what the command took in ms. */
    down: async () => {
      const began = performance.now();
      await cli('down', '--now');
      const tookMs = performance.now() - began;
      child.kill('SIGTERM');
      await ended;
      closed();
      return tookMs;
    },
  };
};

/** Put files into the manifests directory, each whole at once. `files`: name -> YAML. */
export const drop = (at, files) => {
  for (const [name, yaml] of Object.entries(files)) writeFileSync(join(at.incoming, name), yaml);
  return () => {
    for (const name of Object.keys(files)) renameSync(join(at.incoming, name), join(at.manifests, name));
  };
};

export const statusOf = (at, name) => {
  try {
    return readFileSync(join(at.statuses, `${name}.yaml`), 'utf8');
  } catch {
    return '';
  }
};

export const phaseOf = (at, name) => /^ {2}phase: (\w+)$/m.exec(statusOf(at, name))?.[1];
export const pidOf = (at, name) => Number(/^ {2}pid: (\d+)$/m.exec(statusOf(at, name))?.[1]);

/**
 * Watches the status files from now on; `all(names, holds)` resolves with the time (performance.now) when the last of them
 * did. The kernel tells of each rename, so that waiting takes nothing from a machine of few cores.
 */
export const watchStatuses = at => {
  mkdirSync(at.statuses, {recursive: true});
  const listeners = new Set();
  const watcher = watch(at.statuses, (_, file) => {
    if (file?.endsWith('.yaml')) for (const listen of listeners) listen(file.slice(0, -'.yaml'.length));
  });
  const all = (names, holds) =>
    new Promise((resolve, reject) => {
      const open = new Set(names);
      const timer = setTimeout(
        () =>
          reject(
            new Error(`waited ${fleetPatienceMs} ms for ${open.size} statuses, such as ${[...open][0]}`),
          ),
        fleetPatienceMs,
      );
      const look = name => {
        if (!open.has(name) || !holds(statusOf(at, name))) return;
        open.delete(name);
        if (open.size > 0) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(performance.now());
      };
      listeners.add(look);
      for (const name of names) look(name);
    });
  return {all, close: () => watcher.close()};
};

export const isRunning = status => status.includes('\n  phase: Running\n');

/** Ask every 5 ms. */
export const until = async (what, holds) => {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await sleep(5);
  }
};

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Every file below a directory as a line that differs once it was written or replaced. */
export const filesUnder = directory =>
  readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      const {ino, mtimeNs} = statSync(path, {bigint: true});
      return `${path} ${ino} ${mtimeNs}`;
    });
