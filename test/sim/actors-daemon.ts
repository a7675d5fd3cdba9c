// What happens to the daemon and to the host as a whole, one row each.
import type {Actor} from './actor.ts';
import {addForeignLinks} from './simulation.ts';

export const daemonActors: readonly Actor[] = [
  {
    name: 'the daemon is killed',
    weight: 4,
    run: async sim => {
      if (sim.life === null) return false;
      sim.crash();
      await sim.advance(sim.random.pick([0, 5, 50, 1_000, 8_000]) ?? 0);
      await sim.boot();
      return true;
    },
  },
  {
    name: 'the daemon is killed at an effect to come',
    weight: 6,
    run: sim => {
      if (sim.life === null) return false;
      const when = sim.random.pick(['before', 'during', 'after'] as const) ?? 'after';
      sim.life.killAtEffect(sim.random.between(1, 12), when);
      return true;
    },
  },
  {
    name: 'the host crashes',
    weight: 1,
    run: async (sim, stage) => {
      sim.note('> the host crashes');
      sim.crash();
      sim.host.reboot();
      addForeignLinks(sim.host);
      stage.foreignTap = null;
      sim.monitors.foreignLinksAre();
      await sim.advance(1);
      await sim.boot();
      return true;
    },
  },
  {
    name: 'somebody sets the clock',
    weight: 2,
    run: sim => {
      sim.host.clock.jumpWallMs((sim.random.pick([-86_400, -3_600, 3_600, 86_400, 700_000]) ?? 0) * 1_000);
      return true;
    },
  },
  {
    name: 'nothing happens for a while',
    weight: 5,
    run: async sim => {
      await sim.advance(sim.random.between(2_000, 40_000));
      return true;
    },
  },
];
