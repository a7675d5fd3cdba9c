// The shipped daemon on a host in memory, with manifests, time that a test moves, and the API's port. What a test needs
// to ask "what did it do?": the counts are the fake host's. No faults but those that a test makes.
import type {ControlPort} from '../../controller/api/protocol.ts';
import {startDaemon} from '../../controller/daemon.ts';
import type {Daemon} from '../../controller/daemon.ts';
import type {ObjectKey} from '../../controller/desired/node.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {StatusDocument, VmStatus} from '../../controller/status/status-types.ts';
import type {DaemonLife} from './daemon-life.ts';
import {fakeHost} from './host.ts';
import type {Effect, FakeHost} from './host.ts';
import {emptyQcow2} from './qcow2.ts';
import type {FakeQemu} from './qemu.ts';

export type Machine = {
  readonly host: FakeHost;
  /** Every effect so far, as `door operation subject`. */
  readonly effects: string[];
  readonly daemon: Daemon;
  readonly control: ControlPort;
  /** A new daemon process; the one before was killed or stopped. */
  start(options?: {whileStarting?: () => void}): Promise<void>;
  /** kill -9. */
  kill(): void;
  /** Save a manifest and let the daemon see it; null removes it. */
  put(file: string, content: string | null): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Let time go on until it is so, a minute at most. */
  until(what: () => boolean): Promise<void>;
  /** Wait for a promise while time goes on. */
  during<T>(work: Promise<T>): Promise<T>;
  record(name: string, kind?: string): ObjectRecord | undefined;
  status(name: string): (StatusDocument & {readonly status: VmStatus}) | undefined;
  isReady(name: string, kind?: string): boolean;
  qemu(name: string): FakeQemu | undefined;
};

const manifestsDir = '/m';

export const vmKey = (name: string): ObjectKey => `VirtualMachine/default/${name}`;
export const vmRef = (name: string) => ({kind: 'VirtualMachine', namespace: 'default', name});

/** One kernel, one base image and one network of its own. */
export const baseYaml = `apiVersion: vmlet.dev/v1alpha1
kind: Image
metadata: {name: kernel}
spec: {format: raw, source: {file: {path: /images/vmlinuz}}}
---
apiVersion: vmlet.dev/v1alpha1
kind: Image
metadata: {name: base}
spec: {format: qcow2, source: {file: {path: /images/base.qcow2}}}
---
apiVersion: vmlet.dev/v1alpha1
kind: Network
metadata: {name: lan}
spec: {bridge: {name: br-lan, management: Owned, addresses: [10.1.0.1/24]}}
`;

/** A small VM on them; `more` is further lines of its spec. */
export const vmYaml = (name: string, more = ''): string => `apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachine
metadata: {name: ${name}}
spec:
  hypervisor: {qemu: {accelerator: tcg}}
  boot: {kernel: {image: kernel}}
  shutdown: {timeout: 20s}
  disks: [{name: root, image: base, size: 64Mi}]
  interfaces: [{name: lan, tap: {network: lan}}]
${more}`;

export const openMachine = (): Machine => {
  const effects: string[] = [];
  const host = fakeHost({
    mishap: () => null,
    before: ({door, operation, subject}: Effect) => {
      effects.push(`${door} ${operation} ${subject}`);
    },
    after: () => undefined,
    latencyMs: () => 1,
    fraction: () => 0.5,
  });
  let life: DaemonLife | undefined;
  let daemon: Daemon | undefined;
  let control: ControlPort | undefined;
  let lives = 0;

  host.files.control.put('/images/vmlinuz', 'kernel');
  host.files.control.put('/images/base.qcow2', emptyQcow2(32 * 1024 ** 2));
  host.files.control.directory(host.paths.stateDir, {mode: 0o711});
  host.files.control.directory(host.paths.runtimeDir, {mode: 0o711});
  host.files.control.directory(manifestsDir);

  const step = (): Promise<void> =>
    host.clock.advance(Math.max(0.01, Math.min(host.clock.nextTimerMs() ?? 100, 100)));

  const during = async <T>(work: Promise<T>): Promise<T> => {
    let settled = false;
    const watched = work.finally(() => {
      settled = true;
    });
    await host.clock.settle();
    for (let turns = 0; !settled && turns < 100_000; turns += 1) await step();
    return watched;
  };

  const machine: Machine = {
    host,
    effects,
    get daemon() {
      if (daemon === undefined) throw new Error('no daemon runs');
      return daemon;
    },
    get control() {
      if (control === undefined) throw new Error('no daemon runs');
      return control;
    },
    start: async (options = {}) => {
      lives += 1;
      const own = host.openLife();
      life = own;
      const starting = startDaemon({
        host: own.host,
        identity: {
          hostId: 'host',
          bootId: host.bootId,
          daemon: {pid: 100 + lives, startTicks: lives},
          isRoot: true,
          arch: 'x86_64',
          cpuCount: 4,
          memoryBytes: 8 * 1024 ** 3,
          hasSystemd: false,
        },
        uid: 0,
        version: 'test',
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
          resyncMs: 30_000,
          table: false,
        },
        recipesDir: '/recipes',
        onStatus: () => undefined,
        onForgotten: () => undefined,
        watchTree: own.watchTree,
        openApi: async (_host, port) => {
          control = port;
          options.whileStarting?.();
          return {close: () => Promise.resolve()};
        },
      });
      daemon = await during(starting);
    },
    kill: () => {
      life?.kill();
      daemon = undefined;
      control = undefined;
    },
    put: async (file, content) => {
      const path = `${manifestsDir}/${file}`;
      host.files.remove(path);
      if (content !== null) host.files.control.put(path, content);
      life?.touched(path);
      await host.clock.advance(1_000);
    },
    pass: ms => host.clock.advance(ms),
    until: async what => {
      for (let turns = 0; turns < 2_000; turns += 1) {
        if (what()) return;
        await step();
      }
      const lines = host.log.slice(-8).map(line => JSON.stringify(line));
      throw new Error(`it never came to ${String(what)}; last: ${lines.join('\n')}`);
    },
    during,
    record: (name, kind = 'VirtualMachine') => machine.daemon.world.records.get(`${kind}/default/${name}`),
    status: name => machine.daemon.world.statuses.get(vmKey(name)) as ReturnType<Machine['status']>,
    isReady: (name, kind = 'VirtualMachine') =>
      machine.daemon.world.statuses
        .get(`${kind}/default/${name}`)
        ?.status.conditions.some(each => each.type === 'Ready' && each.status === 'True') ?? false,
    qemu: name => host.qemus.of(machine.record(name)?.uid ?? ''),
  };
  return machine;
};
