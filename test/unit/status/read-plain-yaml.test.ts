// The fast reader of status files against the library: the same value for all that it takes, and it takes all that
// plain-yaml.ts writes for a status.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parseDocument} from 'yaml';
import {readTree, strictYaml} from '../../../controller/manifest/tree.ts';
import {vmStatus} from '../../../controller/status/documents.ts';
import {plainYaml} from '../../../controller/status/plain-yaml.ts';
import {readPlainYaml} from '../../../controller/status/read-plain-yaml.ts';
import {healthy} from './fixture.ts';

/** What the library says of a text: its value, or that it is not good. */
const byLibrary = (text: string): string => {
  const {contents, errors} = parseDocument(text, strictYaml);
  const {value, problems} = readTree(contents, Infinity);
  const isGood = errors.length === 0 && problems.every(({code}) => code === 'E-CHARACTER');
  return isGood ? JSON.stringify(value) : 'not good';
};

const words = [
  '',
  'a',
  'null',
  'True',
  '1',
  '-1',
  '1e3',
  '.inf',
  '0x1',
  '-',
  '- a',
  'a: b',
  'a:',
  'a #b',
  'a ',
  ' a',
];
const more = [
  '#a',
  '&a',
  '*a',
  '!a',
  '|',
  '? a',
  '{a',
  '[a]',
  '"a"',
  "'a'",
  'a\\b',
  '<<',
  '---',
  '...',
  'é',
  '\t',
  '/m',
];
const strings = fc.oneof(
  fc.constantFrom(
    ...words,
    ...more,
    '2026-01-01T00:00:00Z',
    '10.1.0.1/24',
    '64Mi',
    '1.2',
    'http://x',
    '__proto__',
  ),
  fc.string({unit: 'binary'}),
  fc.string(),
);
const {value: values} = fc.letrec(tie => ({
  value: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    fc.oneof(strings, fc.integer(), fc.double({noNaN: true}), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(strings, tie('value'), {maxKeys: 4, noNullPrototype: true}),
  ),
}));

/** What somebody who does not know the rules might do to a text with their editor. */
const edits = fc.array(
  fc.record({
    at: fc.nat(400),
    length: fc.nat(3),
    text: fc.oneof(
      fc.constantFrom(
        ' ',
        '  ',
        '\n',
        ':',
        ': ',
        '- ',
        '#',
        ' #',
        '"',
        "'",
        '\\',
        '\\u0041',
        '{',
        ']',
        '&',
        '*',
        '!',
        '|',
      ),
      fc.constantFrom(
        '---\n',
        '...\n',
        '\t',
        '\r',
        '0',
        '1_0',
        '0o7',
        '+1',
        '1.',
        'a',
        '~',
        '\n\n',
        'a:\n',
        'a: b\n',
        '',
      ),
    ),
  }),
  {minLength: 1, maxLength: 3},
);

describe('the fast reader of status files', () => {
  test('reads what was written as the library reads it, or leaves it to the library', () => {
    fc.assert(
      fc.property(values, value => {
        const text = plainYaml(value);
        const read = text === null ? undefined : readPlainYaml(text);
        if (text !== null && read !== undefined) expect(JSON.stringify(read)).toBe(byLibrary(text));
      }),
      {numRuns: 2_000},
    );
  });

  test('takes no edited text for anything but what the library takes it for', () => {
    const texts = [
      plainYaml(vmStatus(healthy)) ?? '',
      'a:\n  - - b: 1\n      c: "x"\n    - 2\nd: {}\ne:\n  f: []\n',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...texts), edits, (text, changes) => {
        const edited = changes.reduce(
          (before, {at, length, text: by}) =>
            before.slice(0, at % before.length) + by + before.slice((at % before.length) + length),
          text,
        );
        const read = readPlainYaml(edited);
        if (read !== undefined) expect(JSON.stringify(read)).toBe(byLibrary(edited));
      }),
      {numRuns: 2_000},
    );
  });

  test('takes a status as it is written, whole', () => {
    const document = vmStatus(healthy);
    expect(readPlainYaml(plainYaml(document) ?? '')).toEqual(JSON.parse(JSON.stringify(document)));
  });

  test.each([
    ['a comment', 'a: 1\n# b\n'],
    ['a key that comes twice', 'a: 1\na: 2\n'],
    ['another indent', 'a:\n   b: 1\n'],
    ['a flow map', 'a: {b: 1}\n'],
    ['a text without its last line end', 'a: 1'],
    ['a key of JavaScript', '"__proto__":\n  a: 1\n'],
    ['an escape that plain-yaml.ts does not write', 'a: "\\x0a"\n'],
    ['a key without a value', 'a:\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
  ])('leaves to the library: %s', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });
});
