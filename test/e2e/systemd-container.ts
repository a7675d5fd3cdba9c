// A Debian in which systemd is pid 1: a directory tree that boots the machine's own /usr in a container with a network
// of its own, can be powered off and booted again, and holds a checkout to install vmlet from. No tests here.
import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parse} from 'yaml';
import {sharedGuest} from '../fixtures/guest.ts';
import {imageManifests} from './manifests.ts';
import {buildProgram} from './program.ts';
import {readGuestReport} from './guest-report.ts';
import type {GuestReport} from './guest-report.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

export type SystemdStatus = {
  readonly phase: string;
  readonly pid: number;
  readonly restarts: number;
  readonly lastError: unknown;
  readonly conditions: readonly {readonly type: string; readonly status: string; readonly reason: string}[];
  readonly pendingChanges: readonly unknown[];
  readonly revisions: {readonly prepared: number; readonly booted: number};
  readonly observedGeneration: number;
  readonly accelerator: string | null;
  readonly daemon: {readonly pid: number; readonly version: string};
};

export type SystemdHost = {
  /** The container's `/` as the machine sees it. */
  readonly root: string;
  boot(): Promise<void>;
  /** As a person does it; resolves when the container has ended. */
  powerOff(): Promise<void>;
  /** Run a command inside; throws with what it said when it fails. */
  run(...argv: string[]): string;
  /** Exit code and output of a command that may fail. */
  attempt(...argv: string[]): {code: number; output: string};
  /** `npm run install-service -- ARGS` in the checkout inside. */
  install(...args: string[]): string;
  systemctl(...args: string[]): string;
  /** One property of a unit. */
  property(unit: string, name: string): string;
  /** Write `/etc/vmlet/manifests/FILE`. */
  write(file: string, text: string): void;
  /** The status file of a VM, read where the packaged unit puts it; undefined while there is none. */
  status(vm: string): SystemdStatus | undefined;
  /** Wait until the status of the VM satisfies; throws with journal and status when it takes too long. */
  until(vm: string, wanted: (status: SystemdStatus) => boolean): Promise<SystemdStatus>;
  /** Wait for anything else. */
  wait(what: string, holds: () => boolean): Promise<void>;
  /** Wait until the guest says that it has run for so many seconds. */
  guestGetsTo(vm: string, uptimeS: number): Promise<void>;
  ready(...vms: string[]): Promise<SystemdStatus[]>;
  /** The record of a VM as it is on disk, without its checksum line. */
  record(vm: string): Record<string, unknown> & {uid: string};
  /** What the guest said since its hypervisor was started; with `previous` the time before that. */
  guest(vm: string, options?: {previous: boolean}): GuestReport;
  unit(vm: string): string;
  close(): Promise<void>;
};

