// When an edit that has leave may interrupt its guest: at its next boot, in a window, never before.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

/** A minute of each year, and not one of this day. */
const closed = {schedule: '0 0 29 2 *', duration: '1m'};
const alwaysOpen = {schedule: '* * * * *', duration: '2m'};

const write = (update: Readonly<Record<string, unknown>>, memory: string): void =>
  host.write('web.yaml', vmManifest('web', {memory, spec: {update}}));

const restartRequired = (): string | undefined => host.condition('web', 'RestartRequired');

beforeAll(async () => {
  host = await startHost();
  write({approval: 'Automatic', when: 'NextBoot'}, '160Mi');
  await host.daemon.start();
  await host.ready('web');
}, 180_000);

afterAll(() => host.close());

test('an edit for the next boot lets the guest run, and is in force when the guest reboots by itself', async () => {
  const before = host.life('web');
  write({approval: 'Automatic', when: 'NextBoot'}, '192Mi');
  await host.waitFor('it to wait', () => restartRequired() === 'True AwaitingNextBoot');
  expect(host.life('web')).toEqual(before);
  const little = host.console('web').memKib ?? 0;
  await host.shell('web', 'reboot');
  await host.waitFor('the guest to have more memory', () => {
    const {ready, memKib} = host.console('web');
    return ready && (memKib ?? 0) > little + 20_000;
  });
  await host.ready('web');
  expect(host.qemuPid('web')).not.toBe(before.qemu);
  expect(host.vm('web').status.revisions.booted).toBe(2);
  // Nobody counts it as an end that nobody asked for.
  expect(host.vm('web').status.restarts).toBe(0);
}, 180_000);

test('an approved edit waits for a window that is closed, and is in force once one is open', async () => {
  const before = host.life('web');
  write({when: 'Window', window: closed}, '160Mi');
  await host.waitFor('it to wait for a person', () => restartRequired() === 'True AwaitingApproval');
  await host.ok('approve', 'web');
  await host.waitFor('it to wait for the window', () => restartRequired() === 'True AwaitingWindow');
  expect(host.life('web')).toEqual(before);
  write({when: 'Window', window: alwaysOpen}, '160Mi');
  await host.waitFor('another hypervisor', () => {
    const pid = host.qemuPid('web');
    return pid !== undefined && pid !== before.qemu;
  });
  await host.ready('web');
  expect(restartRequired()).toMatch(/^False/);
}, 180_000);
