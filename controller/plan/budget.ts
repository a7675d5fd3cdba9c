// A disruption budget: how many machines of a label set may be unavailable at once, and whether one more may be. Pure;
// who is counted, and when, is look/budgets.ts.
import type {BudgetCount, ObjectKey} from '../desired/node.ts';
import type {Hold, PendingChange} from './action.ts';

/** As declared: exactly one of the two limits. */
export type BudgetSpec = {
  readonly selector: {readonly matchLabels: Readonly<Record<string, string>>};
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
};

/** Does a budget speak of a machine with these labels? */
export const selects = ({selector}: BudgetSpec, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector.matchLabels).every(([name, value]) => labels[name] === value);

/** How many of `expected` may be unavailable; percentages are rounded up, as Kubernetes does for both limits. */
export const mostUnavailable = ({maxUnavailable, minAvailable}: BudgetSpec, expected: number): number =>
  maxUnavailable === undefined
    ? Math.max(0, expected - scaled(minAvailable ?? 0, expected))
    : Math.min(expected, scaled(maxUnavailable, expected));

const scaled = (limit: number | string, expected: number): number =>
  typeof limit === 'number' ? limit : Math.ceil((Number.parseInt(limit, 10) * expected) / 100);

/** One that is unavailable already takes nothing more by being interrupted. */
export const allows = ({unavailable, most}: BudgetCount, key: ObjectKey): boolean =>
  new Set([...unavailable, key]).size <= most;

const named = 5;

/** The arithmetic, for people: it is the same as long as the machines are. */
export const arithmetic = ({name, expected, unavailable, most}: BudgetCount): string => {
  const names = unavailable.map(key => `vm/${key.split('/')[2] ?? ''}`).sort();
  const list =
    names.length <= named
      ? names.join(', ')
      : `${names.slice(0, named).join(', ')} and ${String(names.length - named)} more`;
  const now =
    unavailable.length === 0 ? 'none is unavailable' : `unavailable now: ${String(names.length)} (${list})`;
  return `budget ${name}: of ${String(expected)} machines at most ${String(most)} may be unavailable, ${now}`;
};

/** What has leave waits until every budget that speaks of it has room. */
export const budgetHold = (
  name: string,
  changes: readonly PendingChange[],
  full: readonly BudgetCount[],
): Hold => ({
  condition: 'RestartRequired',
  reason: 'AwaitingBudget',
  message: `${changes.map(change => change.path).join(', ')} changed; ${full.map(arithmetic).join('; ')}; \`vmlet restart vm/${name}\` does not wait for it`,
  waitsFor: full.flatMap(({key, unavailable}) => [key, ...unavailable]),
});
