// kill -9 at each effect of a scene, before, in the middle of, and after it; then the daemon starts again and the world
// is the same, changed, or gone. Whatever came before, it must end as the manifests say. A scene more is a row more.
import {env} from 'node:process';
import {describe, expect, test} from '@jest/globals';
import {plainVm} from './manifests.ts';
import {checkLeaks} from './leaks.ts';
import {mismatches} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {openScene} from './scene.ts';
import type {Scene} from './scene.ts';

type Row = {
  readonly what: string;
  /** What has happened before the effects are counted. */
  before(scene: Scene): Promise<void>;
  /** What the daemon is killed in. */
  act(scene: Scene): void | Promise<void>;
};

const a = plainVm('a');
const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
const declared = async (scene: Scene): Promise<void> => {
  scene.declare(a);
  scene.declare({...plainVm('b'), nics: {}});
  await scene.settle();
};

const scenes: readonly Row[] = [
  {
    what: 'a VM is created',
    before: () => Promise.resolve(),
    act: scene => {
      scene.declare({...a, dataMi: {data: 16}});
      // Not the only VM of the source, so that it may go again.
      scene.declare({...plainVm('b'), nics: {}, runPolicy: 'Halted'});
    },
  },
  {
    what: 'a VM is removed',
    before: declared,
    act: scene => {
      scene.sim.monitors.licenses.grant('a', 'stop', 'removed');
      scene.sim.remove('a.yaml');
      scene.stage.wishes.delete('a');
    },
  },
  {
    what: 'a removed VM is purged, and perhaps declared again',
    before: async scene => {
      await declared(scene);
      scene.sim.monitors.licenses.grant('a', 'stop', 'removed');
      scene.sim.remove('a.yaml');
      scene.sim.monitors.acted();
      scene.stage.wishes.delete('a');
      await scene.settle();
    },
    act: scene => {
      scene.sim.monitors.purged(vmRecord(scene.sim.host, 'a')?.uid ?? '');
      void scene.sim.control?.purge(ref);
    },
  },
  {
    what: 'a VM is restarted for an approved edit',
    before: async scene => {
      await declared(scene);
      scene.declare({...a, memoryMi: 256});
      await scene.sim.advance(2_000);
    },
    act: scene => {
      scene.sim.monitors.licenses.grant('a', 'stop', 'approved');
      void scene.sim.control?.approve(ref, {prune: false});
    },
  },
  {
    what: 'disks and interfaces are added while it runs',
    before: declared,
    act: scene => {
      scene.declare({...a, rootMi: 96, dataMi: {data: 16}, nics: {lan: 'lan', wan: 'lab'}});
    },
  },
];

const worlds = ['same', 'changed', 'gone'] as const;
const moments = ['before', 'during', 'after'] as const;
/** Longer than any scene takes when nobody is killed. */
const sceneMs = 12_000;
const isThorough = Number(env['VMLET_SIM_SEEDS'] ?? '0') >= 2_000;

type Cell = readonly [(typeof moments)[number], (typeof worlds)[number]];

/** The whole matrix where many seeds are asked for; else each effect once, moments and worlds taking turns. */
const cellsOf = (effect: number): readonly Cell[] => {
  const all = moments.flatMap(moment => worlds.map((world): Cell => [moment, world]));
  return isThorough ? all : all.filter((_, index) => index === (effect * 4) % all.length);
};

const countEffects = async (row: Row): Promise<number> => {
  const scene = await openScene();
  await row.before(scene);
  const from = scene.sim.life?.effects ?? 0;
  await row.act(scene);
  await scene.sim.advance(sceneMs);
  const effects = (scene.sim.life?.effects ?? 0) - from;
  scene.end();
  return effects;
};

const crashAt = async (
  row: Row,
  effect: number,
  moment: (typeof moments)[number],
  world: (typeof worlds)[number],
): Promise<string[]> => {
  const scene = await openScene();
  const {sim, stage} = scene;
  await row.before(scene);
  sim.life?.killAtEffect(effect, moment);
  await row.act(scene);
  sim.monitors.acted();
  await sim.advance(sceneMs);
  if (world === 'changed') scene.declare({...(stage.wishes.get('a') ?? a), cmdline: ['single']});
  if (world === 'gone' && stage.wishes.delete('a')) {
    sim.monitors.licenses.grant('a', 'stop', 'removed');
    sim.remove('a.yaml');
  }
  sim.monitors.acted();
  if (sim.life === null) await sim.boot();
  sim.life?.spare();
  await scene.settle();
  if (mismatches(sim).length > 0) await scene.settle();
  const left = mismatches(sim);
  if (sim.violations.length + left.length === 0) checkLeaks(sim);
  const problems = [...sim.violations, ...left];
  scene.end();
  return problems.map(problem => `effect ${String(effect)} ${moment}, world ${world}: ${problem}`);
};

describe('a daemon that is killed', () => {
  test.each(scenes)(
    'at any effect while $what ends where the manifests say',
    async row => {
      const effects = await countEffects(row);
      expect(effects).toBeGreaterThan(5);
      const problems: string[] = [];
      for (let effect = 1; effect <= effects; effect += 1)
        for (const [moment, world] of cellsOf(effect))
          problems.push(...(await crashAt(row, effect, moment, world)));
      expect(problems).toEqual([]);
    },
    3_000_000,
  );
});
