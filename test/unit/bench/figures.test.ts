// The arithmetic under the figures of `npm run bench`.
import {expect, test} from '@jest/globals';

type Row = {readonly value: number; readonly min: number; readonly max: number; readonly pass: boolean};
type Figures = {
  median(numbers: readonly number[]): number;
  rowOf(bench: object, pairs: readonly {readonly subject: number; readonly yardstick: number}[]): Row;
};

// Plain JavaScript without types, as everything that npm runs before the build.
const figures = (await import(new URL('../../bench/figures.js', import.meta.url).href)) as Figures;

const bench = {name: 'start', metric: 'all Running', unit: 'ms', yardstick: 'raw', bar: 1.25};

test('a median is the middle of an odd number and halfway between the two middles of an even one', () => {
  expect(figures.median([9, 1, 10])).toBe(9);
  expect(figures.median([4, 1, 10, 2])).toBe(3);
});

test('a row holds the ratio of the medians, the smallest and largest of the pairs, and whether the bar is met', () => {
  const pairs = [
    {subject: 120, yardstick: 100},
    {subject: 400, yardstick: 100},
    {subject: 130, yardstick: 200},
  ];
  expect(figures.rowOf(bench, pairs)).toMatchObject({value: 1.3, min: 0.65, max: 4, pass: false});
  expect(figures.rowOf({...bench, bar: 1.3}, pairs).pass).toBe(true);
});
