// Taps and bridges on the links in memory: ownership, half-made links, and a crash between any two processes.
import {beforeEach, describe, expect, test} from '@jest/globals';
import {markedMac} from '../../../controller/desired/names.ts';
import {configureBridge, createBridge, deleteBridge} from '../../../controller/execute/bridge.ts';
import {forgetObject} from '../../../controller/execute/forget.ts';
import {openLinkBatch} from '../../../controller/execute/link-batch.ts';
import type {LinkTools} from '../../../controller/execute/link-tools.ts';
import {writeRecord} from '../../../controller/execute/record.ts';
import {attachTap, createTap, deleteTap} from '../../../controller/execute/tap.ts';
import {openLinkTable} from '../../../controller/observe/links.ts';
import {fakeLinkHost} from '../../fakes/link-host.ts';
import type {LinkHost} from '../../fakes/link-host.ts';
import {fakeVmHost} from '../../fakes/vm-host.ts';
import {record} from '../plan/good.ts';

const mark = {alias: 'vmlet:7c0e4a52', altname: ''};
const base = {key: 'VirtualMachine/default/web', why: 'test'} as const;
const tap = (name: string, more: Partial<Parameters<typeof createTap>[0]> = {}) => ({
  ...base,
  type: 'tap.create' as const,
  name,
  mark: {...mark, altname: `web-${name}`},
  bridge: 'br0',
  ownerUid: 600_001,
  multiQueue: false,
  ...more,
});
const bridge = {
  ...base,
  type: 'bridge.create' as const,
  name: 'br0',
  mark,
  addresses: ['10.0.0.1/24'],
  mtu: 1400,
};

let machine: LinkHost;
let tools: LinkTools;

const start = async (): Promise<void> => {
  const links = openLinkTable(machine.host, () => undefined);
  tools = {host: machine.host, links, batch: openLinkBatch(machine.host, links)};
  await machine.clock.advance(1_000);
};

beforeEach(async () => {
  machine = fakeLinkHost();
  await start();
});

const now = (name: string) => machine.links.control.links().get(name);
const processes = (): number => {
  const {show, batch, details} = machine.links.control.spawns();
  return show + batch + details;
};

test('a macvtap that was cut short before its mark is deleted only when it is all that its intent says', async () => {
  const made = {link: 'eth0', mode: 'bridge', mac: '52:54:00:00:00:01'};
  machine.links.control.add({name: 'eth0'});
  machine.links.control.add({
    name: 'vmm-1',
    kind: 'macvtap',
    lowerLink: 'eth0',
    macvtapMode: 'bridge',
    mac: made.mac,
  });
  const remove = (unmarkedMacvtap: typeof made) =>
    deleteTap({...base, type: 'tap.delete', name: 'vmm-1', mark, unmarkedMacvtap}, tools);
  for (const other of [{mac: '52:54:00:00:00:02'}, {mode: 'private'}, {link: 'eth1'}])
    await expect(remove({...made, ...other})).rejects.toMatchObject({code: 'E-NOT-OURS'});
  expect(now('vmm-1')?.alias).toBeNull();
  expect(await remove(made)).toEqual({kind: 'done', changed: true});
  expect(now('vmm-1')).toBeUndefined();
});

test('an object is not forgotten while a link bears its mark, whatever the last look said', async () => {
  const vm = fakeVmHost();
  const forget = (alias: string) => {
    const named = {...record, kind: 'Network', uid: alias.replace('vmlet:', '')};
    writeRecord(vm.host, named);
    return forgetObject({...base, type: 'record.remove', record: named}, {...tools, host: vm.host});
  };
  expect((await tools.links.read()).state).toBe('present');
  await createBridge(bridge, tools);
  expect(await forget(mark.alias)).toMatchObject({
    kind: 'recheck',
    why: 'not forgotten: link br0 is still there',
  });
  expect(vm.files.read(vm.host.paths.record({...record, kind: 'Network'}))).toBeDefined();
  expect(await forget('vmlet:another')).toEqual({kind: 'done', changed: true});
  expect(vm.files.read(vm.host.paths.record({...record, kind: 'Network'}))).toBeUndefined();
  machine.links.control.fail('show');
  await expect(forget('vmlet:another')).rejects.toMatchObject({code: 'E-HOST'});
});

