// What `vmlet plan` prints is what run does: over random edits, with a daemon and without one, the actions that were planned
// are the actions that were then done, the changes that waited wait, and nothing else happens.
import {afterEach, expect, jest, test} from '@jest/globals';
import type {PlanReport} from '../../controller/api/protocol.ts';
import {parseSnapshot, takeSnapshot} from '../../controller/preview/host-snapshot.ts';
import {parseMemory} from '../../controller/manifest/memory.ts';
import {openWorld} from '../../controller/open-world.ts';
import {foresightOf} from '../../controller/preview/plan-locally.ts';
import {planOf} from '../../controller/preview/plan-of.ts';
import {snapshotWorld} from '../../controller/preview/snapshot-world.ts';
import {edits} from './edits.ts';
import {isThorough} from './effort.ts';
import {decodeShared, manifestsDir, plainBase, plainVm, renderBase, renderVm} from './manifests.ts';
import type {VmWish} from './manifests.ts';
import {doneLines, pendingNow, pendingOf, planByDaemon, plannedLines} from './plan-compare.ts';
import {setScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {identityOf} from './simulation.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(600_000);

const seeds = Array.from({length: isThorough ? 12 : 2}, (_, at) => at + 1);
const rounds = isThorough ? 20 : 8;

let scene: Scene | undefined;
afterEach(() => {
  scene?.end();
});

/** Two removals are paid 10 s apart, and a guest takes 20 s to give up. */
const restMs = 150_000;

/** Somebody edits files; nobody has noticed yet. Returns what was done, for a failure to tell. */
const editSomething = ({sim, stage}: Scene): string => {
  const {random, host} = sim;
  const put = (file: string, text: string): void => {
    host.files.control.put(`${manifestsDir}/${file}`, text);
  };
  const declareQuietly = (wish: VmWish): void => {
    for (const may of ['change', 'stop'] as const) sim.monitors.licenses.grant(wish.name, may, 'edited');
    stage.wishes.set(wish.name, wish);
    put(`${wish.name}.yaml`, renderVm(wish));
  };
  const kind = random.fraction();
  const wish = random.pick([...stage.wishes.values()]);
  if (wish === undefined || kind < 0.2) {
    const name = random.pick(['a', 'b', 'c', 'd']) ?? 'a';
    declareQuietly(stage.wishes.get(name) ?? plainVm(name));
    return `declare ${name}`;
  }
  if (kind < 0.3) {
    sim.monitors.licenses.grant(wish.name, 'stop', 'its manifest was removed');
    stage.wishes.delete(wish.name);
    host.files.remove(`${manifestsDir}/${wish.name}.yaml`);
    return `remove ${wish.name}`;
  }
  if (kind < 0.4) {
    const base = {...plainBase, smallMi: random.pick([64, 96]) ?? 64, lab: random.between(1, 3)};
    for (const name of stage.wishes.keys()) sim.monitors.licenses.grant(name, 'change', 'base edited');
    put('base.yaml', renderBase(base));
    return `base ${JSON.stringify(base)}`;
  }
  const edit = random.pick(edits);
  // Whether a guest becomes ready in time nobody can foresee, so none is sent back for that here.
  const edited = {...(edit?.(wish, sim) ?? wish), gated: false};
  declareQuietly(edited);
  return `edit ${wish.name}: ${renderVm(edited)}`;
};

/** As `vmlet plan` and `vmlet snapshot-host` do where no daemon runs: nobody knows since when its processes were seen. */
const planHere = async ({sim}: Scene): Promise<{report: PlanReport; written: string}> => {
  const life = sim.host.openLife();
  const {host} = life;
  const {world, close} = openWorld(host, identityOf(sim.host, {lives: 0, hasSystemd: false}), 'sim', {
    linksChanged: () => undefined,
    vmChanged: () => undefined,
  });
  const read = async (): Promise<{report: PlanReport; written: string}> => {
    await world.vms.settled();
    const text = host.files.read(host.paths.sourceFile('manifests'))?.toString() ?? '';
    const memory = parseMemory(text, host.clock.monotonicMs());
    if (memory === undefined) throw new Error('the source has no memory');
    const written = JSON.stringify(await takeSnapshot(world, {manifestsDir, memory}));
    const foresight = await foresightOf(world, {
      files: host.files,
      manifestsDir,
      standsFor: manifestsDir,
      memory,
      decode: decodeShared,
      ownUid: 0,
    });
    return {report: await planOf(world, foresight), written};
  };
  const {writes} = sim.host.counts;
  const planned = await sim.during(read());
  expect(sim.host.counts.writes).toBe(writes);
  close();
  life.kill();
  if (planned === 'late') throw new Error('the plan never came');
  return planned;
};

/** The host as it was written down before the edit, read on another machine that has nothing but the manifests. */
const planAgainst = async ({sim}: Scene, written: string): Promise<PlanReport> => {
  const snapshot = parseSnapshot(written, 'host.json');
  const {clock, files} = sim.host;
  const memory = parseMemory(snapshot.sourceMemory, snapshot.monotonicMs);
  if (memory === undefined) throw new Error('the snapshot has no memory');
  const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
  const world = snapshotWorld(snapshot, {clock, log});
  const foresight = await foresightOf(world, {
    files,
    manifestsDir,
    standsFor: snapshot.manifestsDir,
    memory,
    decode: decodeShared,
    ownUid: 0,
  });
  return planOf(world, foresight);
};

const writtenDown = async ({sim}: Scene): Promise<string> =>
  JSON.stringify(sim.control === null ? null : await sim.during(sim.control.snapshot()));

test.each(seeds)(
  'what was planned is what is done, and nothing else, over the edits of seed %i',
  async seed => {
    scene = setScene(seed, {hasSystemd: false});
    const {sim} = scene;
    await sim.boot();
    await sim.advance(restMs);
    const story: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const written = await writtenDown(scene);
      for (let count = sim.random.between(1, 2); count > 0; count -= 1) story.push(editSomething(scene));
      const isHere = sim.random.chance(0.3);
      if (isHere) sim.crash();
      story.push(isHere ? 'planned without a daemon' : 'planned by the daemon');
      const here = isHere ? await planHere(scene) : null;
      const report = here?.report ?? (await planByDaemon(scene));
      const elsewhere = await planAgainst(scene, here?.written ?? written);
      expect({told: story.slice(-4), plan: JSON.stringify(elsewhere)}).toEqual({
        told: story.slice(-4),
        plan: JSON.stringify(report),
      });
      const before = sim.host.log.length;
      sim.touched();
      if (isHere) await sim.boot();
      sim.monitors.acted();
      await sim.advance(restMs);
      const told = story.slice(-4);
      expect({told, done: doneLines(scene, before)}).toEqual({told, done: plannedLines(report)});
      expect({told, pending: pendingNow(scene)}).toEqual({told, pending: pendingOf(report)});
      expect(sim.violations).toEqual([]);
      if (!sim.random.chance(0.5)) continue;
      // Approvals are no edits: what they lead to is planned by the next round as what is there.
      for (const name of scene.stage.wishes.keys()) {
        sim.monitors.licenses.grant(name, 'stop', 'approved');
        const ref = {kind: 'VirtualMachine', namespace: 'default', name};
        if (sim.control !== null) await sim.during(sim.control.approve(ref, {prune: false}));
      }
      await sim.advance(restMs);
    }
  },
);
