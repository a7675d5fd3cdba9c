// What becomes of vmlet's own files behind its back, one row each: statuses go, state is damaged. The daemon always
// starts, and what is lost is rebuilt from what else is known.
import {decodeState} from '../../controller/host/state-file.ts';
import type {Actor} from './actor.ts';
import {vmRecord} from './records.ts';
import type {Simulation} from './simulation.ts';

const ref = (name: string) => ({kind: 'VirtualMachine', namespace: 'default', name});

/** What was remembered of it is forgotten: an approval, a stop by hand, a removal that was begun. */
const forgetful = (sim: Simulation, name: string): void => {
  sim.monitors.licenses.grant(name, 'stop', 'its state was damaged');
  sim.monitors.licenses.grant(name, 'change', 'its state was damaged');
};

const damage = (sim: Simulation, path: string): boolean => {
  const bytes = sim.host.files.read(path);
  if (bytes === undefined) return false;
  const cut = sim.random.between(0, bytes.length - 1);
  sim.host.files.control.put(
    path,
    sim.random.chance(0.5) ? bytes.subarray(0, cut) : '{"sha256": "no"}\n{}\n',
  );
  sim.note(`> damage ${path}`);
  return true;
};

/** A daemon that runs knows better than its files; the next one has nothing else. */
const damageAndStart = async (sim: Simulation, path: string): Promise<boolean> => {
  sim.crash();
  const isDamaged = damage(sim, path);
  await sim.boot();
  return isDamaged;
};

export const stateActors: readonly Actor[] = [
  {
    name: 'statuses are removed or damaged',
    weight: 2,
    run: sim => {
      const {files, paths} = sim.host;
      const path = paths.status(ref(sim.random.pick(sim.names) ?? 'a'));
      if (files.stat(path) === undefined) return false;
      sim.note(`> disturb ${path}`);
      if (sim.random.chance(0.3)) files.removeTree(paths.statusDir);
      else if (sim.random.chance(0.5)) files.remove(path);
      else files.control.put(path, '{{{');
      return true;
    },
  },
  {
    name: 'a record is damaged',
    weight: 1,
    run: async sim => {
      const name = sim.random.pick(sim.names) ?? 'a';
      const record = vmRecord(sim.host, name);
      // What was removed is not known to be so any more, nor that a disk was never made: people would have to say so.
      if (record === null || record.tombstone !== null || record.run.bootedAt === null) return false;
      if (record.revisions.prepared !== record.revisions.booted) return false;
      // Of one whose revision and status are gone as well nothing is left to tell whose disks are whose.
      const revision = sim.host.files.read(sim.host.paths.revision(record.uid, record.revisions.booted));
      if (decodeState(revision).state !== 'good') return false;
      forgetful(sim, name);
      return damageAndStart(sim, sim.host.paths.record(ref(name)));
    },
  },
  {
    name: 'a revision is damaged',
    weight: 1,
    run: async sim => {
      const name = sim.random.pick(sim.names) ?? 'a';
      const record = vmRecord(sim.host, name);
      if (record === null) return false;
      forgetful(sim, name);
      return damageAndStart(sim, sim.host.paths.revision(record.uid, record.revisions.prepared));
    },
  },
  {
    name: 'the event log is damaged',
    weight: 1,
    run: sim => damage(sim, sim.host.paths.eventsFile),
  },
];
