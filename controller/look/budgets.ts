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
  budgetRecordsOf(world, machine).map(budget => countBudget(world, budget, machine));

const budgetRecordsOf = ({records}: Counted, machine: ObjectRecord): ObjectRecord[] =>
  [...records.values()].filter(
    record =>
      record.kind === 'DisruptionBudget' &&
      record.namespace === machine.namespace &&
      record.tombstone === null &&
      selects(specOf(record), labelsOf(machine)),
  );

/** One budget with its machines; `edited` is one whose record is about to be written. */
export const countBudget = (world: Counted, budget: ObjectRecord, edited?: ObjectRecord): BudgetCount => {
  const members = membersOf(world, budget, edited);
  return {
    key: objectKey(budget.kind, budget.namespace, budget.name),
    name: budget.name,
    expected: members.length,
    unavailable: members.flatMap(([key, record]) => (isAvailable(world, key, record) ? [] : [key])),
    most: mostUnavailable(specOf(budget), members.length),
  };
};

const membersOf = (world: Counted, budget: ObjectRecord, edited?: ObjectRecord) => {
  const records = new Map(world.records);
  if (edited !== undefined) records.set(objectKey(edited.kind, edited.namespace, edited.name), edited);
  return [...records].filter(
    ([, record]) =>
      record.kind === 'VirtualMachine' &&
      record.namespace === budget.namespace &&
      record.tombstone === null &&
      selects(specOf(budget), labelsOf(record)) &&
      (record.policy === null || wantsRunning(record, record.policy.runPolicy)),
  );
};

/**
 * Ask those that share a budget with this machine how their guests are. A pass asks no monitor anything, so the end of a guest whose
 * hypervisor hangs is not heard of, and whoever is interrupted then would be one too many. What does not answer is not available.
 */
export const askOthers = async (world: Counted, machine: ObjectRecord): Promise<void> => {
  const uids = new Set(
    budgetRecordsOf(world, machine).flatMap(budget =>
      membersOf(world, budget, machine)
        .filter(([key, record]) => record.uid !== machine.uid && isAvailable(world, key, record))
        .map(([, {uid}]) => uid),
    ),
  );
  await Promise.all([...uids].map(uid => world.vms.ask(uid)));
};

/** Ready as it runs now, and nobody is about to interrupt it. What a former process was is no evidence. */
const isAvailable = (world: Counted, key: ObjectKey, {uid, run, restartRequested}: ObjectRecord): boolean => {
  if (run.active === null || run.stopping || restartRequested || world.interrupting.has(key)) return false;
  const {process, monitor} = world.vms.observe(uid);
  if (monitor.state !== 'connected' || monitor.runState !== 'running') return false;
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
