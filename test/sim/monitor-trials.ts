// P11: a revision gives way only where its owner asked for that, only while it never came up, only after its time, and
// what came back is never given up in its turn.
import {parseRecord} from './records.ts';
import type {Monitor} from './monitors.ts';
import type {Simulation} from './simulation.ts';

/** As rendered into manifests that ask for the gate. */
const deadlineMs = 60_000;

export const watchTrials = (sim: Simulation): Monitor => {
  const {host} = sim;
  const launchedAtMs = new Map<string, number>();

  const check = (path: string, content: unknown): void => {
    const after = parseRecord(String(content));
    const before = parseRecord(host.files.read(path));
    if (after?.rollback?.by !== 'HealthGate' || after.rollback.since === before?.rollback?.since) return;
    const {name, uid} = after;
    if (before?.rollback != null) sim.violate(`${name} is rolled back from what it was rolled back to`);
    if (before?.trial == null || before.trial.good !== after.rollback.to)
      sim.violate(`${name} goes back to revision ${String(after.rollback.to)}, which nobody saw ready`);
    if (after.policy?.onFailure !== 'Rollback') sim.violate(`${name} is rolled back, which nobody asked for`);
    const ranMs = host.clock.monotonicMs() - (launchedAtMs.get(uid) ?? 0);
    if (host.qemus.of(uid) !== undefined && after.run.active !== null && ranMs < deadlineMs)
      sim.violate(`${name} is given up after ${String(Math.round(ranMs))} ms`);
    sim.monitors.licenses.grant(name, 'stop', 'its revision failed');
    sim.monitors.licenses.grant(name, 'change', 'its revision failed');
  };

  return {
    before: ({door, operation, subject, detail}) => {
      if (door === 'launch') launchedAtMs.set(subject, host.clock.monotonicMs());
      if (door === 'write' && operation === 'writeAtomic' && subject.startsWith(`${host.paths.recordsDir}/`))
        check(subject, detail);
    },
  };
};
