import {describe, expect, test} from '@jest/globals';
import {parseDocument} from 'yaml';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {
  findConflictMarker,
  findDanger,
  findUnwantedText,
  largestDocumentBytes,
  sliceDocuments,
} from '../../../controller/manifest/prescan.ts';

const danger = (text: string): string | undefined => findDanger({text, start: 0})?.what;
const tooDeep = 'nested deeper than 32 levels';
const indented = (levels: number): string =>
  Array.from({length: levels}, (_, at) => `${' '.repeat(at)}k:\n`).join('');

describe('depth', () => {
  test.each([
    ['flow lists', (levels: number) => 'a: ' + '['.repeat(levels - 1) + ']'.repeat(levels - 1)],
    ['flow maps', (levels: number) => '{a: '.repeat(levels)],
    ['block maps', indented],
    ['compact lists', (levels: number) => '- '.repeat(levels)],
    ['compact explicit keys', (levels: number) => '? '.repeat(levels)],
    [
      'lists in maps at one column',
      (levels: number) =>
        Array.from({length: levels / 2}, (_, at) => `${'  '.repeat(at)}${at === 0 ? '' : '- '}k:\n`).join(
          '',
        ) + `${'  '.repeat(levels / 2 - 1)}  - x`,
    ],
    ['lines behind an open bracket', (levels: number) => `{"a"${'k: v\n'.repeat(levels)}`],
    ['lines that go on a plain text', (levels: number) => `{a: v\n${'  k: v\n'.repeat(levels)}`],
    ['colons side by side in a bracket', (levels: number) => `[a${': b'.repeat(levels)}`],
    [
      'brackets behind quotes and comments',
      (levels: number) => `a: "]]]]"\n# ]]]]\nb: ${'['.repeat(levels - 1)}`,
    ],
  ])('%s are refused when they are deep enough to hurt, however they are written', (_, nest) => {
    expect(danger(nest(502))).toBe(tooDeep);
    expect(danger(nest(20))).toBeUndefined();
  });

  test('hundreds of brackets side by side are not deep', () => {
    expect(danger(`a: [${'{}, '.repeat(2000)}]`)).toBeUndefined();
    expect(danger('- {a: [1], b: {c: d}}\n'.repeat(500))).toBeUndefined();
    expect(danger(`a: "${'['.repeat(5000)}"`)).toBeUndefined();
    expect(danger(`a: |\n  ${'- '.repeat(5000)}`)).toBeUndefined();
  });

  test('what passes parses to a tree that the parser can hold, also again and again', () => {
    const text = 'a: ' + '['.repeat(499);
    expect(danger(text)).toBeUndefined();
    for (let run = 0; run < 10; run++) parseDocument(text, {prettyErrors: false});
    expect(decodeFile('a.yaml', Buffer.from(text), {source: 's', directory: '/'}).broken).toBe(true);
  });
});

describe('documents', () => {
  test('markers in the first column end a document, whatever is open', () => {
    expect(sliceDocuments('a: "x\n---\nb: 1\n...\nc: 1\n').map(one => one.text)).toEqual([
      'a: "x\n',
      '---\nb: 1\n',
      '\nc: 1\n',
    ]);
    expect(sliceDocuments('a: |\n  ---\n----\n--- # x\nb: 1').map(one => one.start)).toEqual([0, 16]);
  });

  test('the largest document is measured without decoding', () => {
    expect(largestDocumentBytes(Buffer.from(`a: 1\n---\n${'b'.repeat(100)}\n---\n`))).toBe(105);
  });
});

describe('characters', () => {
  test('letters of any script, emoji and line ends are allowed', () => {
    expect(findUnwantedText('a: Grüße 日本語 ⚠️ 🚀\r\n\tx\n')).toEqual([]);
  });

  test.each([
    '\x00',
    '\x1b',
    '\x7f',
    '\x85',
    '\u200b',
    '\u202e',
    '\u2066',
    '\u2028',
    '\ufeff',
    '\u00ad',
    '\u{e0041}',
    '\r',
  ])('%j is not', character => {
    expect(findUnwantedText(`a: ${character}x`).map(one => [one.offset, one.code])).toEqual([
      [3, 'E-CHARACTER'],
    ]);
  });

  test('a line of equal signs is no conflict marker', () => {
    expect(findConflictMarker('a: |\n  <<<<<<< x\n=======\n')).toBeUndefined();
    expect(findConflictMarker('a: 1\n>>>>>>> main\n')?.offset).toBe(5);
  });
});

describe('hostile shapes', () => {
  const of = (part: string, size: number): string => part.repeat(Math.floor(size / part.length));
  const shapes: Record<string, (size: number) => string> = {
    brackets: size => of('[', size),
    'flow commas': size => `a: [${of(',', size)}`,
    'closing brackets': size => of(']', size),
    'wide map': size => Array.from({length: size / 10}, (_, at) => `k${String(at)}: 1`).join('\n'),
    'wide list of maps': size =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web}\nspec: {disks: [${of('{}, ', size)}]}`,
    'unknown fields': size =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web}\nspec:\n${Array.from({length: Math.min(1900, size / 12)}, (_, at) => `  k${String(at)}: {}`).join('\n')}`,
    'hidden characters': size => of('\u202e', size / 3),
    anchors: size => of('&a ', size),
    'string of digits': size => `a: ${of('1', size)}`,
    'almost a duration': size =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web}\nspec: {shutdown: {timeout: "${of('1m', size)}"}}`,
    'almost a host name': size =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web}\nspec: {bootstrap: {hostname: "${of('a-', size)}"}}`,
    'almost a label': size =>
      `apiVersion: vmlet.dev/v1alpha1\nkind: VirtualMachine\nmetadata: {name: web, labels: {"${of('a.', size)}/": "${of('a-', size)}"}}\nspec: {}`,
  };

  // No times: CPU time for 8 times the size is compared with that of the size; quadratic work takes 64 times as long.
  test.each(Object.entries(shapes))('%s cost no more than in proportion to their size', (_, shape) => {
    const cost = (size: number): number => {
      const bytes = Buffer.from(shape(size));
      const before = process.cpuUsage();
      decodeFile('a.yaml', bytes, {source: 's', directory: '/'});
      const {user} = process.cpuUsage(before);
      return user;
    };
    cost(4_000);
    const small = Math.min(cost(4_000), cost(4_000));
    const large = Math.min(cost(32_000), cost(32_000));
    expect(large).toBeLessThan(Math.max(small, 5_000) * 32);
  });
});
