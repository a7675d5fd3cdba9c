// Links on a real kernel, in a network namespace of their own. Needs root and iproute2.
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {createBridge, configureBridge, deleteBridge} from '../../controller/execute/bridge.ts';
import {openLinkBatch} from '../../controller/execute/link-batch.ts';
import type {LinkTools} from '../../controller/execute/link-tools.ts';
import {createMacvtap} from '../../controller/execute/macvtap.ts';
import {attachTap, createTap, deleteTap} from '../../controller/execute/tap.ts';
import {limitTap} from '../../controller/execute/tap-limit.ts';
import {openLinkTable} from '../../controller/observe/links.ts';
import type {LinkTable} from '../../controller/observe/links.ts';
import type {Link} from '../../controller/observe/snapshot.ts';
import {openTestHost} from './namespace.ts';
import type {TestHost} from './namespace.ts';

const alias = 'vmlet:7c0e4a52-5a0b-4c86-9d53-0a2b6f1d9e11';
const base = {key: 'VirtualMachine/default/web', why: 'test'} as const;
const tap = (name: string, more: Partial<Parameters<typeof createTap>[0]> = {}) => ({
  ...base,
  type: 'tap.create' as const,
  name,
  mark: {alias, altname: `web-${name}`},
  bridge: 'br0',
  ownerUid: 600_001,
  multiQueue: false,
  ...more,
});
const bridge = (name: string, more: Partial<Parameters<typeof createBridge>[0]> = {}) => ({
  ...base,
  type: 'bridge.create' as const,
  name,
  mark: {alias, altname: ''},
  addresses: ['10.7.0.1/24'],
  mtu: null,
  ...more,
});

let machine: TestHost;
let tools: LinkTools;
let table: LinkTable;
let changes = 0;

beforeAll(async () => {
  machine = openTestHost({network: true});
  table = openLinkTable(machine.host, () => {
    changes += 1;
  });
  tools = {host: machine.host, links: table, batch: openLinkBatch(machine.host, table)};
  // Until the monitor has subscribed every look is a fresh one, which would hide what the kept table costs.
  await machine.host.clock.sleep(1_200);
});

afterAll(() => {
  table.close();
  machine.close();
});

const link = async (name: string): Promise<Link | undefined> => {
  table.invalidate();
  const observed = await table.read();
  return observed.state === 'present' ? observed.value.get(name) : undefined;
};

/** Wait for the kernel's word about a change to arrive, so that it does not count as the next test's. */
const quiet = () => machine.host.clock.sleep(150);

