// Rollback on the shipped daemon in memory: what it leads to, what it waits for, what ends it.
import {describe, expect, test} from '@jest/globals';
import {vmRef, vmYaml} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';
import {edit, memoryOf, runningWeb} from './revision-scene.ts';

const web = vmRef('web');
const rollback = (machine: Machine, to: number | null = null) =>
  machine.during(machine.control.rollback(web, {to, undo: false}));
const undo = (machine: Machine) => machine.during(machine.control.rollback(web, {to: null, undo: true}));
const approve = (machine: Machine, revision?: number) =>
  machine.during(machine.control.approve(web, {prune: false, ...(revision === undefined ? {} : {revision})}));

const condition = (machine: Machine, type: string) =>
  machine.status('web')?.status.conditions.find(each => each.type === type);

/** Revision 1 has 512 MiB, revision 2, which runs, 128. */
const secondRuns = async (more = ''): Promise<Machine> => {
  const machine = await runningWeb(more);
  await edit(machine, '128Mi', {more});
  await approve(machine);
  await machine.until(() => memoryOf(machine) === 128 && machine.isReady('web'));
  return machine;
};

describe('a rollback', () => {
  test('waits for approval like any change, then runs what the earlier revision was under a number of its own', async () => {
    const machine = await secondRuns();
    expect(await rollback(machine)).toMatchObject({ok: true});
    await machine.pass(2_000);
    expect(memoryOf(machine)).toBe(128);
    expect(machine.status('web')?.status.pendingChanges).toEqual([
      expect.objectContaining({path: 'spec.memory.size', from: '128Mi', to: '512Mi', disruption: 'restart'}),
    ]);
    expect(await approve(machine, 2)).toMatchObject({ok: false, code: 'E-CONFLICT'});
    expect(await approve(machine, 3)).toMatchObject({ok: true, message: 'web: revision 3 is approved'});
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 3, booted: 3, previous: 2});
    expect(machine.control.revision(web, 3)).toMatchObject({revision: {rollbackTo: 1}});
  });

  test('is shown for as long as it lasts, with the edit that it holds back, also over a new daemon', async () => {
    const machine = await secondRuns('  update: {approval: Automatic}\n');
    await rollback(machine, 1);
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
    machine.kill();
    await machine.start();
    await machine.pass(60_000);
    expect(memoryOf(machine)).toBe(512);
    expect(machine.status('web')?.status).toMatchObject({
      rollback: {to: 1, from: 2, by: 'Request'},
      pendingChanges: [
        {path: 'spec.memory.size', to: '128Mi', reason: 'held back by the rollback to revision 1'},
      ],
    });
    expect(condition(machine, 'RestartRequired')).toMatchObject({status: 'True', reason: 'RolledBack'});
    expect(condition(machine, 'Degraded')).toMatchObject({status: 'False'});
  });

  test('ends when the manifest changes, and only then', async () => {
    const machine = await secondRuns('  update: {approval: Automatic}\n');
    await rollback(machine, 1);
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
    await machine.put('class.yaml', null);
    await machine.pass(10_000);
    expect(memoryOf(machine)).toBe(512);
    await edit(machine, '160Mi', {more: '  update: {approval: Automatic}\n'});
    await machine.until(() => memoryOf(machine) === 160 && machine.isReady('web'));
    expect(machine.status('web')?.status.rollback).toBeNull();
  });

  test('ends by hand, and the manifest counts again', async () => {
    const machine = await secondRuns();
    expect(await undo(machine)).toMatchObject({ok: false});
    await rollback(machine, 1);
    await machine.pass(1_000);
    expect(await undo(machine)).toMatchObject({ok: true});
    await machine.pass(1_000);
    expect(machine.status('web')?.status).toMatchObject({rollback: null, pendingChanges: []});
    expect(memoryOf(machine)).toBe(128);
  });

  test('to what runs gives up an edit that waits', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi');
    await rollback(machine, 1);
    await machine.pass(2_000);
    expect(await approve(machine)).toMatchObject({ok: false});
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 1, booted: 1, last: 2});
    expect(machine.host.qemus.starts()).toBe(1);
  });

  test('works while the manifest names an image that is not there', async () => {
    const machine = await secondRuns();
    const broken = vmYaml('web', '  memory: {size: 128Mi}\n').replace('image: kernel', 'image: nowhere');
    await machine.put('web.yaml', broken);
    await machine.pass(1_000);
    expect(await rollback(machine, 1)).toMatchObject({ok: true});
    await machine.pass(1_000);
    await approve(machine);
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
  });

  test('shrinks no disk that has grown since', async () => {
    const machine = await secondRuns();
    const grown = vmYaml('web', '  memory: {size: 128Mi}\n').replace('size: 64Mi', 'size: 96Mi');
    await machine.put('web.yaml', grown);
    await machine.pass(2_000);
    expect(await rollback(machine, 1)).toMatchObject({ok: true});
    await machine.pass(1_000);
    expect(machine.status('web')?.status.pendingChanges.map(({path}) => path)).toEqual(['spec.memory.size']);
    await approve(machine);
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
  });

  test('goes to the network as it is now, not as it was', async () => {
    const machine = await secondRuns();
    const base = String(machine.host.files.read('/m/base.yaml'));
    await machine.put('base.yaml', base.replace('name: br-lan', 'name: br-new'));
    await machine.pass(5_000);
    await rollback(machine, 1);
    await machine.pass(1_000);
    await approve(machine);
    await machine.until(() => memoryOf(machine) === 512 && machine.isReady('web'));
    const tap = [...machine.host.links.control.links().values()].find(each => each.kind === 'tun');
    expect(tap?.master).toBe('br-new');
  });

  test('is refused where there is nothing to go back to, and for what is gone or no VM', async () => {
    const machine = await runningWeb();
    expect(await rollback(machine)).toMatchObject({
      ok: false,
      message: expect.stringContaining('no earlier'),
    });
    expect(await rollback(machine, 1)).toMatchObject({
      ok: false,
      message: expect.stringContaining('nothing'),
    });
    expect(await rollback(machine, 7)).toMatchObject({
      ok: false,
      message: expect.stringContaining('there is 1'),
    });
    const network = {kind: 'Network', namespace: 'default', name: 'lan'};
    expect(await machine.during(machine.control.rollback(network, {to: null, undo: false}))).toMatchObject({
      ok: false,
      code: 'E-USAGE',
    });
  });
});
