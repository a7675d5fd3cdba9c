// A whole host in memory: files, links, hypervisors, tools and a clock. It outlives the daemons that run on it: each
// life of a daemon gets ports of its own, and after its death nothing it still does reaches the host.
// What goes wrong, and who watches, is handed in as `Doorkeeper`; nothing here is random.
import {VmletError} from '../../controller/errors.ts';
import {makePaths} from '../../controller/host/paths.ts';
import type {Paths} from '../../controller/host/paths.ts';
import type {RunOptions, RunResult} from '../../controller/host/host.ts';
import {fakeClock} from './clock.ts';
import type {FakeClock} from './clock.ts';
import {openLife} from './daemon-life.ts';
import type {DaemonLife} from './daemon-life.ts';
import {fakeFiles} from './files.ts';
import type {FakeFiles} from './files.ts';
import {fakeLinks} from './links.ts';
import type {FakeLinks} from './links.ts';
import {emptyQcow2, resizedQcow2} from './qcow2.ts';
import {fakeHypervisors} from './qemu.ts';
import type {FakeHypervisors} from './qemu.ts';

/** One thing that a daemon does to the host, as it passes its door. */
export type Effect = {
  readonly door: 'read' | 'write' | 'run' | 'launch' | 'signal' | 'connect' | 'qmp' | 'hint';
  /** Method of the port, command, or QMP command. */
  readonly operation: string;
  /** Path, arguments, uid or link line: what it is done to. */
  readonly subject: string;
  readonly detail: unknown;
  /** A write that is to survive a power cut. */
  readonly durable?: boolean;
};

/**
 * What becomes of it instead: `before` fails without effect, `after` fails although it happened.
 * Reads: `short` gives the first half, `gone` finds that the file went meanwhile, `stale` gives the answer of so many
 * looks ago. Writes: `half` appends a part and fails. Commands: `answer` is what the tool says without doing anything,
 * `slow` keeps it waiting, `cut` kills it when it has done this share of what stands on its stdin. Hints: `drop` never arrives, `late` comes after `ms`, `twice` comes again, `overflow` is an
 * error of the watch instead. QMP: `reply` is what is wrong with the answer.
 */
export type Mishap =
  | {readonly when: 'before' | 'after' | 'half'; readonly code: string}
  | {readonly when: 'drop' | 'twice' | 'overflow' | 'short' | 'gone'}
  | {readonly when: 'late' | 'slow'; readonly ms: number}
  | {readonly when: 'stale'; readonly looks: number}
  | {readonly when: 'cut'; readonly share: number}
  | {readonly when: 'answer'; readonly result: RunResult}
  | {readonly when: 'reply'; readonly how: 'half' | 'error' | 'event first' | 'other uuid'};

export type Doorkeeper = {
  /** Asked before each effect. */
  mishap(effect: Effect): Mishap | null;
  /** Told just before an effect reaches the host, and just after. */
  before(effect: Effect): void;
  after(effect: Effect): void;
  /** How long a child process or a reply takes. */
  latencyMs(effect: Effect): number;
  fraction(): number;
};

export type LogLine = {readonly level: string; readonly message: string; readonly fields: unknown};

export type FakeHost = {
  readonly clock: FakeClock;
  readonly files: FakeFiles;
  readonly links: FakeLinks;
  readonly qemus: FakeHypervisors;
  readonly paths: Paths;
  readonly log: LogLine[];
  /** What all daemons did so far. */
  readonly counts: {spawns: number; writes: number; qmpCommands: number};
  readonly bootId: string;
  /** A new daemon process; the one before must be dead. */
  openLife(): DaemonLife;
  /** The machine goes down hard and comes up: no process, no link, an empty /run, another boot id. */
  reboot(): void;
};

/** Everything that does not depend on a daemon; shared with daemon-life.ts. */
export type HostParts = Omit<FakeHost, 'openLife' | 'reboot'> & {
  readonly keeper: Doorkeeper;
  runTool(command: string, args: readonly string[], options: RunOptions): RunResult;
  uuid(): string;
};

const qemuPath = '/usr/bin/qemu-system-x86_64';
const never: Doorkeeper = {
  mishap: () => null,
  before: () => undefined,
  after: () => undefined,
  latencyMs: () => 1,
  fraction: () => 0.5,
};

