import {expect, test} from '@jest/globals';
import {readFileSync} from 'node:fs';
// @ts-expect-error plain JavaScript, without types on purpose
import {generate, readInput} from '../../../controller/install/generate.js';

type Input = {crds: string[]; defaultClass: string; policy: string; prettierOptions: object};
const generated = generate as (input: Input) => Promise<Record<string, string>>;
const input = (readInput as (root: string) => Input)('.');

test('the generated files are what crds/ says now (else: npm run gen)', async () => {
  const files = await generated(input);
  expect(Object.keys(files)).toHaveLength(2);
  for (const [path, text] of Object.entries(files))
    expect([path, readFileSync(path, 'utf8')]).toEqual([path, text]);
});

test('a class field that differs from the machine field stops the generation', async () => {
  const crds = input.crds.map(text =>
    text.includes('kind: VirtualMachineClass\n') ? text.replace('maximum: 64\n', 'maximum: 65\n') : text,
  );
  await expect(generated({...input, crds})).rejects.toThrow('spec.cpu');
});
