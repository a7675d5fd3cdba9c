// The YAML parser's complaints in words that help someone who does not know its grammar.
import type {YAMLError} from 'yaml';
import {printable} from '../host/printable.ts';
import type {FindingAt} from './prescan.ts';
import type {Position} from './position.ts';
import {maxDiagnostics} from './diagnostic.ts';

/** Offsets in `text` (one document); `place` gives people's position of such an offset in the file. */
export const parseFindings = (
  errors: readonly YAMLError[],
  text: string,
  place: (offset: number) => Position,
): FindingAt[] => {
  const findings: FindingAt[] = [];
  for (const error of errors.slice(0, maxDiagnostics)) {
    const opening = unclosedAt(error, text);
    const finding = opening === undefined ? complaint(error, text) : unclosed(opening, text, place(opening));
    if (!findings.some(one => one.offset === finding.offset)) findings.push(finding);
    // What follows something that is never closed is noise.
    if (opening !== undefined) break;
  }
  return findings;
};

const unclosed = (opening: number, text: string, {line, column}: Position): FindingAt => {
  const thing = text[opening] === '[' ? 'list' : text[opening] === '{' ? 'map' : 'string';
  return parse(
    opening,
    `${thing} opened at ${String(line)}:${String(column)} is never closed`,
    'the closing character',
    'close it; a file that is still being written is read again when it changes',
  );
};

const complaint = (error: YAMLError, text: string): FindingAt => {
  const offset = Math.min(error.pos[0], text.length);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return parse(offset, 'tab used for indentation', 'spaces', 'replace the tab by spaces');
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      return {
        ...parse(offset, 'alias not supported', 'the value itself', 'write it out'),
        code: 'E-UNSUPPORTED',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return parse(
        offset,
        'a second `:` on the line, or a line indented too far',
        'one `name: value` a line',
        'quote a value that contains `: `, or mend the indent',
      );
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return parse(
        offset,
        'text that is no `name: value`',
        'a `:` and a space behind the field name',
        'add the colon, or mend the indent',
      );
    case 'BAD_INDENT':
      return parse(
        offset,
        'indented unlike its neighbours',
        'fields of one map in one column',
        'mend the indent',
      );
    case 'BAD_SCALAR_START':
      return parse(
        offset,
        `a value cannot begin with ${printable(text.slice(offset, offset + 1))}`,
        'a quoted string',
        'quote the value',
      );
    default:
      return parse(
        offset,
        printable(error.message.split('\n', 1)[0] ?? '', 200),
        'YAML 1.2',
        'mend the syntax',
      );
  }
};

const parse = (offset: number, what: string, expected: string, fix: string): FindingAt => ({
  offset,
  code: 'E-PARSE',
  what,
  expected,
  fix,
});

// The parser points at the end of the text; the reader wants the character that opened what is still open.
const unclosedAt = (error: YAMLError, text: string): number | undefined => {
  const found = /Missing closing (["'])quote|must (?:be sufficiently indented and )?end with a ([\]}])/.exec(
    error.message,
  );
  if (
    found === null ||
    text
      .slice(error.pos[0])
      .trimStart()
      .startsWith(found[2] ?? '\0')
  )
    return undefined;
  if (found[1] !== undefined) return nonNegative(text.lastIndexOf(found[1], Math.max(0, error.pos[0] - 1)));
  const [opener, closer] = found[2] === ']' ? ['[', ']'] : ['{', '}'];
  let closed = 0;
  for (let at = Math.min(error.pos[0], text.length) - 1; at >= 0; at--) {
    if (text[at] === closer) closed++;
    else if (text[at] === opener && closed-- === 0) return at;
  }
  return undefined;
};

const nonNegative = (offset: number): number | undefined => (offset < 0 ? undefined : offset);
