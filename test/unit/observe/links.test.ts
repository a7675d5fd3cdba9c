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
const linksNow = async () => {
  const look = table.read();
  await machine.clock.advance(1_000);
  const observed = await look;
  return observed.state === 'present' ? observed.value : undefined;
};

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

  test('that was looked at over and over rests, until somebody is in the middle of a change', async () => {
    for (let look = 0; look < 10; look += 1) {
      table.invalidate();
      const looking = table.read({soon: true});
      await machine.clock.advance(10);
      await looking;
    }
    const before = shows();
    table.invalidate();
    const plain = table.read();
    await machine.clock.advance(100);
    expect(shows()).toBe(before);
    const urgent = table.read({soon: true});
    await machine.clock.advance(10);
    expect(await urgent).toBe(await plain);
    expect(shows()).toBe(before + 1);
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
  const tapOf = async (name: string) => (await linksNow())?.get(name);
  /** A look at all links, as after a crowd of changes. */
  const tapOfAll = async (name: string) => {
    table.invalidate();
    return tapOf(name);
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
    expect(await tapOfAll('t3')).toMatchObject({up: true, master: 'br0', kind: 'tun', tun});
    expect({shows: shows(), details: details()}).toEqual({...before, shows: before.shows + 1});
  });

  test('what is new is asked for alone, and once when it is marked', async () => {
    machine.links.control.add({name: 'new', kind: 'tun', alias: 'vmlet:b', tun});
    expect(await tapOfAll('new')).toMatchObject({kind: 'tun', tun});
    expect(details()).toBe(1);
    machine.links.control.change('t1', {up: true});
    await tapOfAll('new');
    expect(details()).toBe(1);
  });

  test('a tap without a mark, on nothing, is asked each time: it may be in the making', async () => {
    machine.links.control.add({name: 'half', kind: 'tun', tun: {...tun, persist: false, ownerUid: null}});
    expect((await tapOfAll('half'))?.tun?.ownerUid).toBeNull();
    machine.links.control.change('half', {tun});
    expect((await tapOfAll('half'))?.tun).toEqual(tun);
    machine.links.control.change('half', {alias: 'vmlet:b'});
    expect(await tapOfAll('half')).toMatchObject({alias: 'vmlet:b', tun});
  });

  test('another link under the name of a tap is not taken for it', async () => {
    machine.links.control.remove('t3');
    machine.links.control.add({name: 't3', kind: 'dummy', alias: 'vmlet:a'});
    expect(await tapOfAll('t3')).toMatchObject({kind: 'dummy', tun: null});
  });

  test('the mode of a macvtap is asked again when the kernel tells of it', async () => {
    machine.links.control.add({name: 'm', kind: 'macvtap', macvtapMode: 'bridge', lowerLink: 'eth0'});
    expect((await tapOfAll('m'))?.macvtapMode).toBe('bridge');
    machine.links.control.change('m', {macvtapMode: 'private'});
    expect((await tapOfAll('m'))?.macvtapMode).toBe('private');
  });

  test('addresses of a bridge are in a brief look too', async () => {
    machine.links.control.add({name: 'br0', kind: 'bridge', addresses: ['10.0.0.1/24']});
    expect((await tapOfAll('br0'))?.addresses).toEqual(['10.0.0.1/24']);
    machine.links.control.change('br0', {addresses: ['10.0.0.1/24', '10.1.0.1/24']});
    expect((await tapOfAll('br0'))?.addresses).toEqual(['10.0.0.1/24', '10.1.0.1/24']);
  });

  test('another owner, of which nobody tells, is seen after ten minutes', async () => {
    const change = {tun: {...tun, ownerUid: 7}};
    machine.links.control.change('t3', change);
    expect((await tapOfAll('t3'))?.tun?.ownerUid).toBe(owner);
    await machine.clock.advance(600_000);
    table.invalidate();
    expect((await tapOf('t3'))?.tun?.ownerUid).toBe(7);
  });

  test('a link that cannot be asked for alone is found by a look at all', async () => {
    const heal = machine.links.control.fail('details');
    machine.links.control.add({name: 'new', kind: 'tun', alias: 'vmlet:b', tun});
    expect(await tapOfAll('new')).toMatchObject({tun});
    heal();
  });
});