describe('bridges', () => {
  test('a bridge is created with its mark, addresses and mtu, and a second run changes nothing', async () => {
    const action = bridge('br0', {addresses: ['10.7.0.1/24', 'FD00:7::1/64'], mtu: 1400});
    expect(await createBridge(action, tools)).toEqual({kind: 'done', changed: true});
    expect(await link('br0')).toMatchObject({
      kind: 'bridge',
      alias,
      up: true,
      mtu: 1400,
      addresses: ['10.7.0.1/24', 'fd00:7::1/64'],
    });
    expect(await createBridge(action, tools)).toEqual({kind: 'done', changed: false});
  });

  test('an address is added, another removed and the mtu changed on a bridge of ours', async () => {
    const outcome = await configureBridge(
      {
        ...base,
        type: 'bridge.configure',
        name: 'br0',
        mark: {alias, altname: ''},
        addAddresses: ['10.8.0.1/24'],
        removeAddresses: ['fd00:7::1/64', '10.99.0.1/24'],
        up: true,
        mtu: 1500,
      },
      tools,
    );
    expect(outcome).toEqual({kind: 'done', changed: true});
    expect(await link('br0')).toMatchObject({mtu: 1500, addresses: ['10.7.0.1/24', '10.8.0.1/24']});
  });

  test('a foreign bridge of the same name is refused and left as it was', async () => {
    machine.ip('link', 'add', 'br9', 'type', 'bridge');
    await expect(createBridge(bridge('br9'), tools)).rejects.toMatchObject({
      code: 'E-NOT-OURS',
      terminal: true,
    });
    await expect(
      deleteBridge({...base, type: 'bridge.delete', name: 'br9', mark: {alias, altname: ''}}, tools),
    ).rejects.toMatchObject({code: 'E-NOT-OURS'});
    expect(await link('br9')).toMatchObject({alias: null, up: false, addresses: []});
  });

  test('a bridge whose creation was cut short before its mark is finished', async () => {
    expect(await createBridge(bridge('br5', {addresses: []}), tools)).toEqual({kind: 'done', changed: true});
    machine.ip('link', 'set', 'br5', 'down', 'alias', '');
    expect(await link('br5')).toMatchObject({alias: null});
    await quiet();
    expect(await createBridge(bridge('br5', {addresses: []}), tools)).toEqual({kind: 'done', changed: true});
    expect(await link('br5')).toMatchObject({alias, up: true});
  });

  test('a tap lets through to the guest what it may, and what a guest sends where the kernel has the means', async () => {
    await createBridge(bridge('br16', {addresses: []}), tools);
    await createTap(tap('vt16', {bridge: 'br16', multiQueue: true}), tools);
    const {signal} = new AbortController();
    const limit = (rate: Parameters<typeof limitTap>[0]['rate']) =>
      limitTap({...base, type: 'tap.limit', name: 'vt16', mark: {alias, altname: ''}, rate}, tools, {signal});
    const shown = (): string => machine.inside('tc', 'qdisc', 'show', 'dev', 'vt16');
    expect(await limit({inboundBytesPerSecond: 1_000_000})).toEqual({kind: 'done', changed: true});
    expect(shown()).toMatch(/tbf .*rate 8Mbit burst 50000b/);
    expect(await limit({inboundBytesPerSecond: 1_000_000})).toEqual({kind: 'done', changed: false});
    expect(await limit({inboundBytesPerSecond: 16 * 2 ** 30})).toEqual({kind: 'done', changed: true});
    expect(await limit({inboundBytesPerSecond: 8 * 2 ** 10})).toEqual({kind: 'done', changed: true});
    expect(await limit({})).toEqual({kind: 'done', changed: true});
    expect(shown()).not.toMatch(/tbf/);
    const policed = await limit({outboundBytesPerSecond: 1_000_000}).catch((thrown: unknown) =>
      String(thrown),
    );
    // A kernel without act_police says so; a guest is then not started without its limit.
    if (typeof policed === 'string') expect(policed).toMatch(/vt16 is not limited: tc: .*act_police/s);
    else
      expect(machine.inside('tc', 'filter', 'show', 'dev', 'vt16', 'parent', 'ffff:')).toMatch(/rate 8Mbit/);
    expect(await limit({})).toEqual({kind: 'done', changed: true});
    expect(shown()).not.toMatch(/ingress/);
    await deleteTap({...base, type: 'tap.delete', name: 'vt16', mark: {alias, altname: ''}}, tools);
  });

  test('a bridge with a port waits, and goes when the port is gone', async () => {
    const remove = {...base, type: 'bridge.delete' as const, name: 'br5', mark: {alias, altname: ''}};
    await createTap(tap('vt5', {bridge: 'br5'}), tools);
    expect(await deleteBridge(remove, tools)).toMatchObject({kind: 'recheck'});
    await deleteTap({...base, type: 'tap.delete', name: 'vt5', mark: {alias, altname: ''}}, tools);
    expect(await deleteBridge(remove, tools)).toEqual({kind: 'done', changed: true});
    expect(await deleteBridge(remove, tools)).toEqual({kind: 'done', changed: false});
    expect(await link('br5')).toBeUndefined();
  });
});

describe('a crowd of taps', () => {
  test('a brief look with details of what is new tells all that a full one does', async () => {
    const names = Array.from({length: 20}, (_, index) => `vc${String(index)}`);
    await createBridge(bridge('br1'), tools);
    await Promise.all(names.map(name => createTap(tap(name, {bridge: 'br1'}), tools)));
    await link('vc0');
    machine.ip('link', 'set', 'vc3', 'down');
    await createTap(tap('vc20', {bridge: 'br1', ownerUid: 5}), tools);
    machine.ip('link', 'add', 'link', 'br1', 'name', 'vm1', 'type', 'macvtap', 'mode', 'bridge');
    machine.ip('link', 'set', 'vm1', 'alias', 'x"y][{');
    await quiet();
    table.invalidate();
    const brief = await table.read();
    const fresh = openLinkTable(machine.host, () => undefined);
    // Until its monitor has subscribed, each of its looks is a full one.
    expect(brief).toEqual(await fresh.read());
    fresh.close();
    expect(brief).toMatchObject({state: 'present'});
    machine.ip('link', 'del', 'vm1');
    const remove = {...base, type: 'tap.delete' as const, mark: {alias, altname: ''}};
    await Promise.all([...names, 'vc20'].map(name => deleteTap({...remove, name}, tools)));
  }, 30_000);
});

