import {describe, expect, test} from '@jest/globals';
import {windowProblem, windowState} from '../../../controller/manifest/window.ts';

const at = (text: string): number => Date.parse(text);
const hour = 3_600_000;

describe('a window of two hours, every Sunday at three in Berlin', () => {
  const window = {schedule: '0 3 * * SUN', durationMs: 2 * hour, timeZone: 'Europe/Berlin'};
  // In November Berlin is an hour ahead of UTC.
  const opening = at('2026-11-22T02:00:00Z');

  test.each<[string, string, boolean]>([
    ['a moment before it opens', '2026-11-22T01:59:59Z', false],
    ['when it opens', '2026-11-22T02:00:00Z', true],
    ['in the middle', '2026-11-22T03:30:00Z', true],
    ['a moment before it closes', '2026-11-22T03:59:59Z', true],
    ['when it closes', '2026-11-22T04:00:00Z', false],
  ])('%s', (_when, now, isOpen) => {
    expect(windowState(window, at(now)).isOpen).toBe(isOpen);
  });

  test('says when it opens next, which is an hour of Berlin and not of the host', () => {
    expect(windowState(window, at('2026-11-17T12:00:00Z'))).toEqual({isOpen: false, opensAtMs: opening});
    const summer = windowState(window, at('2026-07-01T00:00:00Z')).opensAtMs;
    expect(new Date(summer ?? 0).toISOString()).toBe('2026-07-05T01:00:00.000Z');
  });
});

test('windows that overlap are one that stays open', () => {
  const window = {schedule: '*/30 * * * *', durationMs: hour, timeZone: 'UTC'};
  expect(windowState(window, at('2026-01-01T00:29:59Z')).isOpen).toBe(true);
  expect(windowState(window, at('2026-01-01T00:30:00Z')).isOpen).toBe(true);
});

test('a window that an hour which does not exist would open is judged all the same', () => {
  const window = {schedule: '30 2 29 3 *', durationMs: hour, timeZone: 'Europe/Berlin'};
  expect(windowState(window, at('2026-03-28T00:00:00Z')).opensAtMs).not.toBeNull();
});

describe('what is wrong with a window is named', () => {
  test.each<[string, string, string, string]>([
    ['61 3 * * *', 'UTC', 'schedule', '61 3 * * * is no cron schedule'],
    ['0 0 30 2 *', 'UTC', 'schedule', '0 0 30 2 * names a time that never comes'],
    ['0 3 * *', 'UTC', 'schedule', '0 3 * * is no cron schedule'],
    ['0 3 * * *', 'Europe/Berlyn', 'timeZone', 'Europe/Berlyn is no time zone'],
  ])('%s in %s', (schedule, timeZone, field, what) => {
    expect(windowProblem(schedule, timeZone)).toEqual({field, what: expect.stringContaining(what)});
  });

  test('and a good one has nothing wrong', () => {
    expect(windowProblem('0 3 * * 1-5', 'UTC')).toBeNull();
  });
});
