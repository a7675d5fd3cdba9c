// Misfortunes that come together, one row each: what chance alone would bring about once in a thousand seeds, and what
// has been a defect of this project, or of another one of its kind, when it came.
import type {Mishap} from '../fakes/host.ts';
import type {Actor} from './actor.ts';
import type {Fault} from './faults.ts';
import {manifestsDir} from './manifests.ts';
import {vmRecord} from './records.ts';
import type {Simulation} from './simulation.ts';
import {declare, someWish, takeAway} from './stage.ts';
import type {Stage} from './stage.ts';

const fails = (): Mishap => ({when: 'before', code: 'EMFILE'});

/** Something is out of order while `work` is done. */
const during = async (
  sim: Simulation,
  appliesTo: Fault['appliesTo'],
  work: () => Promise<void>,
): Promise<void> => {
  sim.note('> out of order for a moment');
  sim.outages.set('for a moment', {appliesTo, mishap: fails});
  await work();
  sim.outages.delete('for a moment');
  sim.note('> in order again');
};

/** Another daemon starts; what the last one had in memory is gone. */
const restart = async (sim: Simulation): Promise<void> => {
  sim.crash();
  await sim.boot();
};

const remove = (sim: Simulation, stage: Stage, names: readonly string[]): void => {
  for (const name of names) takeAway(sim, stage, name);
  sim.monitors.acted();
};

const restore = (sim: Simulation, stage: Stage, name: string): void => {
  const wish = stage.removed.get(name);
  if (wish !== undefined) declare(sim, stage, wish);
  sim.monitors.acted();
};

const some = (sim: Simulation, stage: Stage, most: number): string[] =>
  stage.hidden === null ? sim.random.sample([...stage.wishes.keys()], sim.random.between(1, most)) : [];

