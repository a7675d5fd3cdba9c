// Disks with the real qemu-img and a real file system. Needs root (uids per VM) and qemu-utils.
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, chownSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {growDisk} from '../../controller/execute/disk.ts';
import {storeImage} from '../../controller/execute/image-store.ts';
import {createBlank, createOverlay} from '../../controller/execute/overlay.ts';
import type {DiskTools} from '../../controller/execute/overlay.ts';
import {openTemplates} from '../../controller/execute/template.ts';
import {watchVms} from '../../controller/observe/vm.ts';
import {trashVm} from '../../controller/execute/trash.ts';
import {readDisk} from '../../controller/observe/disk.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {openTestHost} from './namespace.ts';
import type {TestHost} from './namespace.ts';

const mebibyte = 1024 * 1024;
const context = {key: 'VirtualMachine/default/web', why: 'test'} as const;
const signal = new AbortController().signal;

let machine: TestHost;
let tools: DiskTools;
let base: {digest: string; path: string; format: 'raw' | 'qcow2'};

beforeAll(async () => {
  machine = openTestHost({network: false});
  tools = {host: machine.host, templates: openTemplates(machine.host)};
  const source = `${machine.host.paths.stateDir}/base.qcow2`;
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', source, '8M']);
  const image = {name: 'base', uid: 'u1', path: source, format: 'qcow2' as const, sha256: null};
  const {digest} = await storeImage(machine.host, image, {signal});
  base = {digest, path: machine.host.paths.image(digest), format: 'qcow2'};
});

afterAll(() => {
  machine.close();
});

const overlay = (uid: string, more: {sizeBytes?: number; ownerUid?: number} = {}) => ({
  ...context,
  type: 'overlay.create' as const,
  path: machine.host.paths.disk(uid, 'root'),
  base,
  sizeBytes: 16 * mebibyte,
  ownerUid: 600_001,
  ...more,
});
const info = (path: string): Record<string, unknown> =>
  JSON.parse(
    execFileSync('qemu-img', ['info', '-f', 'qcow2', '--output=json', path], {encoding: 'utf8'}),
  ) as Record<string, unknown>;

