// docs/coverage.md promises a test for each requirement that is met, of the list and of vmlet's own: each id has one row, and each title is where the
// row says. A renamed test fails here, so that the table cannot go stale unseen.
import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {isThere, testsIn} from './titles.ts';
import type {NamedTest} from './titles.ts';

const root = join(import.meta.dirname, '../..');

type Row = {
  readonly id: string;
  readonly status: string;
  readonly tests: readonly NamedTest[];
};

const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| ([RV]\d{3}) \| ([^|]*) \| ([^|]*) \|/gm)].map(
    ([, id = '', status = '', cell = '']) => ({
      id,
      status: status.trim(),
      tests: testsIn(cell),
    }),
  );

const numbered = (letter: string, count: number): string[] =>
  Array.from({length: count}, (_, index) => `${letter}${String(index + 1).padStart(3, '0')}`);

/** What is wrong with a table, one line each. */
const faults = (text: string): string[] => {
  const rows = rowsOf(text);
  const wanted = [...numbered('R', 110), ...numbered('V', 10)];
  const ids = rows.map(row => row.id);
  return [
    ...wanted.filter(id => !ids.includes(id)).map(id => `${id} has no row`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map(id => `${id} has two rows`),
    ...ids.filter(id => !wanted.includes(id)).map(id => `${id} is no requirement`),
    ...rows.flatMap(({id, status, tests}) => [
      ...(['met', 'part', 'not yet'].includes(status) ? [] : [`${id}: status ${status}`]),
      ...(status === 'met' && tests.length === 0 ? [`${id} is met without a test`] : []),
      ...(status === 'not yet' && tests.length > 0 ? [`${id} is not yet met, and names a test`] : []),
      ...tests.filter(each => !isThere(each)).map(({file, title}) => `${id}: no '${title}' in ${file}`),
    ]),
  ];
};

test('every requirement has one row, a status, and tests that exist', () => {
  expect(faults(readFileSync(join(root, 'docs/coverage.md'), 'utf8'))).toEqual([]);
});

test('a row that is missing, doubled, unknown or names no such test is found', () => {
  const good = readFileSync(join(root, 'docs/coverage.md'), 'utf8');
  const line = /^\| R001 .*$/m.exec(good)?.[0] ?? '';
  expect(line).not.toBe('');
  expect(faults(good.replace(line, ''))).toEqual(['R001 has no row']);
  expect(faults(`${good}${line}\n`)).toEqual(['R001 has two rows']);
  expect(faults(`${good}| R111 | part |  |  |\n`)).toEqual(['R111 is no requirement']);
  expect(faults(`${good}| V011 | part |  |  |\n`)).toEqual(['V011 is no requirement']);
  expect(faults(good.replace(line, line.replace('| met |', '| nearly |')))).toEqual(['R001: status nearly']);
  expect(faults(good.replace(line, '| R001 | met |  |  |'))).toEqual(['R001 is met without a test']);
  expect(faults(good.replace(line, '| R001 | met | `test/unit/loop.test.ts`: steady |  |'))).toEqual([
    "R001: no 'steady' in test/unit/loop.test.ts",
  ]);
  expect(faults(good.replace(line, '| R001 | met | `test/unit/nowhere.test.ts`: x |  |'))).toHaveLength(1);
});
