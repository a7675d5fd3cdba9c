// The short way to a judgement says what the long one says, or nothing.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {judgeAgain} from '../../../controller/manifest/judge-again.ts';
import type {Judged} from '../../../controller/manifest/judge-again.ts';
import type {SafetyInput, SafetyJudgement} from '../../../controller/manifest/judgement.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import type {DecodedFile, Scan} from '../../../controller/manifest/object.ts';
import {judge} from '../../../controller/manifest/safety.ts';
import {complete, emptySource, errorOf, manifestFile, unavailable, unstable, vmKey} from './scans.ts';

const names = ['a', 'b', 'c', 'd'];
const fileOf = (name: string): DecodedFile => manifestFile(`${name}.yaml`, [vmKey(name)]);
const known = new Map(
  names.map(name => [vmKey(name), {file: `${name}.yaml`, document: 1, tombstone: false}]),
);

const inputOf = (scan: Scan, more: Partial<SafetyInput> = {}): SafetyInput => ({
  scan,
  memory: emptyMemory,
  nowMs: 1_000,
  observedOnce: true,
  known,
  protectedKeys: new Set(),
  deleteRequested: new Set(),
  dependsOn: new Map(),
  removalLimits: [],
  released: new Set(),
  ...more,
});

const files = names.map(fileOf);
const first: Judged = {scan: complete(...files), judgement: judge(inputOf(complete(...files)))};
const {memory} = first.judgement;
const waiting = (file: DecodedFile): DecodedFile => ({
  ...file,
  objects: file.objects.map(object => ({
    ...object,
    dependsOn: [{key: vmKey('a'), at: {line: 1, column: 1, path: ''}}],
  })),
});
const [a = fileOf('a'), b = fileOf('b'), c = fileOf('c'), d = fileOf('d')] = files;

describe('a scan behind a calm one', () => {
  test('is the very same judgement when nothing changed', () => {
    const input = inputOf(complete(...files), {memory, nowMs: 99_000});
    expect(judgeAgain(first, input)).toBe(first.judgement);
    expect(judge(input)).toEqual(first.judgement);
  });

  test('in which one file was edited differs in the verdict on its object alone', () => {
    const edited = fileOf('b');
    const input = inputOf(complete(a, edited, c, d), {memory});
    const again = judgeAgain(first, input);
    expect(again).toEqual(judge(input));
    expect(again?.verdicts.get(vmKey('b'))).toMatchObject({decoded: edited.objects[0]});
    for (const name of ['a', 'c', 'd'])
      expect(again?.verdicts.get(vmKey(name))).toBe(first.judgement.verdicts.get(vmKey(name)));
  });

  const doubtful: readonly (readonly [string, SafetyInput])[] = [
    ['a file more', inputOf(complete(...files, fileOf('e')), {memory})],
    ['a file less', inputOf(complete(a, b, c), {memory})],
    ['another file in the place of one', inputOf(complete(a, b, c, fileOf('e')), {memory})],
    [
      'a file that says another object',
      inputOf(complete(a, b, c, manifestFile('d.yaml', [vmKey('x')])), {memory}),
    ],
    [
      'a file that says an object more',
      inputOf(complete(a, b, c, manifestFile('d.yaml', [vmKey('d'), vmKey('x')])), {memory}),
    ],
    [
      'a broken file',
      inputOf(complete(a, b, c, manifestFile('d.yaml', [vmKey('d')], {broken: true})), {memory}),
    ],
    [
      'an invalid object',
      inputOf(complete(a, b, c, manifestFile('d.yaml', [], {invalid: [vmKey('d')]})), {memory}),
    ],
    [
      'a warning',
      inputOf(complete(a, b, c, {...fileOf('d'), diagnostics: [errorOf('d.yaml', vmKey('d'))]}), {memory}),
    ],
    ['a machine that waits for another', inputOf(complete(a, b, c, waiting(d)), {memory})],
    ['an unstable scan', inputOf(unstable(...files), {memory})],
    ['an empty source', inputOf(emptySource, {memory})],
    ['a source that is away', inputOf(unavailable, {memory})],
    ['other memory', inputOf(complete(...files))],
    ['a released removal', inputOf(complete(...files), {memory, released: new Set([vmKey('a')])})],
    [
      'a machine in force that waits',
      inputOf(complete(...files), {memory, dependsOn: new Map([[vmKey('a'), [vmKey('b')]]])}),
    ],
    [
      'a tombstone',
      inputOf(complete(...files), {
        memory,
        known: new Map([[vmKey('z'), {file: 'z.yaml', document: 1, tombstone: true}]]),
      }),
    ],
    [
      'a record that no scan saw',
      inputOf(complete(...files), {
        memory,
        known: new Map([[vmKey('z'), {file: 'z.yaml', document: 1, tombstone: false}]]),
      }),
    ],
  ];
  test.each(doubtful)('asks the whole table about %s', (_what, input) => {
    expect(judgeAgain(first, input)).toBeNull();
  });

  test('that missed something is not calm: time passes for it', () => {
    const input = inputOf(complete(a, b, c), {memory});
    const missed: Judged = {scan: input.scan, judgement: judge(input)};
    expect(judgeAgain(missed, {...input, memory: missed.judgement.memory})).toBeNull();
  });
});

test('after any sequence of scans it says what the whole table says, and often it has an answer', () => {
  let answers = 0;
  const state = fc.constantFrom(
    'valid',
    'valid',
    'valid',
    'valid',
    'edited',
    'edited',
    'gone',
    'invalid',
    'double',
    'waits',
  );
  const step = fc.record({
    afterMs: fc.constantFrom(100, 2_500, 11_000),
    states: fc.array(state, {minLength: 4, maxLength: 4}),
    isCalm: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, {minLength: 2, maxLength: 12}), sequence => {
      let before: Judged | null = null;
      let stored = emptyMemory;
      let nowMs = 1_000;
      for (const {afterMs, states, isCalm} of sequence) {
        nowMs += afterMs;
        const scanned = files.flatMap((file, index): DecodedFile[] => {
          const name = names[index] ?? '';
          const is = states[index];
          if (is === 'edited') return [fileOf(name)];
          if (is === 'valid' || isCalm) return [file];
          if (is === 'gone') return [];
          if (is === 'invalid') return [manifestFile(file.file, [], {invalid: [vmKey(name)]})];
          if (is === 'waits') return [waiting(file)];
          return [file, manifestFile(`z-${file.file}`, [vmKey(name)])];
        });
        const scan = scanned.length === 0 ? emptySource : complete(...scanned);
        const input = inputOf(scan, {memory: stored, nowMs});
        const again: ReturnType<typeof judgeAgain> = before === null ? null : judgeAgain(before, input);
        const whole = judge(input);
        if (again !== null) {
          answers += 1;
          expect(again).toEqual(whole);
          expect([...again.verdicts.keys()]).toEqual([...whole.verdicts.keys()]);
        }
        const judgement: SafetyJudgement = again ?? whole;
        before = {scan, judgement};
        stored = judgement.memory;
      }
    }),
    {numRuns: 300},
  );
  expect(answers).toBeGreaterThan(100);
});
