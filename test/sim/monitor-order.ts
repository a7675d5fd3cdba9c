// P28: of machines that are removed together, one that others need is asked to go after those of them. Judged when the intent to stop
// it becomes durable, from the records and processes of that instant.
import type {Monitor} from './monitors.ts';
import {parseRecord, recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

/** How long one run of a key may rest on what it looked at. */
const overlapMs = 1_000;

export const watchOrder = (sim: Simulation): Monitor & {killedAll(): void} => {
  const {host} = sim;
  /** `down --now` kills all at once, in no order. */
  let isKilledAll = false;
  /** When each life was seen to be removed. */
  const removedAtMs = new Map<string, number>();

  const noteRemoved = (): void => {
    const removed = recordsOf(host).filter(({tombstone}) => tombstone !== null);
    for (const {uid} of removed) if (!removedAtMs.has(uid)) removedAtMs.set(uid, host.clock.monotonicMs());
    for (const uid of removedAtMs.keys())
      if (!removed.some(each => each.uid === uid)) removedAtMs.delete(uid);
  };

  return {
    killedAll: () => {
      isKilledAll = true;
    },
    daemonStarts: () => {
      isKilledAll = false;
    },
    before: ({door, operation, subject, detail}) => {
      if (isKilledAll || door !== 'write' || operation !== 'writeAtomic') return;
      if (!subject.startsWith(host.paths.recordsDir)) return;
      const after = parseRecord(String(detail));
      const before = parseRecord(host.files.read(subject));
      if (after?.tombstone == null || before?.tombstone == null || before.uid !== after.uid) return;
      if (!after.run.stopping || before.run.stopping || before.run.stopNow) return;
      const key = `VirtualMachine/${after.namespace}/${after.name}`;
      const sinceMs = host.clock.monotonicMs() - overlapMs;
      for (const {uid, name, policy} of recordsOf(host))
        if (
          policy?.dependsOn.some(each => each === key) === true &&
          (removedAtMs.get(uid) ?? Infinity) < sinceMs &&
          host.qemus.of(uid) !== undefined
        )
          sim.violate(`${after.name} is stopped before ${name}, which needs it and is removed too`);
    },
    after: ({door, subject}) => {
      if (door === 'write' && subject.startsWith(host.paths.recordsDir)) noteRemoved();
    },
  };
};
