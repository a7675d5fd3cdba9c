// What is looked at before a YAML parser sees a byte: characters, conflict markers, directives, where documents begin,
// and whether nesting could hurt. Every pass is linear and iterative: a 3 KB file of `[` parsed again and again aborts
// the whole process (V8 RegExp allocation after a stack overflow, yaml 2.9 on Node 20), and nothing can catch that.
// What is merely unwanted (aliases, tags, merge keys, too many keys) is safe to parse and found in the tree: tree.ts.
import {Lexer} from 'yaml';
import {hiddenCharacters, maxDiagnostics, nameCharacter} from './diagnostic.ts';
import type {Finding} from './diagnostic.ts';

export const maxFileBytes = 1024 * 1024;
export const maxDocuments = 1000;
export const maxDocumentBytes = 128 * 1024;
export const maxDepth = 32;

/** One document's text and where it begins in the file. */
export type Slice = {readonly text: string; readonly start: number};

/** A finding and the offset that it is about. */
export type FindingAt = Finding & {readonly offset: number};

/** Cut a file at its `---` and `...` lines. A marker in the first column always ends a document, whatever is open. */
export const sliceDocuments = (text: string): Slice[] => {
  const slices: Slice[] = [];
  let start = 0;
  for (const marker of text.matchAll(/^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm)) {
    if (marker.index > start) slices.push({text: text.slice(start, marker.index), start});
    start = marker[0] === '---' ? marker.index : marker.index + 3;
  }
  slices.push({text: text.slice(start), start});
  return slices;
};

/** Bytes of the largest document, from the raw file, without decoding it. */
export const largestDocumentBytes = (bytes: Buffer): number => {
  let largest = 0;
  let start = 0;
  for (let at = bytes.indexOf('\n---'); at !== -1; at = bytes.indexOf('\n---', at + 1)) {
    largest = Math.max(largest, at - start);
    start = at;
  }
  return Math.max(largest, bytes.length - start);
};

/** The first git conflict marker, which makes everything around it doubtful. */
export const findConflictMarker = (text: string): FindingAt | undefined => {
  const marker = /^(?:<{7}|>{7})(?=[ \r\n]|$)/m.exec(text);
  return marker === null
    ? undefined
    : {
        offset: marker.index,
        code: 'E-CONFLICT-MARKER',
        what: `git conflict marker ${marker[0]}`,
        expected: 'a merged file',
        fix: 'resolve the conflict',
      };
};

/** Control and hidden characters and YAML directives, by offset. */
export const findUnwantedText = (text: string): FindingAt[] => {
  const findings: FindingAt[] = [];
  for (const found of text.matchAll(hiddenCharacters())) {
    if (findings.length >= maxDiagnostics) break;
    findings.push({
      offset: found.index,
      code: 'E-CHARACTER',
      what: `${nameCharacter(found[0])} not allowed`,
      expected: 'visible text',
      fix: 'remove it',
    });
  }
  for (const found of text.matchAll(/^%[^\s]*/gm)) {
    if (findings.length >= 2 * maxDiagnostics) break;
    findings.push({
      offset: found.index,
      code: 'E-UNSUPPORTED',
      what: `directive ${found[0]} not supported`,
      expected: 'YAML 1.2 without directives',
      fix: 'remove the line',
    });
  }
  return findings.sort((a, b) => a.offset - b.offset);
};

/** Why a document must not be parsed at all, or undefined. */
export const findDanger = (slice: Slice): FindingAt | undefined => {
  const sizeBytes = Buffer.byteLength(slice.text);
  if (sizeBytes > maxDocumentBytes) return tooLarge('document', sizeBytes, maxDocumentBytes, slice.start);
  const offset = depthBound(slice.text) > safeDepth ? findDepth(slice.text) : undefined;
  return offset === undefined ? undefined : tooDeep(slice.start + offset);
};

export const tooDeep = (offset: number): FindingAt => ({
  offset,
  code: 'E-LIMIT',
  what: `nested deeper than ${String(maxDepth)} levels`,
  expected: `at most ${String(maxDepth)} levels`,
  fix: 'look for a bracket that is never closed',
});

export const tooLarge = (what: string, sizeBytes: number, limitBytes: number, offset: number): FindingAt => ({
  offset,
  code: 'E-LIMIT',
  what: `${what} is ${String(Math.ceil(sizeBytes / 1024))} KiB`,
  expected: `at most ${String(limitBytes / 1024)} KiB`,
  fix: 'split it',
});

// Deep enough for every honest document, shallow enough for a recursive parser (it gives up after some 3,000 levels).
const safeDepth = 256;

// An upper bound of the nesting from single characters, wherever they stand (also in strings and comments): every
// flow collection has its bracket; a block collection begins at a column within the widest indent or behind one of the
// line's indicators, and two (a list in a map) can share a column. About 1 ms for 400 KB.
const depthBound = (text: string): number => {
  let brackets = 0;
  let indent = 0;
  let widest = 0;
  let indicators = 0;
  let most = 0;
  let leading = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      [indent, indicators, leading] = [0, 0, true];
    } else if (leading && code === 32) {
      if (++indent > widest) widest = indent;
    } else {
      leading = false;
      if (code === 91 || code === 123) brackets++;
      else if ((code === 45 || code === 58 || code === 63) && isBlank(text.charCodeAt(at + 1))) {
        if (++indicators > most) most = indicators;
      }
    }
  }
  return brackets + 2 * (widest + 1) + 2 * (most + 1);
};

const isBlank = (code: number): boolean =>
  code === 32 || code === 10 || code === 13 || code === 9 || Number.isNaN(code);

// The real nesting, from the parser's own lexer (iterative), for the few documents whose bound is high. Stops at the
// first token that is too deep and returns its offset.
const findDepth = (text: string): number | undefined => {
  const open: {column: number; list: boolean}[] = [];
  let flow = 0;
  let offset = 0;
  let lineStart = 0;
  let keyColumn: number | undefined;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '\x02') continue;
    if (token === '\x18') {
      flow = 0;
      continue;
    }
    if (token === '\x1f') {
      scalarNext = true;
      continue;
    }
    const column = offset - lineStart;
    if (scalarNext || token.length !== 1 || !'[]{}-?:'.includes(token)) {
      if (!/^(?:[\s]*|#.*)$/.test(token)) keyColumn ??= column;
    } else if (token === '[' || token === '{') {
      keyColumn ??= column;
      flow++;
    } else if (token === ']' || token === '}') {
      flow = Math.max(0, flow - 1);
    } else if (flow === 0) {
      enter(open, token === ':' ? (keyColumn ?? column) : column, token === '-');
      keyColumn = undefined;
    }
    if (flow + open.length > maxDepth) return offset;
    scalarNext = false;
    offset += token.length;
    if (token.includes('\n')) {
      lineStart = text.lastIndexOf('\n', offset - 1) + 1;
      keyColumn = undefined;
    }
  }
  return undefined;
};

const enter = (open: {column: number; list: boolean}[], column: number, list: boolean): void => {
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.column < column || (top.column === column && (list || !top.list))) break;
    open.pop();
  }
  const top = open.at(-1);
  if (top?.column !== column || top.list !== list) open.push({column, list});
};
