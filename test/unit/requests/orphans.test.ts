import {expect, test} from '@jest/globals';
import {orphansOf} from '../../../controller/requests/orphans.ts';
import type {OrphanFacts, SeenProcess} from '../../../controller/requests/orphans.ts';
import {link} from '../plan/good.ts';

const known = '11111111-1111-4111-8111-111111111111';
const lost = '22222222-2222-4222-8222-222222222222';
const foreign = '33333333-3333-4333-8333-333333333333';

const seen = (uid: string, change: Partial<SeenProcess> = {}): SeenProcess => ({
  ...{uid, pid: 100, startTicks: 7, launching: false, revision: 1, hostUid: 1, stopped: false},
  ...{isOurs: true, runState: 'running'},
  ...change,
});

const linkMap = (...links: readonly ReturnType<typeof link>[]): OrphanFacts['links'] =>
  new Map(links.map(each => [each.name, each]));

const facts: OrphanFacts = {
  stateDir: '/state',
  uids: new Set([known]),
  lost: new Map(),
  awaited: new Map(),
  links: linkMap(
    link({name: 'vmt-known', alias: `vmlet:${known}`}),
    link({name: 'vmt-lost', alias: `vmlet:${lost}`, master: 'br0', carrier: false}),
    link({name: 'vmt-foreign', alias: `vmlet:${foreign}`, carrier: false}),
    link({name: 'eth0', alias: 'vmlet:not-a-uid'}),
  ),
  processes: new Map([[known, [seen(known)]]]),
  state: new Map([known, lost].map(uid => [uid, {path: `/state/vms/${uid}`, holds: ['root.qcow2']}])),
  runtime: new Map([known, lost, foreign].map(uid => [uid, `/run/vm/${uid}`])),
  trashed: new Set(),
};

const keptOf = (change: Partial<OrphanFacts>): string[] => {
  const all = orphansOf({...facts, ...change});
  return all.map(({kind, name, kept}) =>
    kept === null ? `${kind} ${name} goes` : `${kind} ${name}: ${kept}`,
  );
};

test('what has a trace in this state directory may go, and what has none is only named', () => {
  const other = "/state has no trace of its uid: it may be another vmlet's";
  expect(keptOf({})).toEqual([
    'link vmt-lost goes',
    `link vmt-foreign: ${other}`,
    `state /state/vms/${lost} goes`,
    `sockets /run/vm/${lost} goes`,
    `sockets /run/vm/${foreign}: ${other}`,
  ]);
});

test('what lies in the trash is a trace too: a sweep that was cut short goes on', () => {
  const kept = keptOf({state: new Map(), trashed: new Set([lost])});
  expect(kept.filter(line => line.endsWith(' goes'))).toEqual([
    'link vmt-lost goes',
    `sockets /run/vm/${lost} goes`,
  ]);
});

test('nothing is left over where every mark has its object', () => {
  expect(orphansOf({...facts, uids: new Set([known, lost, foreign])})).toEqual([]);
});

test('a guest that runs stays with all that is its own, until somebody names it', () => {
  const runs = 'process 100 of its uid runs';
  const all = orphansOf({...facts, processes: new Map([[lost, [seen(lost)]]])}).filter(
    ({uid}) => uid === lost,
  );
  expect(all.map(({kind, kept, hasGuest}) => [kind, kept, hasGuest])).toEqual([
    ['process', 'its guest runs: --stop-guests', true],
    ['link', runs, undefined],
    ['state', runs, undefined],
    ['sockets', runs, undefined],
  ]);
});

test.each<[string, Partial<SeenProcess>, string | null, boolean | undefined]>([
  ['whose guest has ended', {runState: 'shutdown'}, null, undefined],
  ['that was never let run', {runState: 'prelaunch'}, null, undefined],
  [
    'whose monitor is mute',
    {runState: null},
    'its monitor does not tell whether its guest runs: --stop-guests',
    true,
  ],
  ['that is being started', {launching: true}, 'it is being started', undefined],
  [
    'of another state directory',
    {isOurs: false, runState: 'shutdown'},
    "nothing on its command line lies in /state: it is another vmlet's",
    undefined,
  ],
])('a hypervisor %s', (_what, change, kept, hasGuest) => {
  const [process] = orphansOf({...facts, processes: new Map([[lost, [seen(lost, change)]]])});
  expect([process?.kept, process?.hasGuest || undefined]).toEqual([kept, hasGuest]);
});

test('of two hypervisors with one uid neither is ended', () => {
  const both = [seen(lost, {runState: 'shutdown'}), seen(lost, {pid: 101, runState: 'shutdown'})];
  expect(keptOf({processes: new Map([[lost, both]])}).slice(0, 2)).toEqual([
    'process 100: another process claims the same uid',
    'process 101: another process claims the same uid',
  ]);
});

test('what can be had back is not taken away', () => {
  const awaited = new Map([[lost, 'Network/default/lan']]);
  const back = 'Network/default/lan is given it back when it is declared again';
  expect(keptOf({awaited}).filter(line => !line.includes(foreign) && !line.includes('foreign'))).toEqual([
    `link vmt-lost: ${back}`,
    `state /state/vms/${lost}: ${back}`,
    `sockets /run/vm/${lost}: ${back}`,
  ]);
  const rebuilt = new Map([[lost, {object: 'VirtualMachine/default/web', revision: 3}]]);
  expect(orphansOf({...facts, lost: rebuilt}).filter(({uid}) => uid === lost)).toEqual([
    expect.objectContaining({kind: 'record', name: 'VirtualMachine/default/web', kept: expect.any(String)}),
  ]);
});

test.each<[string, Parameters<typeof link>[0], string | null]>([
  ['a bridge without ports', {name: 'br9', kind: 'bridge'}, null],
  ['a link that vmlet does not make', {name: 'dummy0', kind: 'dummy'}, 'vmlet makes no dummy of this name'],
  [
    'a tap that somebody holds',
    {name: 'vmt-x', kind: 'tun', carrier: true},
    'a process that is not known holds its other end',
  ],
])('%s with our mark', (_what, change, kept) => {
  const links = linkMap(link({carrier: false, ...change, alias: `vmlet:${lost}`}));
  expect(orphansOf({...facts, links}).find(({kind}) => kind === 'link')?.kept).toBe(kept);
});

test('a bridge with ports stays', () => {
  const links = linkMap(
    link({name: 'br9', kind: 'bridge', alias: `vmlet:${lost}`}),
    link({name: 'eth1', alias: null, master: 'br9'}),
  );
  expect(orphansOf({...facts, links}).find(({kind}) => kind === 'link')?.kept).toBe('ports in it: 1');
});
