// Every reason that a condition can have is explained in docs/conditions.md.
import {expect, test} from '@jest/globals';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '../../..');
const folders = ['status', 'plan', 'desired', '.'];

const reasonsIn = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:\breason: |\b(?:no|unsure|held|waiting|degraded|refuse)\(\s*|\bhold\(\s*'[A-Za-z]+',\s*)'([A-Z][A-Za-z]+)'/g,
    ),
  ].map(([, reason = '']) => reason);

test('docs/conditions.md explains every reason that the code gives', () => {
  const documented = readFileSync(join(root, 'docs/conditions.md'), 'utf8');
  const reasons = folders.flatMap(folder =>
    readdirSync(join(root, 'controller', folder))
      .filter(name => name.endsWith('.ts'))
      .flatMap(name => reasonsIn(readFileSync(join(root, 'controller', folder, name), 'utf8'))),
  );
  expect(reasons.length).toBeGreaterThan(50);
  const events = eventReasons();
  const missing = [...new Set(reasons)].filter(
    reason => !events.has(reason) && !new RegExp(`\\b${reason}\\b`).test(documented),
  );
  expect(missing).toEqual([]);
});

/** Events have reasons of their own; they are listed where they are recorded. */
function eventReasons(): Set<string> {
  const text = readdirSync(join(root, 'controller'))
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(join(root, 'controller', name), 'utf8'))
    .join('\n');
  return new Set(
    [...text.matchAll(/type: '(?:Normal|Warning)',\s*reason: '([A-Z][A-Za-z]+)'/g)].map(
      ([, reason = '']) => reason,
    ),
  );
}
