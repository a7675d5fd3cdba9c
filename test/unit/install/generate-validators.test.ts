import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
// @ts-expect-error plain JavaScript, without types on purpose
import {validatorsText} from '../../../controller/install/generate-validators.js';
// @ts-expect-error plain JavaScript, without types on purpose
import {readInput} from '../../../controller/install/generate.js';
import {ajvOptions, kinds, objectSchema} from '../../../controller/manifest/schema.ts';

type Input = {schemas: Record<string, object>; options: object; prettierOptions: object};
const {prettierOptions} = (readInput as (root: string) => {prettierOptions: object})('.');

test('the generated validators are what the schemas say now (else: npm run gen)', async () => {
  const text = await (validatorsText as (input: Input) => Promise<string>)({
    schemas: Object.fromEntries(kinds.map(kind => [kind, objectSchema(kind)])),
    options: ajvOptions,
    prettierOptions,
  });
  // Not by the matcher: half a megabyte of differences helps nobody.
  expect(text === readFileSync('controller/manifest/validators.gen.ts', 'utf8')).toBe(true);
}, 60_000);
