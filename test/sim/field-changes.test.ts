// Acto's oracle: an edit to B ends where a fresh B would, and back to A ends at A, for every field of this slice.
import {describe, expect, test} from '@jest/globals';
import {plainVm} from './manifests.ts';
import type {VmWish} from './manifests.ts';
import {openScene} from './scene.ts';

const a = plainVm('a');

/** How each field may differ; a disk never shrinks, so growing has no way back. */
const changes: readonly {what: string; b: VmWish; back: boolean}[] = [
  {what: 'more memory', b: {...a, memoryMi: 256}, back: true},
  {what: 'less memory', b: {...a, memoryMi: 64}, back: true},
  {what: 'more CPUs', b: {...a, cpus: 2}, back: true},
  {what: 'another cmdline', b: {...a, cmdline: ['single', 'debug']}, back: true},
  {what: 'no cmdline', b: {...a, cmdline: []}, back: true},
  {what: 'a disk more', b: {...a, dataMi: {data: 16}}, back: true},
  {what: 'a larger root disk', b: {...a, rootMi: 96}, back: false},
  {what: 'another network', b: {...a, nics: {lan: 'lab'}}, back: true},
  {what: 'an interface more', b: {...a, nics: {lan: 'lan', wan: 'lab'}}, back: true},
  {what: 'no interface', b: {...a, nics: {}}, back: true},
  {what: 'other labels', b: {...a, labels: {app: 'db'}}, back: true},
  {what: 'automatic approval', b: {...a, approval: 'Automatic', memoryMi: 256}, back: true},
  {what: 'runPolicy Halted', b: {...a, runPolicy: 'Halted'}, back: true},
];

/** Live changes are not on the command line until the next boot, so all end with one. */
const reboot = async (scene: Awaited<ReturnType<typeof openScene>>): Promise<void> => {
  scene.sim.monitors.licenses.grant('a', 'stop', 'restarted');
  const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
  if (scene.sim.control !== null && scene.stage.wishes.get('a')?.runPolicy === 'Always')
    await scene.sim.during(scene.sim.control.power(ref, 'restart', {now: false}));
  await scene.settle();
};

const machineAfter = async (...wishes: readonly VmWish[]): Promise<unknown> => {
  const scene = await openScene();
  for (const wish of wishes) {
    scene.declare(wish);
    await scene.settle();
  }
  await reboot(scene);
  const machine = scene.machine('a');
  scene.end();
  return machine;
};

describe('an edit', () => {
  test.each(changes)('to $what ends where a fresh declaration would', async ({b}) => {
    expect(await machineAfter(a, b)).toEqual(await machineAfter(b));
  });

  test.each(changes.filter(({back}) => back))('to $what and back ends where it began', async ({b}) => {
    expect(await machineAfter(a, b, a)).toEqual(await machineAfter(a));
  });

  test('that is invalid changes nothing, and is left without help once it is mended', async () => {
    const scene = await openScene();
    scene.declare(a);
    await scene.settle();
    const before = scene.machine('a');
    scene.sim.write('a.yaml', 'kind: VirtualMachine\nmetadata: {name: a}\nspec: {memroy: 3}\n');
    await scene.settle();
    expect(scene.sim.host.qemus.of(scene.sim.host.qemus.all()[0]?.uid ?? '')?.runState).toBe('running');
    scene.declare(a);
    await scene.settle();
    expect(scene.machine('a')).toEqual(before);
    scene.end();
  });
});
