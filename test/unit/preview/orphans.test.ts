import {expect, test} from '@jest/globals';
import {orphansOf} from '../../../controller/preview/orphans.ts';
import type {OrphanFacts} from '../../../controller/preview/orphans.ts';
import {link} from '../plan/good.ts';

const known = '11111111-1111-4111-8111-111111111111';
const lost = '22222222-2222-4222-8222-222222222222';
const foreign = '33333333-3333-4333-8333-333333333333';

const facts: OrphanFacts = {
  uids: new Set([known]),
  traces: new Set([known, lost]),
  links: new Map(
    [
      link({name: 'vmt-known', alias: `vmlet:${known}`}),
      link({name: 'vmt-lost', alias: `vmlet:${lost}`, master: 'br0'}),
      link({name: 'vmt-foreign', alias: `vmlet:${foreign}`}),
      link({name: 'eth0', alias: 'vmlet:not-a-uid'}),
    ].map(each => [each.name, each]),
  ),
  processes: new Map(
    [known, lost].map((uid, at) => [
      uid,
      [{uid, pid: 100 + at, startTicks: 7, launching: false, revision: 1, hostUid: 1, stopped: false}],
    ]),
  ),
  disks: [known, lost].map(uid => ({uid, path: `/state/vms/${uid}`, files: ['root.qcow2']})),
  runtime: [known, lost, foreign].map(uid => ({uid, path: `/run/vm/${uid}`})),
};

test('what bears a mark without an object is told, and what this state directory does not know is not called ours', () => {
  expect(orphansOf(facts).map(({kind, name, isOurs}) => [kind, name, isOurs])).toEqual([
    ['process', '101', true],
    ['link', 'vmt-lost', true],
    ['link', 'vmt-foreign', false],
    ['disks', `/state/vms/${lost}`, true],
    ['sockets', `/run/vm/${lost}`, true],
    ['sockets', `/run/vm/${foreign}`, false],
  ]);
});

test('nothing is left over where every mark has its object', () => {
  expect(orphansOf({...facts, uids: new Set([known, lost, foreign])})).toEqual([]);
});
