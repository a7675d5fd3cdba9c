// The rows of the planted bugs do not rot: each still fits the code that it spoils. That each is found by the
// simulation is shown by `npm run planted`.
import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {bugs} from '../planted/bugs.ts';
import {plant} from '../planted/plant.ts';

const root = join(import.meta.dirname, '../..');

test.each(bugs)('the planted bug "$name" fits the code', bug => {
  const text = readFileSync(join(root, bug.file), 'utf8');
  expect(plant(bug, text)).not.toBe(text);
});

test('there are enough planted bugs, each with a name of its own and a promise that it breaks', () => {
  expect(bugs.length).toBeGreaterThanOrEqual(36);
  expect(new Set(bugs.map(bug => bug.name)).size).toBe(bugs.length);
  expect(bugs.filter(bug => !/^P([1-9]|1\d|2[0-8])$/.test(bug.promise))).toEqual([]);
});

test('a row that no longer fits is an error, not a bug that was not planted', () => {
  const [bug] = bugs;
  if (bug === undefined) throw new Error('there are no rows');
  expect(() => plant(bug, 'other code')).toThrow(/occurs 0 times/);
  expect(() => plant(bug, `${bug.find}${bug.find}`)).toThrow(/occurs 2 times/);
});
