// What the host policy adds to the prune budget: limits on how many machines one change of a source may take away without a
// person, each with an account of its own. They only take from what the budget gives. Pure.
import type {ObjectKey} from '../desired/node.ts';
import type {BudgetState, LimitAccount, SourceChange} from './budget.ts';

/** A limit with the machines that it speaks of now. */
export type RemovalLimit = {
  /** In the words of the policy, with its number: limits that say the same are one. */
  readonly limit: string;
  /** A number, or a percentage. */
  readonly max: number | string;
  /** null: every machine of the source. */
  readonly members: ReadonlySet<ObjectKey> | null;
};

/** Percentages are rounded down; as in the prune budget one may go at least, unless it is said that none may. */
export const mostRemoved = (max: number | string, of: number): number => {
  if (typeof max === 'number') return max;
  const percent = Number.parseInt(max, 10);
  return percent === 0 ? 0 : Math.max(1, Math.floor((percent * of) / 100));
};

const speaksOf = ({members}: RemovalLimit, key: ObjectKey): boolean => members === null || members.has(key);

/**
 * An account of each limit for each of these changes. One that is set while a change stands counts from then on; what it came to
 * stays, whatever is declared later. `machines` are those of the source before the scan, without those that were removed.
 */
export const openAccounts = (
  state: BudgetState,
  standing: ReadonlySet<number>,
  limits: readonly RemovalLimit[],
  machines: readonly ObjectKey[],
): BudgetState => {
  const changes = new Map(state.changes);
  for (const number of standing) {
    const change = changes.get(number);
    const known = change?.limits ?? [];
    const isKnown = ({limit}: RemovalLimit): boolean => known.some(account => account.limit === limit);
    const fresh = limits.filter(each => !isKnown(each)).map(each => accountOf(each, machines));
    if (change !== undefined && fresh.length > 0)
      changes.set(number, {...change, limits: [...known, ...fresh]});
  }
  return [...changes].every(([number, change]) => state.changes.get(number) === change)
    ? state
    : {...state, changes};
};

const accountOf = (limit: RemovalLimit, machines: readonly ObjectKey[]): LimitAccount => {
  const of = machines.filter(key => speaksOf(limit, key)).length;
  return {limit: limit.limit, of, most: mostRemoved(limit.max, of), spent: 0};
};

/** The accounts of those limits in force that speak of this machine. */
const accountsFor = (
  {limits: accounts = []}: SourceChange,
  limits: readonly RemovalLimit[],
  key: ObjectKey,
): readonly LimitAccount[] =>
  accounts.filter(({limit}) => limits.some(each => each.limit === limit && speaksOf(each, key)));

/** The limits that hold its removal on account of `change`. */
export const exhaustedLimits = (
  state: BudgetState,
  change: number,
  limits: readonly RemovalLimit[],
  key: ObjectKey,
): readonly LimitAccount[] => {
  const account = state.changes.get(change);
  return account === undefined
    ? []
    : accountsFor(account, limits, key).filter(({most, spent}) => spent >= most);
};

/** Its removal is paid for: each limit that speaks of it has one less. */
export const spend = (
  state: BudgetState,
  change: number,
  limits: readonly RemovalLimit[],
  key: ObjectKey,
): BudgetState => {
  const account = state.changes.get(change);
  const paying = new Set(account === undefined ? [] : accountsFor(account, limits, key));
  if (account?.limits === undefined || paying.size === 0) return state;
  const after = account.limits.map(each => (paying.has(each) ? {...each, spent: each.spent + 1} : each));
  return {...state, changes: new Map(state.changes).set(change, {...account, limits: after})};
};