test('what an interrupted removal left in its group is out of it again', async () => {
  await createBridge(bridge, tools);
  await createTap(tap('vt1'), tools);
  for (const name of ['br0', 'vt1']) machine.links.control.change(name, {group: '65544'});
  tools.links.invalidate();
  const unchanged = {addAddresses: [], removeAddresses: [], up: true, mtu: null};
  const configured = await configureBridge(
    {...base, ...unchanged, type: 'bridge.configure', name: 'br0', mark},
    tools,
  );
  const attached = await attachTap({...base, type: 'tap.attach', name: 'vt1', mark, bridge: 'br0'}, tools);
  expect([configured, attached]).toEqual(Array(2).fill({kind: 'done', changed: true}));
  expect([now('br0')?.group, now('vt1')?.group]).toEqual(['default', 'default']);
});

test.each(['known since the last look', 'made since the last look'])(
  'a bridge of somebody else under our name, %s, is neither taken over nor configured',
  async when => {
    await tools.links.read();
    machine.links.control.add({name: 'br0', kind: 'bridge', addresses: ['192.0.2.1/24'], mtu: 1500});
    if (when.startsWith('known')) tools.links.invalidate();
    const before = now('br0');
    const ours = {addAddresses: ['10.0.0.1/24'], removeAddresses: ['192.0.2.1/24'], up: true, mtu: 1400};
    await expect(createBridge(bridge, tools)).rejects.toMatchObject({code: 'E-NOT-OURS', terminal: true});
    await expect(
      configureBridge({...base, ...ours, type: 'bridge.configure', name: 'br0', mark}, tools),
    ).rejects.toMatchObject({code: 'E-NOT-OURS', terminal: true});
    expect(now('br0')).toEqual(before);
  },
);

test('a bridge that was cut short before its mark is deleted, one with another address is not', async () => {
  const remove = () => deleteBridge({...base, type: 'bridge.delete', name: 'br1', mark}, tools);
  machine.links.control.add({name: 'br1', kind: 'bridge', mac: '02:00:00:00:00:01'});
  await expect(remove()).rejects.toMatchObject({code: 'E-NOT-OURS'});
  machine.links.control.change('br1', {mac: markedMac(mark.alias)});
  expect(await remove()).toEqual({kind: 'done', changed: true});
  expect(now('br1')).toBeUndefined();
});

