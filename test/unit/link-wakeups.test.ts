import {expect, test} from '@jest/globals';
import type {ObjectKey} from '../../controller/desired/node.ts';
import {changedLinkKeys} from '../../controller/link-wakeups.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {Link, Links} from '../../controller/observe/snapshot.ts';
import {bridge, key, link, record, tap} from './plan/good.ts';

const lan: ObjectKey = 'Network/default/lan';
const other: ObjectKey = 'VirtualMachine/default/other';
const image: ObjectKey = 'Image/default/base';
const records = new Map<ObjectKey, ObjectRecord>([
  [key, record],
  [other, {...record, name: 'other', uid: 'other'}],
  [lan, {...record, kind: 'Network', name: 'lan', uid: 'lan'}],
  [image, {...record, kind: 'Image', name: 'base', uid: 'base'}],
]);

const table = (...links: Link[]): Links => new Map(links.map(each => [each.name, each]));
const woken = (before: Links, after: Links): ObjectKey[] =>
  [...changedLinkKeys({records}, before, after)].sort();
const eth0 = link({name: 'eth0'});

test('nothing changed: nobody is woken', () => {
  expect(woken(table(bridge, tap), table({...bridge}, {...tap}))).toEqual([]);
});

test('a change of a tap wakes its VM only', () => {
  expect(woken(table(bridge, tap), table(bridge, {...tap, up: false}))).toEqual([key]);
});

test('a tap that is gone wakes its VM, and the networks whose bridge may be portless now', () => {
  expect(woken(table(bridge, tap), table(bridge))).toEqual([lan, key]);
});

test('a tap that was renamed wakes its VM: the mark counts, not the name', () => {
  expect(woken(table(tap), table({...tap, name: 'renamed'}))).toContain(key);
});

test.each<[string, Links, Links]>([
  ['is gone', table(bridge), table()],
  ['came', table(), table(bridge)],
  ['is of another', table(bridge), table({...bridge, alias: 'mine'})],
  ['is no bridge any more', table(bridge), table({...bridge, kind: 'dummy'})],
])('a bridge that %s wakes every network and VM, and no image', (_what, before, after) => {
  expect(woken(before, after)).toEqual([lan, other, key]);
});

test('the state of a bridge is a matter of networks alone', () => {
  expect(woken(table(bridge), table({...bridge, up: false}))).toEqual([lan]);
});

test('links of others wake nobody', () => {
  expect(woken(table(eth0), table({...eth0, up: false}))).toEqual([]);
});

test('a stranger that gives up a derived name wakes the VMs, one of which may have waited for it', () => {
  const stranger = link({name: 'vmt-aaaaaaaaaa', alias: 'mine'});
  expect(woken(table(stranger), table())).toEqual(expect.arrayContaining([key, other]));
});
