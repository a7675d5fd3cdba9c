// What people ask of the daemon, one row each.
import type {ControlPort} from '../../controller/api/protocol.ts';
import type {Actor} from './actor.ts';
import {leaveOver} from './leftovers.ts';
import {manifestsDir} from './manifests.ts';
import {vmRecord} from './records.ts';
import type {Simulation} from './simulation.ts';

const recordFile = ({host}: Simulation, name: string): string => host.paths.record(ref(name));

const ref = (name: string) => ({kind: 'VirtualMachine', namespace: 'default', name});

/** A request to the daemon; the answer may never come, since the daemon may die of something else meanwhile. */
const ask = (
  sim: Simulation,
  what: string,
  keptIn: string | null,
  request: (control: ControlPort) => Promise<{ok: boolean}>,
): boolean => {
  if (sim.control === null) return false;
  const {life} = sim;
  sim.note(`> ask ${what}`);
  const answered = keptIn === null ? () => undefined : sim.monitors.asked(keptIn);
  void request(sim.control).then(
    ({ok}) => {
      // What a process still says while it dies reaches nobody.
      if (sim.life === life) answered(what, ok);
      sim.note(`> answer ${what}: ${String(ok)}`);
    },
    // As the API's server does: the one who asked is told, and nobody else.
    (thrown: unknown) => {
      sim.note(`> no answer ${what}: ${String(thrown)}`);
    },
  );
  return true;
};

const power =
  (verb: 'start' | 'stop' | 'restart') =>
  (sim: Simulation): boolean => {
    const name = sim.random.pick(sim.names) ?? 'a';
    if (sim.control === null || vmRecord(sim.host, name) === null) return false;
    if (verb !== 'start') sim.monitors.licenses.grant(name, 'stop', verb);
    // A start by hand takes the newest spec.
    if (verb === 'start') sim.monitors.licenses.grant(name, 'stop', 'started by hand');
    return ask(sim, `${verb} ${name}`, recordFile(sim, name), control =>
      control.power(ref(name), verb, {now: sim.random.chance(0.3)}),
    );
  };

export const peopleActors: readonly Actor[] = [
  {
    name: 'approve changes',
    weight: 8,
    run: sim => {
      const name = sim.random.pick(sim.names) ?? 'a';
      if (sim.control === null || vmRecord(sim.host, name) === null) return false;
      for (const effect of ['stop', 'change'] as const) sim.monitors.licenses.grant(name, effect, 'approved');
      return ask(sim, `approve ${name}`, recordFile(sim, name), control =>
        control.approve(ref(name), {prune: false}),
      );
    },
  },
  {
    name: 'approve removals',
    weight: 2,
    run: sim => {
      if (sim.control === null) return false;
      sim.monitors.pruneApproved();
      // What is released already is not written down again.
      return ask(sim, 'approve --prune', null, control => control.approve(null, {prune: true}));
    },
  },
  {name: 'stop a VM', weight: 4, run: power('stop')},
  {name: 'start a VM', weight: 5, run: power('start')},
  {name: 'restart a VM', weight: 4, run: power('restart')},
  {
    name: 'roll a VM back, or end that',
    weight: 4,
    run: (sim, stage) => {
      const name = sim.random.pick(sim.names) ?? 'a';
      const record = vmRecord(sim.host, name);
      if (sim.control === null || record === null) return false;
      const undo = record.rollback != null && sim.random.chance(0.4);
      const to = sim.random.chance(0.5) ? null : sim.random.between(1, record.revisions.prepared + 1);
      sim.monitors.licenses.grant(name, 'change', 'rolled back');
      const approvals = [record.policy?.approval, stage.wishes.get(name)?.approval];
      if (approvals.includes('Automatic'))
        sim.monitors.licenses.grant(name, 'stop', 'rolled back, and needs nobody');
      return ask(sim, `rollback ${name}`, recordFile(sim, name), control =>
        control.rollback(ref(name), {to, undo}),
      );
    },
  },
  {
    name: 'boot a variant of a VM once',
    weight: 3,
    run: sim => {
      const name = sim.random.pick(sim.names) ?? 'a';
      if (sim.control === null || vmRecord(sim.host, name) === null) return false;
      sim.monitors.licenses.grant(name, 'stop', 'a variant was asked for');
      return ask(sim, `boot ${name}`, recordFile(sim, name), control =>
        control.boot(ref(name), {variant: 'rescue', now: sim.random.chance(0.3)}),
      );
    },
  },
  {
    name: 'delete a VM by name',
    weight: 2,
    run: sim => {
      const name = sim.random.pick(sim.names) ?? 'a';
      if (sim.control === null || vmRecord(sim.host, name) === null) return false;
      sim.monitors.licenses.grant(name, 'stop', 'deleted');
      return ask(sim, `delete ${name}`, recordFile(sim, name), control =>
        control.delete(ref(name), {now: sim.random.chance(0.3)}),
      );
    },
  },
  {
    name: 'undelete a VM',
    weight: 2,
    run: (sim, stage) => {
      const name = sim.random.pick([...stage.removed.keys()]);
      const wish = stage.removed.get(name ?? '');
      if (sim.control === null || name === undefined || wish === undefined || stage.hidden !== null)
        return false;
      if (vmRecord(sim.host, name)?.tombstone == null) return false;
      const file = `virtualmachine-default-${name}.yaml`;
      ask(sim, `undelete ${name}`, `${manifestsDir}/${file}`, control => control.undelete(ref(name)));
      if (sim.host.files.stat(`${manifestsDir}/${file}`) === undefined) return true;
      stage.wishes.set(name, wish);
      stage.places.set(name, file);
      stage.removed.delete(name);
      sim.monitors.licenses.grant(name, 'change', 'undeleted');
      sim.touched();
      return true;
    },
  },
  {
    name: 'something is left over, of this vmlet or another',
    weight: 1,
    run: sim => {
      leaveOver(sim, sim.random.chance(0.7));
      return true;
    },
  },
  {
    name: 'sweep what is left over',
    weight: 3,
    run: sim => {
      if (sim.control === null) return false;
      // Whoever runs without an object was named by nobody; all who run may be named by mistake, and none of them ends.
      const stop = sim.random.chance(0.3) ? sim.host.qemus.all().map(({identity}) => identity) : [];
      return ask(sim, 'sweep --delete', null, control => control.sweep({mode: 'delete', stop}));
    },
  },
  {
    name: 'purge a removed VM',
    weight: 2,
    run: (sim, stage) => {
      const name = sim.random.pick([...stage.removed.keys()]);
      const record = name === undefined ? null : vmRecord(sim.host, name);
      if (sim.control === null || name === undefined || record === null) return false;
      // One that is still declared, as far as the daemon knows, is refused.
      if (record.tombstone !== null) sim.monitors.purged(record.uid);
      return ask(sim, `purge ${name}`, recordFile(sim, name), control => control.purge(ref(name)));
    },
  },
];
