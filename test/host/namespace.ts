// A network namespace for one test file, and a Host whose processes run inside it. Nothing of the machine's own
// links can be reached through it; what it starts ends with close().
import {execFileSync} from 'node:child_process';
import {mkdtempSync, chmodSync, rmSync} from 'node:fs';
import {randomUUID} from 'node:crypto';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import type {Host, RunResult} from '../../controller/host/host.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {systemProcesses} from '../../controller/host/process.ts';

export type TestHost = {
  readonly host: Host;
  /** Commands run so far, followed ones included. */
  readonly spawned: string[][];
  /** Any command inside the namespace, past the code under test. */
  inside(command: string, ...args: string[]): string;
  /** `ip` inside the namespace, past the code under test. */
  ip(...args: string[]): string;
  /** Remove the state directory and the namespace. */
  close(): void;
};

/** A real host with a state directory of its own; with `network`, in a network namespace of its own. */
export const openTestHost = ({network}: {network: boolean}): TestHost => {
  const stateDir = mkdtempSync(join(tmpdir(), 'vmlet-test-'));
  chmodSync(stateDir, 0o711);
  const name = `vmlet-test-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
  if (network) execFileSync('ip', ['netns', 'add', name]);
  const inside = (command: string, args: readonly string[]): [string, string[]] =>
    network ? ['nsenter', [`--net=/run/netns/${name}`, command, ...args]] : [command, [...args]];
  const spawned: string[][] = [];
  const real = systemProcesses();
  const processes: Host['processes'] = {
    ...real,
    run: (command, args, options): Promise<RunResult> => {
      spawned.push([command, ...args]);
      return real.run(...inside(command, args), options);
    },
    follow: (command, args, onLine, onEnd) => {
      spawned.push([command, ...args]);
      return real.follow(...inside(command, args), onLine, onEnd);
    },
  };
  return {
    host: {
      processes,
      files: systemFiles(randomUUID),
      sockets: {connectLines: () => Promise.reject(new Error('no sockets here'))},
      clock: systemClock(),
      random: {uuid: randomUUID, fraction: Math.random},
      log: {debug: nothing, info: nothing, warn: nothing, error: nothing},
      paths: makePaths({stateDir, runtimeDir: join(stateDir, 'run')}),
    },
    spawned,
    inside: (command, ...args) => execFileSync(...inside(command, args), {encoding: 'utf8'}),
    ip: (...args) => execFileSync(...inside('ip', args), {encoding: 'utf8'}),
    close: () => {
      rmSync(stateDir, {recursive: true, force: true});
      if (network) execFileSync('ip', ['netns', 'del', name]);
    },
  };
};

const nothing = (): void => undefined;
