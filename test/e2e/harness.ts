// One vmlet on one pretended host: a network namespace, directories and a daemon of its own, real QEMU guests in it.
// close() ends exactly what lives in the namespace and removes all of it, also after a failed test.
// Must not: touch links of the machine, or decide what is right (that is for the tests).
import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import * as fs from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse} from 'yaml';
import {makePaths} from '../../controller/host/paths.ts';
import type {Paths} from '../../controller/host/paths.ts';
import {removeCgroups} from './cgroups.ts';
import type {CommonStatus, StatusDocument, VmStatus} from '../../controller/status/status-types.ts';
import {sharedGuest} from '../fixtures/guest.ts';
import {readGuestReport} from './guest-report.ts';
import type {GuestReport} from './guest-report.ts';
import {imageManifests, networkManifest} from './manifests.ts';
import {buildProgram, program as builtProgram} from './program.ts';

export type CliResult = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

export type Life = {
  readonly qemu: number | undefined;
  /** Every boot of the guest on this console. */
  readonly bootIds: readonly string[];
  readonly restarts: number;
};

export type DaemonHandle = {
  /** Start it with further arguments of `run`; resolves once it runs, rejects with its log when it ends instead. */
  start(...args: string[]): Promise<void>;
  /** kill -9, and wait until it is gone. */
  kill9(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Wait until it ended by itself; resolves with the exit code. */
  ended(): Promise<number | null>;
  /** null while it does not run. */
  pid(): number | null;
  /** Everything that all daemons of this host have logged. */
  log(): string;
};

export type E2eHost = {
  readonly manifestsDir: string;
  readonly paths: Paths;
  readonly daemon: DaemonHandle;
  /** Put a manifest into place by rename; `name` may hold a directory. */
  write(name: string, yaml: string): void;
  remove(name: string): void;
  /** `vmlet ...` against this host, inside its namespace. */
  cli(...args: string[]): Promise<CliResult>;
  /** cli, and throw unless it exits 0; gives stdout. */
  ok(...args: string[]): Promise<string>;
  /** The status file; undefined when there is none. `kind` as in the API, `VirtualMachine`. */
  status(kind: string, name: string): StatusDocument | undefined;
  /** Status of a VM; throws when it has none (waitFor then looks again). */
  vm(name: string): StatusDocument<VmStatus>;
  /** uid of a VM: of its status, or as last seen. */
  uid(name: string): string;
  /** Condition of a VM as `True Reason`; undefined when absent. */
  condition(vm: string, type: string): string | undefined;
  /**
   * Poll until `predicate` gives something other than undefined and false; what it throws counts as not yet, so `expect`
   * may stand in it. Fails with the description, the last refusal, statuses, the daemon's log and consoles.
   */
  waitFor<T>(
    description: string,
    predicate: () => T | undefined | false | Promise<T | undefined | false>,
    options?: {timeoutMs?: number},
  ): Promise<T>;
  /** Wait until these VMs are Running and Ready, of their newest generation. */
  ready(...vms: string[]): Promise<void>;
  /** What the guest said since its hypervisor was started; an empty report when there is no console yet. */
  console(vm: string): GuestReport;
  /** The console of the run before, raw. */
  previousConsole(vm: string): string;
  /** Type into the guest's serial console, where a root shell listens once the guest is ready. */
  type(vm: string, text: string): Promise<void>;
  /** Wait for the root shell on the serial console (prompt `<hostname># `), then type a command and Enter. */
  shell(vm: string, command: string): Promise<void>;
  /** What stays the same as long as a guest is left alone; compare two of them with toEqual. */
  life(vm: string): Life;
  /** The QEMU of this VM; undefined when none runs. */
  qemuPid(vm: string): number | undefined;
  /** kill -9 the QEMU of this VM, and wait until it is gone. */
  killQemu(vm: string): Promise<void>;
  /** With recordCommands: command lines of `ip` and `qemu-img` that the daemons have run, oldest first. */
  commands(): string[];
  /** Any command inside the namespace; stdout. Throws when it fails. */
  inside(command: string, ...args: string[]): string;
  /** `ip -j -d ...` inside the namespace, parsed. */
  ip(...args: string[]): unknown;
  /** Names of the links in the namespace but `lo`. */
  links(): string[];
  close(): Promise<void>;
};

const guestBootTimeoutMs = 90_000;
const pollMs = 100;

export type HostOptions = {
  /** Name of the state directory, any that a file system takes. */
  readonly stateName?: string;
  /** Run the daemon as this user, without any capability, in the directories of the XDG specification. */
  readonly user?: number;
  /** Path of a `main.js` to run instead of the checkout's. */
  readonly program?: string;
  /** Keep the command lines of `ip` and `qemu-img` for commands(); needs root. */
  readonly recordCommands?: boolean;
  /** Words before those that start a daemon, given its directory: another clock, a mount namespace. They must exec. */
  readonly wrap?: (root: string) => readonly string[];
};

/** A host with images and the network `lan` (bridge `vmlet0`, 10.77.0.1/24) in its manifests; no daemon runs yet. */
export const startHost = async (options: HostOptions = {}): Promise<E2eHost> => {
  const {stateName = 's', user, recordCommands = false, wrap, program = builtProgram} = options;
  if (program === builtProgram) buildProgram();
  const guest = await sharedGuest();
  // Short: a socket address holds 107 bytes.
  const root = fs.mkdtempSync(join(tmpdir(), 'vmlet-e2e-'));
  fs.chmodSync(root, 0o711);
  const manifestsDir = join(root, 'm');
  const isRoot = user === undefined;
  const paths = makePaths({
    stateDir: join(root, stateName, ...(isRoot ? [] : ['vmlet'])),
    runtimeDir: join(root, 'r', ...(isRoot ? [] : ['vmlet'])),
  });
  fs.mkdirSync(manifestsDir);
  if (!isRoot) fs.chownSync(root, user, user);
  const namespace = `vmlet-e2e-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
  execFileSync('ip', ['netns', 'add', namespace]);
  const enter = (command: string, args: readonly string[]): [string, string[]] => [
    'nsenter',
    [`--net=/run/netns/${namespace}`, command, ...args],
  ];
  const inside = (command: string, ...args: string[]): string =>
    execFileSync(...enter(command, args), {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The machine may have thousands of processes, and a test lists them.
      maxBuffer: 1 << 26,
    });
  inside('ip', 'link', 'set', 'lo', 'up');

  const logFile = join(root, 'daemon.log');
  const commandsFile = join(root, 'commands.log');
  const recorded = [
    ...(recordCommands ? recorder(join(root, 'bin'), commandsFile) : []),
    ...(wrap?.(root) ?? []),
  ];
  const readText = (path: string): string => {
    try {
      return fs.readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };

  const write = (name: string, yaml: string): void => {
    const path = join(manifestsDir, name);
    fs.mkdirSync(join(path, '..'), {recursive: true});
    const partial = join(path, '..', `.${randomUUID()}.tmp`);
    fs.writeFileSync(partial, yaml);
    fs.renameSync(partial, path);
  };

  const status = (kind: string, name: string): StatusDocument | undefined => {
    const text = readText(paths.status({kind, namespace: 'default', name}));
    return text === '' ? undefined : (parse(text) as StatusDocument);
  };

  const uids = new Map<string, string>();
  const vm = (name: string): StatusDocument<VmStatus> => {
    const document = status('VirtualMachine', name);
    if (document === undefined) throw new Error(`${name} has no status file`);
    if (document.metadata.uid !== undefined) uids.set(name, document.metadata.uid);
    return document as StatusDocument<VmStatus>;
  };

  const uid = (name: string): string => {
    if (status('VirtualMachine', name) !== undefined) vm(name);
    const known = uids.get(name);
    if (known === undefined) throw new Error(`${name} has no uid yet`);
    return known;
  };

  const condition = (name: string, type: string): string | undefined => {
    const found = vm(name).status.conditions.find(each => each.type === type);
    return found === undefined ? undefined : `${found.status} ${found.reason}`;
  };

  const consoleText = (name: string): string => {
    const known = uids.get(name) ?? status('VirtualMachine', name)?.metadata.uid;
    if (known === undefined) return '';
    const log = paths.vm(known).consoleLog;
    return readText(`${log}.1`) + readText(log);
  };

  const daemon = makeDaemon({
    spawnRun: args => {
      const descriptor = fs.openSync(logFile, 'a');
      try {
        const run = ['run', '--manifests', manifestsDir, '--log-format', 'human', ...args];
        const places = ['--state-dir', paths.stateDir, '--runtime-dir', paths.runtimeDir];
        const command: [string, string[]] = isRoot
          ? ['env', [...recorded, process.execPath, program, ...run, ...places]]
          : withoutRoot(root, stateName, user, run);
        return spawn(...enter(...command), {stdio: ['ignore', descriptor, descriptor], cwd: root});
      } finally {
        fs.closeSync(descriptor);
      }
    },
    log: () => readText(logFile),
  });

  const cli = (...args: string[]): Promise<CliResult> =>
    new Promise((resolve, reject) => {
      const all = [program, '--state-dir', paths.stateDir, ...args];
      const child = spawn(...enter(process.execPath, all), {stdio: ['ignore', 'pipe', 'pipe'], cwd: root});
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      child.on('error', reject);
      child.on('close', code => resolve({code, stdout, stderr}));
    });

  const explain = (): string => {
    const directory = join(paths.statusDir, 'default', 'virtualmachine');
    const names = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
    const vms = names
      .map(file => file.replace(/\.yaml$/, ''))
      .map(name => {
        const {phase, conditions, lastError, lastExit, pid} = vm(name).status;
        const words = conditions.map(each => `${each.type}=${each.status} ${each.reason}: ${each.message}`);
        return `--- ${name}: ${phase}, pid ${String(pid)}, lastExit ${JSON.stringify(lastExit)}, lastError ${JSON.stringify(lastError)}\n  ${words.join('\n  ')}\n--- console of ${name}\n${tail(consoleText(name), 15)}`;
      });
    return [...vms, `--- daemon (pid ${String(daemon.pid())})\n${tail(readText(logFile), 40)}`].join('\n');
  };

  const waitFor: E2eHost['waitFor'] = async (
    description,
    predicate,
    {timeoutMs = guestBootTimeoutMs} = {},
  ) => {
    const deadline = performance.now() + timeoutMs;
    let refusal = '';
    for (;;) {
      try {
        const found = await predicate();
        if (found !== undefined && found !== false) return found;
        refusal = '';
      } catch (thrown) {
        refusal = thrown instanceof Error ? thrown.message : String(thrown);
      }
      if (performance.now() > deadline)
        throw new Error(`waited ${String(timeoutMs)} ms for: ${description}\n${refusal}\n${explain()}`);
      await sleep(pollMs);
    }
  };

  const isReady = (name: string): boolean => {
    const {metadata, status: is} = vm(name);
    const ready = is.conditions.find(each => each.type === 'Ready');
    return (
      is.phase === 'Running' &&
      ready?.status === 'True' &&
      is.observedGeneration === metadata.generation &&
      is.daemon.pid === daemon.pid()
    );
  };

  /** Everything that lives in the namespace was started by this host: nobody else knows its name. */
  const pids = (): number[] =>
    execFileSync('ip', ['netns', 'pids', namespace], {encoding: 'utf8'})
      .split('\n')
      .filter(line => line !== '')
      .map(Number);

  const qemuPid = (name: string): number | undefined => {
    const wanted = uid(name);
    return pids().find(pid => {
      const words = readText(`/proc/${String(pid)}/cmdline`).split('\0');
      // What wraps the launch carries QEMU's words too, and becomes QEMU in the end.
      return words[words.indexOf('-uuid') + 1] === wanted && /qemu-system/.test(readExe(pid)) && isAlive(pid);
    });
  };

  const report = (name: string): GuestReport => readGuestReport(consoleText(name));

  const type = (name: string, text: string): Promise<void> =>
    typeInto(paths.vm(uid(name)).consoleSocket, text);

  const kill = async (pid: number): Promise<void> => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      return;
    }
    for (let left = 300; left > 0 && isAlive(pid); left -= 1) await sleep(20);
  };

  write('images.yaml', imageManifests(guest));
  write('lan.yaml', networkManifest('lan', 'vmlet0', '10.77.0.1/24'));

  return {
    manifestsDir,
    paths,
    daemon,
    write,
    remove: name => fs.rmSync(join(manifestsDir, name)),
    cli,
    ok: async (...args) => {
      const {code, stdout, stderr} = await cli(...args);
      if (code !== 0)
        throw new Error(
          `vmlet ${args.join(' ')}: exit code ${String(code)}\n${stdout}${stderr}\n${explain()}`,
        );
      return stdout;
    },
    status,
    vm,
    uid,
    condition,
    waitFor,
    ready: async (...vms) => {
      await waitFor(`${vms.join(', ')} to be Ready`, () => vms.every(isReady));
    },
    console: report,
    previousConsole: name => readText(`${paths.vm(uid(name)).consoleLog}.previous`),
    type,
    shell: async (name, command) => {
      await waitFor(`a shell on ${name}`, () => report(name).text.includes(`${name}# `));
      await type(name, `${command}\r`);
    },
    life: name => ({qemu: qemuPid(name), bootIds: report(name).bootIds, restarts: vm(name).status.restarts}),
    qemuPid,
    killQemu: async name => {
      const pid = qemuPid(name);
      if (pid === undefined) throw new Error(`${name} has no QEMU to kill`);
      await kill(pid);
    },
    commands: () => lines(readText(commandsFile)),
    inside,
    ip: (...args) => JSON.parse(inside('ip', '-j', '-d', ...args)) as unknown,
    links: () =>
      (JSON.parse(inside('ip', '-j', 'link')) as {ifname: string}[])
        .map(link => link.ifname)
        .filter(name => name !== 'lo'),
    close: async () => {
      await daemon.kill9();
      // Twice: a launch that was under way may have forked while it was being killed.
      for (let round = 0; round < 2; round += 1) await Promise.all(pids().map(kill));
      execFileSync('ip', ['netns', 'del', namespace]);
      if (fs.existsSync(paths.vmsDir)) fs.readdirSync(paths.vmsDir).forEach(removeCgroups);
      fs.rmSync(root, {recursive: true, force: true, maxRetries: 3});
    },
  };
};

