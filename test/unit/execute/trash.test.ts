// Guest data goes to the trash, or for good, only when no process can have it.
import {expect, test} from '@jest/globals';
import {purgeVm, restoreVm, trashVm} from '../../../controller/execute/trash.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import {startVm} from '../../../controller/execute/vm-start.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';

const named = {key: 'VirtualMachine/default/web', why: 'a test'} as const;
const trash = {...named, type: 'vm.trash', uid, record: {uid} as ObjectRecord} as const;
const purge = {...named, type: 'vm.purge', uid} as const;

const withDisk = () => {
  const fake = fakeVmHost();
  const disk = fake.host.paths.disk(uid, 'root');
  fake.files.control.put(disk, 'guest data');
  return {...fake, disk};
};

test('while its process runs neither happens', async () => {
  const fake = withDisk();
  const {disk, files, tools} = fake;
  const {signal} = new AbortController();
  expect(await fake.during(startVm(fake.startAction(), tools, {signal}))).toMatchObject({kind: 'done'});
  expect(trashVm(trash, tools)).toMatchObject({kind: 'recheck', why: expect.stringContaining('present')});
  expect(purgeVm(purge, tools)).toMatchObject({kind: 'recheck'});
  expect(files.read(disk)?.toString()).toBe('guest data');
});

test('disks that come back leave nothing in the trash, also when the last try was cut short halfway', () => {
  const {disk, files, host, tools} = withDisk();
  const restore = {...named, type: 'vm.restore', uid} as const;
  trashVm(trash, tools);
  files.rename(host.paths.trash(uid), host.paths.vm(uid).disks);
  expect(restoreVm(restore, tools)).toEqual({kind: 'done', changed: false});
  expect(files.read(disk)?.toString()).toBe('guest data');
  expect(files.list(host.paths.trashDir)).toEqual([]);
});

test('disks that were made meanwhile stay, and so does the trash', () => {
  const {disk, files, host, tools} = withDisk();
  trashVm(trash, tools);
  files.control.put(disk, 'newer');
  expect(restoreVm({...named, type: 'vm.restore', uid}, tools)).toEqual({kind: 'done', changed: false});
  expect(files.read(disk)?.toString()).toBe('newer');
  expect(files.list(host.paths.trashDir)).toEqual([uid, `${uid}.json`]);
});

test('without a process it is moved, and purged from there', () => {
  const {disk, files, host, tools} = withDisk();
  expect(trashVm(trash, tools)).toEqual({kind: 'done', changed: true});
  expect(files.read(disk)).toBeUndefined();
  expect(files.read(`${host.paths.trash(uid)}/root.qcow2`)?.toString()).toBe('guest data');
  expect(trashVm(trash, tools)).toEqual({kind: 'done', changed: false});
  expect(purgeVm(purge, tools)).toEqual({kind: 'done', changed: true});
  expect(files.list(host.paths.trashDir)).toEqual([]);
});
