// `update.onFailure: Rollback` on the shipped daemon in memory: a revision that is never Ready gives way, once.
import {describe, expect, test} from '@jest/globals';
import {vmRef} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';
import {edit, memoryOf, runningWeb} from './revision-scene.ts';

const web = vmRef('web');
const gate = (more = ''): string =>
  `  update: {onFailure: Rollback, deadline: 3m${more}}\n  readiness: {console: {contains: up}, timeout: 1m}\n`;

/** The guest says on its console that it is up. */
const comesUp = (machine: Machine): void => {
  machine.host.files.control.put(machine.host.paths.vm(machine.record('web')?.uid ?? '').consoleLog, 'up\n');
};

const firstRuns = async (spec = gate()): Promise<Machine> => {
  const machine = await runningWeb(spec, false);
  await machine.until(() => machine.qemu('web')?.runState === 'running');
  comesUp(machine);
  await machine.until(() => machine.isReady('web'));
  return machine;
};

const secondStarts = async (machine: Machine, spec = gate()): Promise<void> => {
  await edit(machine, '128Mi', {more: spec});
  await machine.during(machine.control.approve(web, {prune: false}));
  await machine.until(() => memoryOf(machine) === 128 && machine.qemu('web')?.runState === 'running');
};

const condition = (machine: Machine, type: string) =>
  machine.status('web')?.status.conditions.find(each => each.type === type);

describe('a revision that does not become ready', () => {
  test('gives way to the last that was once its deadline is over, with the evidence in the status', async () => {
    const machine = await firstRuns();
    await secondStarts(machine);
    expect(machine.record('web')?.trial).toEqual({revision: 2, good: 1});
    await machine.pass(170_000);
    expect(memoryOf(machine)).toBe(128);
    await machine.pass(60_000);
    await machine.until(() => memoryOf(machine) === 512);
    comesUp(machine);
    await machine.until(() => machine.isReady('web'));
    const status = machine.status('web')?.status;
    expect(status?.rollback).toMatchObject({
      to: 1,
      from: 2,
      by: 'HealthGate',
      why: expect.stringContaining('"up"'),
    });
    expect(condition(machine, 'Degraded')).toMatchObject({status: 'True', reason: 'RolledBack'});
    expect(status?.events.map(({reason}) => reason)).toContain('RolledBack');
    expect(status?.pendingChanges).toEqual([
      expect.objectContaining({path: 'spec.memory.size', from: '512Mi', to: '128Mi'}),
    ]);
    expect(status?.revisions).toMatchObject({prepared: 3, booted: 3, previous: 2});
  });

  test('does so once: what came back is not on trial, however it fares', async () => {
    const machine = await firstRuns();
    await secondStarts(machine);
    await machine.pass(250_000);
    await machine.until(() => memoryOf(machine) === 512);
    await machine.pass(1_000_000);
    expect(machine.host.qemus.starts()).toBe(3);
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() === 4);
    expect(memoryOf(machine)).toBe(512);
  });

  test('gives way at once when its hypervisor or guest ends by itself before', async () => {
    const machine = await firstRuns();
    await secondStarts(machine);
    machine.qemu('web')?.panic();
    await machine.until(() => memoryOf(machine) === 512);
    expect(machine.host.qemus.starts()).toBe(3);
    expect(machine.status('web')?.status.rollback?.why).toContain('before it was ready');
  });

  test('is left to run where nobody asked for more', async () => {
    const spec = gate().replace('onFailure: Rollback, deadline: 3m', 'approval: Manual');
    const machine = await firstRuns(spec);
    await secondStarts(machine, spec);
    await machine.pass(1_000_000);
    expect(memoryOf(machine)).toBe(128);
    expect(machine.host.qemus.starts()).toBe(2);
    expect(condition(machine, 'Degraded')).toMatchObject({reason: 'ReadinessTimeout'});
  });

  test('has its deadline anew under a new daemon, and gives way then', async () => {
    const machine = await firstRuns();
    await secondStarts(machine);
    await machine.pass(100_000);
    machine.kill();
    await machine.start();
    await machine.pass(100_000);
    expect(memoryOf(machine)).toBe(128);
    await machine.pass(150_000);
    await machine.until(() => memoryOf(machine) === 512);
  });
});

describe('a revision that becomes ready', () => {
  test('is the one to come back to from then on, and an end of it later is no failed trial', async () => {
    const machine = await firstRuns();
    await secondStarts(machine);
    comesUp(machine);
    await machine.until(() => machine.isReady('web'));
    await machine.pass(1_000);
    expect(machine.record('web')).toMatchObject({trial: null, revisions: {good: 2}});
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() === 3);
    await machine.pass(1_000_000);
    expect(memoryOf(machine)).toBe(128);
    expect(machine.host.qemus.starts()).toBe(3);
  });

  test('after a rollback ends the matter with the edit that mends it', async () => {
    const machine = await firstRuns(gate(', approval: Automatic'));
    await edit(machine, '128Mi', {more: gate(', approval: Automatic')});
    await machine.pass(250_000);
    await machine.until(() => memoryOf(machine) === 512);
    comesUp(machine);
    await machine.until(() => machine.isReady('web'));
    await edit(machine, '160Mi', {more: gate(', approval: Automatic')});
    await machine.until(() => memoryOf(machine) === 160 && machine.qemu('web')?.runState === 'running');
    expect(machine.record('web')?.trial).toEqual({revision: 4, good: 3});
    comesUp(machine);
    await machine.until(() => machine.isReady('web'));
    expect(machine.status('web')?.status.rollback).toBeNull();
  });
});

test('the first revision of a VM is never on trial: there is nothing to come back to', async () => {
  const machine = await runningWeb(gate(), false);
  await machine.pass(1_000_000);
  expect(machine.host.qemus.starts()).toBe(1);
  expect(machine.record('web')?.rollback ?? null).toBeNull();
});
