// What is out of order for a while, one row each: a row begins an outage or ends its own. Whoever rests or converges
// ends them all (stage.ts).
import type {Mishap} from '../fakes/host.ts';
import type {Actor} from './actor.ts';
import type {Fault} from './faults.ts';
import {manifestsDir} from './manifests.ts';
import type {Simulation} from './simulation.ts';
import {someWish} from './stage.ts';
import type {Stage} from './stage.ts';

type Outage = Pick<Fault, 'appliesTo' | 'mishap'>;

const fails = (code: string) => (): Mishap => ({when: 'before', code});

/** Begin it, or end it when it lasts; `also` is done with its beginning and gives what undoes that. */
const toggle = (
  sim: Simulation,
  stage: Stage,
  name: string,
  outage: Outage,
  also: () => () => void = () => () => undefined,
): boolean => {
  const end = stage.outages.get(name);
  if (end !== undefined) {
    end();
    stage.outages.delete(name);
    sim.note(`> ${name} is over`);
    return true;
  }
  sim.note(`> ${name}`);
  sim.outages.set(name, outage);
  const undo = also();
  stage.outages.set(name, () => {
    sim.outages.delete(name);
    undo();
  });
  return true;
};

const creating: ReadonlySet<string> = new Set([
  'writeAtomic',
  'append',
  'copy',
  'makeDirectory',
  'linkNoClobber',
]);

/** Guests whose disks have no room stop at their next write (werror=stop). */
const stopGuests = (sim: Simulation): (() => void) => {
  for (const qemu of sim.host.qemus.all())
    if (qemu.runState === 'running' && sim.random.chance(0.5)) {
      const [node] = qemu.nodes.keys();
      if (node !== undefined) qemu.ioError(node);
    }
  sim.host.files.control.setFreeBytes(0);
  return () => {
    sim.host.files.control.setFreeBytes(100 * 1024 ** 3);
    for (const qemu of sim.host.qemus.all()) qemu.clearIoError();
  };
};

const unwritable =
  (name: string, directoryOf: (sim: Simulation) => string): Actor['run'] =>
  (sim, stage) =>
    toggle(sim, stage, name, {
      appliesTo: ({door, subject}) => door === 'write' && subject.startsWith(directoryOf(sim)),
      mishap: fails('EACCES'),
    });

export const outageActors: readonly Actor[] = [
  {
    name: 'the disk is full for a while',
    weight: 1,
    run: (sim, stage) =>
      toggle(
        sim,
        stage,
        'the disk is full',
        {
          appliesTo: ({door, operation}) => door === 'write' && creating.has(operation),
          mishap: fails('ENOSPC'),
        },
        () => stopGuests(sim),
      ),
  },
  {
    name: 'the status directory is unwritable for a while',
    weight: 1,
    run: unwritable('the status directory is unwritable', sim => sim.host.paths.statusDir),
  },
  {
    name: 'the state directory is unwritable for a while',
    weight: 1,
    run: unwritable('the state directory is unwritable', sim => sim.host.paths.stateDir),
  },
  {
    name: 'a manifest is unreadable for a while',
    weight: 2,
    run: (sim, stage) => {
      const place = stage.places.get(someWish(sim, stage)?.name ?? '');
      const name = [...stage.outages.keys()].find(each => each.startsWith('unreadable '));
      if (name === undefined && place === undefined) return false;
      const path = name?.slice('unreadable '.length) ?? `${manifestsDir}/${place ?? ''}`;
      toggle(sim, stage, name ?? `unreadable ${path}`, {
        appliesTo: ({door, operation, subject}) =>
          door === 'read' && operation === 'readRegular' && subject === path,
        mishap: fails('EACCES'),
      });
      sim.touched();
      return true;
    },
  },
  {
    name: 'the network of the host answers nothing for a while',
    weight: 1,
    run: (sim, stage) =>
      toggle(sim, stage, 'no ip works', {
        appliesTo: ({door, operation}) => door === 'run' && operation.startsWith('ip '),
        mishap: fails('ENOBUFS'),
      }),
  },
];
