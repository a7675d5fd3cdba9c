// The promises as monitors: each row sees every effect before and after it reaches the host, every step of time, and
// every start of a daemon, and says what broke. Adding a promise is adding a row.
import type {Effect} from '../fakes/host.ts';
import {watchBudgets} from './monitor-budgets.ts';
import {watchDisks} from './monitor-disks.ts';
import {watchGuests} from './monitor-guests.ts';
import type {Licenses} from './monitor-guests.ts';
import {watchLinks} from './monitor-links.ts';
import {watchLog} from './monitor-log.ts';
import {watchMarks} from './monitor-marks.ts';
import {watchOrder} from './monitor-order.ts';
import {watchPace} from './monitor-pace.ts';
import {watchPolicy} from './monitor-policy.ts';
import {watchRecords} from './monitor-records.ts';
import {watchRemovals} from './monitor-removals.ts';
import {watchStarts} from './monitor-starts.ts';
import {watchState} from './monitor-state.ts';
import {watchStatus} from './monitor-status.ts';
import {watchTrials} from './monitor-trials.ts';
import type {Simulation} from './simulation.ts';

export type Monitor = {
  /** Reads are most of what happens; only a row that says so is told of them, and only after them. */
  readonly seesReads?: true;
  before?(effect: Effect): void;
  after?(effect: Effect): void;
  /** After each timer and what it caused. */
  step?(): void;
  /** After something that people or the world did. */
  acted?(): void;
  daemonStarts?(): void;
};

export type Monitors = Required<Omit<Monitor, 'seesReads'>> & {
  /** Who may be interrupted, and why. */
  readonly licenses: Licenses;
  /** Foreign links were changed by an actor: this is how they must stay from now on. */
  foreignLinksAre(): void;
  /** A person approved the removals held now. */
  pruneApproved(): void;
  /** A person purged this VM. */
  purged(uid: string): void;
  /** That was long ago, and it is declared again. */
  declaredAgain(uid: string): void;
  /** A person is about to ask for something that is kept in this file; call the result with the answer. */
  asked(path: string): (what: string, ok: boolean) => void;
  /** A person takes everything down; with `now` by force, and all at once. */
  takenDown(options: {readonly now: boolean}): void;
};

export const openMonitors = (sim: Simulation): Monitors => {
  const budgets = watchBudgets(sim);
  const order = watchOrder(sim);
  const guests = watchGuests(sim);
  const links = watchLinks(sim);
  const removals = watchRemovals(sim);
  const disks = watchDisks(sim);
  const records = watchRecords(sim);
  const rows: readonly Monitor[] = [
    guests,
    links,
    removals,
    disks,
    records,
    budgets,
    order,
    watchPolicy(sim),
    watchPace(sim),
    watchMarks(sim),
    watchStarts(sim),
    watchState(sim),
    watchStatus(sim),
    watchTrials(sim),
    watchLog(sim),
  ];
  const readers = rows.filter(row => row.seesReads);
  return {
    licenses: guests.licenses,
    foreignLinksAre: links.foreignLinksAre,
    pruneApproved: removals.pruneApproved,
    purged: disks.purged,
    declaredAgain: disks.declaredAgain,
    asked: records.asked,
    takenDown: ({now}) => {
      budgets.takenDown();
      if (now) order.killedAll();
    },
    before: effect => {
      if (effect.door === 'read') return;
      for (const row of rows) row.before?.(effect);
    },
    after: effect => {
      for (const row of effect.door === 'read' ? readers : rows) row.after?.(effect);
    },
    step: () => {
      for (const row of rows) row.step?.();
    },
    acted: () => {
      for (const row of rows) row.acted?.();
    },
    daemonStarts: () => {
      for (const row of rows) row.daemonStarts?.();
    },
  };
};
