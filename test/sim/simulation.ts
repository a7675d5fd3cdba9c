// One run of the shipped daemon on a fake host: its lives, its time, its faults, and everything that happened as a
// trace. What happens is decided by actors.ts, what must hold by monitors.ts and oracle.ts.
import {createHash} from 'node:crypto';
import type {ControlPort} from '../../controller/api/protocol.ts';
import {startDaemon} from '../../controller/daemon.ts';
import {openPolicy} from '../../controller/policy-file.ts';
import type {Daemon} from '../../controller/daemon.ts';
import type {HostIdentity} from '../../controller/host/host.ts';
import type {DaemonLife} from '../fakes/daemon-life.ts';
import {fakeHost} from '../fakes/host.ts';
import type {Effect, FakeHost, Mishap} from '../fakes/host.ts';
import {emptyQcow2} from '../fakes/qcow2.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import type {Leftover} from './leftovers.ts';
import {faults} from './faults.ts';
import type {Fault} from './faults.ts';
import {decodeShared, manifestsDir, plainBase, readTruth, renderBase} from './manifests.ts';
import type {Truth} from './manifests.ts';
import {openMonitors} from './monitors.ts';
import type {Monitors} from './monitors.ts';
import {seededRandom} from './random.ts';
import type {SeededRandom} from './random.ts';

export const resyncMs = 30_000;
/** Names that a VM may have; how many of them a seed uses is up to the seed. */
const vmNames = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
/** Few VMs meet each other and their own past more often; the prune budget begins to count with five. */
const crowds = [1, 2, 3, 4, 5, 7];
const mib = 1024 * 1024;
/** From `cont` to what a guest says when it is up. */
const guestBootMs = 2_000;
/** Traced lines kept for the report of a failure. */
const keptLines = 1_200;

export type Simulation = {
  readonly seed: number;
  readonly random: SeededRandom;
  readonly host: FakeHost;
  readonly monitors: Monitors;
  /** Names that VMs have in this seed. */
  readonly names: readonly string[];
  /** Faults that this seed turned on. */
  readonly activeFaults: readonly Fault[];
  faultsOn: boolean;
  /** What is out of order until somebody mends it, by name: every effect that it applies to fails. */
  /** Which guests never come up: they do not say so on their console. */
  hangs: (qemu: FakeQemu) => boolean;
  /** A guest says on its console that it is up. */
  comesUp(qemu: FakeQemu): void;
  readonly outages: Map<string, Pick<Fault, 'appliesTo' | 'mishap'>>;
  /** Lives without an object, by uid. */
  readonly leftovers: Map<string, Leftover>;
  /** The running daemon's API, or null while there is none. */
  readonly control: ControlPort | null;
  readonly daemon: Daemon | null;
  readonly life: DaemonLife | null;
  readonly violations: string[];
  readonly recent: readonly string[];
  truth(): Truth;
  /** Start the daemon; resolves when it runs, or has died trying. */
  boot(): Promise<void>;
  /** kill -9. */
  crash(): void;
  advance(ms: number): Promise<void>;
  /** Until a promise settles, while time goes on, at most this long. */
  during<T>(work: Promise<T>, mostMs?: number): Promise<T | 'late'>;
  /** Somebody writes a manifest, in place or by rename. */
  write(file: string, content: string, how?: 'in place' | 'rename'): void;
  remove(file: string): void;
  touched(): void;
  note(line: string): void;
  violate(what: string): void;
  traceHash(): string;
};

export type SimulationOptions = {
  /** Told of each line of the trace as it happens. */
  readonly onLine?: (line: string) => void;
  /** How many faults are on; the default is up to the seed. */
  readonly faults?: readonly Fault[];
  /** Whether VMs are services; the default is up to the seed where faults are. */
  readonly hasSystemd?: boolean;
};

