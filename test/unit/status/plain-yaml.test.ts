import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parse, stringify} from 'yaml';
import {hiddenCharacter} from '../../../controller/host/printable.ts';
import {documentToYaml} from '../../../controller/status/document-text.ts';
import {escapedJson, plainYaml} from '../../../controller/status/plain-yaml.ts';
import {vmStatus} from '../../../controller/status/documents.ts';
import {healthy} from './fixture.ts';

const settings = {schema: 'core', merge: false} as const;

/** What YAML takes for something else when it stands alone. */
const tricky = fc.constantFrom(
  ...['', ' ', '~', 'null', 'Yes', 'off', '1', '-1', '0x1', '1e3', '.inf', '.nan', '-', '- a', '? a', ': a'],
  ...[
    'a: b',
    'a:',
    'a #b',
    'a ',
    ' a',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '{a',
    '[a',
    'a, b',
  ],
  ...[
    '"a"',
    "'a'",
    "it's",
    'a\\b',
    '<<',
    '---',
    '...',
    '2026-01-01T00:00:00Z',
    'sha256:ab',
    '10.1.0.1/24',
    '64Mi',
    '00000005-0000-4000-8000-00bf404bc100',
    '1.2',
    'http://x',
    'é',
    '=',
    '/m',
  ],
);
const strings = fc.oneof(tricky, fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'}));
const {value: values} = fc.letrec(tie => ({
  value: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    fc.oneof(strings, fc.integer(), fc.double({noNaN: true}), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(strings, tie('value'), {maxKeys: 4, noNullPrototype: true}),
  ),
}));

describe('a value as block YAML', () => {
  test('reads back as what it was, whatever its strings and keys are', () => {
    fc.assert(
      fc.property(values, value => {
        const yaml = plainYaml(value);
        if (yaml === null) return;
        expect(JSON.stringify(parse(yaml, settings))).toBe(JSON.stringify(value));
      }),
      {numRuns: 2_000},
    );
  });

  test('a status document is said without the library, and means the same', () => {
    const document = vmStatus(healthy);
    const yaml = plainYaml(document);
    expect(yaml).toContain('  conditions:\n    - type: Ready\n      status: "True"\n');
    expect(parse(yaml ?? '', settings)).toEqual(
      parse(stringify(document, {aliasDuplicateObjects: false, schema: 'core'}), settings),
    );
  });

  test('text of several lines is left to the library, which keeps it readable', () => {
    expect(plainYaml({userData: '#cloud-config\nusers: []\n'})).toBeNull();
    expect(plainYaml({size: Number.NaN})).toBeNull();
  });
});

describe('text of a guest or a stranger', () => {
  const hostile = ['\u009b2J', 'a\u202eb', 'x\u007fy', 'z\u200b', '\ufeff', '\u{e0041}', '\u001b[31m', '\r'];

  test.each(hostile.map(text => ({text})))('$text steers no terminal and reads back as it was', ({text}) => {
    for (const value of [{message: text}, {[text]: 'lines\nof\ntext\n', message: `lines\n${text}\n`}]) {
      const yaml = documentToYaml(value);
      expect(hiddenCharacter(yaml)).toBeUndefined();
      expect(parse(yaml, settings)).toEqual(value);
      expect(JSON.parse(escapedJson(value))).toEqual(value);
      expect(hiddenCharacter(escapedJson(value))).toBeUndefined();
    }
  });
});
