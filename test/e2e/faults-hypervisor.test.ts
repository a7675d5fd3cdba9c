// A hypervisor that someone froze, a monitor that someone else holds, a daemon that may open nothing more: nothing is
// killed or started twice for it, others are not held up, and all is well by itself afterwards.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {connect} from 'node:net';
import type {Socket} from 'node:net';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost, Life} from './harness.ts';

let host: E2eHost;

const write = (name: string, dataMiB: number, comment = ''): void =>
  host.write(
    `${name}.yaml`,
    comment +
      vmManifest(name, {
        memory: '128Mi',
        spec: {
          disks: [
            {name: 'root', image: 'tiny-disk'},
            {name: 'data', blank: {}, size: `${String(dataMiB)}Mi`},
          ],
        },
      }),
  );

const sizeOfData = (vm: string): number | undefined =>
  host.console(vm).disks.find(disk => disk.serial === 'data')?.sizeBytes;

const grownTo = async (vm: string, sizeMiB: number): Promise<void> => {
  await host.waitFor(`${vm} to see ${String(sizeMiB)} MiB`, () => sizeOfData(vm) === sizeMiB * 1024 * 1024);
};

const lives = (): Life[] => ['one', 'two'].map(vm => host.life(vm));

const goOn = async (before: readonly Life[]): Promise<void> => {
  for (const vm of ['one', 'two']) {
    const uptimeS = host.console(vm).uptimeS ?? 0;
    await host.waitFor(`${vm} to go on`, () => (host.console(vm).uptimeS ?? 0) > uptimeS + 2);
  }
  expect(lives()).toEqual(before);
};

const qemu = (vm: string): number => {
  const pid = host.qemuPid(vm);
  if (pid === undefined) throw new Error(`${vm} does not run`);
  return pid;
};

/** Processes in the namespace that bear the uid of this VM. */
const processesOf = (vm: string): number => {
  const uid = host.uid(vm);
  const words = host.inside('sh', '-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"');
  return words.split('\n').filter(word => word === uid).length;
};

beforeAll(async () => {
  host = await startHost();
  write('one', 20);
  write('two', 20);
  await host.daemon.start('--resync', '2s');
  await host.ready('one', 'two');
}, 180_000);

afterAll(() => host.close());

test('a frozen hypervisor is Unknown and left alone, its edit waits, others are served, and it is Ready when it goes on', async () => {
  const before = lives();
  const count = processesOf('one');
  const pid = qemu('one');
  process.kill(pid, 'SIGSTOP');
  try {
    await host.waitFor('Ready to be Unknown', () => host.condition('one', 'Ready')?.startsWith('Unknown'));
    write('one', 21);
    write('two', 21);
    await grownTo('two', 21);
    await host.ready('two');
    expect(host.vm('one').status.phase).toBe('Unknown');
    const {stdout} = await host.cli('get', 'vm', 'one');
    expect(stdout).toContain('Unknown');
    expect(host.qemuPid('one')).toBe(pid);
    expect(processesOf('one')).toBe(count);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await grownTo('one', 21);
  await host.ready('one');
  await goOn(before);
}, 240_000);

test('a hypervisor that is frozen while no daemon runs is found, not replaced, and Ready when it goes on', async () => {
  const before = lives();
  const pid = qemu('one');
  await host.daemon.kill9();
  process.kill(pid, 'SIGSTOP');
  try {
    await host.daemon.start('--resync', '2s');
    await host.ready('two');
    await host.waitFor('one to be looked at', () => host.vm('one').status.daemon.pid === host.daemon.pid());
    expect(host.condition('one', 'Ready')).not.toMatch(/^True/);
    expect(host.qemuPid('one')).toBe(pid);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await host.ready('one');
  await goOn(before);
}, 240_000);

test('a monitor that someone else holds makes a VM Unknown, and nothing is done to it until it is free', async () => {
  const before = lives();
  const socket = await hold(host.paths.vm(host.uid('one')).qmpSocket);
  try {
    // In QEMU's queue behind the daemon: the next one, once that is gone.
    await host.daemon.kill9();
    await host.daemon.start('--resync', '2s');
    await host.ready('two');
    await host.waitFor('one to be Unknown', () => host.condition('one', 'Ready') === 'Unknown MonitorSilent');
    expect(host.vm('one').status.phase).toBe('Unknown');
    write('one', 22);
    write('two', 22);
    await grownTo('two', 22);
    expect(sizeOfData('one')).toBe(21 * 1024 * 1024);
    expect(lives()).toEqual(before);
  } finally {
    socket.destroy();
  }
  await grownTo('one', 22);
  await host.ready('one');
  await goOn(before);
}, 240_000);

test('a daemon that may open no more files stops no VM and says why; it goes on when it may, without a restart', async () => {
  const before = lives();
  const pid = host.daemon.pid();
  if (pid === null) throw new Error('no daemon');
  const limit = (files: string): void => {
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${files}:`]);
  };
  const soft = ['--nofile', '--raw', '--noheadings', '-o', 'SOFT'];
  const usual = execFileSync('prlimit', ['--pid', String(pid), ...soft], {encoding: 'utf8'}).trim();
  const from = host.daemon.log().length;
  const seconds = async (count: number): Promise<void> => {
    const uptimeS = host.console('one').uptimeS ?? 0;
    await host.waitFor('a guest to go on', () => (host.console('one').uptimeS ?? 0) > uptimeS + count);
  };
  try {
    limit('8');
    // Over 8 KiB: decoded by a worker, which needs files too.
    write('two', 23, `#${'x'.repeat(9_000)}\n`);
    await host.waitFor('the log to say it', () =>
      /EMFILE|too many open files/.test(host.daemon.log().slice(from)),
    );
    await seconds(6);
    // Not none, but some: what fails is then another step.
    for (const left of [1, 2, 4, 8, 12, 17, 20]) {
      limit(String(openFiles(pid) + left));
      host.inside('ip', 'link', 'set', 'vmlet0', 'down');
      await seconds(3);
    }
    expect(lives()).toEqual(before);
    expect(host.daemon.pid()).toBe(pid);
    expect(host.daemon.log().slice(from)).not.toMatch(/vm\.(start|stop)/);
  } finally {
    if (host.daemon.pid() === pid) limit(usual);
  }
  await grownTo('two', 23);
  await host.ready('one', 'two');
  expect(host.daemon.pid()).toBe(pid);
  await goOn(before);
  expect(openFiles(pid)).toBeLessThan(100);
}, 240_000);

const openFiles = (pid: number): number => fs.readdirSync(`/proc/${String(pid)}/fd`).length;

const hold = (path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
    socket.resume();
  });
