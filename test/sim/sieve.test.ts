// What misleads a controller, by name and not by chance: hints that never come, in every subset of the last three, and a
// wall clock that jumps. The reference is the same history without it.
import {describe, expect, jest, test} from '@jest/globals';
import {plainVm} from './manifests.ts';
import {mismatches} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {openScene, setScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {resyncMs} from './simulation.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const a = plainVm('a');

type History = {readonly what: string; act(scene: Scene): void};

const histories: readonly History[] = [
  {
    what: 'an edit adds an interface',
    act: scene => {
      scene.declare({...a, nics: {lan: 'lan', wan: 'lab'}});
    },
  },
  {
    what: 'somebody deletes the tap',
    act: ({sim: {host, monitors}}) => {
      monitors.licenses.grant('a', 'change', 'its tap was deleted');
      const tap = [...host.links.control.links().values()].find(({kind}) => kind === 'tun');
      host.links.control.remove(tap?.name ?? '');
    },
  },
  {
    what: 'somebody takes the bridge down and away',
    act: ({sim: {host, monitors}}) => {
      monitors.licenses.grant('a', 'change', 'its bridge was deleted');
      host.links.control.change('br-lan', {up: false});
      host.links.control.remove('br-lan');
    },
  },
  {
    what: 'its manifest is removed',
    act: scene => {
      scene.sim.monitors.licenses.grant('a', 'stop', 'removed');
      scene.sim.remove('a.yaml');
      scene.sim.monitors.acted();
    },
  },
  {
    what: 'another is declared',
    act: scene => {
      scene.declare({...plainVm('c'), nics: {lan: 'lab'}});
    },
  },
];

/** Every subset of the last three. */
const subsets = [0, 1, 2, 3, 4, 5, 6, 7].map(bits => [0, 1, 2].filter(at => (bits & (1 << at)) !== 0));

/** Play a history and lose the hints with these numbers; what is there after one resync, and how many came. */
const play = async ({act}: History, lost: (hint: number) => boolean) => {
  const scene = await openScene();
  const {sim} = scene;
  scene.declare(a);
  scene.declare({...plainVm('b'), nics: {}, runPolicy: 'Halted'});
  await sim.advance(10_000);
  let hints = 0;
  sim.outages.set('hints', {
    appliesTo: ({door}) => door === 'hint' && lost(hints++),
    mishap: () => ({when: 'drop'}),
  });
  act(scene);
  // A removal needs a second scan, and a bridge that is back needs its taps: each is a look more.
  await sim.advance(2 * resyncMs + 15_000);
  const end = {
    a: scene.machine('a'),
    c: scene.machine('c'),
    removed: vmRecord(sim.host, 'a')?.tombstone != null,
    links: [...sim.host.links.control.links().keys()].sort(),
    left: mismatches(sim),
    violations: sim.violations,
  };
  scene.end();
  return {end, hints};
};

describe('hints that are lost', () => {
  test.each(histories)('cost at most one resync when $what', async history => {
    const reference = await play(history, () => false);
    expect(reference.end.violations).toEqual([]);
    expect(reference.end.left).toEqual([]);
    expect(reference.hints).toBeGreaterThan(0);
    for (const subset of subsets) {
      const last = reference.hints - 3;
      expect((await play(history, hint => subset.includes(hint - last))).end).toEqual(reference.end);
    }
    expect((await play(history, () => true)).end).toEqual(reference.end);
  });
});

/** Lines of the trace that are effects on the host, with their time. */
const effects = async (jumpsMs: readonly number[]): Promise<readonly string[]> => {
  const lines: string[] = [];
  const scene = setScene(1, {
    onLine: line => {
      if (/^\d+ {3}\S/.test(line)) lines.push(line);
    },
  });
  const {sim} = scene;
  const {clock, qemus} = sim.host;
  const [first = 0, second = 0, third = 0, fourth = 0] = jumpsMs;
  await sim.boot();
  scene.declare({...a, disks: 'Delete'});
  scene.declare({...plainVm('b'), nics: {}, runPolicy: 'RerunOnFailure'});
  clock.jumpWallMs(first);
  await sim.advance(10_000);
  // A crash loop backs off.
  for (let ends = 0; ends < 4; ends += 1) {
    qemus.all()[0]?.end('SIGKILL');
    await sim.advance(3_000);
    clock.jumpWallMs(second);
  }
  sim.crash();
  clock.jumpWallMs(third);
  await sim.boot();
  await sim.advance(20_000);
  scene.declare({...a, disks: 'Delete', memoryMi: 256});
  await sim.advance(5_000);
  // Two scans, the budget, and the time in the trash.
  sim.monitors.licenses.grant('a', 'stop', 'removed');
  sim.remove('a.yaml');
  sim.monitors.acted();
  await sim.advance(1_000);
  clock.jumpWallMs(fourth);
  await sim.advance(120_000);
  expect(sim.violations).toEqual([]);
  scene.end();
  return lines;
};

describe('a wall clock that jumps', () => {
  const hour = 3_600_000;
  test.each([
    {how: 'an hour forth', jumps: [hour, hour, hour, hour]},
    {how: 'an hour back', jumps: [-hour, -hour, -hour, -hour]},
    {how: 'days to and fro', jumps: [24 * hour, -48 * hour, 200 * hour, -24 * hour]},
  ])('$how changes no effect', async ({jumps}) => {
    const reference = await effects([]);
    expect(reference.length).toBeGreaterThan(100);
    expect(await effects(jumps)).toEqual(reference);
  });
});
