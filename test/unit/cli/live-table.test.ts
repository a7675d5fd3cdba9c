import {describe, expect, test} from '@jest/globals';
import {openLiveTable, renderTable} from '../../../controller/cli/live-table.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {stopped} from '../status/fixture.ts';
import {vm} from './world.ts';

const size = {columns: 100, rows: 24, colour: false, hint: 'Ctrl-C ends vmlet, VMs run on'};
const starting = (name: string) => vm(name, {observed: stopped});

describe('renderTable', () => {
  test('shows one row per object in order, and how many are ready', () => {
    expect(renderTable([vm('web'), starting('db')], size)).toEqual([
      'NAME     PHASE     READY   REASON              MESSAGE',
      'vm/db    Pending   False   NotStarted          Not started yet.',
      'vm/web   Running   True    ConsoleMarkerSeen   The guest runs and said so on its console.',
      '1 of 2 ready. Ctrl-C ends vmlet, VMs run on',
    ]);
  });

  test('never draws a line that would wrap, nor more lines than the terminal has, and keeps what is not ready', () => {
    const documents = [...Array.from({length: 50}, (_, index) => vm(`a${String(index)}`)), starting('zz')];
    const lines = renderTable(documents, {...size, columns: 40, rows: 10});
    expect(Math.max(...lines.map(line => line.length))).toBeLessThan(40);
    expect(lines.length).toBeLessThan(10);
    expect(lines.some(line => line.startsWith('vm/zz'))).toBe(true);
    expect(lines.at(-1)).toContain('50 of 51 ready, 46 not shown');
  });

  test('puts what wants something of the reader before why it is ready', () => {
    const change = {path: 'spec.cpu.count', from: '1', to: '2', disruption: 'restart' as const, reason: ''};
    const lines = renderTable([vm('web', {plan: {actions: [], holds: [], pendingChanges: [change]}})], {
      ...size,
      columns: 200,
    });
    expect(lines[1]).toContain(
      'RestartRequired: spec.cpu.count 1 -> 2 (restart); apply with: vmlet approve vm/web',
    );
  });
});

describe('the live table', () => {
  const open = (inPlace: boolean) => {
    const clock = fakeClock();
    let text = '';
    const output = {write: (more: string) => (text += more), isTty: inPlace, columns: 100, rows: 24};
    const table = openLiveTable(output, clock, {inPlace, colour: false, hint: ''});
    const take = (): string => {
      const taken = text;
      text = '';
      return taken;
    };
    return {clock, table, take};
  };

  test('draws a burst of changes once, over what it drew before', async () => {
    const {clock, table, take} = open(true);
    table.update(starting('web'));
    table.update(vm('db'));
    expect(take()).toBe('');
    await clock.advance(100);
    expect(take()).toMatch(/^NAME.*\nvm\/db.*\nvm\/web.*\n1 of 2 ready\n$/);
    table.update(vm('web'));
    await clock.advance(100);
    expect(take()).toMatch(/^\x1b\[4F\x1b\[JNAME/);
    table.print('a note');
    expect(take()).toMatch(/^\x1b\[4F\x1b\[Ja note\nNAME/);
    expect(clock.nextTimerMs()).toBeUndefined();
  });

  test('elsewhere prints a line when something that is shown changed, and only then', () => {
    const {table, take} = open(false);
    table.update(starting('web'));
    expect(take()).toBe('2026-01-01T00:00:00Z vm/web Pending Ready=False NotStarted: Not started yet.\n');
    table.update(starting('web'));
    expect(take()).toBe('');
    table.update(vm('web'));
    expect(take()).toContain('vm/web Running Ready=True');
    table.remove({kind: 'VirtualMachine', namespace: 'default', name: 'web'});
    expect(take()).toBe('2026-01-01T00:00:00Z vm/web purged\n');
  });
});
