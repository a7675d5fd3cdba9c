// Hypervisors that behave: a process table, and in it QEMUs that speak QMP over the Sockets port, obey or ignore the
// power button, go down, break and remember what was plugged in. Time is the clock's; nothing runs by itself.
import {VmletError} from '../../controller/errors.ts';
import type {
  Clock,
  LineConnection,
  LineHandlers,
  ProcessFacts,
  ProcessIdentity,
  Processes,
  Sockets,
} from '../../controller/host/host.ts';
import {FakeMemory} from './qemu-memory.ts';

type Json = Readonly<Record<string, unknown>>;
type Client = {readonly handlers: LineHandlers; greeted: boolean; negotiated: boolean};

/** What the guest in it does; change it at any time. */
export type FakeGuest = {
  /** How long it takes from the power button to off; null ignores the button. */
  powerdownMs: number | null;
  /** The same for Ctrl-Alt-Del. */
  ctrlAltDelMs: number | null;
  /** Whether it lets go of a device that is unplugged. */
  releasesDevices: boolean;
  /** How long it takes to give or take memory that it is asked for; null never does. */
  memoryMs: number | null;
  /** How much of that it does, of 1. */
  memoryPart: number;
  /** How long the process takes to die of a signal. */
  dyingMs: number;
};

export type FakeQemu = {
  readonly uid: string;
  readonly identity: ProcessIdentity;
  readonly argv: readonly string[];
  readonly guest: FakeGuest;
  /**
   * `answers`; `mute` connects and says nothing; `deaf` greets and then answers no command; `stopped` is mute since the
   * whole process got SIGSTOP.
   */
  monitor: 'answers' | 'mute' | 'deaf' | 'stopped';
  readonly runState: string;
  readonly uuid: string;
  /** Every QMP command so far, by name. */
  readonly commands: readonly string[];
  readonly devices: ReadonlySet<string>;
  /** Devices of those that the guest does not see. */
  readonly hidden: readonly string[];
  readonly nodes: ReadonlyMap<string, number>;
  readonly netdevs: ReadonlySet<string>;
  /** Limits by qdev path, of disks that have any. */
  readonly throttles: ReadonlyMap<string, Json>;
  readonly cpus: number;
  /** What its memory devices were told that the guest is to have, and what it has. */
  readonly memory: {readonly wantedBytes: number; readonly guestBytes: number};
  /** Those of them that a cable was pulled from. */
  readonly unplugged: ReadonlySet<string>;
  powerOff(): void;
  panic(): void;
  reset(): void;
  /** Paths of the disk files behind its block nodes. */
  readonly files: ReadonlySet<string>;
  /** A disk error that stops the guest (werror=stop). */
  ioError(node: string): void;
  /** Errors that `cont` meets again until this is called. */
  clearIoError(): void;
  /** A line of anything, as a hypervisor that was taken over could send. */
  say(line: string): void;
  /** Hang up on the monitor client without ending. */
  dropMonitor(): void;
  /** The process ends: killed, crashed, or quit. */
  end(signal?: string): void;
};

export type FakeHypervisors = {
  readonly processes: Processes;
  readonly sockets: Sockets;
  /** Those that run, oldest first. */
  all(): FakeQemu[];
  of(uid: string): FakeQemu | undefined;
  /** The next launch ends at once after writing this to its log. */
  failNextLaunch(log: string): void;
  /** How many were started ever. */
  starts(): number;
  /** The next `launch` port call itself throws E-TOOL (fork failed). */
  refuseNextLaunch(): void;
};

export type FakeHypervisorOptions = {
  clock: Clock;
  /** Called to append to a launch's log. */
  appendLog?: (path: string, text: string) => void;
  /** Every other command that is run to its end. */
  run?: Processes['run'];
  follow?: Processes['follow'];
  /** From launch to the wrapper's exec, and from there to the monitor. */
  execMs?: number;
  monitorMs?: number;
  guest?: Partial<FakeGuest>;
  /** Guest-visible size of a file that a block node is opened on. */
  sizeOf?: (path: string) => number;
  /** QEMU opens a tap (when it executes, or with netdev_add): how to close it, or null when it cannot be opened. */
  openTap?: (name: string) => (() => void) | null;
  /** QEMU opens a disk file to write it: how to close it, or null when it cannot (missing, locked by another). */
  openDisk?: (path: string) => (() => void) | null;
  /** The file behind a block node was grown. */
  onResize?: (path: string, sizeBytes: number) => void;
};