describe('a look after few changes', () => {
  const spawned = () => machine.links.control.spawns();
  const crowd = Array.from({length: 100}, (_, index) => `t${String(index)}`);
  const tap = {kind: 'tun', alias: 'vmlet:a', master: 'br0'} as const;
  const tun = {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 600_001};

  beforeEach(async () => {
    machine.links.control.add({name: 'br0', kind: 'bridge'});
    for (const name of crowd) machine.links.control.add({name, ...tap, tun});
    await read();
    table.invalidate();
    await read();
  });

  /** What a look sees is what is there, and which processes it took. */
  const expectSeen = async (processes: Partial<ReturnType<typeof spawned>>): Promise<void> => {
    const before = spawned();
    const seen = await linksNow();
    expect(seen).toBeDefined();
    const there = [...machine.links.control.links().values()].map(({name, index, ...link}) => ({
      name,
      index,
      up: link.up,
      master: link.master,
      alias: link.alias,
      tun: link.tun,
    }));
    const told = [...(seen?.values() ?? [])].map(({name, index, up, master, alias, tun: told}) => ({
      name,
      index,
      up,
      master,
      alias,
      tun: told,
    }));
    const byName = (left: {name: string}, right: {name: string}): number => (left.name < right.name ? -1 : 1);
    expect(told.sort(byName)).toEqual(there.sort(byName));
    const after = spawned();
    const taken = Object.fromEntries(
      Object.entries(after).map(([kind, count]) => [kind, count - before[kind as keyof typeof before]]),
    );
    expect(taken).toEqual({show: 0, batch: 0, details: 0, narrow: 0, ...processes});
  };

  test.each<[string, () => void]>([
    [
      'was changed',
      () => {
        machine.links.control.change('t3', {up: true});
      },
    ],
    [
      'was removed',
      () => {
        machine.links.control.remove('t3');
      },
    ],
    [
      'was made',
      () => {
        machine.links.control.add({name: 'new', ...tap, tun});
      },
    ],
    [
      'was given another name',
      () => {
        machine.links.control.rename('t3', 'other');
      },
    ],
    [
      'was made anew under its name',
      () => {
        machine.links.control.remove('t3');
        machine.links.control.add({name: 't3', ...tap, tun});
      },
    ],
    [
      'took the name of another',
      () => {
        machine.links.control.remove('t3');
        machine.links.control.rename('t4', 't3');
      },
    ],
    [
      'went and came under another name',
      () => {
        machine.links.control.rename('t3', 'x');
        machine.links.control.rename('t4', 't3');
        machine.links.control.rename('x', 't4');
      },
    ],
  ])('asks for the links alone of which the kernel told: one that %s', async (_what, change) => {
    change();
    await expectSeen({narrow: 1});
  });

  test('asks for all when a bridge has another name: its ports name it, and nobody tells of them', async () => {
    machine.links.control.rename('br0', 'br1');
    await expectSeen({narrow: 1, show: 1, details: 1});
  });

  test('asks for all when many changed', async () => {
    for (const name of crowd.slice(0, 40)) machine.links.control.change(name, {up: true});
    await expectSeen({show: 1});
  });

  test('asks for all when single links cannot be asked for', async () => {
    machine.links.control.change('t3', {up: true});
    const heal = machine.links.control.fail('narrow');
    await expectSeen({narrow: 1, show: 1});
    heal();
  });

  test('asks for what an executor changed, whether or not the kernel has told of it yet', async () => {
    machine.links.control.changeUnheard('t3', {up: true});
    machine.links.control.changeUnheard('t5', {up: true, alias: 'vmlet:b'});
    table.invalidate({names: ['t3', 't5']});
    await expectSeen({narrow: 1});
    machine.links.control.changeUnheard('t5', {up: false});
    table.invalidate({alias: 'vmlet:b'});
    await expectSeen({narrow: 1});
  });

  test('sees what no hint told of once any link may have changed', async () => {
    machine.links.control.changeUnheard('t3', {up: true});
    table.invalidate();
    await expectSeen({show: 1});
  });

  test('gives the very same table when nothing is different', async () => {
    const before = await linksNow();
    table.invalidate({names: ['t3', 'nobody']});
    expect(await linksNow()).toBe(before);
    table.invalidate();
    expect(await linksNow()).toBe(before);
  });

  test('gives the very same links but for those that changed', async () => {
    const before = await linksNow();
    machine.links.control.change('t3', {up: true});
    const after = await linksNow();
    table.invalidate();
    machine.links.control.change('t4', {up: true});
    const later = await linksNow();
    expect(crowd.filter(name => before?.get(name) !== after?.get(name))).toEqual(['t3']);
    expect(crowd.filter(name => after?.get(name) !== later?.get(name))).toEqual(['t4']);
  });
});
