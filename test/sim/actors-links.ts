// What somebody with root does to the links of the host, one row each.
import {tapName} from '../../controller/desired/names.ts';
import type {Actor} from './actor.ts';
import {vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';
import {allMayChange} from './stage.ts';

const ourTap = (sim: Simulation): {name: string; uid: string} | undefined => {
  const taps = [...sim.host.links.control.links().values()].filter(
    link =>
      link.kind === 'tun' &&
      link.alias?.startsWith('vmlet:') === true &&
      !sim.leftovers.has(link.alias.slice('vmlet:'.length)),
  );
  const tap = sim.random.pick(taps);
  return tap === undefined ? undefined : {name: tap.name, uid: tap.alias?.slice('vmlet:'.length) ?? ''};
};

const disturbTap =
  (change: (sim: Simulation, name: string) => void) =>
  (sim: Simulation): boolean => {
    const tap = ourTap(sim);
    if (tap === undefined) return false;
    const qemu = sim.host.qemus.of(tap.uid);
    if (qemu !== undefined) sim.monitors.licenses.grant(vmNameOf(qemu), 'change', 'its tap was disturbed');
    sim.note(`> disturb ${tap.name}`);
    change(sim, tap.name);
    return true;
  };

export const linkActors: readonly Actor[] = [
  {
    name: 'a tap is deleted by hand',
    weight: 3,
    run: disturbTap(({host}, name) => {
      host.links.control.remove(name);
    }),
  },
  {
    name: 'a tap is taken down or from its bridge',
    weight: 3,
    run: disturbTap(({host, random}, name) => {
      host.links.control.change(name, random.chance(0.5) ? {up: false} : {master: null});
    }),
  },
  {
    name: 'a tap is given another name',
    weight: 1,
    run: disturbTap(({host}, name) => {
      if (!host.links.control.links().has('renamed0')) host.links.control.rename(name, 'renamed0');
    }),
  },
  {
    name: 'a bridge is deleted or changed by hand',
    weight: 2,
    run: sim => {
      const bridge = sim.random.pick(
        [...sim.host.links.control.links().values()].filter(
          link => link.kind === 'bridge' && link.alias?.startsWith('vmlet:') === true,
        ),
      );
      if (bridge === undefined) return false;
      allMayChange(sim, 'a bridge was changed');
      sim.note(`> disturb ${bridge.name}`);
      if (sim.random.chance(0.5)) sim.host.links.control.remove(bridge.name);
      else sim.host.links.control.change(bridge.name, sim.random.chance(0.5) ? {up: false} : {addresses: []});
      return true;
    },
  },
  {
    name: 'somebody takes a name that is ours, or gives it back',
    weight: 1,
    run: (sim, stage) => {
      const {control} = sim.host.links;
      if (stage.foreignTap !== null) {
        if (control.links().has(stage.foreignTap)) control.remove(stage.foreignTap);
        stage.foreignTap = null;
      } else {
        const name = tapName({
          hostId: 'sim-host',
          namespace: 'default',
          name: sim.random.pick(sim.names) ?? 'a',
          part: 'lan',
        });
        if (control.links().has(name)) return false;
        control.add({name, kind: 'dummy', alias: 'mine'});
        stage.foreignTap = name;
      }
      sim.note(`> foreign link ${String(stage.foreignTap)}`);
      sim.monitors.foreignLinksAre();
      return true;
    },
  },
  {
    name: 'the link monitor dies',
    weight: 1,
    run: sim => {
      sim.host.links.control.killMonitors();
      return true;
    },
  },
];
