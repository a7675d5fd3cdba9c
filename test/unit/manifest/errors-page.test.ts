import {expect, test} from '@jest/globals';
import {readdirSync, readFileSync} from 'node:fs';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {diagnosticCodes, formatDiagnostic} from '../../../controller/manifest/diagnostic.ts';
import {badManifests} from '../../fixtures/bad-manifests/cases.ts';
import {badFiles, linesOf} from '../../fixtures/bad-manifests/files.ts';
import {errorsPage} from '../../fixtures/bad-manifests/page.ts';

const rows = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| ([EW]-[A-Z-]+) \| .* \| `(.*)` \|$/gm)];

test('docs/errors.md has a row for every code of a manifest', () => {
  expect(rows.map(([, code]) => code)).toEqual([...diagnosticCodes]);
});

test('every example of docs/errors.md is what decoding really says', () => {
  const said = badManifests.flatMap(({text, file}) =>
    decodeFile(file ?? 'm.yaml', Buffer.from(text as string), {source: 's', directory: '/'}).diagnostics.map(
      one => formatDiagnostic(one).replaceAll('`', ''),
    ),
  );
  for (const [, code, example] of rows) {
    expect(said).toContain(example);
    expect(example).toContain(`[${code ?? ''}]`);
  }
});

test('docs/errors.md has a row for every code of a file and of a failure', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  const inManifest = readdirSync('controller/manifest')
    .filter(name => name.endsWith('.ts') && !name.endsWith('.gen.ts'))
    .flatMap(name => [...readFileSync(`controller/manifest/${name}`, 'utf8').matchAll(/'([EW]-[A-Z-]+)'/g)]);
  const ofFailures = [...readFileSync('controller/errors.ts', 'utf8').matchAll(/'(E-[A-Z-]+)'/g)];
  const codes = new Set([...inManifest, ...ofFailures].map(([, code]) => code));
  expect(codes.size).toBeGreaterThan(30);
  expect([...codes].filter(code => !page.includes(`\n| ${code ?? ''} |`))).toEqual([]);
});

test('docs/errors.md shows every bad input with the line that it earns (else: npm run gen)', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  expect(errorsPage(page)).toBe(page);
  const golden = badManifests.flatMap(({expected}) => expected);
  expect(golden.length).toBeGreaterThan(90);
  expect(
    golden.filter(line => !page.includes(`\`${line.replaceAll('`', '').replaceAll('|', '\\|')}\``)),
  ).toEqual([]);
});

test.each(badFiles)('$name earns its exact message', async file => {
  expect(await linesOf(file)).toEqual(file.expected);
});
