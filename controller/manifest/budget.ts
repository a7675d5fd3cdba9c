// How much of a source may be pruned without a person: the arithmetic of the prune budget, and nothing else. Pure.
import type {ObjectKey} from '../desired/node.ts';

/**
 * A change of the source: losses of VirtualMachines that follow each other within `changeGapMs`. Only losses count,
 * so that an unrelated edit never refills the budget of what is held.
 */
export type SourceChange = {
  /** How many removals this change may cause. */
  readonly budget: number;
  readonly spent: number;
  /** Of the limits that the host policy sets (removal-limits.ts); left out where there is none. */
  readonly limits?: readonly LimitAccount[];
};

/** One limit on one change. */
export type LimitAccount = {
  readonly limit: string;
  /** Machines that it spoke of when it was opened. */
  readonly of: number;
  /** How many of them may go. */
  readonly most: number;
  readonly spent: number;
};

export type BudgetState = {
  readonly changes: ReadonlyMap<number, SourceChange>;
  /** Number of the newest change; 0 for none. */
  readonly lastChange: number;
  /** Monotonic time of the newest loss since this start. */
  readonly lastLossMs: number | null;
  /** Monotonic time of the newest removal that was paid from a budget. */
  readonly lastGrantMs: number | null;
};

export const emptyBudget: BudgetState = {
  changes: new Map(),
  lastChange: 0,
  lastLossMs: null,
  lastGrantMs: null,
};

/** Losses closer together than this are one change: a directory is not emptied in one instant. */
export const changeGapMs = 2_000;

/** One removal per 10 s: contract. */
export const grantGapMs = 10_000;

/** max(1, 20 %): contract. */
export const budgetOf = (vmCount: number): number => Math.max(1, Math.floor(vmCount / 5));

/** Only virtual machines are paid from the budget: nothing else holds a guest or its data. */
export const isBudgeted = (key: ObjectKey): boolean => key.startsWith('VirtualMachine/');

/** VMs were found missing at `nowMs`: the state afterwards, whose `lastChange` is the change they belong to. */
export const noteLoss = (state: BudgetState, vmCount: number, nowMs: number): BudgetState => {
  const isSameChange = state.lastLossMs !== null && nowMs - state.lastLossMs < changeGapMs;
  if (isSameChange) return {...state, lastLossMs: nowMs};
  const lastChange = state.lastChange + 1;
  const changes = new Map(state.changes).set(lastChange, {budget: budgetOf(vmCount), spent: 0});
  return {...state, changes, lastChange, lastLossMs: nowMs};
};

export type Grant =
  | {readonly kind: 'granted'; readonly state: BudgetState}
  | {readonly kind: 'exhausted'; readonly budget: number}
  | {readonly kind: 'wait'; readonly waitMs: number};

/** Ask for one removal on account of `change`. */
export const requestGrant = (state: BudgetState, change: number, nowMs: number): Grant => {
  const account = state.changes.get(change) ?? {budget: 0, spent: 0};
  if (account.spent >= account.budget) return {kind: 'exhausted', budget: account.budget};
  const waitMs = state.lastGrantMs === null ? 0 : state.lastGrantMs + grantGapMs - nowMs;
  if (waitMs > 0) return {kind: 'wait', waitMs};
  const changes = new Map(state.changes).set(change, {...account, spent: account.spent + 1});
  return {kind: 'granted', state: {...state, changes, lastGrantMs: nowMs}};
};

/** Forget accounts that nothing is charged to any more; the newest stays open for losses that follow closely. */
export const dropUnused = (state: BudgetState, used: ReadonlySet<number>): BudgetState => {
  const open = [...state.changes].filter(([change]) => used.has(change) || change === state.lastChange);
  return open.length === state.changes.size ? state : {...state, changes: new Map(open)};
};
