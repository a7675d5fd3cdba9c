import {beforeEach, describe, expect, test} from '@jest/globals';
import type {StopStep} from '../../../controller/desired/node.ts';
import {startVm} from '../../../controller/execute/vm-start.ts';
import {stopVm} from '../../../controller/execute/vm-stop.ts';
import {done} from '../../../controller/plan/action.ts';
import type {Outcome} from '../../../controller/plan/action.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';
import type {FakeVmHost} from '../../fakes/vm-host.ts';
import type {FakeQemu} from '../../fakes/qemu.ts';

const ladder: StopStep[] = [
  {method: 'powerdown', waitMs: 60_000},
  {method: 'ctrl-alt-del', waitMs: 20_000},
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
];

let fake: FakeVmHost;
let qemu: FakeQemu;
let controller: AbortController;

beforeEach(async () => {
  fake = fakeVmHost();
  controller = new AbortController();
  await fake.during(startVm(fake.startAction(), fake.tools, {signal: controller.signal}));
  const started = fake.qemus.of(uid);
  if (started === undefined) throw new Error('not started');
  qemu = started;
});

const stop = (steps: readonly StopStep[] = ladder): Promise<Outcome> =>
  stopVm({type: 'vm.stop', uid, process: qemu.identity, ladder: steps}, fake.tools, {
    signal: controller.signal,
  });

const stopTimed = async (steps?: readonly StopStep[]): Promise<{outcome: Outcome; tookMs: number}> => {
  const startMs = fake.clock.monotonicMs();
  const outcome = await fake.during(stop(steps));
  return {outcome, tookMs: fake.clock.monotonicMs() - startMs};
};

const asked = (): string[] =>
  qemu.commands.filter(command => ['system_powerdown', 'send-key', 'quit'].includes(command));

describe('stopping', () => {
  test('a guest that obeys the button needs no other rung, and its process is ended by quit', async () => {
    const {outcome, tookMs} = await stopTimed();
    expect(outcome).toEqual(done(true));
    expect(asked()).toEqual(['system_powerdown', 'quit']);
    expect(tookMs).toBeLessThan(1_500);
    expect(fake.qemus.all()).toEqual([]);
  });

  test('a guest that only knows Ctrl-Alt-Del gets it after the whole time of the button', async () => {
    Object.assign(qemu.guest, {powerdownMs: null, ctrlAltDelMs: 300});
    const {outcome, tookMs} = await stopTimed();
    expect(outcome).toEqual(done(true));
    expect(asked().slice(-2)).toEqual(['send-key', 'quit']);
    expect(tookMs).toBeGreaterThanOrEqual(60_000);
    expect(tookMs).toBeLessThan(62_000);
  });

  test('a guest that ignores everything is ended after all of its time and not before', async () => {
    Object.assign(qemu.guest, {powerdownMs: null, ctrlAltDelMs: null});
    const {outcome, tookMs} = await stopTimed();
    expect(outcome).toEqual(done(true));
    expect(tookMs).toBeGreaterThanOrEqual(80_000);
    expect(asked().at(-1)).toBe('quit');
  });

  test('the button is pressed again for a guest that was still booting', async () => {
    qemu.guest.powerdownMs = null;
    const outcome = stop();
    await fake.clock.advance(5_000);
    qemu.guest.powerdownMs = 100;
    expect(await fake.during(outcome)).toEqual(done(true));
    expect(asked()).toEqual(['system_powerdown', 'system_powerdown', 'quit']);
  });

  test.each(['powerOff', 'panic'] as const)('a guest after %s is not asked', async how => {
    qemu[how]();
    await fake.clock.advance(10);
    const {outcome, tookMs} = await stopTimed();
    expect(outcome).toEqual(done(true));
    expect(asked()).toEqual(['quit']);
    expect(tookMs).toBeLessThan(1_000);
  });

  test('a mute monitor does not shorten the time before the kill', async () => {
    qemu.monitor = 'mute';
    qemu.dropMonitor();
    const {outcome, tookMs} = await stopTimed();
    expect(outcome).toEqual(done(true));
    expect(tookMs).toBeGreaterThanOrEqual(85_000);
    expect(asked()).toEqual([]);
  });

  test('a monitor that comes back in time is used', async () => {
    qemu.monitor = 'mute';
    qemu.dropMonitor();
    const outcome = stop();
    await fake.clock.advance(7_000);
    qemu.monitor = 'answers';
    expect(await fake.during(outcome)).toEqual(done(true));
    expect(asked()).toEqual(['system_powerdown', 'quit']);
  });

  test('a monitor that answers for another VM is told nothing', async () => {
    Object.assign(qemu, {uuid: '99999999-2222-4333-8444-555555555555'});
    qemu.dropMonitor();
    await fake.clock.advance(100);
    const {outcome} = await stopTimed(ladder.slice(0, 3));
    expect(outcome).toMatchObject({kind: 'failed', code: 'E-TIMEOUT'});
    expect(asked()).toEqual([]);
    expect(fake.qemus.all()).toHaveLength(1);
  });

  test('is not done, and says what was tried, while the process lives', async () => {
    qemu.guest.powerdownMs = null;
    const {outcome} = await stopTimed(ladder.slice(0, 1));
    expect(outcome).toEqual({
      kind: 'failed',
      code: 'E-TIMEOUT',
      message: 'still running after powerdown',
      terminal: false,
    });
  });

  test('ends early when the daemon does, leaving the guest alone', async () => {
    qemu.guest.powerdownMs = null;
    const outcome = stop();
    await fake.clock.advance(5_000);
    controller.abort();
    expect(await fake.during(outcome)).toMatchObject({kind: 'recheck'});
    expect(asked()).toEqual(['system_powerdown']);
    expect(fake.qemus.all()).toHaveLength(1);
  });

  test('a process that is gone, or whose pid is another’s now, is done without a change', async () => {
    const process = {...qemu.identity, startTicks: 1};
    const outcome = stopVm({type: 'vm.stop', uid, process, ladder}, fake.tools, {signal: controller.signal});
    expect(await fake.during(outcome)).toEqual(done(false));
    expect(fake.qemus.all()).toHaveLength(1);
  });

  test('a process of another VM is never killed', async () => {
    const other = '22222222-2222-4333-8444-555555555555';
    const action = {type: 'vm.stop' as const, uid: other, process: qemu.identity, ladder: ladder.slice(3)};
    const outcome = await fake.during(stopVm(action, fake.tools, {signal: controller.signal}));
    expect(outcome.kind).toBe('failed');
    expect(fake.qemus.all()).toHaveLength(1);
  });

  test('a process that ends by itself while we wait is done', async () => {
    qemu.guest.powerdownMs = null;
    const outcome = stop();
    await fake.clock.advance(3_000);
    qemu.end('SIGSEGV');
    expect(await fake.during(outcome)).toEqual(done(true));
    expect(asked()).toEqual(['system_powerdown']);
  });
});
