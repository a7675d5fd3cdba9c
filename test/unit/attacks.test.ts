// docs/attacks.md promises a test for each attack that this version can meet: each has one row, and each title is where
// the row says. A defence whose test was renamed or removed is missed here.
import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isThere, testsIn} from './titles.ts';

/** Numbers of the threat model, and those that came later; those left out are no attacks of their own. */
const wanted = [
  ...[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19, 20, 21, 22, 25, 26, 27, 30, 31, 32, 33, 34],
  ...[35, 36, 37, 38, 39, 40],
].map(String);

const faults = (text: string): string[] => {
  const rows = [...text.matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$/gm)].map(
    ([, number = '', , defence = '', cell = '']) => ({number, defence, tests: testsIn(cell)}),
  );
  const numbers = rows.map(({number}) => number);
  return [
    ...wanted.filter(number => !numbers.includes(number)).map(number => `${number} has no row`),
    ...numbers.filter((number, at) => numbers.indexOf(number) !== at).map(number => `${number} has two rows`),
    ...numbers.filter(number => !wanted.includes(number)).map(number => `${number} is no attack`),
    ...rows.flatMap(({number, defence, tests}) => [
      ...(tests.length === 0 && !defence.trim().startsWith('not yet: ')
        ? [`${number} names no test and no reason`]
        : []),
      ...tests.filter(each => !isThere(each)).map(({file, title}) => `${number}: no '${title}' in ${file}`),
    ]),
  ];
};

const page = readFileSync(join(import.meta.dirname, '../../docs/attacks.md'), 'utf8');

test('every attack has one row, and tests that exist or a reason why it cannot be met yet', () => {
  expect(faults(page)).toEqual([]);
});

test('a row that is missing, doubled, unknown or without a test is found', () => {
  const row = /^\| 1 \|.*$/m.exec(page)?.[0] ?? '';
  expect(faults(page.replace(row, ''))).toEqual(['1 has no row']);
  expect(faults(`${page}\n${row}\n`)).toEqual(['1 has two rows']);
  expect(faults(`${page}\n| 99 | x | not yet: x |  |\n`)).toEqual(['99 is no attack']);
  expect(faults(page.replace(row, '| 1 | x | y |  |'))).toEqual(['1 names no test and no reason']);
  expect(faults(page.replace(row, '| 1 | x | y | `test/unit/titles.ts`: nowhere |'))).toEqual([
    "1: no 'nowhere' in test/unit/titles.ts",
  ]);
});
