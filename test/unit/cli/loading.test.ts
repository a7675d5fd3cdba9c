// What a verb makes Node load before it runs: its imports, and theirs. Reads the source as text; a package that comes
// in by an import() is loaded when that line runs, and not before.
import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseSource} from '../layering-rules.ts';

const root = join(import.meta.dirname, '../../../controller');

/** Packages that are loaded with these files. */
const packagesOf = (...files: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const each of parseSource(path, readFileSync(join(root, path), 'utf8')).imports) {
      if (each.typeOnly || each.isLate) continue;
      if (!each.isPackage) visit(each.target);
      else if (!each.target.startsWith('node:')) packages.add(each.target);
    }
  };
  files.forEach(visit);
  return [...packages].sort();
};

test.each([
  'version',
  'get',
  'wait',
  'describe',
  'events',
  'logs',
  'stop',
  'approve',
  'purge',
  'console',
  'down',
])('`vmlet %s` loads no package but the one that reads its arguments', verb => {
  expect(packagesOf('main.ts', `cli/${verb}.ts`)).toEqual(['commander']);
});

test('help loads every verb, and what acts on the host with none of them', () => {
  const verbs = [
    ...readFileSync(join(root, 'cli/verbs.ts'), 'utf8').matchAll(/import\('\.\/([a-z]+\.ts)'\)/g),
  ];
  expect(verbs.length).toBeGreaterThan(15);
  const packages = packagesOf('main.ts', ...verbs.map(([, file = '']) => `cli/${file}`));
  expect(packages).not.toEqual(expect.arrayContaining(['execa']));
  expect(packages).not.toEqual(expect.arrayContaining(['winston']));
});

test('ajv itself is not loaded for what is valid', () => {
  const packages = packagesOf('run-daemon.ts', 'manifest/decode-worker.ts');
  expect(packages.filter(name => name.startsWith('ajv'))).toEqual(['ajv/dist/runtime/ucs2length.js']);
});

test('the daemon loads what the verbs do without, so that this test would see it', () => {
  expect(packagesOf('run-daemon.ts')).toEqual(expect.arrayContaining(['p-queue', 'chokidar']));
});

test('the YAML library is not loaded before there is a text to parse', () => {
  expect(packagesOf('run-daemon.ts', 'manifest/decode-worker.ts', 'preview/plan-locally.ts')).not.toContain(
    'yaml',
  );
});

test('the daemon loads execa with the first tool that needs it', () => {
  expect(packagesOf('run-daemon.ts')).not.toContain('execa');
  const {imports} = parseSource('host/process.ts', readFileSync(join(root, 'host/process.ts'), 'utf8'));
  expect(imports.filter(each => each.target === 'execa').map(each => each.isLate)).toEqual([true]);
});