const version = {qemu: {micro: 0, minor: 2, major: 7}, package: ''};

export const fakeHypervisors = (options: FakeHypervisorOptions): FakeHypervisors => {
  const {clock} = options;
  const running = new Map<number, FakeQemuProcess>();
  let nextPid = 1_000;
  let starts = 0;
  let failure: string | undefined;
  let refused = false;

  const launch: Processes['launch'] = async (launch, onExit) => {
    if (refused) {
      refused = false;
      throw new VmletError('E-TOOL', 'cannot start the wrapper: EAGAIN');
    }
    const pid = nextPid++;
    const identity = {pid, startTicks: Math.floor(clock.monotonicMs() / 10) + pid};
    starts += 1;
    const at = launch.argv.findIndex(argument => /(^|\/)qemu-system-/.test(argument));
    const qemu = new FakeQemuProcess(
      identity,
      launch.argv.slice(Math.max(0, at)),
      launch.argv,
      launch.logPath,
      options,
      by => {
        running.delete(pid);
        onExit({code: by === undefined ? 0 : null, signal: by ?? null});
      },
    );
    running.set(pid, qemu);
    const log = failure;
    failure = undefined;
    if (log !== undefined) {
      options.appendLog?.(launch.logPath, log);
      clock.after(options.execMs ?? 2, () => {
        qemu.end();
      });
    }
    return identity;
  };

  const find = (identity: ProcessIdentity): FakeQemuProcess | undefined => {
    const qemu = running.get(identity.pid);
    return qemu?.identity.startTicks === identity.startTicks ? qemu : undefined;
  };

  const processes: Processes = {
    run: options.run ?? (async () => ({exitCode: 0, stdout: '', stderr: ''})),
    follow: options.follow ?? (() => () => undefined),
    launch,
    list: () => [...running.values()].map(qemu => qemu.facts()),
    inspect: identity => find(identity)?.facts(),
    signal: (identity, name) => {
      const qemu = find(identity);
      if (qemu !== undefined && qemu.guest.dyingMs > 0)
        clock.after(qemu.guest.dyingMs, () => {
          qemu.end(name);
        });
      else qemu?.end(name);
      return qemu !== undefined;
    },
  };

  const sockets: Sockets = {
    connectLines: async (path, handlers) => {
      await clock.sleep(1);
      const qemu = [...running.values()].find(each => each.serves(path));
      if (qemu === undefined) throw new VmletError('E-HOST', `cannot connect to ${path}: ENOENT`);
      return qemu.accept(handlers);
    },
  };

  return {
    processes,
    sockets,
    all: () => [...running.values()],
    of: uid => [...running.values()].find(qemu => qemu.uid === uid),
    failNextLaunch: log => {
      failure = log;
    },
    starts: () => starts,
    refuseNextLaunch: () => {
      refused = true;
    },
  };
};

class FakeQemuProcess implements FakeQemu {
  readonly identity: ProcessIdentity;
  readonly argv: readonly string[];
  readonly guest: FakeGuest;
  readonly uid: string;
  #monitor: FakeQemu['monitor'] = 'answers';
  /** Said while the monitor was silent; it comes when it speaks again. */
  #unsaid: string[] = [];
  runState: string;
  uuid: string;
  readonly commands: string[] = [];
  readonly devices = new Set<string>();
  readonly #ports = new Map<string, {readonly bus: string; readonly hidden: boolean}>();
  /** The guest was asked to release them, and will. */
  readonly #leaving = new Set<string>();
  readonly nodes = new Map<string, number>();
  readonly netdevs = new Set<string>();
  readonly unplugged = new Set<string>();
  readonly throttles = new Map<string, Json>();
  readonly #memory: FakeMemory;
  readonly #clock: Clock;
  readonly #options: FakeHypervisorOptions;
  readonly #wrapperArgv: readonly string[];
  readonly #onEnd: (signal?: string) => void;
  readonly #socketPath: string;
  /** Clients in the order they came; QEMU talks to the first. */
  #clients: Client[] = [];
  #executed = false;
  #listening = false;
  #ended = false;
  #brokenDisk: string | undefined;
  /** Closers of what is open, by netdev id or node name. */
  readonly #open = new Map<string, () => void>();
  readonly #paths = new Map<string, string>();
  #logPath = '';