describe('a bridge and its taps', () => {
  beforeEach(async () => {
    await createBridge(bridge, tools);
  });

  test('are made, marked and up, and a second run finds nothing to do', async () => {
    expect(await createTap(tap('vt1'), tools)).toEqual({kind: 'done', changed: true});
    expect(now('br0')).toMatchObject({
      kind: 'bridge',
      alias: mark.alias,
      mtu: 1400,
      addresses: ['10.0.0.1/24'],
      up: true,
    });
    expect(now('vt1')).toMatchObject({alias: mark.alias, altnames: ['web-vt1'], master: 'br0', up: true});
    await tools.links.read();
    const before = processes();
    expect(await createTap(tap('vt1'), tools)).toEqual({kind: 'done', changed: false});
    expect(await createBridge(bridge, tools)).toEqual({kind: 'done', changed: false});
    expect(processes()).toBe(before);
  });

  test('a thousand taps cost as many processes as ten, to make and to delete', async () => {
    const cost = async (prefix: string, count: number): Promise<number[]> => {
      const names = Array.from({length: count}, (_, index) => `${prefix}${String(index)}`);
      const before = processes();
      await Promise.all(names.map(name => createTap(tap(name), tools)));
      const between = processes();
      await Promise.all(names.map(name => deleteTap({...base, type: 'tap.delete', name, mark}, tools)));
      expect(names.some(name => now(name) !== undefined)).toBe(false);
      return [between - before, processes() - between];
    };
    await cost('w', 2);
    expect(await cost('a', 1000)).toEqual(await cost('b', 10));
  });

  test('an altname that another link has does not keep a tap from being made', async () => {
    machine.links.control.add({name: 'eth9', altnames: ['web-vt1']});
    expect(await createTap(tap('vt1'), tools)).toEqual({kind: 'done', changed: true});
    expect(now('vt1')?.altnames).toEqual([]);
  });

  test('a name that is the altname of a foreign link is taken', async () => {
    machine.links.control.add({name: 'eth9', altnames: ['vt1']});
    await expect(createTap(tap('vt1'), tools)).rejects.toMatchObject({
      code: 'E-NOT-OURS',
      message: expect.stringContaining('NameTaken'),
    });
  });

  test.each([
    ['a veth', {kind: 'veth'}],
    ['a veth that bears our mark', {kind: 'veth', alias: mark.alias}],
    [
      "another VM's tap",
      {
        kind: 'tun',
        alias: 'vmlet:other',
        tun: {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 600_001},
      },
    ],
    [
      'an unmarked tap of another user',
      {kind: 'tun', tun: {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 1}},
    ],
    [
      'an unmarked tap on a bridge',
      {kind: 'tun', master: 'br0', tun: {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 600_001}},
    ],
  ])('%s under the name of a tap is left as it is', async (_, link) => {
    machine.links.control.add({name: 'vt1', ...link});
    const before = {...now('vt1')};
    await expect(createTap(tap('vt1'), tools)).rejects.toMatchObject({code: 'E-NOT-OURS', terminal: true});
    expect(now('vt1')).toEqual(before);
  });

  const cutShort = {kind: 'tun', tun: {vnetHdr: true, multiQueue: true, persist: true, ownerUid: 600_001}};

  test('a tap of this uid that was cut short with flags of an older wish is made anew', async () => {
    machine.links.control.add({name: 'vt1', ...cutShort});
    const before = now('vt1')?.index;
    expect(await createTap(tap('vt1'), tools)).toEqual({kind: 'done', changed: true});
    expect(now('vt1')).toMatchObject({alias: mark.alias, master: 'br0', tun: {multiQueue: false}});
    expect(now('vt1')?.index).not.toBe(before);
  });

  test('a tap that was cut short before its mark is deleted only for the uid that it belongs to', async () => {
    machine.links.control.add({name: 'vt1', ...cutShort});
    const remove = (unmarkedOwnerUid: number) =>
      deleteTap({...base, type: 'tap.delete', name: 'vt1', mark, unmarkedOwnerUid}, tools);
    await expect(remove(600_002)).rejects.toMatchObject({code: 'E-NOT-OURS'});
    expect(await remove(600_001)).toEqual({kind: 'done', changed: true});
    expect(now('vt1')).toBeUndefined();
  });

  test('links that cannot be listed are never taken for absent ones', async () => {
    machine.links.control.fail('show');
    tools.links.invalidate();
    const before = machine.links.control.spawns().batch;
    await expect(createTap(tap('vt1'), tools)).rejects.toMatchObject({code: 'E-HOST', terminal: false});
    await expect(deleteTap({...base, type: 'tap.delete', name: 'vt1', mark}, tools)).rejects.toMatchObject({
      code: 'E-HOST',
    });
    await expect(
      deleteBridge({...base, type: 'bridge.delete', name: 'br0', mark}, tools),
    ).rejects.toMatchObject({code: 'E-HOST'});
    expect(machine.links.control.spawns().batch).toBe(before);
  });

  test("a link that took a tap's place between the look and the deletion survives, in its own group", async () => {
    const names = ['vt1', 'vt2', 'vt3'];
    await Promise.all(names.map(name => createTap(tap(name), tools)));
    const run = machine.links.run.bind(machine.links);
    let swapped = false;
    Object.assign(machine.links, {
      run: (command: string, args: readonly string[], options?: {stdin?: string}) => {
        if (!swapped && options?.stdin?.includes('group') === true) {
          swapped = true;
          machine.links.control.remove('vt2');
          machine.links.control.add({name: 'vt2', kind: 'veth', alias: 'mine'});
        }
        return run(command, args, options);
      },
    });
    const results = await Promise.all(names.map(name => tools.batch.remove({name, alias: mark.alias})));
    expect(results.map(result => result.kind)).toEqual(['failed', 'failed', 'failed']);
    expect(now('vt2')).toMatchObject({alias: 'mine', group: 'default'});
    const again = await Promise.all(names.map(name => tools.batch.remove({name, alias: mark.alias})));
    expect(again.map(result => result.kind)).toEqual(['removed', 'foreign', 'removed']);
  });
});

test('a crash after any process is finished by the next daemon, with nothing left over', async () => {
  const outcomes: string[] = [];
  for (let allowed = 0; allowed < 12; allowed += 1) {
    machine = fakeLinkHost();
    await start();
    const run = machine.links.run.bind(machine.links);
    let left = allowed;
    Object.assign(machine.links, {
      run: (command: string, args: readonly string[], options?: {stdin?: string}) => {
        if (left <= 0) throw new Error('the daemon is dead');
        left -= 1;
        return run(command, args, options);
      },
    });
    const all = async (): Promise<void> => {
      await createBridge(bridge, tools);
      await Promise.all(['vt1', 'vt2'].map(name => createTap(tap(name), tools)));
    };
    outcomes.push(
      await all().then(
        () => 'done',
        () => 'died',
      ),
    );
    Object.assign(machine.links, {run});
    await start();
    await all();
    expect([...machine.links.control.links().values()].map(link => [link.name, link.alias, link.up])).toEqual(
      [
        ['br0', mark.alias, true],
        ['vt1', mark.alias, true],
        ['vt2', mark.alias, true],
      ],
    );
  }
  expect(outcomes).toContain('died');
  expect(outcomes.at(-1)).toBe('done');
});
