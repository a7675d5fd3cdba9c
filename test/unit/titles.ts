// Whether a test that a page of docs/ names is there, by its file and title.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export type NamedTest = {readonly file: string; readonly title: string};

const root = join(import.meta.dirname, '../..');

/** The tests named in a cell of a table: `file`: title, one each line. */
export const testsIn = (cell: string): NamedTest[] =>
  cell
    .split('<br>')
    .filter(part => part.trim() !== '')
    .map(part => {
      const [, file = '', title = ''] = /^\s*`([^`]+)`: (.*?)\s*$/.exec(part) ?? [];
      return {file, title};
    });

/** The title as a whole string literal: a part of another title does not count. */
export const isThere = ({file, title}: NamedTest): boolean => {
  const path = join(root, file);
  if (!/^test\/[\w./-]+\.ts$/.test(file) || title === '' || !existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  return [`'${title}'`, `"${title}"`, `\`${title}\``].some(literal => text.includes(literal));
};
