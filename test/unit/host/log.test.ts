// The log as whoever reads it later: one line a message, whatever guests, manifests and tools said.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {openLog} from '../../../controller/host/log.ts';
import type {LogFormat} from '../../../controller/host/log.ts';
import {hiddenCharacter} from '../../../controller/host/printable.ts';

const now = '2026-01-01T00:00:00Z';

const linesOf = (format: LogFormat, fields: Record<string, unknown>): string[] => {
  const lines: string[] = [];
  openLog({format, level: 'debug', now: () => now, write: line => lines.push(line)}).warn('a word', fields);
  return lines;
};

const forged = `x\n{"level":"error","message":"forged","time":"${now}"}\r\n2026 ERROR forged`;

describe.each(['json', 'human'] as const)('a %s log', format => {
  test('is one line a message, which text in a field cannot break out of', () => {
    const [line = '', ...others] = linesOf(format, {why: forged});
    expect(others).toEqual([]);
    expect(line).not.toMatch(/[\n\r]/);
    if (format === 'json')
      expect(JSON.parse(line)).toEqual({level: 'warn', message: 'a word', time: now, why: forged});
    else expect(line).toBe(`${now} WARN  a word why=${JSON.stringify(forged)}`);
  });

  test('holds no character that steers a terminal or deceives a reader', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary'}),
        fc.constantFrom('\u009b2J', '\u202e', '\u2028', '\u007f'),
        (text, bad) => {
          const [line = '', ...others] = linesOf(format, {why: text + bad, path: bad + text});
          expect(others).toEqual([]);
          expect(hiddenCharacter(line)).toBeUndefined();
          expect(line).not.toContain('\n');
        },
      ),
      {numRuns: 200},
    );
  });

  test('says a field in words that read back as they were', () => {
    const [line = ''] = linesOf(format, {why: 'a\u009bb "c" \u202e'});
    const text = format === 'json' ? line : `{"why":${line.slice(line.indexOf('why=') + 4)}}`;
    expect((JSON.parse(text) as {why: string}).why).toBe('a\u009bb "c" \u202e');
  });
});
