// A file system that runs full under the status files, the state or a guest's disk: guests run on, the daemon does what it
// can and says what it cannot, and goes on by itself when there is room. Each file system is a small tmpfs of its own.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost, Life} from './harness.ts';

let host: E2eHost;
const mounts: string[] = [];

const mount = (directory: string, mode: string, size: string): void => {
  fs.mkdirSync(directory, {recursive: true});
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=${mode},size=${size}`, 'tmpfs', directory]);
  mounts.push(directory);
};

/** Take the room of a file system but `leaveBytes`; the result gives it back. */
const fill = (directory: string, leaveBytes = 0): (() => void) => {
  const path = join(directory, '.filler');
  const {bavail, bsize} = fs.statfsSync(directory);
  execFileSync('fallocate', ['-l', String(bavail * bsize - leaveBytes), path]);
  return () => fs.rmSync(path);
};

const dataDisk = (sizeMiB: number) => ({name: 'data', blank: {}, size: `${String(sizeMiB)}Mi`});
// The root is never written to: whose disk it is that has no room is then for the test to say.
const rootDisk = {name: 'root', image: 'tiny-disk', readOnly: true};
const writeWeb = (dataMiB: number): void =>
  host.write(
    'web.yaml',
    vmManifest('web', {address: '10.77.0.11/24', spec: {disks: [rootDisk, dataDisk(dataMiB)]}}),
  );
const late = vmManifest('late', {memory: '128Mi', spec: {disks: [rootDisk]}});

const sizeOfData = (): number | undefined =>
  host.console('web').disks.find(disk => disk.serial === 'data')?.sizeBytes;

const mebibytes = (count: number): number => count * 1024 * 1024;

const message = (vm: string, type: string): string =>
  host.vm(vm).status.conditions.find(each => each.type === type)?.message ?? '';

const goesOn = async (before: Life): Promise<void> => {
  const uptimeS = host.console('web').uptimeS ?? 0;
  await host.waitFor('web to go on', () => (host.console('web').uptimeS ?? 0) > uptimeS + 2);
  expect(host.life('web')).toEqual(before);
};

beforeAll(async () => {
  host = await startHost();
  mount(host.paths.stateDir, '0711', '256m');
  mount(host.paths.statusDir, '0755', '1m');
  writeWeb(100);
  await host.daemon.start('--resync', '2s');
  await host.ready('web');
}, 180_000);

afterAll(async () => {
  await host.daemon.kill9();
  for (const directory of mounts.reverse()) execFileSync('umount', ['-l', directory]);
  await host.close();
});

test('with the status file system full, edits and repairs are made all the same, and the CLI says that files are old', async () => {
  const before = host.life('web');
  const free = fill(host.paths.statusDir);
  const tap = host.vm('web').status.interfaces[0]?.link ?? '';
  writeWeb(101);
  await host.waitFor('the guest to see the larger disk', () => sizeOfData() === mebibytes(101));
  host.inside('ip', 'link', 'del', tap);
  await host.waitFor('the tap to be back', () => host.links().includes(tap));
  const described = await host.cli('describe', 'vm', 'web');
  expect(described.stdout + described.stderr).toMatch(/ENOSPC|no space/i);
  expect(host.daemon.log()).toContain('status files cannot be written');
  free();
  await host.waitFor('the files to be written again', () => {
    expect(host.vm('web').metadata.generation).toBe(2);
    return host.daemon.log().includes('status files are written again');
  });
  await host.ready('web');
  await goesOn(before);
}, 120_000);

test('with the state file system full, nothing new is started and it is said why; it starts by itself when there is room', async () => {
  const before = host.life('web');
  const free = fill(host.paths.stateDir);
  host.write('late.yaml', late);
  await host.waitFor('late to say what is missing', () => {
    expect(host.condition('late', 'Ready')).toMatch(/^False/);
    return /disk is full|no space|ENOSPC/i.test(message('late', 'Ready'));
  });
  expect(host.qemuPid('late')).toBeUndefined();
  await goesOn(before);
  expect(host.condition('web', 'Ready')).toMatch(/^True/);
  // Nothing of it was begun.
  expect(fs.existsSync(host.paths.vm(host.uid('web')).disks)).toBe(true);
  expect(fs.readdirSync(host.paths.vmsDir)).toEqual([host.uid('web')]);
  free();
  await host.ready('late', 'web');
  await goesOn(before);
}, 180_000);

test('a daemon that is killed and started while the state file system is full comes up and knows its guests', async () => {
  const before = host.life('web');
  const free = fill(host.paths.stateDir);
  await host.daemon.kill9();
  await host.daemon.start('--resync', '2s');
  await host.ready('web', 'late');
  expect(host.life('web')).toEqual(before);
  writeWeb(102);
  await host.waitFor('the edit to wait for room', () =>
    /disk is full|ENOSPC/.test(message('web', 'Degraded')),
  );
  free();
  await host.waitFor('the guest to see the larger disk', () => sizeOfData() === mebibytes(102));
  await host.ready('web');
  await goesOn(before);
}, 180_000);

test('a guest whose disk has no room is paused, says so, outlives the daemon, goes on by itself and sees no error', async () => {
  const before = host.life('web');
  const free = fill(host.paths.stateDir, mebibytes(16));
  const {device} = await host.waitFor('the disk', () => {
    const disk = host.console('web').disks.find(each => each.serial === 'data');
    return disk === undefined ? undefined : {device: disk.dev};
  });
  const write = `dd if=/dev/zero of=/dev/${device} bs=1M count=40 conv=fsync`;
  await host.shell('web', `${write} && echo "VMLET-GUEST" event written || echo "VMLET-GUEST" event failed`);
  await host.waitFor('the guest to be paused', () => host.condition('web', 'Ready') === 'False IoError');
  expect(host.vm('web').status.phase).toBe('Paused');
  expect(message('web', 'Ready')).toMatch(/room|space/);
  await host.daemon.kill9();
  await host.daemon.start('--resync', '2s');
  await host.waitFor(
    'the next daemon to know it too',
    () =>
      host.condition('web', 'Ready') === 'False IoError' &&
      host.vm('web').status.daemon.pid === host.daemon.pid(),
  );
  expect(host.console('web').events).toEqual([]);
  expect(host.qemuPid('web')).toBe(before.qemu);
  // There are bytes left to write its record with, but none that a guest should be started on.
  await host.killQemu('late');
  await host.waitFor('late to wait', () => host.condition('late', 'Ready') === 'False DiskPressure');
  expect(host.qemuPid('late')).toBeUndefined();
  free();
  await host.waitFor('dd to end', () => host.console('web').events.length > 0);
  expect(host.console('web').events).toEqual(['written']);
  await host.ready('web', 'late');
  await goesOn(before);
  expect(host.console('web').text).not.toMatch(/I\/O error/);
}, 180_000);
