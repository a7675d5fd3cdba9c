// Rules of durations and of windows, and the shapes that all rules share. Pure.
import {parseDuration} from './quantity.ts';
import type {Path, Problem} from './tree.ts';
import type {UpdateWindow} from './types.gen.ts';
import {usualTimeZone, windowProblem} from './window.ts';

export const timeProblems = (
  path: Path,
  text: string | undefined,
  unit: 'h' | 'd',
  most: number,
  leastMs = 0,
): Problem[] => {
  const ms = text === undefined ? undefined : parseDuration(text);
  if (text === undefined || ms === undefined) return [];
  const maxMs = most * (unit === 'h' ? 3600e3 : 86_400e3);
  if (ms > maxMs) return [value(path, text, `at most ${String(most)}${unit}`, 'shorten it')];
  if (ms >= leastMs) return [];
  return [
    leastMs < minuteMs
      ? value(path, text, 'more than no time', 'write it like 30s')
      : value(path, text, `at least ${String(leastMs / minuteMs)}m`, 'lengthen it'),
  ];
};

const minuteMs = 60_000;

/** What is wrong with the times of an update window. */
export const windowProblems = (window: UpdateWindow | undefined): Problem[] => {
  if (window === undefined) return [];
  const path = ['spec', 'update', 'window'];
  const problem = windowProblem(window.schedule, window.timeZone ?? usualTimeZone);
  return [
    ...timeProblems([...path, 'duration'], window.duration, 'd', 7, minuteMs),
    ...(problem === null
      ? []
      : [
          problem.field === 'timeZone'
            ? rule([...path, 'timeZone'], problem.what, 'a name such as UTC or Europe/Berlin', 'correct it')
            : rule(
                [...path, 'schedule'],
                problem.what,
                'minute, hour, day of month, month and day of week, such as `0 3 * * SUN`',
                'correct it',
              ),
        ]),
  ];
};

/** A rule across fields is broken. */
export const rule = (path: Path, what: string, expected: string, fix: string): Problem => ({
  code: 'E-RULE',
  path,
  at: 'key',
  what,
  expected,
  fix,
});

/** A value is out of its range. */
export const value = (path: Path, what: string, expected: string, fix: string): Problem => ({
  code: 'E-VALUE',
  path,
  at: 'value',
  what,
  expected,
  fix,
});
