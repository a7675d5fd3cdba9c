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
