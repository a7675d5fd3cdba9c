// One manifest file: bytes -> objects and diagnostics. Pure, never throws, whatever the bytes.
// The order is the defence: size, encoding, prescan, and only then a parser; then identity, schema, rules.
import type {parseDocument} from 'yaml';
import {decodeDocument} from './decode-document.ts';
import type {DecodeOptions, DocumentResult} from './decode-document.ts';
import {maxDiagnostics} from './diagnostic.ts';
import {loadYaml} from './load-yaml.ts';
import type {DecodedFile, DecodedObject, Diagnostic} from './object.ts';
import {positionsOf} from './position.ts';
import {strictYaml} from './tree.ts';
import {
  findConflictMarker,
  findDanger,
  findUnwantedText,
  maxDocuments,
  maxFileBytes,
  sliceDocuments,
  tooLarge,
} from './prescan.ts';
import type {FindingAt, Slice} from './prescan.ts';

/** Decode one file. `file` is its path below the source's root, for people. */
export const decodeFile = (file: string, bytes: Buffer, options: DecodeOptions): DecodedFile => {
  if (bytes.length > maxFileBytes)
    return unreadable(file, '', [tooLarge('file', bytes.length, maxFileBytes, 0)]);
  const text = decodeText(bytes);
  if (typeof text !== 'string') return unreadable(file, text.before, [text.finding]);
  const conflict = findConflictMarker(text);
  if (conflict !== undefined) return unreadable(file, text, [conflict]);
  const slices = sliceDocuments(text);
  if (slices.length > maxDocuments) return unreadable(file, text, [tooManyDocuments]);
  return decodeSlices(file, text, slices, options);
};

const decodeSlices = (
  file: string,
  text: string,
  slices: readonly Slice[],
  options: DecodeOptions,
): DecodedFile => {
  const place = positionsOf(text);
  const unwanted = findUnwantedText(text);
  const results: DocumentResult[] = [];
  // A directive stands before the document that it is about, so findings wait for the next one that says something.
  let waiting: FindingAt[] = [];
  let next = 0;
  for (const slice of slices) {
    const end = slice.start + slice.text.length;
    while (next < unwanted.length && (unwanted[next]?.offset ?? 0) < end)
      waiting.push(unwanted[next++] as FindingAt);
    const danger = findDanger(slice);
    const result =
      danger === undefined
        ? decodeDocument(
            {
              slice,
              document: parse(slice.text, file),
              findings: waiting,
              file,
              number: results.length + 1,
              place,
            },
            options,
          )
        : {diagnostics: [diagnosticAt(file, danger, place)], broken: true};
    if (result === 'blank') continue;
    results.push(result);
    waiting = [];
  }
  if (waiting.length > 0)
    results.push({diagnostics: waiting.map(one => diagnosticAt(file, one, place)), broken: true});
  if (results.length === 0) return unreadable(file, text, [emptyFile]);
  return assemble(file, results);
};

const assemble = (file: string, results: readonly DocumentResult[]): DecodedFile => ({
  file,
  objects: results.flatMap(({decoded}): DecodedObject[] => (decoded === undefined ? [] : [decoded])),
  diagnostics: limited(results.flatMap(result => result.diagnostics)),
  invalid: results.flatMap(({invalid}) => (invalid === undefined ? [] : [invalid])),
  broken: results.some(result => result.broken),
});

// Strings only: core schema, no merging, no aliases expanded (tree.ts never asks), keys compared by us. A directive is
// already reported; as a comment it cannot change what the document means. JSON may be indented by tabs.
const parse = (text: string, file: string): ReturnType<typeof parseDocument> => {
  const harmless = text.replace(/^%/gm, '#');
  const source = isJson(file) ? harmless.replace(/^[\t ]+/gm, indent => ' '.repeat(indent.length)) : harmless;
  return loadYaml().parseDocument(source, strictYaml);
};

const isJson = (file: string): boolean => file.endsWith('.json');

// Decoding is fatal: a replacement character would change what was meant. The byte is found by halving.
const decodeText = (bytes: Buffer): string | {finding: FindingAt; before: string} => {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    const good = goodBytes(bytes);
    const before = bytes.subarray(0, good).toString('utf8');
    const utf16 =
      /^(?:\xff\xfe|\xfe\xff)/.test(bytes.subarray(0, 2).toString('latin1')) ||
      bytes.subarray(0, 64).includes(0);
    return {
      before,
      finding: {
        offset: before.length,
        code: 'E-ENCODING',
        what: `not UTF-8 at byte ${String(good + 1)}`,
        expected: 'UTF-8',
        fix: utf16 ? 'this looks like UTF-16: save it as UTF-8' : 'save it as UTF-8',
      },
    };
  }
};

// Length of the longest valid prefix: `stream` accepts a sequence that is cut short, so prefixes can be compared.
const goodBytes = (bytes: Buffer): number => {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(0, middle), {stream: true});
      good = middle;
    } catch {
      bad = middle;
    }
  }
  while (good > 0 && isCut(bytes.subarray(0, good))) good--;
  return good;
};

const isCut = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    return false;
  } catch {
    return true;
  }
};

const unreadable = (file: string, text: string, findings: readonly FindingAt[]): DecodedFile => ({
  file,
  objects: [],
  diagnostics: findings.map(one => diagnosticAt(file, one, positionsOf(text))),
  invalid: [],
  broken: true,
});

const emptyFile: FindingAt = {
  offset: 0,
  code: 'E-EMPTY',
  what: 'no document found',
  expected: 'a map with apiVersion, kind, metadata, spec',
  fix: 'to remove an object delete the file',
};

const tooManyDocuments: FindingAt = {
  offset: 0,
  code: 'E-LIMIT',
  what: `more than ${maxDocuments.toLocaleString('en')} documents`,
  expected: `at most ${maxDocuments.toLocaleString('en')}`,
  fix: 'split the file',
};

const diagnosticAt = (
  file: string,
  finding: FindingAt,
  place: (offset: number) => {line: number; column: number},
): Diagnostic => {
  const {offset, ...rest} = finding;
  return {severity: 'error', file, ...place(offset), path: '', ...rest, object: null};
};

// Errors before warnings when there are too many; the last one says how many are not shown.
const limited = (all: readonly Diagnostic[]): readonly Diagnostic[] => {
  if (all.length <= maxDiagnostics) return all;
  const errors = all.filter(one => one.severity === 'error');
  const shown = [...errors, ...all.filter(one => one.severity === 'warning')].slice(0, maxDiagnostics - 1);
  const [first] = shown;
  if (first === undefined) return shown;
  const more = {
    path: '',
    what: `${String(all.length - shown.length)} more problems in this file`,
    expected: '',
    fix: 'mend these first',
    code: 'E-LIMIT',
    object: null,
  };
  return [...shown, {...first, ...more}];
};
