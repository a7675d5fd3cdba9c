// Who is woken by whom, and whose uid is whose, without a loop around it.
import {describe, expect, test} from '@jest/globals';
import {dependents, openWaiters, uidLookup} from '../../controller/dependents.ts';
import type {ObjectKey} from '../../controller/desired/node.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {key, record} from './plan/good.ts';

const other: ObjectKey = 'VirtualMachine/default/other';
const db: ObjectKey = 'VirtualMachine/default/db';
const image: ObjectKey = 'Image/default/base';
const network: ObjectKey = 'Network/default/lan';
const tombstone = {since: '', why: '', trashed: false, trashedForMs: 0, purgeRequested: false};

const vm = (name: string, more: Partial<ObjectRecord> = {}): ObjectRecord => ({
  ...record,
  name,
  uid: name,
  ...more,
});
const naming = (spec: object) => ({...(record.manifest as object), spec});

describe('a change of an object wakes', () => {
  const records = new Map<ObjectKey, ObjectRecord>([
    [key, vm('web', {manifest: naming({disks: [{name: 'root', image: 'base'}]})})],
    [other, vm('other', {manifest: naming({disks: []})})],
    [network, vm('lan', {kind: 'Network', tombstone})],
    [image, vm('base', {kind: 'Image'})],
  ]);
  const woken = (changed: ObjectKey, waiters = openWaiters()): ObjectKey[] => [
    ...dependents({records}, waiters, changed),
  ];

  test('the VMs that name it, and no others', () => {
    expect(woken(image)).toEqual([key]);
  });

  test('when it is a VM, what was removed and may have waited for its end', () => {
    expect(woken(other)).toEqual([network]);
  });

  test('who waits for it, as long as they do', () => {
    const waiters = openWaiters();
    waiters.wait(other, [db, image]);
    waiters.wait(key, [db]);
    expect(woken(db, waiters)).toEqual([other, key, network]);
    waiters.wait(other, [image]);
    expect(woken(db, waiters)).toEqual([key, network]);
    expect(woken(image, waiters).sort()).toEqual([other, key]);
    waiters.wait(key, []);
    expect(woken(db, waiters)).toEqual([network]);
  });
});

describe('the object of a uid', () => {
  test('is found again when the uid passed to another name, and not when it is nobody’s', () => {
    const records = new Map<ObjectKey, ObjectRecord>([
      [key, vm('web', {uid: 'a'})],
      [other, vm('other', {uid: 'b'})],
    ]);
    const keyOf = uidLookup({records});
    expect([keyOf('a'), keyOf('b'), keyOf('c')]).toEqual([key, other, undefined]);
    records.set(key, vm('web', {uid: 'c'}));
    records.set(db, vm('db', {uid: 'a'}));
    expect([keyOf('a'), keyOf('b'), keyOf('c')]).toEqual([db, other, key]);
    records.delete(db);
    expect(keyOf('a')).toBeUndefined();
  });
});