export const misfortuneActors: readonly Actor[] = [
  {
    name: 'manifests go, and the daemon is restarted again and again',
    weight: 1,
    run: async (sim, stage) => {
      const gone = some(sim, stage, 4);
      if (gone.length === 0) return false;
      remove(sim, stage, gone);
      for (let round = 0; round < 2; round += 1) {
        await sim.advance(sim.random.between(2_200, 14_000));
        await restart(sim);
      }
      await sim.advance(sim.random.between(2_200, 14_000));
      return true;
    },
  },
  {
    name: 'a machine that another waits for goes together with it, with leave, while that is slow to stop',
    weight: 1,
    run: async (sim, stage) => {
      const [needed, waiting] = [...stage.wishes.values()].sort((left, right) =>
        left.name < right.name ? -1 : 1,
      );
      if (needed === undefined || waiting === undefined || stage.hidden !== null) return false;
      const runs = {runPolicy: 'Always', protect: false} as const;
      declare(sim, stage, {...needed, ...runs, dependsOn: []});
      declare(sim, stage, {...waiting, ...runs, dependsOn: [needed.name]});
      sim.monitors.acted();
      await sim.advance(sim.random.between(4_000, 12_000));
      const slow = sim.host.qemus.of(vmRecord(sim.host, waiting.name)?.uid ?? '');
      if (slow === undefined || sim.control === null) return true;
      slow.guest.powerdownMs = sim.random.between(5_000, 15_000);
      if (sim.random.chance(0.4)) {
        // Nobody is asked to stop before it answers.
        slow.monitor = 'mute';
        slow.dropMonitor();
        sim.host.clock.after(20_000, () => {
          slow.monitor = 'answers';
        });
      }
      remove(sim, stage, [needed.name, waiting.name]);
      await sim.advance(sim.random.between(3_500, 6_000));
      sim.monitors.pruneApproved();
      sim.note('> ask approve --prune');
      void sim.control?.approve(null, {prune: true}).catch(() => undefined);
      await sim.advance(sim.random.between(2_000, 6_000));
      return true;
    },
  },
  {
    name: 'manifests go while the next daemon cannot read what the last one spent',
    weight: 1,
    run: async (sim, stage) => {
      const gone = some(sim, stage, 4);
      if (gone.length === 0) return false;
      remove(sim, stage, gone);
      await sim.advance(sim.random.between(2_200, 14_000));
      sim.crash();
      const path = sim.host.paths.sourceFile('manifests');
      await during(
        sim,
        ({door, subject}) => door === 'read' && subject === path,
        async () => {
          await sim.boot();
          await sim.advance(sim.random.between(100, 5_000));
        },
      );
      await sim.advance(sim.random.between(2_200, 14_000));
      return true;
    },
  },
  {
    name: 'a manifest goes, and then the whole directory for a while',
    weight: 1,
    run: async (sim, stage) => {
      const gone = some(sim, stage, 1);
      const {files} = sim.host;
      if (gone.length === 0 || files.stat(manifestsDir) === undefined) return false;
      remove(sim, stage, gone);
      await sim.advance(sim.random.between(150, 1_500));
      files.rename(manifestsDir, '/m-away');
      sim.note('> the directory is renamed away');
      sim.touched();
      sim.monitors.acted();
      await sim.advance(sim.random.between(500, 40_000));
      files.rename('/m-away', manifestsDir);
      sim.note('> the directory returns');
      sim.touched();
      return true;
    },
  },
  {
    name: 'a manifest goes while a daemon starts that cannot see the host',
    weight: 1,
    run: async (sim, stage) => {
      const gone = some(sim, stage, 1);
      if (gone.length === 0) return false;
      const isLinks = sim.random.chance(0.5);
      sim.crash();
      await during(
        sim,
        ({door, operation}) =>
          isLinks ? door === 'run' && operation === 'ip show' : door === 'read' && operation === 'processes',
        async () => {
          await sim.boot();
          remove(sim, stage, gone);
          await sim.advance(sim.random.between(2_500, 8_000));
        },
      );
      return true;
    },
  },
  {
    name: 'a removed manifest is restored as its removal is decided',
    weight: 1,
    run: async (sim, stage) => {
      const [name] = some(sim, stage, 1);
      if (name === undefined) return false;
      remove(sim, stage, [name]);
      await sim.advance(sim.random.between(2_000, 2_400));
      restore(sim, stage, name);
      return true;
    },
  },
  {
    name: 'a removed manifest is restored, and breaks at once',
    weight: 1,
    run: async (sim, stage) => {
      const [goes] = sim.random.chance(0.5) ? some(sim, stage, 1) : [];
      const name = goes ?? sim.random.pick([...stage.removed.keys()]);
      if (name === undefined || stage.hidden !== null) return false;
      if (goes !== undefined) {
        // Its guest is still being stopped when it is there again.
        remove(sim, stage, [goes]);
        await sim.advance(sim.random.between(2_000, 3_000));
      }
      restore(sim, stage, name);
      await sim.advance(sim.random.between(2, 250));
      const place = stage.places.get(name);
      if (place !== undefined) sim.write(place, '{{{', 'in place');
      return true;
    },
  },
  {
    name: 'a manifest comes back and goes again while nothing can be written',
    weight: 1,
    run: async (sim, stage) => {
      const [name] = some(sim, stage, 1);
      if (name === undefined) return false;
      remove(sim, stage, [name]);
      await sim.advance(sim.random.between(150, 1_000));
      await during(
        sim,
        ({door, operation}) => door === 'write' && operation === 'writeAtomic',
        async () => {
          restore(sim, stage, name);
          await sim.advance(sim.random.between(2_000, 5_000));
        },
      );
      remove(sim, stage, [name]);
      return true;
    },
  },
  {
    name: 'a device is added, and the daemon is killed in the middle of it',
    weight: 2,
    run: async (sim, stage) => {
      const wish = someWish(sim, stage);
      if (wish === undefined || sim.life === null || stage.hidden !== null) return false;
      const hasDisk = wish.dataMi['more'] !== undefined;
      declare(
        sim,
        stage,
        hasDisk ? {...wish, nics: {...wish.nics, wan: 'lab'}} : {...wish, dataMi: {...wish.dataMi, more: 16}},
      );
      sim.life.killAtEffect(sim.random.between(1, 2), sim.random.chance(0.5) ? 'before' : 'after', 'qmp');
      await sim.advance(sim.random.between(200, 2_000));
      sim.crash();
      await sim.boot();
      return true;
    },
  },
  {
    name: 'the daemon is killed in the middle of a purge, and the VM is declared again',
    weight: 1,
    run: async (sim, stage) => {
      const name = [...stage.removed.keys()].find(each => vmRecord(sim.host, each)?.tombstone != null);
      if (name === undefined || sim.control === null || stage.hidden !== null) return false;
      sim.monitors.purged(vmRecord(sim.host, name)?.uid ?? '');
      sim.note(`> ask purge ${name}`);
      sim.life?.killAtEffect(sim.random.between(2, 6), 'after');
      void sim.control.purge({kind: 'VirtualMachine', namespace: 'default', name}).catch(() => undefined);
      await sim.advance(sim.random.between(1, 100));
      sim.crash();
      restore(sim, stage, name);
      await sim.boot();
      return true;
    },
  },
];
