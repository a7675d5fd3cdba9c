// Disruption budgets through the whole loop: an edit of many machines at once, and one that is down already.
import {describe, expect, jest, test} from '@jest/globals';
import {plainBase, plainVm, renderBase} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {setScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {optionOf} from './simulation.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const names = ['a', 'b', 'c'];

const memoryOf = ({sim}: Scene, name: string): string => {
  const qemu = sim.host.qemus.of(vmRecord(sim.host, name)?.uid ?? '');
  return qemu === undefined ? 'down' : optionOf(qemu, '-m');
};

const isOld = (scene: Scene, name: string): boolean => memoryOf(scene, name).includes('128M');
const isNew = (scene: Scene, name: string): boolean => memoryOf(scene, name).includes('256M');

/** Three machines that restart of themselves when they are edited, and a budget. */
const stage = async (budget: number | string): Promise<Scene> => {
  const scene = setScene();
  scene.sim.write('base.yaml', renderBase({...plainBase, budget}));
  for (const name of names) scene.declare({...plainVm(name), approval: 'Automatic'});
  await scene.sim.boot();
  await scene.sim.advance(60_000);
  expect(names.filter(name => isOld(scene, name))).toEqual(names);
  return scene;
};

const grow = (scene: Scene): void => {
  for (const name of names) scene.declare({...plainVm(name), approval: 'Automatic', memoryMi: 256});
};

describe('machines of a budget that are edited at once', () => {
  test('are restarted one after the other, and say what they wait for', async () => {
    const scene = await stage(1);
    grow(scene);
    let most = 0;
    let waited = '';
    for (let step = 0; step < 600 && !names.every(name => isNew(scene, name)); step += 1) {
      await scene.sim.advance(200);
      most = Math.max(most, names.filter(name => memoryOf(scene, name) === 'down').length);
      waited =
        names.map(name => statusText(scene.sim, name)).find(text => text.includes('AwaitingBudget')) ??
        waited;
    }
    expect({most, ended: names.filter(name => isNew(scene, name))}).toEqual({most: 1, ended: names});
    expect(waited).toMatch(
      /budget web: of 3 machines at most 1 may be unavailable, unavailable now: 1 \(vm\/[abc]\)/,
    );
    await scene.sim.advance(60_000);
    expect(statusText(scene.sim, 'web', 'DisruptionBudget')).toMatch(
      /expectedMachines: 3\n\s+currentHealthy: 3\n\s+desiredHealthy: 2\n\s+disruptionsAllowed: 1/,
    );
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('all wait while another of them is unavailable', async () => {
    const scene = setScene();
    // The class that b names does not exist, so that nobody can start it.
    scene.sim.write('base.yaml', renderBase({...plainBase, smallMi: null, budget: 1}));
    for (const name of ['a', 'c']) scene.declare({...plainVm(name), approval: 'Automatic'});
    scene.declare({...plainVm('b'), class: 'small', memoryMi: null});
    await scene.sim.boot();
    await scene.sim.advance(60_000);
    for (const name of ['a', 'c']) scene.declare({...plainVm(name), approval: 'Automatic', memoryMi: 256});
    await scene.sim.advance(60_000);
    expect(['a', 'c'].filter(name => isOld(scene, name))).toEqual(['a', 'c']);
    expect(statusText(scene.sim, 'a')).toMatch(/unavailable now: 1 \(vm\/b\)/);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('are not interrupted when the guest of another has ended and its hung hypervisor told nobody', async () => {
    const scene = await stage(1);
    const hung = scene.sim.host.qemus.of(vmRecord(scene.sim.host, 'b')?.uid ?? '');
    if (hung === undefined) throw new Error('b does not run');
    hung.monitor = 'deaf';
    hung.powerOff();
    for (const name of ['a', 'c']) scene.declare({...plainVm(name), approval: 'Automatic', memoryMi: 256});
    await scene.sim.advance(120_000);
    expect(['a', 'c'].filter(name => isOld(scene, name))).toEqual(['a', 'c']);
    expect(statusText(scene.sim, 'a')).toMatch(/unavailable now: 1 \(vm\/b\)/);
    hung.monitor = 'answers';
    await scene.sim.advance(120_000);
    expect(['a', 'c'].filter(name => isNew(scene, name))).toEqual(['a', 'c']);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('are never interrupted where the budget is nothing, and a person’s restart does not wait', async () => {
    const scene = await stage(0);
    grow(scene);
    await scene.sim.advance(120_000);
    expect(names.filter(name => isOld(scene, name))).toEqual(names);
    scene.sim.monitors.licenses.grant('a', 'stop', 'restart');
    const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
    if (scene.sim.control !== null)
      await scene.sim.during(scene.sim.control.power(ref, 'restart', {now: false}));
    await scene.sim.advance(60_000);
    expect(names.map(name => isNew(scene, name))).toEqual([true, false, false]);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('that crash are started again, however many, and are no reason to hold that up', async () => {
    const scene = await stage(0);
    for (const name of names)
      scene.sim.host.qemus.of(vmRecord(scene.sim.host, name)?.uid ?? '')?.end('SIGKILL');
    await scene.sim.advance(60_000);
    expect(names.filter(name => isOld(scene, name))).toEqual(names);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });
});