describe('taps', () => {
  test('a tap gets flags, owner, mark, altname, bridge and no IPv6 link-local address', async () => {
    expect(await createTap(tap('vt1', {multiQueue: true}), tools)).toEqual({kind: 'done', changed: true});
    expect(await link('vt1')).toMatchObject({
      kind: 'tun',
      alias,
      altnames: ['web-vt1'],
      master: 'br0',
      up: true,
      tun: {vnetHdr: true, multiQueue: true, persist: true, ownerUid: 600_001},
    });
    expect(machine.ip('-6', 'addr', 'show', 'dev', 'vt1')).toBe('');
    expect(await createTap(tap('vt1', {multiQueue: true}), tools)).toEqual({kind: 'done', changed: false});
  });

  test('an owner that has a name in /etc/passwd is the number it was created with', async () => {
    await createTap(tap('vt2', {ownerUid: 5}), tools);
    expect((await link('vt2'))?.tun?.ownerUid).toBe(5);
    expect(await createTap(tap('vt2', {ownerUid: 5}), tools)).toEqual({kind: 'done', changed: false});
  });

  test('a tap of ours with other flags is made anew', async () => {
    const before = await link('vt1');
    expect(await createTap(tap('vt1', {ownerUid: 600_002}), tools)).toEqual({kind: 'done', changed: true});
    const after = await link('vt1');
    expect(after?.tun).toMatchObject({multiQueue: false, ownerUid: 600_002});
    expect(after?.index).not.toBe(before?.index);
  });

  test('a tap that was cut short before its mark is finished and not made anew', async () => {
    machine.ip('tuntap', 'add', 'dev', 'vt3', 'mode', 'tap', 'user', '600001', 'vnet_hdr');
    const before = await link('vt3');
    expect(await createTap(tap('vt3'), tools)).toEqual({kind: 'done', changed: true});
    expect(await link('vt3')).toMatchObject({alias, master: 'br0', index: before?.index});
  });

  test('a foreign tap of the same name keeps its alias, its bridge and its life', async () => {
    machine.ip('tuntap', 'add', 'dev', 'vt4', 'mode', 'tap', 'user', '600001', 'vnet_hdr');
    machine.ip('link', 'set', 'vt4', 'alias', 'vmlet:somebody-else', 'master', 'br9');
    await quiet();
    await expect(createTap(tap('vt4'), tools)).rejects.toMatchObject({code: 'E-NOT-OURS', terminal: true});
    const attach = {
      ...base,
      type: 'tap.attach' as const,
      name: 'vt4',
      mark: {alias, altname: ''},
      bridge: 'br0',
    };
    await expect(attachTap(attach, tools)).rejects.toMatchObject({code: 'E-NOT-OURS'});
    await expect(
      deleteTap({...base, type: 'tap.delete', name: 'vt4', mark: {alias, altname: ''}}, tools),
    ).rejects.toMatchObject({code: 'E-NOT-OURS'});
    expect(await link('vt4')).toMatchObject({alias: 'vmlet:somebody-else', master: 'br9', up: false});
  });

  test('a foreign link that appears between the look and the creation is not marked, and is named', async () => {
    await quiet();
    const looks = [await table.read()];
    machine.ip('link', 'add', 'vt6', 'type', 'veth', 'peer', 'name', 'vt6p');
    const late: LinkTable = {
      read: () => Promise.resolve(looks.pop()).then(stale => stale ?? table.read()),
      invalidate: () => {
        table.invalidate();
      },
      last: () => table.last(),
      learn: printed => table.learn(printed),
      close: () => undefined,
    };
    await expect(createTap(tap('vt6'), {...tools, links: late})).rejects.toMatchObject({code: 'E-NOT-OURS'});
    expect(await link('vt6')).toMatchObject({kind: 'veth', alias: null, master: null, up: false});
  });

  test('a tap is moved to another bridge', async () => {
    const action = {
      ...base,
      type: 'tap.attach' as const,
      name: 'vt3',
      mark: {alias, altname: ''},
      bridge: 'br9',
    };
    expect(await attachTap(action, tools)).toEqual({kind: 'done', changed: true});
    expect((await link('vt3'))?.master).toBe('br9');
  });

  test('a missing bridge fails only its own tap, and says which', async () => {
    await quiet();
    const results = await Promise.allSettled([
      createTap(tap('va1'), tools),
      createTap(tap('va2', {bridge: 'nowhere'}), tools),
      createTap(tap('va3'), tools),
    ]);
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({reason: {code: 'E-HOST', message: expect.stringContaining('nowhere')}});
  });

  test('100 taps made at once cost a handful of processes, and so do 100 deletions', async () => {
    const names = Array.from({length: 100}, (_, index) => `vm${String(index)}`);
    await quiet();
    machine.spawned.length = 0;
    const made = await Promise.all(names.map(name => createTap(tap(name), tools)));
    expect(made.every(outcome => outcome.kind === 'done' && outcome.changed)).toBe(true);
    const forCreation = machine.spawned.length;
    await quiet();
    machine.spawned.length = 0;
    await Promise.all(
      names.map(name => deleteTap({...base, type: 'tap.delete', name, mark: {alias, altname: ''}}, tools)),
    );
    const forDeletion = machine.spawned.length;
    const left = await table.read();
    expect(left.state === 'present' && names.some(name => left.value.has(name))).toBe(false);
    expect(forCreation).toBeLessThanOrEqual(6);
    expect(forDeletion).toBeLessThanOrEqual(6);
  });

  test('a deletion in a crowd leaves the one link that is not ours', async () => {
    await Promise.all(['vb1', 'vb2', 'vb3'].map(name => createTap(tap(name), tools)));
    machine.ip('link', 'set', 'vb2', 'alias', 'mine');
    const results = await Promise.all(
      ['vb1', 'vb2', 'vb3', 'vb4'].map(name => tools.batch.remove({name, alias})),
    );
    expect(results.map(result => result.kind)).toEqual(['removed', 'foreign', 'removed', 'absent']);
    expect(await link('vb2')).toMatchObject({alias: 'mine', group: 'default'});
  });
});

