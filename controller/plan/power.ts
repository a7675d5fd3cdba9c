// Should this VM run, and when it ended: what that means. Pure.
import type {RunPolicy} from '../desired/node.ts';
import type {ObjectRecord, RunHistory} from '../observe/record.ts';
import type {GuestExit} from '../observe/snapshot.ts';

/** What the run policy and a person's `start` or `stop` ask for together. */
export const wantsRunning = (record: ObjectRecord, runPolicy: RunPolicy): boolean => {
  if (record.powerOverride === 'Halted') return false;
  switch (runPolicy) {
    case 'Always':
      return true;
    case 'RerunOnFailure':
    case 'Once':
      return !record.run.finished;
    case 'Manual':
    case 'Halted':
      return record.powerOverride === 'Running';
    default:
      return runPolicy satisfies never;
  }
};

/** A run this long makes earlier failures forgotten. */
export const stableRunMs = 10 * 60_000;

/** The record after a run ended. An end that was asked for is not a failure. */
export const afterExit = (
  record: ObjectRecord,
  exit: {cause: GuestExit; detail: string; now: string; ranForMs: number | null; runPolicy: RunPolicy},
): ObjectRecord => {
  const asked = exit.cause === 'Stopped' || exit.cause === 'HostStopped';
  const stable = exit.ranForMs !== null && exit.ranForMs >= stableRunMs;
  const run: RunHistory = {
    ...record.run,
    active: null,
    stopping: false,
    stopNow: false,
    failures: asked ? 0 : stable ? 1 : record.run.failures + 1,
    restarts: record.run.restarts + (!asked && comesBackByItself(exit.cause, exit.runPolicy) ? 1 : 0),
    lastExit: {cause: exit.cause, at: exit.now, detail: exit.detail},
    finished:
      record.run.finished || (!asked && !record.restartRequested && isFinal(exit.cause, exit.runPolicy)),
  };
  // A guest that was started by hand and ended stays down until it is started by hand again.
  const byHand = exit.runPolicy === 'Manual' || exit.runPolicy === 'Halted';
  const endedByItself = byHand && !asked && !record.restartRequested;
  return {...record, run, powerOverride: endedByItself ? null : record.powerOverride};
};

const isFinal = (cause: GuestExit, runPolicy: RunPolicy): boolean =>
  runPolicy === 'Once' || (runPolicy === 'RerunOnFailure' && cause === 'GuestShutdown');

/** Would the run policy alone start it again after this end? Any other start is one that someone asked for. */
export const comesBackByItself = (cause: GuestExit, runPolicy: RunPolicy): boolean => {
  if (cause === 'Stopped') return false;
  switch (runPolicy) {
    case 'Always':
      return true;
    case 'RerunOnFailure':
      return cause !== 'GuestShutdown';
    case 'Once':
    case 'Manual':
    case 'Halted':
      return cause === 'HostStopped';
    default:
      return runPolicy satisfies never;
  }
};

/** Delay before the start after `failures` bad ends: none for the first, then 10 s doubling up to 5 min. */
export const restartDelayMs = (failures: number): number =>
  failures <= 1 ? 0 : Math.min(10_000 * 2 ** (failures - 2), 300_000);
