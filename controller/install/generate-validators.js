// The second part of `npm run gen`: the schemas as the program makes them (dist/manifest/schema.js) -> code that tells valid
// objects from others, controller/manifest/validators.gen.ts. ajv writes it, so that ajv need not be loaded for what is valid.
import {createRequire} from 'node:module';
import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Ajv, _} from 'ajv';
import * as prettier from 'prettier';
import {readInput} from './generate.js';

const {default: standaloneCode} = createRequire(import.meta.url)('ajv/dist/standalone');

const banner = `// Generated from crds/ by \`npm run gen\`. Do not edit.
// @ts-nocheck
import * as lists from './list-check.ts';
import ucs2length from 'ajv/dist/runtime/ucs2length.js';
`;

/**
 * The text of the file.
 * @param {{schemas: Record<string, object>, options: object, prettierOptions: object}} input strict schema of each kind, ajv's options
 */
export const validatorsText = async ({schemas, options, prettierOptions}) => {
  const ajv = new Ajv({
    ...options,
    allErrors: false,
    verbose: false,
    code: {source: true, esm: true, lines: true},
  });
  addListKeyword(ajv, 'x-kubernetes-list-map-keys', 'array', _`lists.repeatedKeys`);
  addListKeyword(ajv, 'x-kubernetes-list-type', 'string', _`lists.repeatedWords`);
  // What is wrong is told by ajv itself: without it this is a third as long.
  ajv.addKeyword({
    keyword: 'withoutErrors',
    schemaType: 'object',
    code: cxt => {
      const valid = cxt.gen.name('valid');
      cxt.subschema({keyword: 'withoutErrors', createErrors: false}, valid);
      cxt.fail(_`!${valid}`);
    },
  });
  for (const [kind, schema] of Object.entries(schemas)) ajv.addSchema({withoutErrors: schema}, kind);
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(schemas).map(kind => [kind, kind])))
    .replace('"use strict";', '')
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', 'ucs2length.default');
  if (code.includes('require(')) throw new Error('the validators need a module that is not imported');
  return prettier.format(banner + code, {...prettierOptions, parser: 'typescript'});
};

const addListKeyword = (ajv, keyword, schemaType, check) =>
  ajv.addKeyword({
    keyword,
    type: 'array',
    schemaType,
    code: cxt => {
      const repeats = cxt.gen.scopeValue('func', {ref: keyword, code: check});
      cxt.fail(_`${repeats}(${cxt.data}, ${String(cxt.schema)}).length > 0`);
    },
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const {ajvOptions, kinds, objectSchema} = await import(`${root}/dist/manifest/schema.js`);
  const text = await validatorsText({
    schemas: Object.fromEntries(kinds.map(kind => [kind, objectSchema(kind)])),
    options: ajvOptions,
    prettierOptions: readInput(root).prettierOptions,
  });
  writeFileSync(`${root}/controller/manifest/validators.gen.ts`, text);
}
