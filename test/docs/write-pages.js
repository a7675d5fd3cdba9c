// The last part of `npm run gen`: pages of docs/ that are made from the program's own tables.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {importCompiled} from '../compile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {changesPage, referencePages} = await importCompiled('test/docs/pages.ts');
const files = {
  ...referencePages(),
  'docs/changes.md': changesPage(readFileSync(`${root}/docs/changes.md`, 'utf8')),
};
for (const [path, text] of Object.entries(files)) writeFileSync(`${root}/${path}`, text);
