// Manifests that go, come back, or go many at once: what is stopped, what is kept, what is held, what is destroyed.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import type {VmOptions} from './manifests.ts';

let host: E2eHost;

const web: VmOptions = {address: '10.77.0.2/24', memory: '128Mi'};
const parked = (name: string): string => vmManifest(name, {memory: '128Mi', spec: {runPolicy: 'Halted'}});

beforeAll(async () => {
  host = await startHost();
  await host.daemon.start('--resync', '5s');
  host.write('web.yaml', vmManifest('web', web));
  host.write('keep.yaml', vmManifest('keep', {memory: '128Mi', address: '10.77.0.3/24'}));
  await host.ready('web', 'keep');
}, 180_000);

afterAll(() => host.close());

const timeoutMs = 180_000;

const phase = (vm: string): string => host.vm(vm).status.phase;

const held = (vm: string, reason: string): Promise<unknown> =>
  host.waitFor(`${vm} to be held`, () => host.condition(vm, 'RemovalHeld') === `True ${reason}`);

const removed = (vm: string): Promise<unknown> =>
  host.waitFor(`${vm} to be removed`, () => phase(vm) === 'Removed' && host.qemuPid(vm) === undefined);

/** Every path of the state directory whose name or content holds one of the words. */
const traces = (...words: readonly string[]): string[] =>
  fs
    .readdirSync(host.paths.stateDir, {recursive: true, withFileTypes: true})
    .map(entry => ({path: join(entry.parentPath, entry.name), isFile: entry.isFile()}))
    .filter(({path, isFile}) => {
      const text = path + (isFile ? fs.readFileSync(path, 'latin1') : '');
      return words.some(word => text.includes(word));
    })
    .map(({path}) => path);

test(
  'a manifest that goes has its guest shut down, its link removed, and its disks and identity kept',
  async () => {
    const {uid} = host.vm('web').metadata;
    const {interfaces, disks} = host.vm('web').status;
    const keep = host.life('keep');
    host.remove('web.yaml');
    await removed('web');
    const report = host.console('web');
    expect(report.events).toEqual(['power-button']);
    expect(report.text).toContain('shutdown uptime=');
    await host.waitFor('the tap to go', () => !host.links().includes(interfaces[0]?.link ?? ''));
    expect(host.links()).toContain('vmlet0');
    expect(disks.map(disk => fs.existsSync(disk.path))).toEqual([true]);
    expect(host.vm('web').metadata.uid).toBe(uid);
    expect(host.condition('web', 'Ready')).toBe('False Removed');
    expect(fs.existsSync(host.paths.vm(uid ?? '').runtime)).toBe(false);
    expect(host.life('keep')).toEqual(keep);
    // Power is refused for what is not declared.
    expect((await host.cli('start', 'web')).code).toBe(1);
  },
  timeoutMs,
);

test(
  'a manifest that comes back gets its uid and its disks back',
  async () => {
    const {uid} = host.vm('web').metadata;
    host.write('elsewhere.yaml', vmManifest('web', web));
    await host.ready('web');
    expect(host.vm('web').metadata.uid).toBe(uid);
    expect(host.console('web').bootCount).toBe(2);
    expect(host.vm('web').status.restarts).toBe(0);
  },
  timeoutMs,
);

test(
  'purge is refused while a VM is declared, and undelete while it is not removed',
  async () => {
    for (const verb of [
      ['purge', 'web', '--yes'],
      ['undelete', 'web'],
    ]) {
      const {code, stderr} = await host.cli(...verb);
      expect([verb[0], code, stderr]).toEqual([verb[0], 1, expect.stringMatching(/^vmlet: web is /)]);
    }
    expect(phase('web')).toBe('Running');
  },
  timeoutMs,
);

test(
  'delete is refused while a manifest declares the VM, and names the file',
  async () => {
    const {code, stderr} = await host.cli('delete', 'vm/web');
    expect([code, stderr]).toEqual([1, expect.stringContaining('elsewhere.yaml')]);
    expect(phase('web')).toBe('Running');
  },
  timeoutMs,
);

test(
  'undelete puts the last good manifest back, and the VM boots its old disk',
  async () => {
    host.remove('elsewhere.yaml');
    await removed('web');
    const said = await host.ok('undelete', 'web');
    const file = /declared again in (\S+)/.exec(said)?.[1] ?? '';
    expect(file.startsWith(host.manifestsDir)).toBe(true);
    await host.ready('web');
    expect(host.console('web').bootCount).toBe(3);
    expect(host.vm('web').status.pendingChanges).toEqual([]);
    expect(host.console('web').addresses.map(each => each.address)).toEqual(['10.77.0.2/24']);
    fs.rmSync(file);
    await removed('web');
  },
  timeoutMs,
);

