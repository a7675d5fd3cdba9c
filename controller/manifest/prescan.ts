// What is looked at before a YAML parser sees a byte: characters, conflict markers, directives, where documents begin,
// and whether nesting could hurt. Every pass is linear and iterative: a 3 KB file of `[` parsed again and again aborts
// the whole process (V8 RegExp allocation after a stack overflow, yaml 2.9 on Node 20), and nothing can catch that.
// What is merely unwanted (aliases, tags, merge keys, too many keys) is safe to parse and found in the tree: tree.ts.
import {hiddenCharacters, nameCharacter} from '../host/printable.ts';
import {maxDiagnostics} from './diagnostic.ts';
import type {Finding} from './diagnostic.ts';
import {loadYaml} from './load-yaml.ts';

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
  const offset = findTooDeep(slice.text);
  return offset === undefined ? undefined : tooDeep(slice.start + offset);
};

/** Where a text is nested so deep that parsing it could end the process; undefined when it may be parsed. */
export const findTooDeep = (text: string): number | undefined =>
  depthBound(text) > safeDepth ? findDepth(text) : undefined;

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

/** Deep enough for every honest document, shallow enough for a recursive parser (it gives up after some 1,500 levels). */
const safeDepth = 500;

// An upper bound of the nesting from single characters, wherever they stand (also in strings and comments): no
// collection is opened without a bracket, a colon, a question mark or a dash. What seems to be one line after another
// can be one inside the other (`{a` and then many lines `k: v`), so lines prove nothing. About 1 ms for 400 KB.
const depthBound = (text: string): number => {
  let openers = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 91 || code === 123 || code === 58 || code === 63 || code === 45) openers++;
  }
  return openers;
};

// The real nesting: the parser's own first stage, token by token, which is iterative for as long as its stack is low:
// it recurses once for each collection that a token closes. Offset of the first token that is too deep.
const findDepth = (text: string): number | undefined => {
  const {Lexer, Parser} = loadYaml();
  const parser = new Parser();
  const {stack} = parser as unknown as {readonly stack: readonly {readonly type: string}[]};
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    for (const _document of parser.next(token));
    if (stack.length > maxDepth && stack.filter(isCollection).length > maxDepth) return offset;
    if (!/^[\x02\x18\x1f]$/.test(token)) offset += token.length;
  }
  return undefined;
};

const isCollection = ({type}: {readonly type: string}): boolean =>
  /^(?:block-map|block-seq|flow-collection)$/.test(type);
