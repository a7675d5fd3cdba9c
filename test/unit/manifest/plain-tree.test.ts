// The fast reader of manifests against the library: the same value for all that it takes, and it takes what people write.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {parseDocument, stringify} from 'yaml';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {readPlainTree} from '../../../controller/manifest/plain-tree.ts';
import {sliceDocuments} from '../../../controller/manifest/prescan.ts';
import {readTree, strictYaml} from '../../../controller/manifest/tree.ts';
import {badManifests} from '../../fixtures/bad-manifests/cases.ts';

/** What the library says of a text: its value, or that it is not good. */
const byLibrary = (text: string): string => {
  const {contents, errors} = parseDocument(text, strictYaml);
  const {value, problems} = readTree(contents);
  return errors.length === 0 && problems.length === 0 ? JSON.stringify(value) : 'not good';
};

const expectSame = (text: string): void => {
  const read = readPlainTree(text);
  if (read !== undefined) expect({text, read: JSON.stringify(read)}).toEqual({text, read: byLibrary(text)});
};

const root = join(import.meta.dirname, '../../..');
const demo = readdirSync(join(root, 'manifests')).map(name =>
  readFileSync(join(root, 'manifests', name), 'utf8'),
);

const sample = `---
# a machine
apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachine
metadata: {name: web-1, labels: {app: web, "tier": 'front'}}   # inline
spec:
  cpu: {count: 2}
  memory:
    size: 64Mi
  boot: {kernel: {image: kernel}, cmdline: [quiet, "a b", -v, 10.0.0.1]}
  hypervisor: {"qemu":{"accelerator":"tcg","extraArgs":["-bios","/x/y.bin"]}}
  disks:
  - name: root
    image: debian-12
    size: 10Gi
  - {name: data, blank: {}, size: 1Gi}
  -   name: more
      file:
        path: ../x.img
  interfaces: []
  bootstrap:
    hostname: web 1; the first
    url: http://example.org/a?b=c
    mac: 52:54:00:aa:bb:cc

    empty:
    none: null
    yes: yes
  readOnly: true
`;

const strings = fc.oneof(
  fc.constantFrom(
    ...[
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
      '#a',
    ],
    ...[
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
      '\u00e9',
      '\t',
      '/m',
      '~',
    ],
    ...[
      '64Mi',
      '1.2',
      '1.',
      '0o7',
      '017',
      '10.1.0.1/24',
      '5m30s',
      '52:54:00:12:34:56',
      '1:30',
      'a,b',
      'a:b',
      'http://x',
    ],
    ...[
      '2026-01-01T00:00:00Z',
      '__proto__',
      'yes',
      'on',
      '-cpu',
      '--x',
      './a',
      '../a',
      '.nan',
      '+1',
      '1_0',
      'a]',
      'a}',
    ],
  ),
  fc.string(),
);
const {value: values} = fc.letrec(tie => ({
  value: fc.oneof(
    {maxDepth: 4, withCrossShrink: true},
    fc.oneof(strings, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'spec', 'name'), strings), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));
const styles = fc.constantFrom<(value: unknown) => string>(
  value => stringify(value, {version: '1.2'}),
  value => stringify(value, {indentSeq: false, lineWidth: 0}),
  value => stringify(value, {collectionStyle: 'flow', lineWidth: 0}),
  value => stringify(value, {indent: 4, singleQuote: true}),
  value => `a: ${JSON.stringify(value)}\n`,
);

const pieces = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    '\n',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' #',
    '"',
    "'",
    '\\',
    '\\u0041',
    '{',
    '}',
    '[',
    ']',
    ',',
    ', ',
  ),
  fc.constantFrom(
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    '? ',
    '---\n',
    '...\n',
    '\t',
    '\r',
    '\u00a0',
    '\u2028',
    '0',
  ),
  fc.constantFrom(
    '1_0',
    '0o7',
    '+1',
    '1.',
    'a',
    '~',
    '\n\n',
    'a:\n',
    'a: b\n',
    '  - a\n',
    '- a\n',
    '# x\n',
    ' null',
    '',
  ),
);
const edits = fc.array(fc.record({at: fc.nat(2_000), length: fc.nat(3), text: pieces}), {
  minLength: 1,
  maxLength: 3,
});

describe('the fast reader of manifests', () => {
  test('reads what the library writes as the library reads it, or leaves it to the library', () => {
    fc.assert(
      fc.property(values, styles, (value, style) => {
        expectSame(style(value));
      }),
      {numRuns: 3_000},
    );
  });

  test('takes no edited text for anything but what the library takes it for', () => {
    const texts = [sample, ...demo.flatMap(text => sliceDocuments(text).map(slice => slice.text))];
    fc.assert(
      fc.property(fc.constantFrom(...texts), edits, (text, changes) => {
        const edited = changes.reduce(
          (before, {at, length, text: by}) =>
            before.slice(0, at % before.length) + by + before.slice((at % before.length) + length),
          text,
        );
        expectSame(edited);
      }),
      {numRuns: 4_000},
    );
  });

  test('takes what people write', () => {
    expect(readPlainTree(sample)).toEqual(JSON.parse(byLibrary(sample)));
  });

  test('no bad manifest is another object for it than for the library', () => {
    for (const {text} of badManifests)
      if (typeof text === 'string') for (const slice of sliceDocuments(text)) expectSame(slice.text);
  });

  test('the manifests of the demo are decoded without the library', () => {
    for (const text of demo)
      for (const slice of sliceDocuments(text).filter(each => /^kind:/m.test(each.text)))
        expect(readPlainTree(slice.text)).toBeDefined();
  });

  test('a whole file says the same of its objects', () => {
    const options = {source: 'manifests', directory: '/srv'};
    const manifest = (spec: string) =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web}\nspec:\n  boot: {kernel: {image: k}}\n${spec}`;
    const plain = decodeFile('m.yaml', Buffer.from(manifest('  cpu: {count: 2}\n')), options);
    // A block scalar is the library's to read.
    const folded = decodeFile('m.yaml', Buffer.from(manifest('  cpu:\n    count: >-\n      2\n')), options);
    expect(plain.objects).toHaveLength(1);
    expect(folded.invalid).toEqual(['VirtualMachine/default/web']);
  });

  test.each([
    ['a key that comes twice', 'a: 1\na: 2\n'],
    ['a key of JavaScript', '__proto__:\n  a: 1\n'],
    ['an anchor', 'a: &x 1\n'],
    ['a block scalar', 'a: |\n  b\n'],
    ['a word that goes on below', 'a: b\n  c\n'],
    ['a number of another base', 'a: 0x1f\n'],
    ['a flow collection of two lines', 'a: {b: 1,\n  c: 2}\n'],
    ['a tab', 'a:\tb\n'],
    ['an escape that makes a control character', 'a: "\\u0000"\n'],
    ['a letter that is not ASCII', 'a: \u00e9\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
    ['a list', '- a\n'],
    ['nothing', '# a\n'],
  ])('leaves to the library: %s', (_, text) => {
    expect(readPlainTree(text)).toBeUndefined();
  });
});
