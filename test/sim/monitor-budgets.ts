// P26: what vmlet interrupts of its own accord stays inside every disruption budget. Judged by the budgets, labels and
// intents on disk and by the guests themselves, at the moment when a guest is told to go.
import type {ManifestObject} from '../../controller/manifest/object.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {mostUnavailable, selects} from '../../controller/plan/budget.ts';
import type {BudgetSpec} from '../../controller/plan/budget.ts';
import {wantsRunning} from '../../controller/plan/power.ts';
import type {Monitor} from './monitors.ts';
import {recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

const goodbyes: ReadonlySet<string> = new Set(['system_powerdown', 'send-key', 'quit']);

/** What changed this short a time ago may not have been seen by whoever decided. */
const overlapMs = 2_000;
const lookEveryMs = 500;

export const watchBudgets = (sim: Simulation): Monitor & {takenDown(): void} => {
  const {host} = sim;
  /** Since when each thing is as it is, by its name and what it is. */
  const since = new Map<string, {readonly what: string; readonly atMs: number}>();

  /** Processes that were told to go. */
  const doomed = new Set<number>();
  let lookedAtMs = -Infinity;

  const isOld = (name: string, what: string): boolean => {
    const nowMs = host.clock.monotonicMs();
    if (since.get(name)?.what !== what) since.set(name, {what, atMs: nowMs});
    return nowMs - (since.get(name)?.atMs ?? nowMs) > overlapMs;
  };

  /** A stop that was decided before its machine counted for a budget is carried out: a crash may lie in between. */
  const cameAfter = (name: string, other: string): boolean =>
    (since.get(name)?.atMs ?? 0) > (since.get(other)?.atMs ?? 0);

  const labelsOf = ({manifest}: ObjectRecord) => (manifest as ManifestObject).metadata.labels;
  const runs = ({uid}: ObjectRecord): boolean => host.qemus.of(uid)?.runState === 'running';
  const isWanted = (record: ObjectRecord): boolean =>
    record.kind === 'VirtualMachine' &&
    record.tombstone === null &&
    record.policy !== null &&
    wantsRunning(record, record.policy.runPolicy);

  /** Stopped for what was edited: nobody removed it, halted it or asked for its restart. */
  const isOwnAccord = (record: ObjectRecord): boolean =>
    isWanted(record) && record.run.stopping && !record.restartRequested && !record.deleteRequested;

  /** Everything that counts, looked at often enough that its age is known. */
  const look = (): {records: ObjectRecord[]; steady: Set<string>} => {
    const records = recordsOf(host);
    const steady = new Set<string>();
    for (const record of records) {
      const {kind, name, uid, run} = record;
      const what =
        kind === 'DisruptionBudget'
          ? JSON.stringify([record.manifest, record.tombstone === null])
          : JSON.stringify([labelsOf(record), isWanted(record), runs(record), record.restartRequested]);
      const isKnown = isOld(`${kind}/${name}/${uid}`, what);
      isOld(`stop/${uid}`, String(run.stopping));
      if (kind === 'VirtualMachine')
        isOld(`counts/${uid}`, JSON.stringify([labelsOf(record), isWanted(record)]));
      // What vmlet itself interrupts it knows of at once.
      if (isKnown || (kind === 'VirtualMachine' && isOwnAccord(record))) steady.add(uid);
    }
    return {records, steady};
  };

  const judge = (uid: string): void => {
    const {records, steady} = look();
    const target = records.find(record => record.uid === uid);
    // A harder step of the same stop, or the rest of one that a crash cut short, was decided before, by whomever.
    const pid = host.qemus.of(uid)?.identity.pid ?? 0;
    const wasDoomed = doomed.has(pid);
    doomed.add(pid);
    if (wasDoomed || target === undefined || !isOwnAccord(target) || !runs(target)) return;
    if (isOld(`stop/${uid}`, 'true') || cameAfter(`counts/${uid}`, `stop/${uid}`)) return;
    for (const budget of records) {
      if (budget.kind !== 'DisruptionBudget' || budget.tombstone !== null || !steady.has(budget.uid))
        continue;
      const {spec} = budget.manifest as ManifestObject<BudgetSpec>;
      if (!selects(spec, labelsOf(target))) continue;
      const members = records.filter(record => isWanted(record) && selects(spec, labelsOf(record)));
      // One that just began to be counted may raise a percentage that it was not part of.
      if (members.some(record => !steady.has(record.uid) && record !== target)) continue;
      const down = members.filter(record => record === target || record.run.stopping || !runs(record));
      const most = mostUnavailable(spec, members.length);
      if (down.length > most)
        sim.violate(
          `${target.name} is interrupted while ${down.map(({name}) => name).join(', ')} of ${String(members.length)} are down, and budget ${budget.name} allows ${String(most)}`,
        );
    }
  };

  return {
    takenDown: () => {
      for (const {identity} of host.qemus.all()) doomed.add(identity.pid);
    },
    before: ({door, operation, subject}) => {
      if (door === 'qmp' && goodbyes.has(operation)) judge(subject);
    },
    acted: () => {
      look();
    },
    step: () => {
      if (host.clock.monotonicMs() - lookedAtMs < lookEveryMs) return;
      lookedAtMs = host.clock.monotonicMs();
      look();
    },
  };
};
