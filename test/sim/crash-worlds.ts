// What a row of the crash matrix is, the world that may follow it, and what people and the world do in the rows.
import {plainBase, plainVm, policyFile, renderBase} from './manifests.ts';
import type {BaseWish, VmWish} from './manifests.ts';
import {mismatches} from './mismatches.ts';
import {vmRecord} from './records.ts';
import type {Scene} from './scene.ts';
import {takeAway} from './stage.ts';

export const worlds = ['same', 'changed', 'gone'] as const;
/** What the manifests say when the effect is over: as before, something else, or nothing any more. */
export type World = (typeof worlds)[number];

export type CrashRow = {
  readonly what: string;
  readonly hasSystemd?: boolean;
  /** Until the daemon is in the middle of it; effects are counted from then. */
  before(scene: Scene): Promise<void>;
  act(scene: Scene): void | Promise<void>;
  /** How long it lasts when nothing goes wrong. */
  readonly lastsMs?: number;
  /** What people ask once the daemon runs again: a request that was not answered is made again. */
  again?(scene: Scene, world: World): void;
  /** Cells that are none of this row, by `<operation> <outcome>`. */
  readonly leavesOut?: RegExp;
  /** The next world, where it is not VM `a` that changes or goes. */
  readonly next?: Partial<Record<World, (scene: Scene) => void>>;
};

export const a: VmWish = plainVm('a');
export const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
export const b: VmWish = {...plainVm('b'), nics: {}, runPolicy: 'Halted'};

/** Until the host is as declared. */
export const settled = async ({sim}: Scene): Promise<void> => {
  for (let step = 0; step < 100; step += 1) {
    if (sim.life !== null && mismatches(sim).length === 0) return;
    await sim.advance(1_000);
  }
  throw new Error(`the scene was not reached: ${mismatches(sim).join('; ')}`);
};

/** One VM that stays, so that `a` is not the only one of its source. */
export const declared =
  (wish: VmWish = a) =>
  async (scene: Scene): Promise<void> => {
    await scene.sim.boot();
    scene.declare(b);
    scene.declare(wish);
    await settled(scene);
    // Whoever may go again has been seen for a while.
    await scene.sim.advance(3_000);
  };

export const remove = (scene: Scene): void => {
  if (!scene.stage.wishes.delete('a')) return;
  scene.sim.monitors.licenses.grant('a', 'stop', 'removed');
  scene.sim.remove('a.yaml');
  scene.sim.monitors.acted();
};

/** Released is what is held at this moment. */
export const approvePrune = ({sim}: Scene): void => {
  sim.monitors.pruneApproved();
  void sim.control?.approve(null, {prune: true});
};

/** Who waits for `a`, in a guest that takes its time to shut down. */
export const dependentC: VmWish = {...plainVm('c'), nics: {}, dependsOn: ['a']};

export const declaredWithC = async (scene: Scene): Promise<void> => {
  await declared()(scene);
  scene.declare(dependentC);
  await settled(scene);
  const qemu = scene.sim.host.qemus.of(vmRecord(scene.sim.host, 'c')?.uid ?? '');
  if (qemu !== undefined) qemu.guest.powerdownMs = 8_000;
  await scene.sim.advance(3_000);
};

/** Both go; `a` is beyond the budget, and is approved while `c` shuts down. */
export const removeWithC = async (scene: Scene): Promise<void> => {
  takeAway(scene.sim, scene.stage, 'c');
  remove(scene);
  await scene.sim.advance(5_000);
  approvePrune(scene);
};

/** Its manifest is gone, and the host policy holds it. */
export const heldByPolicy = async (scene: Scene): Promise<void> => {
  const policy = 'removals: {selectors: [{matchLabels: {app: web}, maxPerChange: 0}]}\n';
  scene.sim.host.files.control.put(policyFile, policy);
  await declared()(scene);
  remove(scene);
  await scene.sim.advance(5_000);
};

export const removed =
  (wish: VmWish = a) =>
  async (scene: Scene): Promise<void> => {
    await declared(wish)(scene);
    remove(scene);
    await settled(scene);
    await scene.sim.advance(5_000);
  };

/** Whose edits need nobody. */
export const automaticA: VmWish = {...a, approval: 'Automatic'};

/** The same, with a guest that has to say that it is up. */
export const gatedA: VmWish = {...automaticA, gated: true};

export const changedA: VmWish = {...a, memoryMi: 256, rootMi: 96, dataMi: {data: 16}};

/** The world that follows any row about VM `a`. */
export const nextWorlds: Record<World, (scene: Scene) => void> = {
  same: () => undefined,
  changed: scene => {
    scene.declare(changedA);
  },
  gone: remove,
};

/** For rows that begin with a removal: what is the same is the manifest as it was. */
export const afterRemoval: Partial<Record<World, (scene: Scene) => void>> = {
  same: scene => {
    declareAgain(scene, a);
  },
  changed: scene => {
    declareAgain(scene, changedA);
  },
  gone: () => undefined,
};

export const declareAgain = (scene: Scene, wish: VmWish): void => {
  scene.declare(wish);
  scene.sim.monitors.declaredAgain(vmRecord(scene.sim.host, 'a')?.uid ?? '');
};

export const bootRescue = ({sim}: Scene): void => {
  sim.monitors.licenses.grant('a', 'stop', 'a variant was asked for');
  void sim.control?.boot(ref, {variant: 'rescue', now: false});
};

/** To what it was at first; asked twice it is the same. */
export const rollBack = ({sim}: Scene): void => {
  sim.monitors.licenses.grant('a', 'stop', 'rolled back');
  sim.monitors.licenses.grant('a', 'change', 'rolled back');
  void sim.control?.rollback(ref, {to: 1, undo: false});
};

export const sweepAway = ({sim}: Scene): void => {
  void sim.control?.sweep({mode: 'delete', stop: []});
};

export const purge = ({sim}: Scene): void => {
  void sim.control?.purge(ref);
};

export const power =
  (verb: 'start' | 'stop' | 'restart') =>
  (scene: Scene): void => {
    scene.sim.monitors.licenses.grant('a', 'stop', verb);
    void scene.sim.control?.power(ref, verb, {now: false});
  };

export const writeBase = (scene: Scene, wish: BaseWish): void => {
  scene.sim.write('base.yaml', renderBase(wish));
  scene.sim.monitors.acted();
};
export const withoutLab: BaseWish = {...plainBase, lab: null};
export const hostWorlds: Partial<Record<World, (scene: Scene) => void>> = {
  changed: scene => {
    writeBase(scene, {...plainBase, lab: 2});
  },
  gone: scene => {
    writeBase(scene, withoutLab);
  },
};

export const qemuOf = (scene: Scene) => {
  const qemu = scene.sim.host.qemus.of(vmRecord(scene.sim.host, 'a')?.uid ?? '');
  if (qemu === undefined) throw new Error('a does not run');
  return qemu;
};

export const hearAgain = ({sim}: Scene): void => {
  for (const qemu of sim.host.qemus.all()) {
    qemu.monitor = 'answers';
    qemu.guest.powerdownMs = 500;
  }
};

export const built = [
  'apiVersion: vmlet.dev/v1alpha1',
  'kind: Image',
  'metadata: {name: built}',
  'spec: {format: raw, source: {recipe: {name: tiny, output: kernel}}}',
].join('\n');
