// What the actors know of what they did, and how a manifest is declared and taken away. Whoever may be interrupted or
// changed by it is licensed here and in the actors, and nowhere else.
import {plainBase, renderVm} from './manifests.ts';
import type {BaseWish, VmWish} from './manifests.ts';
import type {Simulation} from './simulation.ts';

/** What the actors know of what they did: wishes by VM name, and files that were taken away. */
export type Stage = {
  readonly wishes: Map<string, VmWish>;
  /** Where each VM's manifest lies. */
  readonly places: Map<string, string>;
  readonly removed: Map<string, VmWish>;
  hidden: Record<string, string> | null;
  foreignTap: string | null;
  base: BaseWish;
  /** What lasts until somebody mends it, by name: how to mend it. */
  readonly outages: Map<string, () => void>;
};

export const openStage = (): Stage => ({
  wishes: new Map(),
  places: new Map(),
  removed: new Map(),
  hidden: null,
  foreignTap: null,
  base: plainBase,
  outages: new Map(),
});

/** Whatever is out of order is mended. */
export const endOutages = (stage: Stage): void => {
  for (const end of stage.outages.values()) end();
  stage.outages.clear();
};

export const declare = (sim: Simulation, stage: Stage, wish: VmWish): void => {
  const place = stage.places.get(wish.name) ?? `${wish.name}.yaml`;
  stage.wishes.set(wish.name, wish);
  stage.places.set(wish.name, place);
  stage.removed.delete(wish.name);
  const {licenses} = sim.monitors;
  licenses.grant(wish.name, 'change', 'edited');
  if (wish.approval === 'Automatic' || wish.runPolicy !== 'Always')
    licenses.grant(wish.name, 'stop', 'its manifest allows it');
  sim.write(place, renderVm(wish), sim.random.chance(0.3) ? 'in place' : 'rename');
};

/** Somebody removes the manifest of a VM. */
export const takeAway = (sim: Simulation, stage: Stage, name: string): void => {
  const wish = stage.wishes.get(name);
  const place = stage.places.get(name);
  if (wish === undefined || place === undefined) return;
  sim.monitors.licenses.grant(name, 'stop', 'its manifest was removed');
  stage.removed.set(name, wish);
  stage.wishes.delete(name);
  stage.places.delete(name);
  sim.remove(place);
  // Of two that declared it, the one that is left is the only one now, and counts.
  if (sim.truth().vms.has(name)) sim.monitors.licenses.grant(name, 'change', 'its twin is left');
};

export const someWish = (sim: Simulation, stage: Stage): VmWish | undefined =>
  sim.random.pick([...stage.wishes.values()]);

/** Whatever is done to every VM by what was changed for all of them. */
export const allMayChange = (sim: Simulation, why: string): void => {
  for (const name of sim.names) sim.monitors.licenses.grant(name, 'change', why);
};