describe('overlays', () => {
  test("an overlay is on its image, of its size, and its VM's alone", async () => {
    const action = overlay('vm-a');
    expect(await createOverlay(action, tools)).toEqual({kind: 'done', changed: true});
    expect(info(action.path)).toMatchObject({
      'virtual-size': 16 * mebibyte,
      'backing-filename': base.path,
      'backing-filename-format': 'qcow2',
    });
    expect(statSync(action.path)).toMatchObject({uid: 600_001, gid: 600_001});
    expect(statSync(action.path).mode & 0o7777).toBe(0o600);
    expect(statSync(machine.host.paths.vm('vm-a').disks).mode & 0o7777).toBe(0o700);
    expect(machine.host.files.list(machine.host.paths.workDir)).toEqual([]);
  });

  test('a second run changes nothing and starts nothing', async () => {
    machine.spawned.length = 0;
    const before = statSync(overlay('vm-a').path);
    expect(await createOverlay(overlay('vm-a'), tools)).toEqual({kind: 'done', changed: false});
    expect(statSync(overlay('vm-a').path).mtimeMs).toBe(before.mtimeMs);
    expect(machine.spawned).toEqual([]);
  });

  test('forty overlays of one new size at once run qemu-img once', async () => {
    machine.spawned.length = 0;
    const uids = Array.from({length: 40}, (_, index) => `crowd-${String(index)}`);
    const outcomes = await Promise.all(
      uids.map(uid => createOverlay(overlay(uid, {sizeBytes: 32 * mebibyte}), tools)),
    );
    expect(outcomes.every(outcome => outcome.kind === 'done' && outcome.changed)).toBe(true);
    expect(machine.spawned.map(([command]) => command)).toEqual(['qemu-img']);
  });

  test('an overlay on another base is refused and keeps every byte', async () => {
    const path = machine.host.paths.disk('vm-a', 'root');
    const before = readFileSync(path);
    const raw = `${machine.host.paths.stateDir}/other.raw`;
    writeFileSync(raw, Buffer.alloc(mebibyte, 7));
    const image = {name: 'other', uid: 'u2', path: raw, format: 'raw' as const, sha256: null};
    const {digest} = await storeImage(machine.host, image, {signal});
    const other = {
      ...overlay('vm-a'),
      base: {digest, path: machine.host.paths.image(digest), format: 'raw' as const},
    };
    await expect(createOverlay(other, tools)).rejects.toMatchObject({code: 'E-CONFLICT', terminal: true});
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('something that is not a disk under its name is left alone', async () => {
    const path = machine.host.paths.disk('vm-link', 'root');
    machine.host.files.makeDirectory(machine.host.paths.vm('vm-link').disks, {mode: 0o700});
    symlinkSync('/etc/hostname', path);
    await expect(createOverlay(overlay('vm-link'), tools)).rejects.toMatchObject({code: 'E-STATE'});
    expect(machine.host.files.readlink(path)).toBe('/etc/hostname');
  });

  test('an overlay smaller than its image is refused', async () => {
    await expect(createOverlay(overlay('vm-small', {sizeBytes: mebibyte}), tools)).rejects.toMatchObject({
      code: 'E-CONFLICT',
    });
  });

  test('a VM that got another uid keeps its disk', async () => {
    expect(await createOverlay(overlay('vm-a', {ownerUid: 600_009}), tools)).toEqual({
      kind: 'done',
      changed: true,
    });
    expect(statSync(overlay('vm-a').path)).toMatchObject({uid: 600_009});
    expect(statSync(machine.host.paths.vm('vm-a').disks)).toMatchObject({uid: 600_009});
  });

  test('a directory that was left to root half-way is given to its VM', async () => {
    const {disks} = machine.host.paths.vm('vm-a');
    chownSync(disks, 0, 0);
    expect(await createOverlay(overlay('vm-a', {ownerUid: 600_009}), tools)).toMatchObject({changed: true});
    expect(statSync(disks)).toMatchObject({uid: 600_009});
    expect(await createOverlay(overlay('vm-a', {ownerUid: 600_009}), tools)).toMatchObject({changed: false});
  });

  test('no overlay is made on an image that was touched', async () => {
    const source = `${machine.host.paths.stateDir}/touched.raw`;
    writeFileSync(source, Buffer.alloc(mebibyte, 9));
    const image = {name: 'touched', uid: 'u3', path: source, format: 'raw' as const, sha256: null};
    const {digest} = await storeImage(machine.host, image, {signal});
    const path = machine.host.paths.image(digest);
    chmodSync(path, 0o644);
    const action = {...overlay('vm-t'), base: {digest, path, format: 'raw' as const}};
    await expect(createOverlay(action, tools)).rejects.toMatchObject({code: 'E-IMAGE', terminal: true});
    expect(readDisk(machine.host.files, action.path, 'qcow2').state).toBe('absent');
    await storeImage(machine.host, image, {signal});
    expect(await createOverlay(action, tools)).toEqual({kind: 'done', changed: true});
  });
});

describe('blank disks and growing', () => {
  const grow = (path: string, sizeBytes: number) => ({
    ...context,
    type: 'disk.grow' as const,
    path,
    sizeBytes,
    ownerUid: 600_001,
  });

  test('a blank disk has no base, and a second run leaves it', async () => {
    const action = {
      ...context,
      type: 'blank.create' as const,
      path: machine.host.paths.disk('vm-b', 'data'),
      sizeBytes: 64 * mebibyte,
      ownerUid: 600_001,
    };
    expect(await createBlank(action, tools)).toEqual({kind: 'done', changed: true});
    expect(await createBlank(action, tools)).toEqual({kind: 'done', changed: false});
    expect(readDisk(machine.host.files, action.path, 'qcow2')).toMatchObject({
      value: {virtualSizeBytes: 64 * mebibyte, backing: null},
    });
  });

  test("a disk grows as its VM's user, and not twice", async () => {
    const {path} = overlay('vm-g');
    await createOverlay(overlay('vm-g'), tools);
    expect(await growDisk(grow(path, 24 * mebibyte), tools, {signal})).toEqual({kind: 'done', changed: true});
    expect(info(path)).toMatchObject({'virtual-size': 24 * mebibyte, 'backing-filename': base.path});
    expect(await growDisk(grow(path, 24 * mebibyte), tools, {signal})).toEqual({
      kind: 'done',
      changed: false,
    });
    expect(statSync(path).uid).toBe(600_001);
  });

  test('a disk never shrinks', async () => {
    const {path} = overlay('vm-g');
    await expect(growDisk(grow(path, 20 * mebibyte), tools, {signal})).rejects.toMatchObject({
      code: 'E-CONFLICT',
      terminal: true,
    });
    expect(info(path)).toMatchObject({'virtual-size': 24 * mebibyte});
  });

  test('qemu-img is not run on a disk whose header names a foreign base', async () => {
    const {path} = overlay('vm-h');
    await createOverlay(overlay('vm-h'), tools);
    spawnSync('qemu-img', ['rebase', '-u', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/hostname', path]);
    machine.spawned.length = 0;
    await expect(growDisk(grow(path, 24 * mebibyte), tools, {signal})).rejects.toMatchObject({
      code: 'E-STATE',
    });
    expect(machine.spawned).toEqual([]);
  });
});

test('the trash holds disks and record, and a second run finds nothing to do', async () => {
  await createOverlay(overlay('vm-z'), tools);
  const before = readFileSync(overlay('vm-z').path);
  const record = {kind: 'VirtualMachine', namespace: 'default', name: 'web', uid: 'vm-z'} as ObjectRecord;
  const action = {...context, type: 'vm.trash' as const, uid: 'vm-z', record};
  const vms = watchVms(machine.host, () => undefined);
  const trash = () => trashVm(action, {host: machine.host, vms});
  expect(trash()).toEqual({kind: 'done', changed: true});
  const place = machine.host.paths.trash('vm-z');
  expect(readFileSync(`${place}/root.qcow2`).equals(before)).toBe(true);
  expect(JSON.parse(readFileSync(`${place}.json`, 'utf8'))).toMatchObject({record: {name: 'web'}});
  expect(trash()).toEqual({kind: 'done', changed: false});
  await createOverlay(overlay('vm-z'), tools);
  expect(trash()).toEqual({kind: 'done', changed: true});
  expect(machine.host.files.list(machine.host.paths.trashDir)).toEqual([
    'vm-z',
    'vm-z.2',
    'vm-z.2.json',
    'vm-z.json',
  ]);
  vms.close();
});
