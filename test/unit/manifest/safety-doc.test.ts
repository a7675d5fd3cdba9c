import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';

const here = import.meta.dirname;
const page = readFileSync(join(here, '../../../docs/data-safety.md'), 'utf8');

test('every test that docs/data-safety.md names exists', () => {
  const tests = readdirSync(here)
    .filter(name => /^(removal|safety|scan|source)/.test(name))
    .map(name => readFileSync(join(here, name), 'utf8'))
    .join('\n')
    .replaceAll(/\s+/g, ' ');
  const named = [...page.matchAll(/(?<!\*)\*([^*|]{20,})\*(?!\*)/g)].map(([, title]) => title ?? '');
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(title => !tests.includes(`'${title}'`))).toEqual([]);
});

test('every reason for holding an object is explained', () => {
  const types = readFileSync(join(here, '../../../controller/manifest/object.ts'), 'utf8');
  const reasons = /state: 'held';[^]*?reason:([^;]*);/.exec(types)?.[1]?.match(/[A-Z]\w+/g) ?? [];
  expect(reasons).toHaveLength(6);
  expect(reasons.filter(reason => !page.includes(`\`${reason}\``))).toEqual([]);
});
