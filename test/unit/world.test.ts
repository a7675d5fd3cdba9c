// Who uses what: whom a change wakes, and what a removal waits for.
import {expect, test} from '@jest/globals';
import {objectKey} from '../../controller/desired/names.ts';
import type {ObjectKey} from '../../controller/desired/node.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {usersOf} from '../../controller/world.ts';
import {record} from './plan/good.ts';

const records = new Map<ObjectKey, ObjectRecord>();
const add = (kind: string, name: string, spec: unknown, more: Partial<ObjectRecord> = {}): void => {
  const made = {...record, kind, name, manifest: {spec}, ...more};
  records.set(objectKey(kind, made.namespace, name), made);
};
const users = (kind: string, name: string): string[] =>
  usersOf({records}, kind, 'default', name).map(key => key.split('/')[2] ?? '');

const gone = {since: 'T', why: 'gone', trashed: false, trashedForMs: 0, purgeRequested: false};
const idle = {run: {...record.run, active: null}};

add('VirtualMachineClass', 'small', {boot: {kernel: {image: 'vmlinuz', initrd: 'initrd'}}});
add('VirtualMachine', 'own', {boot: {kernel: {image: 'own-kernel'}}, disks: [{name: 'a', image: 'debian'}]});
add('VirtualMachine', 'classed', {
  class: 'small',
  disks: [],
  interfaces: [{name: 'lan', tap: {network: 'lan'}}],
});
add('VirtualMachine', 'over', {class: 'small', boot: {firmware: 'uefi'}});
add('VirtualMachine', 'removed', {class: 'small'}, {tombstone: gone, ...idle});
add('VirtualMachine', 'stopping', {class: 'small'}, {tombstone: gone});
add('VirtualMachine', 'elsewhere', {class: 'small'}, {namespace: 'other'});

test('an image is used by the VMs that name it, and by those whose class boots it', () => {
  expect(users('Image', 'debian')).toEqual(['own']);
  expect(users('Image', 'own-kernel')).toEqual(['own']);
  expect(users('Image', 'vmlinuz')).toEqual(['classed', 'stopping']);
  expect(users('Image', 'initrd')).toEqual(['classed', 'stopping']);
});

test('a class is used by the VMs of its namespace that name it, removed ones only while they run', () => {
  expect(users('VirtualMachineClass', 'small')).toEqual(['classed', 'over', 'stopping']);
});

test('a network is used by the VMs that have a tap on it', () => {
  expect(users('Network', 'lan')).toEqual(['classed']);
  expect(users('Network', 'wan')).toEqual([]);
});