/** The checkout may be where only root can enter (/root), so it is shown to the user in a place of its own. */
const withoutRoot = (
  root: string,
  stateName: string,
  user: number,
  args: readonly string[],
): [string, string[]] => {
  const own = join(root, 'program');
  fs.mkdirSync(own, {recursive: true});
  const script = 'mount --bind "$1" "$2" || exit; shift 2; exec "$@"';
  const places = ['HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR'].map(
    (name, index) => `${name}=${join(root, ['home', stateName, 'r'][index] ?? '')}`,
  );
  const id = String(user);
  return [
    'unshare',
    [
      ...['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', join(builtProgram, '../..'), own],
      ...[
        'setpriv',
        `--reuid=${id}`,
        `--regid=${id}`,
        '--clear-groups',
        '--bounding-set=-all',
        '--inh-caps=-all',
      ],
      ...['env', '-i', `PATH=${process.env['PATH'] ?? ''}`, ...places],
      ...[process.execPath, join(own, 'dist/main.js'), ...args],
    ],
  ];
};

/** Words that run a command in a mount namespace where a recorder stands in the place of each tool. */
const recorder = (directory: string, file: string): string[] => {
  fs.mkdirSync(directory);
  const mounts = ['ip', 'qemu-img'].map(name => {
    const found = execFileSync('sh', ['-c', `command -v ${name}`], {encoding: 'utf8'}).trim();
    const real = join(directory, `${name}.real`);
    const standIn = join(directory, name);
    fs.copyFileSync(found, real);
    const script = `#!/bin/sh\necho "${name} $*" >>${file}\nexec ${real} "$@"\n`;
    fs.writeFileSync(standIn, script, {mode: 0o755});
    return `mount --bind ${standIn} ${fs.realpathSync(found)} && `;
  });
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', `${mounts.join('')}exec "$@"`, 'sh'];
};

