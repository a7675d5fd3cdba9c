// Disruption budgets over the memory of the controller: which machines each counts, which of them are available now, and the
// claim that whoever interrupts one takes first. A claim is taken in the same instant in which it was found to be allowed.
import {objectKey} from '../desired/names.ts';
import type {BudgetCount, ObjectKey} from '../desired/node.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {ObjectRecord} from '../observe/record.ts';
import {allows, mostUnavailable, selects} from '../plan/budget.ts';
import type {BudgetSpec} from '../plan/budget.ts';
import {wantsRunning} from '../plan/power.ts';
import {isReady} from '../world.ts';
import type {World} from '../world.ts';

type Counted = Pick<World, 'records' | 'statuses' | 'vms' | 'interrupting'>;

/** The budgets that speak of this machine as it is declared now, counted now. */
export const budgetsOf = (world: Counted, machine: ObjectRecord): BudgetCount[] =>
  [...world.records.values()].flatMap(record =>
    record.kind === 'DisruptionBudget' &&
    record.namespace === machine.namespace &&
    record.tombstone === null &&
    selects(specOf(record), labelsOf(machine))
      ? [countBudget(world, record, machine)]
      : [],
  );

/** One budget with its machines; `edited` is one whose record is about to be written. */
export const countBudget = (world: Counted, budget: ObjectRecord, edited?: ObjectRecord): BudgetCount => {
  const spec = specOf(budget);
  const records = new Map(world.records);
  if (edited !== undefined) records.set(objectKey(edited.kind, edited.namespace, edited.name), edited);
  const members = [...records].filter(
    ([, record]) =>
      record.kind === 'VirtualMachine' &&
      record.namespace === budget.namespace &&
      record.tombstone === null &&
      selects(spec, labelsOf(record)) &&
      (record.policy === null || wantsRunning(record, record.policy.runPolicy)),
  );
  return {
    key: objectKey(budget.kind, budget.namespace, budget.name),
    name: budget.name,
    expected: members.length,
    unavailable: members.flatMap(([key, record]) => (isAvailable(world, key, record) ? [] : [key])),
    most: mostUnavailable(spec, members.length),
  };
};

/** Ready as it runs now, and nobody is about to interrupt it. What a former process was is no evidence. */
const isAvailable = (world: Counted, key: ObjectKey, {uid, run, restartRequested}: ObjectRecord): boolean => {
  if (run.active === null || run.stopping || restartRequested || world.interrupting.has(key)) return false;
  const {process} = world.vms.observe(uid);
  const status = world.statuses.get(key)?.status as {readonly pid?: number | null} | undefined;
  return process.state === 'present' && status?.pid === process.value.pid && isReady(world, key);
};

/** Take the place of one machine in all of its budgets, or say that there is none; `release` gives it back. */
export const claimInterruption = (world: Counted, record: ObjectRecord): {release(): void} | null => {
  const key = objectKey(record.kind, record.namespace, record.name);
  if (!budgetsOf(world, record).every(count => allows(count, key))) return null;
  world.interrupting.add(key);
  return {
    release: () => {
      world.interrupting.delete(key);
    },
  };
};

const specOf = ({manifest}: ObjectRecord): BudgetSpec => (manifest as ManifestObject<BudgetSpec>).spec;

const labelsOf = ({manifest}: ObjectRecord): Readonly<Record<string, string>> =>
  (manifest as ManifestObject).metadata.labels;
