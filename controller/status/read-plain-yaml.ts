// The text of plain-yaml.ts back as a value, fast: a daemon that starts reads one status file per object, and the
// library takes 40 times as long. Whatever plain-yaml.ts would not have written just so is left to the library.
import {keptText} from '../host/kept-text.ts';
import {isPlainText, keyLimit} from './plain-yaml.ts';

/** Deeper than any status; the library decides about it. */
const depthLimit = 32;
/** A string in double quotes as JSON and YAML both read it, at the start of a line's rest. */
const quoted = /^"(?:[ !#-[\]-~]|\\(?:["\\bfnrt]|u[\da-f]{4}))*"/;
/** What reads the same everywhere; longer ones are rounded in ways of their own. */
const number = /^(?:0|-?[1-9]\d{0,14}|-?\d{1,7}\.\d{1,7})$/;
/** Keys that mean something to JavaScript or to YAML. */
const special: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '<<']);

class NeedsLibrary extends Error {}

type Reading = {readonly lines: string[]; at: number};

/** The value, or undefined when the text is anything but a map or list as plainYaml writes it. */
export const readPlainYaml = (text: string): object | undefined => {
  if (!text.endsWith('\n')) return undefined;
  const reading: Reading = {lines: text.slice(0, -1).split('\n'), at: 0};
  const {stackTraceLimit} = Error;
  try {
    // Thrown for every file that somebody touched; where it was thrown is nobody's business.
    Error.stackTraceLimit = 0;
    const value = readBlock(reading, 0);
    return reading.at === reading.lines.length ? value : undefined;
  } catch (thrown) {
    if (thrown instanceof NeedsLibrary) return undefined;
    throw thrown;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};

const refuse = (): never => {
  throw new NeedsLibrary();
};

/** Spaces before what a line says. */
const indentOf = (line: string): number => {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent += 1;
  return indent;
};

const readBlock = (reading: Reading, indent: number): object => {
  const first = reading.lines[reading.at];
  if (first === undefined || indentOf(first) !== indent || indent > 2 * depthLimit) return refuse();
  return first.startsWith('- ', indent) ? readList(reading, indent) : readMap(reading, indent);
};

const readList = (reading: Reading, indent: number): unknown[] => {
  const {lines} = reading;
  const list: unknown[] = [];
  for (let line = lines[reading.at]; line !== undefined; line = lines[reading.at]) {
    if (indentOf(line) !== indent || !line.startsWith('- ', indent)) break;
    const rest = line.slice(indent + 2);
    if (rest.startsWith('- ') || keyOf(rest) !== null) {
      // A nested value begins on the line of its dash, and goes on below as if it stood alone.
      lines[reading.at] = `${' '.repeat(indent + 2)}${rest}`;
      list.push(readBlock(reading, indent + 2));
    } else {
      list.push(scalarOf(rest));
      reading.at += 1;
    }
  }
  return list;
};

const readMap = (reading: Reading, indent: number): Record<string, unknown> => {
  const {lines} = reading;
  const map: Record<string, unknown> = {};
  for (let line = lines[reading.at]; line !== undefined; line = lines[reading.at]) {
    if (indentOf(line) !== indent) break;
    const {name, value} = entryOf(line.slice(indent));
    if (Object.hasOwn(map, name)) return refuse();
    reading.at += 1;
    map[name] = value === undefined ? readBlock(reading, indent + 2) : value;
  }
  return map;
};

/** What one line of a map says; `undefined` when its value stands in the lines below. */
type Entry = {readonly name: string; readonly value: unknown};

/** Most lines of a status stand in every other one too: they are read once, and what they say is kept once. */
const knownEntries = new Map<string, Entry>();
const knownEntriesLimit = 1_024;
const knownLineLimit = 120;

const entryOf = (line: string): Entry => {
  const known = knownEntries.get(line);
  if (known !== undefined) return known;
  const key = keyOf(line) ?? refuse();
  if (special.has(key.name)) return refuse();
  const entry = {name: key.name, value: key.rest === '' ? undefined : scalarOf(key.rest.slice(1))};
  // Lists and maps are their reader's own.
  if (
    typeof entry.value !== 'object' &&
    line.length <= knownLineLimit &&
    knownEntries.size < knownEntriesLimit
  )
    knownEntries.set(Buffer.from(line).toString(), entry);
  return entry;
};

/** The key that a line begins with, and what stands after its colon; null when it begins with none. */
const keyOf = (line: string): {name: string; rest: string} | null => {
  const inQuotes = line.startsWith('"') ? quoted.exec(line)?.[0] : undefined;
  const end = inQuotes === undefined ? endOfPlainKey(line) : inQuotes.length;
  if (end < 0 || line[end] !== ':' || (end + 1 < line.length && line[end + 1] !== ' ')) return null;
  const text = line.slice(0, end);
  if (end > keyLimit || (inQuotes === undefined && !isPlainKey(text))) return refuse();
  return {name: inQuotes === undefined ? text : (JSON.parse(text) as string), rest: line.slice(end + 1)};
};

/** The same few keys stand in every document; labels may be anything, so that there is an end to what is remembered. */
const plainKeys = new Set<string>();
const plainKeysLimit = 256;

const isPlainKey = (text: string): boolean => {
  if (plainKeys.has(text)) return true;
  if (!isPlainText(text)) return false;
  if (plainKeys.size < plainKeysLimit) plainKeys.add(text);
  return true;
};

const endOfPlainKey = (line: string): number => {
  const inner = line.indexOf(': ');
  return inner >= 0 ? inner : line.endsWith(':') ? line.length - 1 : -1;
};

const scalarOf = (text: string): unknown => {
  switch (text) {
    case 'null':
      return null;
    case 'true':
      return true;
    case 'false':
      return false;
    case '[]':
      return [];
    case '{}':
      return {};
    default:
      if (text.startsWith('"')) return quoted.exec(text)?.[0] === text ? JSON.parse(text) : refuse();
      if (isPlainText(text)) return keptText(text);
      return number.test(text) ? Number(text) : refuse();
  }
};
