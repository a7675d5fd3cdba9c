// Windows of spec.update.window: when what has leave may interrupt a guest. The only place for croner. Pure: the time
// is given, as milliseconds since 1970 by the wall clock, which is the clock that a window speaks of.
import {Cron} from 'croner';
import type {UpdateWindow} from '../desired/node.ts';

/** Of a window that names none. */
export const usualTimeZone = 'UTC';

export type WindowState = {
  readonly isOpen: boolean;
  /** The next opening of one that is closed; null when it never opens. */
  readonly opensAtMs: number | null;
};

/** Whether a window is open at `nowMs`. It opens at each time of its schedule and stays so for its duration. */
export const windowState = ({schedule, durationMs, timeZone}: UpdateWindow, nowMs: number): WindowState => {
  const opened = next(schedule, timeZone, nowMs - durationMs);
  if (opened !== null && opened <= nowMs) return {isOpen: true, opensAtMs: null};
  return {isOpen: false, opensAtMs: opened};
};

/** What is wrong with a schedule or a time zone, in words that name it; null for a good one. */
export const windowProblem = (
  schedule: string,
  timeZone: string,
): {readonly field: 'schedule' | 'timeZone'; readonly what: string} | null => {
  try {
    new Intl.DateTimeFormat('en', {timeZone});
  } catch {
    return {field: 'timeZone', what: `${timeZone} is no time zone that this host knows`};
  }
  try {
    return next(schedule, timeZone, 0) === null
      ? {field: 'schedule', what: `${schedule} names a time that never comes`}
      : null;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.replace(/^CronPattern: /, '') : String(thrown);
    return {field: 'schedule', what: `${schedule} is no cron schedule (${why})`};
  }
};

const next = (schedule: string, timeZone: string, afterMs: number): number | null =>
  cronOf(schedule, timeZone).nextRun(new Date(afterMs))?.getTime() ?? null;

/** Parsing is most of the work, and a fleet shares few schedules. */
const known = new Map<string, Cron>();
const mostKnown = 200;

const cronOf = (schedule: string, timeZone: string): Cron => {
  const key = `${timeZone} ${schedule}`;
  const cron = known.get(key) ?? new Cron(schedule, {timezone: timeZone, paused: true, mode: '5-part'});
  if (known.size >= mostKnown) known.clear();
  known.set(key, cron);
  return cron;
};
