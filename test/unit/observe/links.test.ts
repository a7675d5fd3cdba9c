// The table of links on a fake host: when it spawns, what it gives to whom, and what it says when it cannot look.
import {beforeEach, describe, expect, test} from '@jest/globals';
import {openLinkTable} from '../../../controller/observe/links.ts';
import type {LinkTable} from '../../../controller/observe/links.ts';
import {fakeLinkHost} from '../../fakes/link-host.ts';
import type {LinkHost} from '../../fakes/link-host.ts';

let machine: LinkHost;
let table: LinkTable;
let changes: number;

beforeEach(async () => {
  machine = fakeLinkHost({durationMs: 10});
  changes = 0;
  table = openLinkTable(machine.host, () => {
    changes += 1;
  });
  await machine.clock.advance(1_000);
  machine.links.control.add({name: 'eth0'});
  await read();
});

const names = (observed: Awaited<ReturnType<LinkTable['read']>>): string[] | string =>
  observed.state === 'present' ? [...observed.value.keys()] : observed.state;
const read = async (): Promise<string[] | string> => {
  const look = table.read();
  await machine.clock.advance(100);
  return names(await look);
};
const shows = (): number => machine.links.control.spawns().show;

describe('a table with a live monitor', () => {
  test('is looked at once, however many ask at the same time', async () => {
    table.invalidate();
    const before = shows();
    const looks = Array.from({length: 1000}, () => table.read());
    await machine.clock.advance(100);
    await Promise.all(looks);
    expect(shows()).toBe(before + 1);
  });

  test('costs nothing while nothing changed', async () => {
    const before = shows();
    for (let round = 0; round < 10; round += 1) expect(await read()).toEqual(['eth0']);
    expect(shows()).toBe(before);
  });

  test('is looked at again after a change by somebody else, who is reported once', async () => {
    const before = changes;
    machine.links.control.add({name: 'docker0'});
    machine.links.control.change('docker0', {up: true});
    expect(changes).toBe(before + 1);
    expect(await read()).toEqual(['eth0', 'docker0']);
    machine.links.control.remove('docker0');
    expect(changes).toBe(before + 2);
    expect(await read()).toEqual(['eth0']);
  });

  test('does not give a look that began before a change to a caller that came after it', async () => {
    table.invalidate();
    const before = shows();
    const early = table.read();
    await machine.clock.advance(5);
    table.invalidate();
    const late = table.read();
    await machine.clock.advance(100);
    await Promise.all([early, late]);
    expect(shows()).toBe(before + 2);
    await read();
    expect(shows()).toBe(before + 2);
  });

  test('is unknown with why when it cannot be listed, and that is not kept', async () => {
    const heal = machine.links.control.fail('show');
    table.invalidate();
    const look = table.read();
    await machine.clock.advance(100);
    expect(await look).toMatchObject({state: 'unknown', why: expect.stringContaining('netlink')});
    heal();
    expect(await read()).toEqual(['eth0']);
  });
});

describe('a table whose monitor died', () => {
  test('is looked at for every caller, and shares only between callers of one turn', async () => {
    machine.links.control.killMonitors();
    const before = shows();
    const looks = [table.read(), table.read()];
    await machine.clock.advance(5);
    looks.push(table.read(), table.read());
    await machine.clock.advance(100);
    await Promise.all(looks);
    expect(shows()).toBe(before + 2);
    await read();
    expect(shows()).toBe(before + 3);
  });

  test('is kept again once a new monitor has had time to subscribe, and what was missed is looked at', async () => {
    machine.links.control.killMonitors();
    machine.links.control.add({name: 'missed'});
    const before = changes;
    await machine.clock.advance(2_500);
    expect(changes).toBeGreaterThan(before);
    expect(await read()).toEqual(['eth0', 'missed']);
    const spawned = shows();
    expect(await read()).toEqual(['eth0', 'missed']);
    expect(shows()).toBe(spawned);
  });

  test('starts the monitor again ever more slowly, and never after close', async () => {
    for (let death = 0; death < 3; death += 1) {
      machine.links.control.killMonitors();
      expect(machine.clock.nextTimerMs()).toBe(1_000 * 2 ** death);
      await machine.clock.advance(1_000 * 2 ** death);
    }
    table.close();
    expect(machine.clock.nextTimerMs()).toBeUndefined();
  });
});

