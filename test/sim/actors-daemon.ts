// What happens to the daemon and to the host as a whole, one row each.
import type {Actor} from './actor.ts';
import {loseLinks} from './leftovers.ts';
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
      loseLinks(sim);
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
    name: 'the machine stands still',
    weight: 2,
    run: sim => {
      const ms = sim.random.pick([200, 3_000, 20_000, 400_000]) ?? 200;
      sim.note(`> the machine stands still for ${String(ms)} ms`);
      sim.host.clock.stall(ms);
      return true;
    },
  },
  {
    name: 'everything is taken down, and the daemon started again',
    weight: 1,
    run: async (sim, stage) => {
      if (sim.control === null) return false;
      for (const name of stage.wishes.keys()) sim.monitors.licenses.grant(name, 'stop', 'down');
      const now = sim.random.chance(0.3);
      sim.monitors.takenDown({now});
      sim.note(`> down${now ? ' --now' : ''}`);
      const ended = sim.control.down({now}).catch((thrown: unknown) => {
        sim.note(`> not down: ${String(thrown)}`);
      });
      await sim.during(ended, 90_000);
      sim.crash();
      await sim.advance(sim.random.pick([0, 5_000]) ?? 0);
      await sim.boot();
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
