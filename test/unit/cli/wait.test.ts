// `vmlet wait` without a machine: what it prints, when it ends, and with which code.
import {describe, expect, test} from '@jest/globals';
import {stopped} from '../status/fixture.ts';
import {openWorld, vm} from './world.ts';

const fleet = () => {
  const world = openWorld();
  world.put(vm('web'));
  world.put(vm('db', {observed: stopped, wantsRunning: false}));
  world.put(vm('web', {}, 'edge'));
  return world;
};

describe('wait', () => {
  test('ends when each object is as asked, and names each as it becomes so', async () => {
    const world = fleet();
    const waiting = world.run('wait', 'vm/web', 'vm/db', 'vm/new', '--timeout', '1m');
    await world.clock.advance(500);
    expect(world.output()).toBe('vm/web condition Ready is True\n');
    world.put(vm('db'));
    await world.clock.advance(500);
    expect(world.output()).toMatch(/db condition Ready is True\n$/);
    world.put(vm('new'));
    await world.clock.advance(500);
    expect(await waiting).toMatchObject({code: 0, err: ''});
    expect(world.output()).toMatch(/new condition Ready is True\n$/);
  });

  test('says of each object that was not in time what it lacked, and fails', async () => {
    const world = fleet();
    const waiting = world.run('wait', 'web', 'db', 'nobody', '--timeout', '2s');
    await world.clock.advance(3_000);
    const {code, err} = await waiting;
    expect(code).toBe(1);
    expect(err).toMatch(/^vmlet: vm\/db: condition Ready is False \(\w+.*\), after 2s$/m);
    expect(err).toMatch(/^vmlet: vm\/nobody: there is no such object, after 2s$/m);
    expect(err).not.toContain('vm/web');
  });

  test('waits for a phase, for a condition to be false, and for nothing to be left', async () => {
    const world = fleet();
    const look = (...words: string[]) => world.run('wait', ...words, '--timeout', '0s');
    expect(await look('web', '--for', 'phase=Running')).toMatchObject({
      code: 0,
      out: 'vm/web phase is Running\n',
    });
    expect(await look('web', '--for', 'phase=Stopped')).toMatchObject({code: 1});
    expect(await look('web', '--for', 'condition=Ready=False')).toMatchObject({code: 1});
    expect(await look('web', '--for', 'delete')).toMatchObject({code: 1});
    expect(await look('nobody', '--for', 'delete')).toMatchObject({code: 0, out: 'vm/nobody is gone\n'});
    expect((await look('web', '--for', 'condition=Raedy')).err).toMatch(/no condition Raedy among Ready/);
  });

  test('believes no file while the daemon is away', async () => {
    const world = openWorld({alive: false});
    world.put(vm('web'));
    const {code, err} = await world.run('wait', 'web', '--timeout', '0s');
    expect(code).toBe(1);
    expect(err).toMatch(/vmlet: vm\/web: nobody knows, since /);
  });

  test.each(['ready', 'condition=', 'phase=Running=True', 'condition=Ready=Maybe'])(
    'refuses --for %s',
    async what => {
      const {code, err} = await fleet().run('wait', 'web', '--for', what);
      expect([code, err]).toEqual([64, expect.stringContaining('is not condition=TYPE')]);
    },
  );
});
