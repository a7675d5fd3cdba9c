// One vmlet on one pretended host: a network namespace, a temporary directory and a daemon of its own. close() ends exactly
// what lives in that namespace and removes both.
import {execFile, execFileSync, spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {promisify} from 'node:util';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../../dist/main.js');
const patienceMs = 60_000;

export const openHost = () => {
  if (process.getuid() !== 0) throw new Error('needs root: it makes a network namespace, bridges and taps');
  // Short: a socket address holds 107 bytes. Open to the users that the guests run as.
  const root = mkdtempSync(join(tmpdir(), 'vmlet-bench-'));
  chmodSync(root, 0o711);
  const namespace = `vmlet-bench-${process.pid}-${randomUUID().slice(0, 8)}`;
  execFileSync('ip', ['netns', 'add', namespace]);
  const words = (command, args) => [`--net=/run/netns/${namespace}`, command, ...args];
  return {
    root,
    /** Run a command inside the namespace; resolves with its output. */
    inside: async (command, ...args) => (await run('nsenter', words(command, args))).stdout,
    /** Start a command inside the namespace. */
    start: (command, args, stdio) => spawn('nsenter', words(command, args), {stdio, cwd: root}),
    close: async () => {
      // Twice: a launch that was under way may have forked meanwhile.
      for (let round = 0; round < 2; round += 1) await Promise.all(pidsIn(namespace).map(kill));
      execFileSync('ip', ['netns', 'del', namespace]);
      rmSync(root, {recursive: true, force: true, maxRetries: 3});
    },
  };
};

/** A daemon with a state of its own inside `host`; resolves once it runs. */
export const startDaemon = async host => {
  const place = mkdtempSync(join(host.root, 'd'));
  chmodSync(place, 0o711);
  const [manifests, state, runtime, log] = ['m', 's', 'r', 'log'].map(name => join(place, name));
  mkdirSync(manifests);
  const descriptor = openSync(log, 'a');
  const places = ['--state-dir', state, '--runtime-dir', runtime];
  const args = [program, 'run', '--manifests', manifests, '--log-format', 'human', '--no-table', ...places];
  const child = host.start(process.execPath, args, ['ignore', descriptor, descriptor]);
  closeSync(descriptor);
  const readLog = () => readFileSync(log, 'utf8');
  await waitFor('the daemon', () => {
    if (child.exitCode !== null) throw new Error(`the daemon ended:\n${readLog()}`);
    return readLog().includes('vmlet runs');
  });
  const status = (kind, name) => {
    try {
      return readFileSync(join(state, 'status/default', kind, `${name}.yaml`), 'utf8');
    } catch {
      return '';
    }
  };
  return {
    /** Put all files into place, one rename after the other. `files`: name -> YAML. */
    drop: files => {
      for (const [name, yaml] of Object.entries(files)) writeFileSync(join(place, name), yaml);
      for (const name of Object.keys(files)) renameSync(join(place, name), join(manifests, name));
    },
    phase: (kind, name) => /^ {2}phase: (\w+)$/m.exec(status(kind, name))?.[1],
    pid: name => Number(/^ {2}pid: (\d+)$/m.exec(status('virtualmachine', name))?.[1]),
    cli: (...args) => host.inside(process.execPath, program, '--state-dir', state, ...args),
    log: readLog,
    /** Stop the VMs, remove the links, end the daemon; disks and logs stay. */
    down: async () => {
      const ended = new Promise(resolve => child.once('close', resolve));
      await host.inside(process.execPath, program, '--state-dir', state, 'down', '--now');
      await ended;
    },
  };
};

/** Ask every 5 ms until it holds. */
export const waitFor = async (what, holds) => {
  const deadline = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${patienceMs} ms for ${what}`);
    await sleep(5);
  }
};

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

const pidsIn = namespace =>
  execFileSync('ip', ['netns', 'pids', namespace], {encoding: 'utf8'})
    .split('\n')
    .filter(line => line !== '')
    .map(Number);

const kill = async pid => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return;
  }
  for (let left = 300; left > 0 && isAlive(pid); left -= 1) await sleep(20);
};

/** A zombie is dead: who reaps it may take seconds. */
const isAlive = pid => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