/** Make the tree, with the images of the tiny guest declared; boots nothing. */
export const makeSystemdHost = async (): Promise<SystemdHost> => {
  buildProgram();
  const files = await sharedGuest();
  const root = makeTree();
  const images = dirname(files.kernel);
  const inside = (path: string): string => join('/srv/images', basename(path));
  const seen = {kernel: inside(files.kernel), initrd: inside(files.initrd), disk: inside(files.disk)};
  fs.writeFileSync(join(root, 'etc/vmlet/manifests/images.yaml'), imageManifests(seen));
  let nspawn: ChildProcess | null = null;
  let ended: Promise<unknown> = Promise.resolve();

  const attempt: SystemdHost['attempt'] = (...argv) => {
    try {
      const output = execFileSync('nsenter', [`--target=${leader(nspawn)}`, '--all', ...argv], {
        encoding: 'utf8',
        env: {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', NO_COLOR: '1', HOME: '/root'},
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return {code: 0, output};
    } catch (thrown) {
      const {status, stdout, stderr} = thrown as {status: number; stdout: string; stderr: string};
      return {code: status, output: `${stdout}${stderr}`};
    }
  };
  const run: SystemdHost['run'] = (...argv) => {
    const {code, output} = attempt(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${String(code)}: ${output}`);
    return output;
  };
  const isUp = (): boolean => {
    try {
      return /running|degraded/.test(attempt('systemctl', 'is-system-running').output);
    } catch {
      return false;
    }
  };
  const status: SystemdHost['status'] = vm => {
    const {code, output} = attempt('cat', `/run/vmlet/status/default/virtualmachine/${vm}.yaml`);
    return code === 0 ? (parse(output) as {status: SystemdStatus}).status : undefined;
  };
  const until: SystemdHost['until'] = async (vm, wanted) => {
    for (let look = 0; look < 240; look += 1) {
      const seen = status(vm);
      if (seen !== undefined && wanted(seen)) return seen;
      await sleep(250);
    }
    const journal = attempt('journalctl', '--no-pager', '--lines=60').output;
    throw new Error(`${vm} is not as wanted: ${JSON.stringify(status(vm), null, 1)}\n${journal}`);
  };
  const wait: SystemdHost['wait'] = async (what, holds) => {
    for (let look = 0; look < 240; look += 1) {
      if (holds()) return;
      await sleep(250);
    }
    throw new Error(`waited in vain: ${what}\n${attempt('journalctl', '--no-pager', '--lines=60').output}`);
  };
  const record: SystemdHost['record'] = vm => {
    const text = fs.readFileSync(
      join(root, `var/lib/vmlet/records/default/virtualmachine/${vm}.json`),
      'utf8',
    );
    return JSON.parse(text.slice(text.indexOf('\n') + 1)) as {uid: string};
  };
  const guest: SystemdHost['guest'] = (vm, options = {previous: false}) => {
    const log = join(root, 'var/lib/vmlet/logs', record(vm).uid, 'console.log');
    return readGuestReport(fs.readFileSync(options.previous ? `${log}.previous` : log, 'utf8'));
  };
  const end = async (): Promise<void> => {
    await ended;
    nspawn = null;
  };
  return {
    root,
    run,
    attempt,
    status,
    until,
    record,
    boot: async () => {
      const log = fs.openSync(join(root, 'boot.log'), 'a');
      const child = spawn('systemd-nspawn', containerArguments(root, images), {stdio: ['ignore', log, log]});
      fs.closeSync(log);
      nspawn = child;
      ended = new Promise(resolve => child.once('exit', resolve));
      for (let look = 0; look < 240 && !isUp(); look += 1) await sleep(250);
      if (!isUp())
        throw new Error(`the container did not boot:\n${fs.readFileSync(join(root, 'boot.log'), 'utf8')}`);
    },
    powerOff: async () => {
      attempt('systemctl', 'poweroff');
      await end();
    },
    install: (...args) =>
      run('sh', '-c', 'cd /root/vmlet && exec npm run --silent install-service -- "$@" 2>&1', 'sh', ...args),
    systemctl: (...args) => run('systemctl', ...args),
    property: (unit, name) => run('systemctl', 'show', '--value', `--property=${name}`, unit).trim(),
    write: (file, text) => {
      // Whole or not at all, as an editor does it.
      const path = join(root, 'etc/vmlet/manifests', file);
      fs.writeFileSync(`${path}~`, text);
      fs.renameSync(`${path}~`, path);
    },
    ready: (...vms) =>
      Promise.all(
        vms.map(vm =>
          until(vm, ({conditions}) =>
            conditions.some(each => each.type === 'Ready' && each.status === 'True'),
          ),
        ),
      ),
    wait,
    guest,
    guestGetsTo: (vm, uptimeS) =>
      wait(`${vm} gets to ${String(uptimeS)} s`, () => (guest(vm).uptimeS ?? 0) >= uptimeS),
    unit: vm => `vmlet-vm-${record(vm).uid}.service`,
    close: async () => {
      // Its pid 1 first: of nspawn alone the container would live on, without a root directory.
      if (nspawn?.exitCode === null) process.kill(Number(leader(nspawn)), 'SIGKILL');
      nspawn?.kill('SIGKILL');
      await end();
      fs.rmSync(root, {recursive: true, force: true});
    },
  };
};

/** Commands enter by the namespaces of the container's pid 1, the only child of nspawn. */
const leader = (nspawn: ChildProcess | null): string => {
  if (nspawn === null) throw new Error('the container is not booted');
  const pid = String(nspawn.pid);
  const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (children === '') throw new Error('the container has no pid 1 yet');
  return children.split(' ')[0] ?? '';
};

const containerArguments = (root: string, images: string): string[] => [
  '--register=no',
  '--keep-unit',
  '--boot',
  '--quiet',
  `--machine=vmlet-test-${String(process.pid)}`,
  `--directory=${root}`,
  '--bind-ro=/usr',
  // What an administrator installs by hand goes here, and the machine's own is not the test's to write to.
  `--bind=${root}/usr-local:/usr/local`,
  '--private-network',
  '--capability=CAP_NET_ADMIN',
  '--bind=/dev/net/tun',
  ...(fs.existsSync('/dev/kvm') ? ['--bind=/dev/kvm'] : []),
  `--bind-ro=${checkout}/node_modules:/root/vmlet/node_modules`,
  `--bind-ro=${images}:/srv/images`,
];

/** systemd-nspawn needs a root directory that is not the machine's; only /usr is shared, read-only. */
const makeTree = (): string => {
  const root = fs.mkdtempSync(join(tmpdir(), 'vmlet-systemd-'));
  fs.chmodSync(root, 0o755);
  const directories = [
    'usr',
    'usr-local/bin',
    'etc/vmlet/manifests',
    'var/lib',
    'run',
    'tmp',
    'proc',
    'sys',
    'dev',
  ];
  for (const path of [...directories, 'root/vmlet/node_modules'])
    fs.mkdirSync(join(root, path), {recursive: true});
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) fs.symlinkSync(`usr/${link}`, join(root, link));
  for (const file of ['passwd', 'group', 'nsswitch.conf', 'ld.so.cache'])
    fs.copyFileSync(`/etc/${file}`, join(root, 'etc', file));
  fs.cpSync('/etc/alternatives', join(root, 'etc/alternatives'), {recursive: true, verbatimSymlinks: true});
  fs.copyFileSync('/usr/lib/os-release', join(root, 'etc/os-release'));
  fs.writeFileSync(join(root, 'etc/machine-id'), '');
  const clone = ['controller', 'crds', 'docs', 'dist', 'package.json', 'package-lock.json', 'tsconfig.json'];
  for (const part of [...clone, 'LICENSE', 'CHANGELOG.md'])
    fs.cpSync(join(checkout, part), join(root, 'root/vmlet', part), {
      recursive: true,
      preserveTimestamps: true,
    });
  return root;
};
