// What vmlet itself wrote is deleted, damaged or replaced around a running guest: status files come back, memory is
// rebuilt or set aside, the daemon always starts, and the guest never hears of it.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {dirname, join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {condition, guard, message} from './unbroken.ts';

let host: E2eHost;

const timeoutMs = 120_000;
const resync = ['--resync', '1s'];
const address = '10.77.0.2/24';

const object = (kind: string, name: string) => ({kind, namespace: 'default', name});
const record = (kind: string, name: string): string => host.paths.record(object(kind, name));

beforeAll(async () => {
  host = await startHost();
  host.write('web.yaml', vmManifest('web', {address}));
  await host.daemon.start(...resync);
  await host.ready('web');
}, timeoutMs);

afterAll(() => host.close());

/** Everything that must outlive any loss of files. */
const belongings = () => {
  const {metadata, status} = host.vm('web');
  const {phase, pid, restarts, interfaces, disks, pendingChanges} = status;
  return {uid: metadata.uid, phase, pid, restarts, interfaces, disks, pendingChanges};
};

/** Kill the daemon, spoil its files, start it: the guest runs on and is known as before. */
const survivesRestart = async (spoil: () => void): Promise<void> => {
  const unbroken = guard(host, 'web');
  const before = belongings();
  await host.daemon.kill9();
  spoil();
  await host.daemon.start(...resync);
  await host.ready('web');
  expect(belongings()).toEqual(before);
  await unbroken();
};

const damaged = (): string[] =>
  fs
    .readdirSync(host.paths.stateDir, {recursive: true, encoding: 'utf8'})
    .filter(path => path.includes('.damaged'));

const truncate = (path: string): void => fs.truncateSync(path, Math.floor(fs.statSync(path).size / 2));

const replaceByDirectory = (path: string): void => {
  fs.rmSync(path);
  fs.mkdirSync(path);
};

test(
  'a status file that was deleted, damaged, swapped or made unreadable says the truth again after a resync',
  async () => {
    const unbroken = guard(host, 'web');
    const path = host.paths.status(object('VirtualMachine', 'web'));
    const truth = fs.readFileSync(path, 'utf8');
    const other = fs.readFileSync(host.paths.status(object('Network', 'lan')));
    const faults: Record<string, () => void> = {
      deleted: () => fs.rmSync(path),
      binary: () => fs.writeFileSync(path, Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80])),
      truncated: () => truncate(path),
      emptied: () => fs.writeFileSync(path, ''),
      'of another object': () => fs.writeFileSync(path, other),
      'one letter changed': () => fs.writeFileSync(path, truth.replace('Running', 'Stopped')),
      'a link': () => {
        fs.rmSync(path);
        fs.symlinkSync('/etc/hostname', path);
      },
      'a pipe': () => {
        fs.rmSync(path);
        host.inside('mkfifo', path);
      },
      'its mode': () => fs.chmodSync(path, 0),
      'its directory': () => fs.rmSync(dirname(path), {recursive: true}),
      'the whole directory': () => fs.rmSync(host.paths.statusDir, {recursive: true}),
      'the directory a file': () => {
        fs.rmSync(dirname(path), {recursive: true});
        fs.writeFileSync(dirname(path), '');
        fs.rmSync(dirname(path));
      },
    };
    for (const [name, spoil] of Object.entries(faults)) {
      spoil();
      await host.waitFor(`the truth after: ${name}`, () => {
        const facts = fs.lstatSync(path);
        expect([facts.isFile(), facts.mode & 0o777]).toEqual([true, 0o644]);
        expect(fs.readFileSync(path, 'utf8')).toBe(truth);
        return true;
      });
    }
    expect(fs.readFileSync('/etc/hostname', 'utf8')).not.toContain('vmlet');
    await unbroken();
  },
  timeoutMs,
);

test(
  'a directory in the place of a status file is left to its owner, named, and the file is back when it is gone',
  async () => {
    const unbroken = guard(host, 'web');
    const path = host.paths.status(object('VirtualMachine', 'web'));
    fs.rmSync(path);
    fs.mkdirSync(path);
    fs.writeFileSync(join(path, 'note'), 'somebody put this here');
    await host.waitFor('the daemon to say so', () =>
      host.daemon.log().includes('status files cannot be written'),
    );
    const said = await host.cli('get');
    expect(`${said.stdout}${said.stderr}`).toMatch(/1 status files cannot be written.*EISDIR.*VMs go on/);
    expect(fs.readFileSync(join(path, 'note'), 'utf8')).toBe('somebody put this here');
    fs.rmSync(path, {recursive: true});
    await host.ready('web');
    await unbroken();
  },
  timeoutMs,
);