/** A host with images, a base manifest, two foreign links, and no daemon yet. */
export const openSimulation = (seed: number, options: SimulationOptions = {}): Simulation => {
  const random = seededRandom(seed);
  const activeFaults = options.faults ?? random.sample(faults, random.between(1, 8));
  const hasSystemd = options.hasSystemd ?? (options.faults === undefined && random.chance(0.3));
  const crowd = options.faults === undefined ? random.pick(crowds) : undefined;
  const names = vmNames.slice(0, crowd);
  const hash = createHash('sha256');
  const recent: string[] = [];
  const violations: string[] = [];
  let truth: Truth | null = null;
  let control: ControlPort | null = null;
  let daemon: Daemon | null = null;
  let life: DaemonLife | null = null;
  let lives = 0;
  let cancelRestart: () => void = () => undefined;

  const note = (line: string): void => {
    const text = `${String(Math.round(host.clock.monotonicMs()))} ${line}`;
    hash.update(text).update('\n');
    options.onLine?.(text);
    recent.push(text);
    if (recent.length > 2 * keptLines) recent.splice(0, keptLines);
  };

  const mishap = (effect: Effect): Mishap | null => {
    for (const outage of simulation.outages.values())
      if (outage.appliesTo(effect)) return outage.mishap(random);
    if (!simulation.faultsOn) return null;
    for (const fault of activeFaults) {
      if (!fault.appliesTo(effect) || !random.chance(fault.probability)) continue;
      note(`! ${fault.name}: ${effect.operation} ${effect.subject.slice(0, 120)}`);
      return fault.mishap(random);
    }
    return null;
  };

  const traced = (effect: Effect): void => {
    if (effect.door !== 'read')
      note(`  ${effect.operation} ${effect.subject.replaceAll('\n', '; ').slice(0, 400)}`);
  };

  const host = fakeHost({
    mishap,
    before: effect => {
      traced(effect);
      monitors.before(effect);
    },
    after: effect => {
      if (effect.door === 'write' && effect.subject.startsWith(manifestsDir)) truth = null;
      monitors.after(effect);
      if (effect.door === 'qmp' && effect.operation === 'cont') boots(effect.subject);
    },
    latencyMs: effect => (effect.operation === 'copy' ? random.between(0, 3) : random.between(1, 30)),
    fraction: () => random.fraction(),
  });

  /** A guest takes its time from the first instruction to its readiness. */
  const boots = (uid: string): void => {
    const qemu = host.qemus.of(uid);
    if (qemu === undefined || simulation.hangs(qemu)) return;
    host.clock.after(guestBootMs, () => {
      if (host.qemus.of(uid)?.identity.pid === qemu.identity.pid) simulation.comesUp(qemu);
    });
  };

  const boot = async (): Promise<void> => {
    cancelRestart();
    lives += 1;
    const own = host.openLife();
    life = own;
    note(`> daemon ${String(lives)} starts`);
    monitors.daemonStarts();
    let settled = false;
    void Promise.resolve()
      .then(() =>
        startDaemon({
          policy: openPolicy(own.host, null, 0),
          host: own.host,
          identity: identityOf(host, {lives, hasSystemd}),
          uid: 0,
          version: 'sim',
          options: {
            manifestsDir,
            stateDir: host.paths.stateDir,
            runtimeDir: host.paths.runtimeDir,
            statusDir: null,
            policyFile: null,
            once: false,
            timeoutMs: 0,
            logFormat: 'json',
            logLevel: 'info',
            resyncMs,
            table: false,
          },
          recipesDir: '/recipes',
          onStatus: () => undefined,
          onForgotten: () => undefined,
          watchTree: own.watchTree,
          decode: decodeShared,
          openApi: async (_host, port) => {
            if (own.isAlive) control = port;
            return {close: () => Promise.resolve()};
          },
        }),
      )
      .then(
        running => {
          settled = true;
          if (own.isAlive) daemon = running;
        },
        (thrown: unknown) => {
          settled = true;
          if (!own.isAlive) return;
          note(
            `> daemon ${String(lives)} ends: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
          );
          crash();
          // systemd's RestartSec.
          cancelRestart = host.clock.after(1_000, () => void boot());
        },
      );
    await host.clock.settle();
    for (let turns = 0; !settled && own.isAlive && turns < 2_000; turns += 1)
      await host.clock.advance(host.clock.nextTimerMs() ?? 1);
  };

  const crash = (): void => {
    if (life?.isAlive === true) note('> daemon is killed');
    life?.kill();
    control = null;
    daemon = null;
    cancelRestart();
  };

  const touched = (path: string = manifestsDir): void => {
    truth = null;
    life?.touched(path);
  };

  const simulation: Simulation = {
    seed,
    random,
    host,
    names,
    activeFaults,
    faultsOn: true,
    hangs: () => false,
    comesUp: qemu => {
      host.files.control.put(host.paths.vm(qemu.uid).consoleLog, 'up\n');
    },
    outages: new Map(),
    leftovers: new Map(),
    get monitors() {
      return monitors;
    },
    get control() {
      return life?.isAlive === true ? control : null;
    },
    get daemon() {
      return life?.isAlive === true ? daemon : null;
    },
    get life() {
      return life?.isAlive === true ? life : null;
    },
    violations,
    recent,
    truth: () => (truth ??= readTruth(host.files)),
    boot,
    crash,
    advance: async ms => {
      await host.clock.advance(ms);
      // Until now everything was as it was: what comes next breaks what holds in this instant.
      monitors.step();
    },
    during: async <T>(work: Promise<T>, mostMs = 120_000): Promise<T | 'late'> => {
      let result: {value: T} | undefined;
      void work.then(value => {
        result = {value};
      });
      await host.clock.settle();
      const untilMs = host.clock.monotonicMs() + mostMs;
      while (result === undefined && host.clock.monotonicMs() < untilMs)
        await host.clock.advance(Math.max(0.01, Math.min(host.clock.nextTimerMs() ?? 1_000, 1_000)));
      return result === undefined ? 'late' : result.value;
    },
    write: (file, content, how = 'rename') => {
      const path = `${manifestsDir}/${file}`;
      if (how === 'rename') host.files.remove(path);
      host.files.control.put(path, content);
      note(`> write ${file} ${how}`);
      touched(path);
    },
    remove: file => {
      host.files.remove(`${manifestsDir}/${file}`);
      note(`> remove ${file}`);
      touched(`${manifestsDir}/${file}`);
    },
    touched: () => {
      touched();
    },
    note,
    violate: what => {
      const text = `${String(Math.round(host.clock.monotonicMs()))} ${what}`;
      if (violations.length < 5) violations.push(text);
      note(`VIOLATION ${what}`);
    },
    traceHash: () => hash.copy().digest('hex'),
  };
  const monitors = openMonitors(simulation);
  host.clock.eachStep = () => {
    monitors.step();
  };
  host.files.control.put('/images/vmlinuz', 'kernel');
  host.files.control.put('/images/base.qcow2', emptyQcow2(32 * mib));
  host.files.control.directory(host.paths.stateDir, {mode: 0o711});
  host.files.control.directory(host.paths.runtimeDir, {mode: 0o711});
  host.files.control.put(`${manifestsDir}/base.yaml`, renderBase(plainBase));
  addForeignLinks(host);
  monitors.foreignLinksAre();
  return simulation;
};

/** Who a daemon on this host is. */
export const identityOf = (
  {bootId}: Pick<FakeHost, 'bootId'>,
  {lives, hasSystemd}: {lives: number; hasSystemd: boolean},
): HostIdentity => ({
  hostId: 'sim-host',
  bootId,
  daemon: {pid: 100 + lives, startTicks: lives},
  isRoot: true,
  arch: 'x86_64',
  cpuCount: 4,
  memoryBytes: 8 * 1024 * mib,
  hasSystemd,
});

/** What was there before vmlet and must never be touched. */
export const addForeignLinks = (host: FakeHost): void => {
  host.links.control.add({name: 'eth0', up: true, addresses: ['192.168.1.2/24']});
  host.links.control.add({name: 'br-office', kind: 'bridge', up: true, alias: 'office'});
};

/** Name of the VM that a hypervisor runs. */
export const vmNameOf = (qemu: FakeQemu): string =>
  /guest=[^/]+\/([^@]+)@/.exec(qemu.argv[qemu.argv.indexOf('-name') + 1] ?? '')?.[1] ?? '';

/** Value of a command-line option of a hypervisor. */
export const optionOf = (qemu: Pick<FakeQemu, 'argv'>, option: string): string => {
  const at = qemu.argv.indexOf(option);
  return at < 0 ? '' : (qemu.argv[at + 1] ?? '');
};