test(
  'purge leaves nothing of a removed VM on the disk, and its name starts from nothing',
  async () => {
    const uid = host.uid('web');
    expect(traces(uid).length).toBeGreaterThan(0);
    expect((await host.cli('purge', 'web')).code).toBe(64);
    await host.ok('purge', 'web', '--yes');
    await host.waitFor('its status to go', () => host.status('VirtualMachine', 'web') === undefined);
    // The source's memory lets go of it at the next scan. What happened is history and may name it; nothing else does.
    await host.waitFor('every trace to go', () => {
      const left = traces(uid, 'VirtualMachine/default/web').filter(path => !path.includes('events.jsonl'));
      expect(left).toEqual([]);
      return true;
    });
    expect((await host.cli('get', 'vm', 'web')).code).toBe(1);

    host.write('web.yaml', vmManifest('web', web));
    await host.ready('web');
    expect(host.vm('web').metadata.uid).not.toBe(uid);
    expect(host.console('web').bootCount).toBe(1);
  },
  timeoutMs,
);

test(
  'of many manifests that go at once only the budget is removed; the rest runs until a person lets it go',
  async () => {
    for (const name of ['p1', 'p2', 'p3']) host.write(`parked/${name}.yaml`, parked(name));
    for (const name of ['p1', 'p2', 'p3'])
      await host.waitFor(`${name} to be known`, () => phase(name) === 'Stopped');
    const keep = host.life('keep');
    // 5 VMs: one may go.
    fs.rmSync(join(host.manifestsDir, 'parked'), {recursive: true});
    host.remove('web.yaml');
    const all = ['p1', 'p2', 'p3', 'web'];
    await host.waitFor('one to be removed and three to be held', () => {
      expect(all.map(name => phase(name) === 'Removed').filter(Boolean)).toHaveLength(1);
      const conditions = all.map(name => host.condition(name, 'RemovalHeld'));
      expect(conditions.filter(each => each === 'True PruneBudgetExceeded')).toHaveLength(3);
      return true;
    });
    expect(phase('web')).toBe('Running');
    await host.ok('approve', '--prune');
    for (const name of all) await removed(name);
    expect(host.life('keep')).toEqual(keep);
    await host.ok('purge', ...all, '--yes');
  },
  timeoutMs,
);

test(
  'a protected VM is held when its manifest goes, and delete does not remove it either',
  async () => {
    const {uid} = host.vm('keep').metadata;
    const before = host.life('keep');
    const guarded = {memory: '128Mi', address: '10.77.0.3/24', spec: {deletion: {protect: true}}};
    host.write('keep.yaml', vmManifest('keep', guarded));
    await host.waitFor('the edit', () => host.vm('keep').status.observedGeneration === 2);
    host.remove('keep.yaml');
    await held('keep', 'Protected');
    await host.cli('delete', 'keep');
    await host.cli('approve', '--prune');
    expect(host.condition('keep', 'RemovalHeld')).toBe('True Protected');
    expect(host.life('keep')).toEqual(before);
    host.write('keep.yaml', vmManifest('keep', {memory: '128Mi', address: '10.77.0.3/24'}));
    await host.waitFor(
      'the manifest to be back',
      () => host.condition('keep', 'RemovalHeld') === 'False NotHeld',
    );
    await host.ready('keep');
    expect(host.vm('keep').metadata.uid).toBe(uid);
    expect(host.life('keep')).toEqual(before);
  },
  timeoutMs,
);

test(
  'a manifests directory that vanished, is empty, is a file or is open to everybody holds everything until it is back',
  async () => {
    const before = host.life('keep');
    const aside = `${host.manifestsDir}.aside`;
    const holds = async (reason: string): Promise<void> => {
      await held('keep', reason);
      expect(host.condition('keep', 'Ready')).toMatch(/^True/);
      expect(host.links()).toContain('vmlet0');
    };
    const back = (): Promise<unknown> =>
      host.waitFor('all to be as before', () => host.condition('keep', 'RemovalHeld') === 'False NotHeld');

    fs.renameSync(host.manifestsDir, aside);
    await holds('SourceUnavailable');
    fs.mkdirSync(host.manifestsDir);
    await holds('SourceEmpty');
    fs.rmdirSync(host.manifestsDir);
    fs.renameSync(aside, host.manifestsDir);
    await back();

    fs.renameSync(host.manifestsDir, aside);
    fs.writeFileSync(host.manifestsDir, '');
    await holds('SourceUnavailable');
    fs.rmSync(host.manifestsDir);
    fs.renameSync(aside, host.manifestsDir);
    await back();
    // Root can read whatever its mode says; what everybody may write is as good as unread.
    fs.chmodSync(host.manifestsDir, 0o777);
    await holds('SourceUnavailable');
    fs.chmodSync(host.manifestsDir, 0o755);
    await back();
    await host.ready('keep');
    expect(host.life('keep')).toEqual(before);
    expect(phase('keep')).toBe('Running');
  },
  timeoutMs,
);

test(
  'delete removes by name what an empty source holds, and keeps its disks',
  async () => {
    for (const name of fs.readdirSync(host.manifestsDir))
      fs.rmSync(join(host.manifestsDir, name), {recursive: true});
    await held('keep', 'SourceEmpty');
    expect((await host.cli('approve', '--prune')).code).toBe(1);
    await host.ok('delete', 'keep');
    await removed('keep');
    expect(host.console('keep').events).toEqual(['power-button']);
    expect(host.vm('keep').status.disks.map(disk => fs.existsSync(disk.path))).toEqual([true]);
  },
  timeoutMs,
);
