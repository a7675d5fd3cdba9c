// vmlet where systemd is pid 1: a container that boots the machine's own /usr, with a network of its own.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {sharedGuest} from '../fixtures/guest.ts';
import type {GuestFiles} from '../fixtures/guest.ts';
import {imageManifests, networkManifest, vmManifest} from './manifests.ts';
import {buildProgram} from './program.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
let container: Container;

type Container = {run(...argv: string[]): string; manifests: string; close(): Promise<void>};

const machine = [
  networkManifest('lan', 'vmlet-sd', '10.91.0.1/24'),
  vmManifest('served', {address: '10.91.0.2/24'}),
].join('---\n');

beforeAll(async () => {
  buildProgram();
  container = await bootContainer(await sharedGuest());
}, 180_000);

afterAll(async () => {
  await container.close();
}, 60_000);

const vmlet = (...args: string[]): string =>
  container.run('/usr/bin/node', '/opt/vmlet/dist/main.js', ...args);

const startDaemon = (unit: string): void => {
  container.run(
    '/usr/bin/systemd-run',
    '--quiet',
    `--unit=${unit}`,
    '/usr/bin/node',
    '/opt/vmlet/dist/main.js',
    'run',
    '--manifests',
    '/etc/vmlet/manifests',
    '--log-format',
    'human',
  );
};

type Seen = {
  status: {pid: number; restarts: number; lastError: unknown; conditions: {type: string; status: string}[]};
};

const untilReady = async (): Promise<Seen> => {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const seen = look();
    if (seen?.status.conditions.some(each => each.type === 'Ready' && each.status === 'True')) return seen;
    await sleep(500);
  }
  throw new Error(
    `not Ready: ${JSON.stringify(look())}\n${container.run('/usr/bin/journalctl', '--no-pager', '-n', '60')}`,
  );
};

/** undefined until the daemon has written a status. */
const look = (): Seen | undefined => {
  try {
    return JSON.parse(vmlet('get', 'vm/served', '-o', 'json')) as Seen;
  } catch {
    return undefined;
  }
};

const property = (unit: string, name: string): string =>
  container.run('/usr/bin/systemctl', 'show', '--value', `--property=${name}`, unit).trim();

test('a VM is a service of its own in vmlet.slice, and outlives the stop and the kill of the daemon', async () => {
  startDaemon('vmlet-one');
  const first = await untilReady();
  expect(first.status).toMatchObject({restarts: 0, lastError: null});
  const units = container.run('/usr/bin/systemctl', 'list-units', '--plain', '--no-legend', 'vmlet-vm-*');
  const unit = units.trim().split(/\s+/)[0] ?? '';
  expect(unit).toMatch(/^vmlet-vm-[0-9a-f-]{36}\.service$/);
  expect(property(unit, 'Slice')).toBe('vmlet.slice');
  expect(property(unit, 'MainPID')).toBe(String(first.status.pid));

  container.run('/usr/bin/systemctl', 'stop', 'vmlet-one');
  expect(property(unit, 'ActiveState')).toBe('active');
  startDaemon('vmlet-two');
  expect((await untilReady()).status.pid).toBe(first.status.pid);

  container.run('/usr/bin/systemctl', 'kill', '--signal=KILL', 'vmlet-two');
  expect(property(unit, 'ActiveState')).toBe('active');
  startDaemon('vmlet-three');
  expect((await untilReady()).status).toMatchObject({pid: first.status.pid, restarts: 0});

  vmlet('down');
  expect(
    container.run('/usr/bin/systemctl', 'list-units', '--plain', '--no-legend', 'vmlet-vm-*').trim(),
  ).toBe('');
}, 300_000);

/** systemd-nspawn needs a root directory that is not the machine's; only /usr is shared, read-only. */
const bootContainer = async (guest: GuestFiles): Promise<Container> => {
  const root = fs.mkdtempSync(join(tmpdir(), 'vmlet-systemd-'));
  fs.chmodSync(root, 0o755);
  for (const path of [
    'usr',
    'etc/vmlet/manifests',
    'var/lib',
    'run',
    'tmp',
    'proc',
    'sys',
    'dev',
    'root',
    'opt/vmlet',
  ])
    fs.mkdirSync(join(root, path), {recursive: true});
  for (const link of ['bin', 'sbin', 'lib', 'lib64']) fs.symlinkSync(`usr/${link}`, join(root, link));
  for (const file of ['passwd', 'group', 'nsswitch.conf', 'ld.so.cache'])
    fs.copyFileSync(`/etc/${file}`, join(root, 'etc', file));
  fs.cpSync('/etc/alternatives', join(root, 'etc/alternatives'), {recursive: true, verbatimSymlinks: true});
  fs.copyFileSync('/usr/lib/os-release', join(root, 'etc/os-release'));
  fs.writeFileSync(join(root, 'etc/machine-id'), '');
  fs.writeFileSync(join(root, 'etc/vmlet/manifests/machine.yaml'), machine);
  fs.writeFileSync(join(root, 'etc/vmlet/manifests/images.yaml'), imageManifests(guest));
  const guestDir = dirname(guest.kernel);
  const log = fs.openSync(join(root, 'boot.log'), 'a');
  const nspawn = spawn(
    'systemd-nspawn',
    [
      '--register=no',
      '--keep-unit',
      '--boot',
      '--quiet',
      `--machine=vmlet-test-${String(process.pid)}`,
      `--directory=${root}`,
      '--bind-ro=/usr',
      '--private-network',
      '--capability=CAP_NET_ADMIN',
      '--bind=/dev/net/tun',
      `--bind-ro=${checkout}:/opt/vmlet`,
      `--bind-ro=${guestDir}`,
    ],
    {stdio: ['ignore', log, log]},
  );
  fs.closeSync(log);
  const run = inside(nspawn);
  for (let attempt = 0; attempt < 120; attempt += 1) {
    if (isUp(run)) break;
    await sleep(250);
  }
  if (!isUp(run))
    throw new Error(`the container did not boot:\n${fs.readFileSync(join(root, 'boot.log'), 'utf8')}`);
  return {run, manifests: join(root, 'etc/vmlet/manifests'), close: () => end(nspawn, root)};
};

const isUp = (run: Container['run']): boolean => {
  try {
    return /running|degraded/.test(run('/usr/bin/systemctl', 'is-system-running', '--wait'));
  } catch {
    return false;
  }
};

/** Commands enter by the namespaces of the container's pid 1, the only child of nspawn. */
const inside = (nspawn: ChildProcess): Container['run'] => {
  const leader = (): string => {
    const children = fs
      .readFileSync(`/proc/${String(nspawn.pid)}/task/${String(nspawn.pid)}/children`, 'utf8')
      .trim();
    if (children === '') throw new Error('the container has no pid 1 yet');
    return children.split(' ')[0] ?? '';
  };
  return (...argv) =>
    execFileSync('nsenter', [`--target=${leader()}`, '--all', ...argv], {
      encoding: 'utf8',
      env: {PATH: '/usr/sbin:/usr/bin', NO_COLOR: '1'},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
};

const end = async (nspawn: ChildProcess, root: string): Promise<void> => {
  const ended = new Promise(resolve => nspawn.once('exit', resolve));
  nspawn.kill('SIGTERM');
  await ended;
  fs.rmSync(root, {recursive: true, force: true});
};