export const fakeHost = (keeper: Doorkeeper = never): FakeHost => {
  const clock = fakeClock();
  let fileTicks = 0n;
  const files = fakeFiles({nowNs: () => BigInt(Math.round(clock.wallMs())) * 1_000_000n + (fileTicks += 1n)});
  const links = fakeLinks();
  const locked = new Set<number>();
  let uuids = 0;

  const openTap = (name: string): (() => void) | null => {
    const link = links.control.links().get(name);
    if (link?.tun == null || (link.carrier && !link.tun.multiQueue)) return null;
    links.control.change(name, {carrier: true});
    return () => {
      if (links.control.links().get(name)?.index === link.index) links.control.change(name, {carrier: false});
    };
  };

  const openDisk = (path: string): (() => void) | null => {
    const inode = files.stat(path)?.inode;
    if (inode === undefined || locked.has(inode)) return null;
    locked.add(inode);
    return () => {
      locked.delete(inode);
    };
  };

  /** systemd makes a transient service of a launch, one of each name. */
  const runService = (args: readonly string[]): RunResult => {
    const argv = args.slice(args.indexOf('--') + 1);
    const uid = argv[argv.indexOf('-uuid') + 1] ?? '';
    const valueOf = (property: string): string =>
      args.find(each => each.startsWith(`${property}=`))?.slice(property.length + 1) ?? '';
    if (qemus.of(uid) !== undefined)
      return {
        exitCode: 1,
        stdout: '',
        stderr: `Failed to start transient service unit: Unit vmlet-vm-${uid}.service was already loaded.\n`,
      };
    const launch = {
      argv,
      logPath: valueOf('StandardOutput').replace(/^append:/, ''),
      cwd: valueOf('WorkingDirectory'),
    };
    void qemus.processes.launch(launch, () => undefined);
    return {exitCode: 0, stdout: '', stderr: ''};
  };

  const resize = (path: string, sizeBytes: number): void => {
    const bytes = files.read(path);
    if (bytes !== undefined) files.control.put(path, resizedQcow2(bytes, sizeBytes));
  };

  const runQemuImg = (args: readonly string[]): RunResult => {
    const refused = (stderr: string): RunResult => ({exitCode: 1, stdout: '', stderr});
    const path = args.at(-2) ?? '';
    const sizeBytes = Number(args.at(-1));
    if (args[0] === 'create') {
      const base = args[args.indexOf('-b') + 1] ?? '';
      const format = args[args.indexOf('-F') + 1] ?? '';
      const owner = {mode: 0o644};
      if (files.stat(path.replace(/\/[^/]*$/, '')) === undefined)
        return refused(`qemu-img: ${path}: Could not create file: No such file or directory`);
      files.control.put(
        path,
        emptyQcow2(sizeBytes, args.includes('-b') ? {path: base, format} : null),
        owner,
      );
      return {exitCode: 0, stdout: '', stderr: ''};
    }
    if (args[0] !== 'resize') throw new Error(`the fake qemu-img does not know: ${args.join(' ')}`);
    const inode = files.stat(path)?.inode;
    if (inode === undefined) return refused(`qemu-img: Could not open '${path}'`);
    if (locked.has(inode)) return refused('qemu-img: Failed to get "write" lock');
    resize(path, sizeBytes);
    return {exitCode: 0, stdout: '', stderr: ''};
  };

  /** A recipe script makes its outputs in the directory that it is given. */
  const runRecipe = ([, directory = '']: readonly string[]): RunResult => {
    for (const output of ['vmlinuz', 'initrd.gz']) files.control.put(`${directory}/${output}`, output);
    return {exitCode: 0, stdout: '', stderr: ''};
  };

  /** What devtmpfs does when a macvtap appears. */
  const makeTapNodes = (): void => {
    for (const link of links.control.links().values()) {
      const path = `/dev/tap${String(link.index)}`;
      if (link.kind === 'macvtap' && files.stat(path) === undefined) files.control.special(path, 'device');
    }
  };

  const runTool: HostParts['runTool'] = (command, args, options) => {
    if (command === 'qemu-img') return runQemuImg(args);
    if (command === 'systemd-run') return runService(args);
    if (command === '/usr/bin/true') return {exitCode: 0, stdout: '', stderr: ''};
    if (command === '/bin/sh') return runRecipe(args);
    if (command === qemuPath && args[0] === '--version')
      return {exitCode: 0, stdout: 'QEMU emulator version 7.2.22 (Debian)\n', stderr: ''};
    const answer = links.run(command, args, options);
    if (options.stdin?.includes('type macvtap') === true) makeTapNodes();
    if (answer === undefined)
      throw new VmletError('E-TOOL', `the fake host does not know: ${command} ${args.join(' ')}`);
    return answer;
  };

  const qemus = fakeHypervisors({
    clock,
    appendLog: (path, text) => {
      if (files.stat(path) !== undefined) files.append(path, text, 0o600);
    },
    openTap,
    openDisk,
    onResize: resize,
    sizeOf: path => Number(files.read(path)?.readBigUInt64BE(24) ?? 0n),
  });

  const parts: HostParts & {bootId: string} = {
    clock,
    files,
    links,
    qemus,
    paths: makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'}),
    log: [],
    counts: {spawns: 0, writes: 0, qmpCommands: 0},
    bootId: 'boot-1',
    keeper,
    runTool,
    uuid: () => {
      uuids += 1;
      const tail = Math.floor(keeper.fraction() * 2 ** 40).toString(16);
      return `${uuids.toString(16).padStart(8, '0')}-0000-4000-8000-${tail.padStart(12, '0')}`;
    },
  };
  furnish(files, parts.bootId);
  return Object.assign(parts, {
    openLife: () => openLife(parts),
    reboot: () => {
      for (const qemu of qemus.all()) qemu.end('SIGKILL');
      for (const name of [...links.control.links().keys()])
        if (links.control.links().has(name)) links.control.remove(name);
      files.removeTree('/run/vmlet');
      files.removeTree('/sys/fs/cgroup/vmlet');
      parts.bootId = `boot-${String(Number(parts.bootId.slice(5)) + 1)}`;
      furnish(files, parts.bootId);
    },
  });
};

/** What a Debian host has before vmlet. */
const furnish = (files: FakeFiles, bootId: string): void => {
  files.control.put('/proc/sys/kernel/random/boot_id', `${bootId}\n`);
  files.control.put(
    '/proc/self/mountinfo',
    '30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n',
  );
  files.control.directory('/sys/fs/cgroup');
  files.control.directory('/run', {mode: 0o755});
  if (files.stat(qemuPath) === undefined) files.control.put(qemuPath, 'ELF', {mode: 0o755});
};
