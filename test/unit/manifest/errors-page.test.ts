import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {diagnosticCodes, formatDiagnostic} from '../../../controller/manifest/diagnostic.ts';
import {badManifests} from '../../fixtures/bad-manifests/cases.ts';

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
