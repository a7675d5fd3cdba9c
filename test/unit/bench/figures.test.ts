// The arithmetic under the figures of `npm run bench`.
import {expect, test} from '@jest/globals';

type Row = {
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly pass: boolean | null;
};
type Figures = {
  median(samples: readonly number[]): number;
  percentile(samples: readonly number[], p: number): number;
  ratioRow(of: object, subjects: readonly number[], yardsticks: readonly number[]): Row;
  valueRow(of: object, samples: readonly number[]): Row;
  missingRow(of: object, why: string): Row;
  summaryOf(rows: readonly Row[]): string;
};

// Plain JavaScript without types, as everything that npm runs before the build.
const figures = (await import(new URL('../../bench/figures.js', import.meta.url).href)) as Figures;

const of = {name: 'start', metric: 'all Running', unit: 'ms', yardstick: 'raw', bar: 1.25};

test('a median is the middle of an odd number and halfway between the two middles of an even one', () => {
  expect(figures.median([9, 1, 10])).toBe(9);
  expect(figures.median([4, 1, 10, 2])).toBe(3);
});

test('95 of 100 samples are not above their 95th percentile, and of a few it is the largest', () => {
  const hundred = Array.from({length: 100}, (_, index) => 100 - index);
  expect(figures.percentile(hundred, 0.95)).toBe(95);
  expect(figures.percentile([3, 9, 4], 0.95)).toBe(9);
});

test('a row holds the ratio of the medians, the smallest and largest of the pairs, and whether the bar is met', () => {
  const subjects = [120, 400, 130];
  const yardsticks = [100, 100, 200];
  expect(figures.ratioRow(of, subjects, yardsticks)).toMatchObject({
    value: 1.3,
    min: 0.65,
    max: 4,
    pass: false,
  });
  expect(figures.ratioRow({...of, bar: 1.3}, subjects, yardsticks).pass).toBe(true);
});

test('a bar of none is met by none alone', () => {
  expect(figures.valueRow({...of, bar: 0}, [0]).pass).toBe(true);
  expect(figures.valueRow({...of, bar: 0}, [1]).pass).toBe(false);
});

test('what could not be measured is neither met nor missed', () => {
  const rows = [figures.missingRow(of, 'install it'), figures.valueRow({...of, bar: 2}, [1])];
  expect(rows[0]).toMatchObject({value: null, pass: null});
  expect(figures.summaryOf(rows)).toBe('1 met, 0 missed, 1 not measured');
});