describe('the table', () => {
  test('with nothing to do, a thousand reads start no process', async () => {
    await quiet();
    await table.read();
    machine.spawned.length = 0;
    await Promise.all(Array.from({length: 1000}, () => table.read()));
    expect(machine.spawned).toEqual([]);
  });

  test('a thousand readers after a change share one process', async () => {
    table.invalidate();
    machine.spawned.length = 0;
    await Promise.all(Array.from({length: 1000}, () => table.read()));
    expect(machine.spawned).toHaveLength(1);
  });

  test('a link deleted by hand is hinted at and seen at the next read', async () => {
    await createTap(tap('vt7'), tools);
    await quiet();
    await table.read();
    const before = changes;
    machine.ip('link', 'del', 'vt7');
    await quiet();
    expect(changes).toBe(before + 1);
    const observed = await table.read();
    expect(observed.state === 'present' && observed.value.has('vt7')).toBe(false);
  });

  test('an alias with control characters and quotes does not blind the table', async () => {
    machine.ip('link', 'add', 'hostile', 'type', 'veth', 'peer', 'name', 'hostile1');
    machine.ip('link', 'set', 'hostile', 'alias', '\u0001"}],[\\ \'x\n\u001b[2J');
    expect(await link('hostile')).toMatchObject({kind: 'veth', name: 'hostile'});
  });
});

describe('macvtaps', () => {
  const action = {
    ...base,
    type: 'macvtap.create' as const,
    name: 'mv1',
    mark: {alias, altname: 'web-mv1'},
    link: 'lower0',
    mode: 'bridge',
    mac: '02:00:00:00:00:07',
    ownerUid: 600_001,
  };

  test('a macvtap gets its mode, address, mark and a node of its owner', async () => {
    machine.ip('link', 'add', 'lower0', 'type', 'veth', 'peer', 'name', 'lower1');
    expect(await createMacvtap(action, tools)).toEqual({kind: 'done', changed: true});
    const made = await link('mv1');
    expect(made).toMatchObject({
      kind: 'macvtap',
      macvtapMode: 'bridge',
      lowerLink: 'lower0',
      mac: '02:00:00:00:00:07',
      alias,
    });
    expect(machine.host.files.stat(`/dev/tap${String(made?.index)}`)).toMatchObject({uid: 600_001});
    expect(await createMacvtap(action, tools)).toEqual({kind: 'done', changed: false});
  });

  test('another mode makes it anew', async () => {
    expect(await createMacvtap({...action, mode: 'vepa'}, tools)).toEqual({kind: 'done', changed: true});
    expect((await link('mv1'))?.macvtapMode).toBe('vepa');
  });
});