test(
  'state files that go or break while the daemon runs change nothing, and are whole again after the next start',
  async () => {
    const spoil = (): void => {
      fs.writeFileSync(record('VirtualMachine', 'web'), Buffer.from([0xff, 0, 0x80]));
      truncate(record('Network', 'lan'));
      fs.rmSync(record('Image', 'tiny-disk'), {force: true});
      truncate(record('Image', 'tiny-kernel'));
      truncate(host.paths.sourceFile('manifests'));
    };
    const unbroken = guard(host, 'web');
    const before = belongings();
    spoil();
    // An edit that touches nothing of the guest makes the daemon write what it knows.
    host.write('web.yaml', vmManifest('web', {address, labels: {tier: 'front'}}));
    await host.waitFor('the edit', () => host.vm('web').metadata.labels['tier'] === 'front');
    expect(belongings()).toEqual(before);
    await unbroken();
    await survivesRestart(spoil);
    expect(condition(host, 'Network', 'lan', 'Ready')).toBe('True BridgeUp');
    expect(damaged().length).toBeGreaterThanOrEqual(3);
    expect(host.vm('web').metadata.labels).toEqual({tier: 'front'});
  },
  timeoutMs,
);

test(
  'a directory, a link or a pipe where a state file belongs is set aside, and the daemon starts',
  () =>
    survivesRestart(() => {
      replaceByDirectory(record('VirtualMachine', 'web'));
      for (const each of ['tiny-initrd', 'tiny-kernel']) fs.rmSync(record('Image', each));
      fs.symlinkSync('/nonexistent', record('Image', 'tiny-initrd'));
      host.inside('mkfifo', record('Image', 'tiny-kernel'));
      replaceByDirectory(host.paths.sourceFile('manifests'));
      fs.mkdirSync(host.paths.revision(host.uid('web'), 7));
      fs.writeFileSync(join(host.paths.recordsDir, 'stray'), 'not a namespace');
    }),
  timeoutMs,
);

test(
  'with every record gone the daemon finds the guest, its network and its images as its own',
  async () => {
    await survivesRestart(() => {
      fs.rmSync(host.paths.recordsDir, {recursive: true});
      fs.rmSync(host.paths.sourcesDir, {recursive: true});
    });
    expect(condition(host, 'Network', 'lan', 'Ready')).toBe('True BridgeUp');
    expect(message(host, 'VirtualMachine', 'web', 'Degraded')).toBe('');
  },
  timeoutMs,
);

test(
  'what a guest was booted with is said to be lost when its revision is damaged, and known once it is put back',
  async () => {
    const unbroken = guard(host, 'web');
    const before = belongings();
    const path = host.paths.revision(host.uid('web'), host.vm('web').status.revisions.booted);
    const revision = fs.readFileSync(path);
    await host.daemon.kill9();
    truncate(path);
    await host.daemon.start(...resync);
    await host.waitFor('the condition', () => host.condition('web', 'Degraded') === 'True RevisionUnknown');
    expect(message(host, 'VirtualMachine', 'web', 'Degraded')).toContain('restart it when you can');
    expect(belongings()).toMatchObject({uid: before.uid, pid: before.pid, phase: 'Running', restarts: 0});
    expect(before.disks.map(disk => fs.existsSync(disk.path))).toEqual([true]);
    fs.writeFileSync(path, revision);
    await host.waitFor('it to be known', () => host.condition('web', 'Degraded') === 'False AsExpected');
    expect(belongings()).toEqual(before);
    await unbroken();
  },
  timeoutMs,
);

test(
  'a host id that is gone or damaged is the same again: no tap and no MAC changes its name',
  async () => {
    const id = fs.readFileSync(host.paths.hostFile, 'utf8');
    for (const spoil of [
      () => fs.rmSync(host.paths.hostFile),
      () => truncate(host.paths.hostFile),
      () => fs.writeFileSync(host.paths.hostFile, Buffer.from([0xff, 0, 0x80])),
    ]) {
      await survivesRestart(spoil);
      expect(fs.readFileSync(host.paths.hostFile, 'utf8')).toBe(id);
    }
  },
  timeoutMs,
);

test(
  'what is left of the runtime directory is enough: without locks, evidence or probe the guest is known',
  () =>
    survivesRestart(() => {
      for (const path of [host.paths.runtimeLock, host.paths.stateLock, host.paths.acceleratorFile])
        fs.rmSync(path, {force: true});
      fs.rmSync(host.paths.vm(host.uid('web')).evidence, {force: true});
      fs.rmSync(host.paths.daemonFile);
    }),
  timeoutMs,
);