describe('a crowd of taps', () => {
  const owner = 600_001;
  const tun = {vnetHdr: true, multiQueue: false, persist: true, ownerUid: owner};
  const details = (): number => machine.links.control.spawns().details;
  const tapOf = async (name: string) => {
    const look = table.read();
    await machine.clock.advance(1_000);
    const observed = await look;
    return observed.state === 'present' ? observed.value.get(name) : undefined;
  };

  beforeEach(async () => {
    for (let index = 0; index < 20; index += 1)
      machine.links.control.add({name: `t${String(index)}`, kind: 'tun', alias: 'vmlet:a', tun});
    await read();
    // What was told of while it was looked at is asked again, once.
    table.invalidate();
    await read();
  });

  test('a link that changed is seen by one brief look, with what was known of it', async () => {
    const before = {shows: shows(), details: details()};
    machine.links.control.change('t3', {up: true, carrier: true, master: 'br0'});
    expect(await tapOf('t3')).toMatchObject({up: true, master: 'br0', kind: 'tun', tun});
    expect({shows: shows(), details: details()}).toEqual({...before, shows: before.shows + 1});
  });

  test('what is new is asked for alone, and once when it is marked', async () => {
    machine.links.control.add({name: 'new', kind: 'tun', alias: 'vmlet:b', tun});
    expect(await tapOf('new')).toMatchObject({kind: 'tun', tun});
    expect(details()).toBe(1);
    machine.links.control.change('t1', {up: true});
    await tapOf('new');
    expect(details()).toBe(1);
  });

  test('a tap without a mark, on nothing, is asked each time: it may be in the making', async () => {
    machine.links.control.add({name: 'half', kind: 'tun', tun: {...tun, persist: false, ownerUid: null}});
    expect((await tapOf('half'))?.tun?.ownerUid).toBeNull();
    machine.links.control.change('half', {tun});
    expect((await tapOf('half'))?.tun).toEqual(tun);
    machine.links.control.change('half', {alias: 'vmlet:b'});
    expect(await tapOf('half')).toMatchObject({alias: 'vmlet:b', tun});
  });

  test('another link under the name of a tap is not taken for it', async () => {
    machine.links.control.remove('t3');
    machine.links.control.add({name: 't3', kind: 'dummy', alias: 'vmlet:a'});
    expect(await tapOf('t3')).toMatchObject({kind: 'dummy', tun: null});
  });

  test('the mode of a macvtap is asked again when the kernel tells of it', async () => {
    machine.links.control.add({name: 'm', kind: 'macvtap', macvtapMode: 'bridge', lowerLink: 'eth0'});
    expect((await tapOf('m'))?.macvtapMode).toBe('bridge');
    machine.links.control.change('m', {macvtapMode: 'private'});
    expect((await tapOf('m'))?.macvtapMode).toBe('private');
  });

  test('addresses of a bridge are in a brief look too', async () => {
    machine.links.control.add({name: 'br0', kind: 'bridge', addresses: ['10.0.0.1/24']});
    expect((await tapOf('br0'))?.addresses).toEqual(['10.0.0.1/24']);
    machine.links.control.change('br0', {addresses: ['10.0.0.1/24', '10.1.0.1/24']});
    expect((await tapOf('br0'))?.addresses).toEqual(['10.0.0.1/24', '10.1.0.1/24']);
  });

  test('another owner, of which nobody tells, is seen after ten minutes', async () => {
    const change = {tun: {...tun, ownerUid: 7}};
    machine.links.control.change('t3', change);
    expect((await tapOf('t3'))?.tun?.ownerUid).toBe(owner);
    await machine.clock.advance(600_000);
    table.invalidate();
    expect((await tapOf('t3'))?.tun?.ownerUid).toBe(7);
  });

  test('a link that cannot be asked for alone is found by a look at all', async () => {
    const heal = machine.links.control.fail('details');
    machine.links.control.add({name: 'new', kind: 'tun', alias: 'vmlet:b', tun});
    expect(await tapOf('new')).toMatchObject({tun});
    heal();
  });
});
