import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {
  durationMs,
  formatDuration,
  formatQuantity,
  parseDuration,
  parseQuantity,
  quantityBytes,
} from '../../../controller/manifest/quantity.ts';

describe('quantities', () => {
  test.each([
    ['1Ki', 1024],
    ['512Mi', 536_870_912],
    ['10Gi', 10_737_418_240],
    ['2Ti', 2_199_023_255_552],
    ['5k', 5000],
    ['3M', 3_000_000],
    ['7G', 7_000_000_000],
    ['1T', 1_000_000_000_000],
  ])('%s is %d bytes', (text, bytes) => expect(parseQuantity(text)).toBe(bytes));

  test.each(['512', '0Mi', '-1Mi', '1.5Gi', '1MB', '1mi', ' 1Mi', '1Mi\n', '01Mi', ''])('%j is none', text =>
    expect(parseQuantity(text)).toBeUndefined(),
  );

  test('what was not validated before is a defect', () =>
    expect(() => quantityBytes('512')).toThrow(RangeError));

  test('whole kibibytes come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 2 ** 40}), count =>
        expect(quantityBytes(formatQuantity(count * 1024))).toBe(count * 1024),
      ),
    );
  });

  test('what has no whole unit is rounded for people', () => {
    expect(formatQuantity(1_610_612_736)).toBe('1536Mi');
    expect(formatQuantity(10_000_000_001)).toBe('9.3Gi');
    expect(formatQuantity(100)).toBe('100B');
  });
});

describe('durations', () => {
  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['250ms', 250],
    ['1m1ms', 60_001],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['60', '1y', '-1s', '1.5h', '1 s', 's', '', '1s\n'])('%j is none', text =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  test('every whole number of milliseconds comes back as it went', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 10 ** 12}), ms => expect(durationMs(formatDuration(ms))).toBe(ms)),
    );
  });
});
