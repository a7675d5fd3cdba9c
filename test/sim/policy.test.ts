// The host policy through the whole loop: what it forbids, what does not fit, and what runs already.
import {describe, expect, jest, test} from '@jest/globals';
import {plainVm, policyFile} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {setScene} from './scene.ts';
import type {Scene} from './scene.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const names = ['a', 'b', 'c'];

const runs = ({sim}: Scene, name: string): boolean =>
  sim.host.qemus.of(vmRecord(sim.host, name)?.uid ?? '')?.runState === 'running';

/** Process and command line: another one of either is an interruption. */
const argvOf = ({sim}: Scene): unknown => {
  const qemu = sim.host.qemus.of(vmRecord(sim.host, 'a')?.uid ?? '');
  return [qemu?.identity.pid, qemu?.argv];
};

const policy = (scene: Scene, text: string): void => {
  scene.sim.host.files.control.put(policyFile, text);
};

describe('a machine', () => {
  test('beyond a limit waits with the arithmetic, and is started when there is room', async () => {
    const scene = setScene();
    policy(scene, 'limits: {memory: 300Mi}\n');
    for (const name of names) scene.declare(plainVm(name));
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    const up = names.filter(name => runs(scene, name));
    expect(up).toHaveLength(2);
    const [waiting = ''] = names.filter(name => !up.includes(name));
    expect(statusText(scene.sim, waiting)).toMatch(
      /reason: Unschedulable\n\s+message: .*memory: 128Mi needed, 256Mi of 300Mi taken by 2 machines \(limits\.memory of the policy\); 84Mi too much/,
    );
    scene.declare({...plainVm(up[0] ?? ''), runPolicy: 'Halted'});
    await scene.sim.advance(65_000);
    expect(runs(scene, waiting)).toBe(true);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('that is to grow while it runs waits for room, runs on with what it has, and then grows', async () => {
    const scene = setScene();
    policy(scene, 'limits: {memory: 300Mi}\n');
    const a = {...plainVm('a'), maxMemoryMi: 512};
    const wantedMi = (): number =>
      (scene.sim.host.qemus.of(vmRecord(scene.sim.host, 'a')?.uid ?? '')?.memory.wantedBytes ?? 0) / 2 ** 20;
    scene.declare(a);
    scene.declare(plainVm('b'));
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    const before = argvOf(scene);
    scene.declare({...a, memoryMi: 256});
    await scene.sim.advance(65_000);
    expect(statusText(scene.sim, 'a')).toMatch(
      /reason: Unschedulable\n\s+message: .*memory: 256Mi needed, 128Mi of 300Mi taken by 1 machines \(limits\.memory of the policy\); 84Mi too much/,
    );
    expect(wantedMi()).toBe(128);
    scene.declare({...plainVm('b'), runPolicy: 'Halted'});
    await scene.sim.advance(65_000);
    expect(wantedMi()).toBe(256);
    expect(argvOf(scene)).toEqual(before);
    // What its balloon gives up it can take again without asking.
    scene.declare({...a, memoryMi: 64});
    scene.declare({...plainVm('b'), memoryMi: 200});
    await scene.sim.advance(65_000);
    expect(wantedMi()).toBe(64);
    expect(statusText(scene.sim, 'b')).toMatch(/200Mi needed, 128Mi of 300Mi taken/);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('that does not fit on the host beside its reserve says what the host has', async () => {
    const scene = setScene();
    policy(scene, 'capacity: {memory: {reserve: 7Gi, overcommitPercent: 10}}\n');
    scene.declare(plainVm('a'));
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    expect(runs(scene, 'a')).toBe(false);
    expect(statusText(scene.sim, 'a')).toMatch(
      /memory: 128Mi needed, 0 of 102Mi taken by 0 machines \(8Gi of the host, 7Gi reserved, 10 % of the rest given out\)/,
    );
    scene.end();
  });

  test('that runs is not touched by a policy that forbids it later, and says so', async () => {
    const scene = setScene();
    scene.declare({...plainVm('a'), approval: 'Automatic'});
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    const before = argvOf(scene);
    policy(scene, 'limits: {machines: 0}\nallow: {bridges: []}\n');
    await scene.sim.advance(65_000);
    expect(statusText(scene.sim, 'a')).toMatch(/interface lan: link br-lan is not in allow\.bridges/);
    scene.declare({...plainVm('a'), approval: 'Automatic', memoryMi: 256});
    await scene.sim.advance(65_000);
    expect(argvOf(scene)).toEqual(before);
    scene.sim.crash();
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    expect(argvOf(scene)).toEqual(before);
    policy(scene, '');
    await scene.sim.advance(65_000);
    expect(argvOf(scene)).not.toEqual(before);
    expect(runs(scene, 'a')).toBe(true);
    expect(scene.sim.violations).toEqual([]);
    scene.end();
  });

  test('is started by the last good policy while its file is broken or gone, and a start with a broken one ends', async () => {
    const scene = setScene();
    policy(scene, 'limits: {machines: 1}\n');
    scene.declare(plainVm('a'));
    await scene.sim.boot();
    await scene.sim.advance(65_000);
    policy(scene, 'limits: {machines: many}\n');
    await scene.sim.advance(35_000);
    scene.sim.host.files.remove(policyFile);
    scene.declare(plainVm('b'));
    await scene.sim.advance(65_000);
    expect([runs(scene, 'a'), runs(scene, 'b')]).toEqual([true, false]);
    policy(scene, 'limits: {machines: many}\n');
    scene.sim.crash();
    await scene.sim.boot();
    expect(scene.sim.daemon).toBeNull();
    expect(scene.sim.recent.join('\n')).toMatch(
      /policy\.yaml:1:20 limits\.machines: "many"; expected a whole number/,
    );
    scene.end();
  });
});

test('an image and a network that the policy forbids are not made', async () => {
  const scene = setScene();
  policy(scene, 'allow: {paths: [/elsewhere], bridges: [br-lab]}\n');
  scene.declare(plainVm('a'));
  await scene.sim.boot();
  await scene.sim.advance(65_000);
  expect(runs(scene, 'a')).toBe(false);
  expect(statusText(scene.sim, 'base', 'Image')).toMatch(
    /\/images\/base\.qcow2 is in no directory of allow\.paths/,
  );
  expect(statusText(scene.sim, 'lan', 'Network')).toMatch(/link br-lan is not in allow\.bridges/);
  expect(scene.sim.host.links.control.links().has('br-lan')).toBe(false);
  policy(scene, '');
  await scene.sim.advance(65_000);
  expect(runs(scene, 'a')).toBe(true);
  scene.end();
});