  constructor(
    identity: ProcessIdentity,
    argv: readonly string[],
    wrapperArgv: readonly string[],
    logPath: string,
    options: FakeHypervisorOptions,
    onEnd: (signal?: string) => void,
  ) {
    this.#logPath = logPath;
    this.identity = identity;
    this.argv = argv;
    this.#wrapperArgv = wrapperArgv;
    this.#options = options;
    this.#clock = options.clock;
    this.#onEnd = onEnd;
    this.guest = {
      powerdownMs: 500,
      ctrlAltDelMs: null,
      releasesDevices: true,
      memoryMs: 50,
      memoryPart: 1,
      dyingMs: 0,
      ...options.guest,
    };
    this.#memory = new FakeMemory(argv, {
      follow: change => {
        if (this.guest.memoryMs !== null)
          this.#later(this.guest.memoryMs, () => {
            if (this.runState === 'running') change(this.guest.memoryPart);
          });
      },
      tell: event => {
        this.#event(event, {});
      },
    });
    this.uid = valueAfter(argv, '-uuid') ?? '';
    this.uuid = this.uid;
    this.runState = argv.includes('-S') ? 'prelaunch' : 'running';
    this.#socketPath = argv.map(argument => /id=qmp,path=([^,]+)/.exec(argument)?.[1]).find(Boolean) ?? '';
    this.#readDevices();
    const execMs = options.execMs ?? 2;
    this.#clock.after(execMs, () => {
      this.#executed = true;
      this.#openAll();
    });
    this.#clock.after(execMs + (options.monitorMs ?? 30), () => {
      this.#listening = true;
    });
  }

  facts(): ProcessFacts {
    return {
      ...this.identity,
      parentPid: 1,
      exe: this.#executed ? '/usr/bin/qemu-system-x86_64' : '/usr/bin/dash',
      argv: this.#executed ? this.argv : this.#wrapperArgv,
      stopped: this.#monitor === 'stopped',
    };
  }

  serves(path: string): boolean {
    return this.#listening && !this.#ended && path === this.#socketPath;
  }

  accept(handlers: LineHandlers): LineConnection {
    const client: Client = {handlers, greeted: false, negotiated: false};
    this.#clients.push(client);
    this.#greet();
    return {
      send: line => {
        // What was sent arrives, also when whoever sent it hung up right after.
        const isServed = this.#clients[0] === client;
        this.#later(1, () => {
          if ((isServed || this.#clients[0] === client) && this.monitor === 'answers')
            this.#receive(line, client);
        });
      },
      close: () => {
        this.#hangUp(client, 'closed by us');
      },
    };
  }

  powerOff(): void {
    this.#event('SHUTDOWN', {guest: true, reason: 'guest-shutdown'});
    if (this.argv.some(argument => argument.includes('shutdown=pause'))) this.#stop('shutdown');
    else this.end();
  }

  get monitor(): FakeQemu['monitor'] {
    return this.#monitor;
  }

  set monitor(state: FakeQemu['monitor']) {
    this.#monitor = state;
    if (state !== 'answers') return;
    const lines = this.#unsaid;
    this.#unsaid = [];
    for (const line of lines) this.#clients[0]?.handlers.onLine(line);
    this.#greet();
  }

  get files(): ReadonlySet<string> {
    return new Set([...this.nodes.keys()].flatMap(node => this.#paths.get(node) ?? []));
  }

  panic(): void {
    this.#event('GUEST_PANICKED', {action: 'pause'});
    this.#stop('guest-panicked');
  }

  reset(): void {
    this.#event('RESET', {guest: true, reason: 'guest-reset'});
    this.#memory.reset();
  }

  ioError(node: string): void {
    this.#brokenDisk = node;
    this.#event('BLOCK_IO_ERROR', {device: '', 'node-name': node, action: 'stop', nospace: true});
    this.#stop('io-error');
  }

  clearIoError(): void {
    this.#brokenDisk = undefined;
  }

  say(line: string): void {
    this.#clients[0]?.handlers.onLine(line);
  }

  dropMonitor(): void {
    const [client] = this.#clients;
    if (client !== undefined) this.#hangUp(client, 'closed by the other side');
  }

  end(signal?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const close of this.#open.values()) close();
    this.#open.clear();
    this.#onEnd(signal);
    for (const client of [...this.#clients]) this.#hangUp(client, 'closed by the other side');
  }

  #hangUp(client: Client, why: string): void {
    if (!this.#clients.includes(client)) return;
    this.#clients = this.#clients.filter(other => other !== client);
    this.#unsaid = [];
    client.handlers.onClose(why);
    this.#greet();
  }

  #greet(): void {
    this.#later(1, () => {
      const [client] = this.#clients;
      if (client === undefined || client.greeted || this.monitor === 'mute' || this.monitor === 'stopped')
        return;
      client.greeted = true;
      client.handlers.onLine(JSON.stringify({QMP: {version, capabilities: ['oob']}}));
    });
  }

  #later(ms: number, run: () => void): void {
    this.#clock.after(ms, () => {
      if (!this.#ended) run();
    });
  }

  #event(event: string, data?: Json): void {
    const [client] = this.#clients;
    if (client?.negotiated !== true) return;
    const line = JSON.stringify({event, ...(data && {data}), timestamp: {seconds: 1, microseconds: 0}});
    if (this.#monitor === 'answers') client.handlers.onLine(line);
    else this.#unsaid.push(line);
  }

  #stop(state: string): void {
    this.runState = state;
    this.#event('STOP');
  }

  #receive(line: string, client: Client): void {
    const {
      execute,
      arguments: given = {},
      id,
    } = JSON.parse(line) as {
      execute: string;
      arguments?: Json;
      id?: string;
    };
    this.commands.push(execute);
    if (execute === 'qmp_capabilities') client.negotiated = true;
    const result = this.#answer(execute, given);
    if (this.#clients.includes(client)) client.handlers.onLine(JSON.stringify({...result, id}));
  }

  #answer(execute: string, given: Json): {return: unknown} | {error: {class: string; desc: string}} {
    const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
    switch (execute) {
      case 'qmp_capabilities':
        return ok({});
      case 'query-status':
        return ok({status: this.runState, running: this.runState === 'running', singlestep: false});
      case 'query-uuid':
        return ok({UUID: this.uuid});
      case 'query-block':
        return ok(
          [...this.nodes.keys()].map(node => {
            const qdev = this.#qdev(node);
            return {
              device: '',
              qdev,
              'io-status': node === this.#brokenDisk ? 'nospace' : 'ok',
              inserted: {'node-name': node, ...noLimits, ...this.throttles.get(qdev)},
            };
          }),
        );
      case 'query-named-block-nodes':
        return ok(
          [...this.nodes].map(([node, size]) => ({'node-name': node, image: {'virtual-size': size}})),
        );
      case 'qom-list':
        return ok([...this.devices].map(name => ({name, type: 'child<device>'})));
      case 'cont':
        return this.#cont();
      case 'stop':
        this.#stop('paused');
        return ok({});
      case 'system_powerdown':
        this.#event('POWERDOWN');
        this.#goDownAfter(this.guest.powerdownMs);
        return ok({});
      case 'send-key':
        this.#goDownAfter(this.guest.ctrlAltDelMs);
        return ok({});
      case 'quit':
        this.#event('SHUTDOWN', {guest: false, reason: 'host-qmp-quit'});
        this.#later(3, () => {
          this.end();
        });
        return ok({});
      case 'blockdev-add':
        if (this.nodes.has(text('node-name')))
          return error(`Duplicate nodes with node-name='${text('node-name')}'`);
        if (!this.#openNode(given)) return error(`Could not open '${text('filename')}'`);
        this.nodes.set(text('node-name'), this.#sizeOf(given));
        return ok({});
      case 'blockdev-del':
        if (this.devices.has(text('node-name')))
          return error(`Node '${text('node-name')}' is busy: node is used as the root node`);
        this.#close(text('node-name'));
        return this.nodes.delete(text('node-name'))
          ? ok({})
          : error(`Failed to find node with node-name='${text('node-name')}'`);
      case 'block_resize':
        if (!this.nodes.has(text('node-name'))) return error(`Cannot find node ${text('node-name')}`);
        this.nodes.set(text('node-name'), Number(given['size']));
        this.#resized(text('node-name'), Number(given['size']));
        return ok({});
      case 'netdev_add':
        if (this.netdevs.has(text('id'))) return error(`Duplicate ID '${text('id')}' for netdev`);
        if (!this.#openNetdev(given))
          return error(`could not configure /dev/net/tun (${text('ifname')}): Operation not permitted`);
        this.netdevs.add(text('id'));
        return ok({});
      case 'netdev_del':
        this.#close(text('id'));
        this.unplugged.delete(text('id'));
        return this.netdevs.delete(text('id')) ? ok({}) : notFound(text('id'));
      case 'block_set_io_throttle':
        return this.#throttle(text('id'), given);
      case 'query-hotpluggable-cpus':
        return this.#cpuPlaces();
      case 'query-balloon':
      case 'query-memory-devices':
      case 'balloon':
      case 'qom-set':
        return this.#memory.answer(execute, given);
      case 'set_link':
        if (!this.netdevs.has(text('name'))) return notFound(text('name'));
        if (given['up'] === true) this.unplugged.delete(text('name'));
        else this.unplugged.add(text('name'));
        return ok({});
      case 'device_add':
        if (this.devices.has(text('id'))) return error(`Duplicate device ID '${text('id')}'`);
        if (text('driver').endsWith('-cpu') && Number(given['core-id']) >= (this.#smp()[1] ?? 1))
          return error(`Invalid CPU core-id: ${String(given['core-id'])}`);
        this.devices.add(text('id'));
        this.#enter(text('id'), given);
        return ok({});
      case 'device_del':
        return this.#unplug(text('id'));
      default:
        return {error: {class: 'CommandNotFound', desc: `The command ${execute} has not been found`}};
    }
  }

  get memory(): FakeQemu['memory'] {
    return this.#memory;
  }

  /** How many it has now. */
  get cpus(): number {
    const [boot = 1] = this.#smp();
    return boot + [...this.devices].filter(id => /^cpu\d+$/.test(id)).length;
  }

  /** Seen with QEMU 7.2: a second device in a port is taken without a word, at an address behind it that nobody looks at. */
  get hidden(): readonly string[] {
    return [...this.devices].filter(id => this.#ports.get(id)?.hidden === true);
  }

  #enter(id: string, {bus}: Json): void {
    this.#ports.delete(id);
    if (typeof bus !== 'string' || !bus.startsWith('port')) return;
    const hidden = [...this.devices].some(other => other !== id && this.#ports.get(other)?.bus === bus);
    this.#ports.set(id, {bus, hidden});
  }

  #smp(): number[] {
    const smp = /cpus=(\d+),maxcpus=(\d+)/.exec(valueAfter(this.argv, '-smp') ?? '');
    return [Number(smp?.[1] ?? 1), Number(smp?.[2] ?? 1)];
  }

  #cpuPlaces() {
    if ((valueAfter(this.argv, '-machine') ?? '').startsWith('microvm'))
      return error("The feature 'query-hotpluggable-cpus' is not enabled");
    const [boot = 1, most = 1] = this.#smp();
    return ok(
      Array.from({length: most}, (_, core) => ({
        props: {'core-id': core, 'thread-id': 0, 'socket-id': 0},
        'vcpus-count': 1,
        type: 'max-x86_64-cpu',
        ...(core < boot || this.devices.has(`cpu${String(core)}`)
          ? {'qom-path': `/machine/cpu[${String(core)}]`}
          : {}),
      })),
    );
  }

  /** A disk on PCI is a child of its device, one on virtio-mmio the device itself; both are named like their node. */
  #qdev(node: string): string {
    const isPci = this.argv.some(argument => argument.includes('virtio-rng-pci'));
    return isPci ? `/machine/peripheral/${node}/virtio-backend` : node;
  }

  #throttle(id: string, {id: _id, ...limits}: Json) {
    const node = [...this.nodes.keys()].find(each => this.#qdev(each) === id);
    if (node === undefined || !this.devices.has(node)) return notFound(id);
    if (Object.keys(noLimits).some(name => typeof limits[name] !== 'number'))
      return error("Parameter 'iops' is missing");
    if (Object.values(limits).every(limit => limit === 0)) this.throttles.delete(id);
    else this.throttles.set(id, limits);
    return ok({});
  }

  #cont(): {return: unknown} {
    this.runState = 'running';
    this.#event('RESUME');
    const disk = this.#brokenDisk;
    if (disk !== undefined)
      this.#later(2, () => {
        this.ioError(disk);
      });
    return ok({});
  }

  /** A stopped guest hears no button, and one that is down is down. */
  #goDownAfter(ms: number | null): void {
    if (ms === null || this.runState !== 'running') return;
    this.#later(ms, () => {
      if (this.runState === 'running') this.powerOff();
    });
  }

  #unplug(id: string): {return: unknown} | {error: {class: string; desc: string}} {
    if (!this.devices.has(id)) return notFound(id);
    if (this.#leaving.has(id))
      return {error: {class: 'GenericError', desc: `Device ${id} is already in the process of unplug`}};
    if (this.guest.releasesDevices && this.runState === 'running') {
      this.#leaving.add(id);
      this.#later(70, () => {
        this.#leaving.delete(id);
        this.devices.delete(id);
        this.throttles.delete(this.#qdev(id));
        this.#event('DEVICE_DELETED', {device: id, path: `/machine/peripheral/${id}`});
      });
    }
    return ok({});
  }

  #sizeOf(node: Json): number {
    if (typeof node['size'] === 'number') return node['size'];
    if (typeof node['filename'] === 'string') return this.#options.sizeOf?.(node['filename']) ?? 0;
    const file = node['file'];
    if (typeof file === 'string') return this.nodes.get(file) ?? 0;
    return typeof file === 'object' && file !== null ? this.#sizeOf(file as Json) : 0;
  }

  /** What the command line names is opened when the hypervisor executes; what cannot be, ends it. */
  #openAll(): void {
    const refuse = (what: string): void => {
      this.#options.appendLog?.(this.#logPath, `qemu-system-x86_64: ${what}\n`);
      this.end();
    };
    for (const [at, option] of this.argv.entries()) {
      const value = this.argv[at + 1];
      if (this.#ended || !value?.startsWith('{')) continue;
      const json = JSON.parse(value) as Json;
      if (option === '-blockdev' && !this.#openNode(json))
        refuse(`-blockdev: Could not open '${String(json['filename'])}'`);
      else if (option === '-netdev' && !this.#openNetdev(json))
        refuse(
          `-netdev: could not configure /dev/net/tun (${String(json['ifname'])}): Operation not permitted`,
        );
    }
  }

  #openNetdev(json: Json): boolean {
    // A macvtap is a descriptor that the launch wrapper opened.
    if (typeof json['ifname'] !== 'string' || this.#options.openTap === undefined) return true;
    return this.#keep(String(json['id']), this.#options.openTap(json['ifname']));
  }

  #openNode(json: Json): boolean {
    const name = String(json['node-name']);
    if (typeof json['file'] === 'string') this.#paths.set(name, this.#paths.get(json['file']) ?? '');
    if (typeof json['filename'] !== 'string') return true;
    this.#paths.set(name, json['filename']);
    if (json['read-only'] === true || this.#options.openDisk === undefined) return true;
    return this.#keep(name, this.#options.openDisk(json['filename']));
  }

  #keep(id: string, close: (() => void) | null): boolean {
    if (close === null) return false;
    this.#open.set(id, close);
    return true;
  }

  #close(id: string): void {
    this.#open.get(id)?.();
    this.#open.delete(id);
  }

  #resized(node: string, sizeBytes: number): void {
    const path = this.#paths.get(node);
    if (path !== undefined) this.#options.onResize?.(path, sizeBytes);
  }

  /** Nodes, NICs and devices of the command line, in QEMU's JSON forms. */
  #readDevices(): void {
    for (const [at, option] of this.argv.entries()) {
      const value = this.argv[at + 1];
      if (!value?.startsWith('{')) continue;
      const json = JSON.parse(value) as Json;
      const id = typeof json['id'] === 'string' ? json['id'] : '';
      if (option === '-blockdev') this.nodes.set(String(json['node-name']), this.#sizeOf(json));
      else if (option === '-netdev') this.netdevs.add(id);
      else if (option === '-device' && id !== '') {
        this.devices.add(id);
        this.#enter(id, json);
      }
    }
  }
}

const noLimits = {bps: 0, bps_rd: 0, bps_wr: 0, iops: 0, iops_rd: 0, iops_wr: 0};

const ok = (value: unknown): {return: unknown} => ({return: value});
const error = (desc: string) => ({error: {class: 'GenericError', desc}});
const notFound = (id: string) => ({error: {class: 'DeviceNotFound', desc: `Device '${id}' not found`}});

const valueAfter = (argv: readonly string[], option: string): string | undefined => {
  const at = argv.indexOf(option);
  return at === -1 ? undefined : argv[at + 1];
};