const lines = (text: string): string[] => text.split('\n').filter(line => line !== '');

const makeDaemon = (parts: {
  spawnRun(args: readonly string[]): ChildProcess;
  log(): string;
}): DaemonHandle => {
  let running: {child: ChildProcess; end: Promise<number | null>} | null = null;
  const ended = async (): Promise<number | null> => (running === null ? null : running.end);
  return {
    start: async (...args) => {
      if (running !== null) throw new Error('the daemon runs already');
      const before = parts.log().length;
      const child = parts.spawnRun(args);
      const end = new Promise<number | null>(resolve => {
        child.on('close', code => {
          running = null;
          resolve(code);
        });
      });
      running = {child, end};
      // `running` is null once it ended.
      while (!parts.log().slice(before).includes('vmlet runs')) {
        if ((running as unknown) === null)
          throw new Error(`the daemon ended with ${String(await end)}:\n${parts.log().slice(before)}`);
        await sleep(20);
      }
    },
    kill9: async () => {
      running?.child.kill('SIGKILL');
      await ended();
    },
    stop: async () => {
      running?.child.kill('SIGTERM');
      return ended();
    },
    ended,
    pid: () => running?.child.pid ?? null,
    log: () => parts.log(),
  };
};

const typeInto = (socketPath: string, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.on('error', reject);
    // QEMU reads what was sent before the end is seen.
    socket.on('connect', () => socket.end(text));
    socket.resume();
    socket.on('close', () => resolve());
  });

const isAlive = (pid: number): boolean => {
  try {
    // A zombie is dead: who reaps it here takes seconds.
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const readExe = (pid: number): string => {
  try {
    return fs.readlinkSync(`/proc/${String(pid)}/exe`);
  } catch {
    return '';
  }
};

const tail = (text: string, lines: number): string => text.trimEnd().split('\n').slice(-lines).join('\n');

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export type {CommonStatus, GuestReport, StatusDocument, VmStatus};
export {vmManifest, vmObject, yamlFile} from './manifests.ts';
