// The common form of a manifest as plain data, fast: block maps and lists, flow collections on one line, plain and quoted
// words, comments. The library takes many times as long, and as much memory. Whatever is not surely read the same by it
// is left to it, and so is all that is wrong: nothing is judged here, and nothing has a place.
import {keptText} from '../host/kept-text.ts';

/** A manifest of more levels is the library's to judge. */
const depthLimit = 20;
const itemsLimit = 1_000;

/** `key:` at the start of a line or of a flow pair. */
const blockKey = /^([A-Za-z_][\w./-]{0,99}):(?= |$)/;
const flowKey = /([A-Za-z_][\w./-]{0,99})(?=:)/y;
/** Keys that mean something to JavaScript or are no text to YAML. */
const special = /^(?:__proto__|constructor|prototype|null|true|false)$/i;

/** Begins as no number, no indicator and no document marker does. */
const word =
  /^(?:[A-Za-z_/]|\.{1,2}\/|--?[A-Za-z])(?:[\w./@+=~%();'"$*&!?^,-]|:(?=[^ ]))*(?: +(?:[\w./@+=~%();'"$*&!?^,-]|:(?=[^ ]))+)*$/;
const flowWord =
  /(?:[A-Za-z_/]|\.{1,2}\/|--?[A-Za-z])(?:[\w./@+=~%();-]|:(?=[\w/]))*(?: +(?:[\w./@+=~%();-]|:(?=[\w/]))+)*(?= *[,\]}])/y;
/** Quantities, durations and addresses begin with a digit and are no numbers. */
const measure =
  /^(?:\d+(?:[KMGT]i|[kMGT])|(?:\d+(?:ms|s|m|h|d))+|\d+(?:\.\d+){3}(?:\/\d+)?|[\da-f]{2}(?::[\da-f]{2}){5})$/;
const flowDigits = /-?\d[\w.:/]*(?= *[,\]}])/y;
const number = /^(?:0|-?[1-9]\d{0,14})$/;
/** Words that are no text, however they are written. */
const typed = /^(?:~|null|true|false)$/i;
/** Escapes that mean the same to JSON and to YAML, and make no character that a manifest may not hold. */
const doubleQuoted = /"(?:[ !#-[\]-~]|\\["\\nt])*"/y;
const singleQuoted = /'(?:[ -&(-~])*'/y;
const spaces = / */y;

class NeedsLibrary extends Error {}

const refuse = (): never => {
  throw new NeedsLibrary();
};

type Line = {readonly indent: number; readonly text: string};
type Reading = {readonly lines: Line[]; at: number};

/** The value, or undefined when the text is anything but a map in the common form. */
export const readPlainTree = (text: string): Record<string, unknown> | undefined => {
  const {stackTraceLimit} = Error;
  try {
    // Thrown for every text in another form; where it was thrown is nobody's business.
    Error.stackTraceLimit = 0;
    const reading = {lines: linesOf(text), at: 0};
    const [first] = reading.lines;
    if (first?.indent !== 0 || !blockKey.test(first.text)) return undefined;
    const value = readMap(reading, 0, 0);
    return reading.at === reading.lines.length ? value : undefined;
  } catch (thrown) {
    if (thrown instanceof NeedsLibrary) return undefined;
    throw thrown;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};

const notPlain = /[^ -~]/;

/** Lines that say something, without their indentation. */
const linesOf = (text: string): Line[] => {
  const lines: Line[] = [];
  const all = text.split('\n');
  for (let at = all[0] === '---' ? 1 : 0; at < all.length; at += 1) {
    const line = all[at] ?? '';
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent += 1;
    if (indent === line.length || line[indent] === '#') continue;
    if (notPlain.test(line)) return refuse();
    lines.push({indent, text: line.slice(indent)});
  }
  return lines;
};

const readBlock = (reading: Reading, indent: number, depth: number): unknown =>
  isItem(reading.lines[reading.at]?.text ?? '')
    ? readList(reading, indent, depth)
    : readMap(reading, indent, depth);

const isItem = (text: string): boolean => text.startsWith('- ');

const readMap = (reading: Reading, indent: number, depth: number): Record<string, unknown> => {
  const {lines} = reading;
  const map: Record<string, unknown> = {};
  if (depth > depthLimit) return refuse();
  let size = 0;
  for (let line = lines[reading.at]; line !== undefined && line.indent === indent; line = lines[reading.at]) {
    const name = blockKey.exec(line.text)?.[1] ?? refuse();
    if (Object.hasOwn(map, name) || special.test(name) || (size += 1) > itemsLimit) return refuse();
    reading.at += 1;
    map[name] = readValue(reading, line.text.slice(name.length + 1).trimStart(), indent, depth);
  }
  return map;
};

/** What stands after a key: on its line, or deeper below it; a list also right below it. */
const readValue = (reading: Reading, rest: string, indent: number, depth: number): unknown => {
  if (rest !== '' && !rest.startsWith('#')) return readScalar(reading, rest, indent, depth);
  const next = reading.lines[reading.at];
  if (next === undefined || next.indent < indent) return null;
  if (next.indent > indent || isItem(next.text)) return readBlock(reading, next.indent, depth + 1);
  return null;
};

const readList = (reading: Reading, indent: number, depth: number): unknown[] => {
  const {lines} = reading;
  const list: unknown[] = [];
  if (depth > depthLimit) return refuse();
  for (let line = lines[reading.at]; line?.indent === indent && isItem(line.text); line = lines[reading.at]) {
    if (list.length === itemsLimit) return refuse();
    const rest = line.text.slice(1).trimStart();
    if (isItem(rest) || blockKey.test(rest)) {
      // A nested value begins on the line of its dash, and goes on below as if it stood alone.
      const inner = indent + line.text.length - rest.length;
      lines[reading.at] = {indent: inner, text: rest};
      list.push(readBlock(reading, inner, depth + 1));
    } else {
      reading.at += 1;
      list.push(readScalar(reading, rest, indent, depth));
    }
  }
  return list;
};

/** All of a line's rest. What is deeper below would be more of it. */
const readScalar = (reading: Reading, rest: string, indent: number, depth: number): unknown => {
  const next = reading.lines[reading.at];
  if (next !== undefined && next.indent > indent) return refuse();
  const first = rest.charCodeAt(0);
  if (first !== 34 && first !== 39 && first !== 91 && first !== 123) return plainOf(withoutComment(rest));
  const flow = {text: rest, at: 0};
  const value = readFlow(flow, depth + 1);
  const after = rest.slice(flow.at);
  return after === '' || /^ +(?:#|$)/.test(after) ? value : refuse();
};

const withoutComment = (text: string): string => {
  const comment = text.indexOf(' #');
  return (comment === -1 ? text : text.slice(0, comment)).trimEnd();
};

const plainOf = (text: string): unknown => {
  switch (text) {
    case 'null':
      return null;
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      if (typed.test(text)) return refuse();
      if (word.test(text) || measure.test(text)) return keptText(text);
      return number.test(text) ? Number(text) : refuse();
  }
};

type Flow = {readonly text: string; at: number};

const readFlow = (flow: Flow, depth: number): unknown => {
  if (depth > depthLimit) return refuse();
  switch (flow.text[flow.at]) {
    case '{':
      return readFlowMap(flow, depth);
    case '[':
      return readFlowList(flow, depth);
    case '"':
      return JSON.parse(take(flow, doubleQuoted) ?? refuse());
    case "'":
      return keptText((take(flow, singleQuoted) ?? refuse()).slice(1, -1));
    default:
      return plainOf(take(flow, flowWord) ?? take(flow, flowDigits) ?? refuse());
  }
};

const readFlowList = (flow: Flow, depth: number): unknown[] => {
  const list: unknown[] = [];
  open(flow);
  if (isClosed(flow, ']')) return list;
  do {
    if (list.length === itemsLimit) return refuse();
    list.push(readFlow(flow, depth + 1));
  } while (isNext(flow, ']'));
  return list;
};

const readFlowMap = (flow: Flow, depth: number): Record<string, unknown> => {
  const map: Record<string, unknown> = {};
  open(flow);
  if (isClosed(flow, '}')) return map;
  let size = 0;
  do {
    const isQuoted = flow.text[flow.at] === '"';
    const name = isQuoted
      ? (JSON.parse(take(flow, doubleQuoted) ?? refuse()) as string)
      : (take(flow, flowKey) ?? refuse());
    if (Object.hasOwn(map, name) || special.test(name) || !isKey(name) || (size += 1) > itemsLimit)
      return refuse();
    if (flow.text[flow.at] !== ':') return refuse();
    flow.at += 1;
    // Only behind a key in quotes the colon needs no space.
    if (!isQuoted && flow.text[flow.at] !== ' ') return refuse();
    take(flow, spaces);
    map[name] = readFlow(flow, depth + 1);
  } while (isNext(flow, '}'));
  return map;
};

const isKey = (name: string): boolean => /^[A-Za-z_][\w./-]{0,99}$/.test(name);

const open = (flow: Flow): void => {
  flow.at += 1;
  take(flow, spaces);
};

const isClosed = (flow: Flow, end: ']' | '}'): boolean => {
  if (flow.text[flow.at] !== end) return false;
  flow.at += 1;
  return true;
};

/** Another item follows; else the collection has ended. */
const isNext = (flow: Flow, end: ']' | '}'): boolean => {
  take(flow, spaces);
  if (isClosed(flow, end)) return false;
  if (flow.text[flow.at] !== ',') return refuse();
  open(flow);
  return true;
};

const take = (flow: Flow, pattern: RegExp): string | undefined => {
  pattern.lastIndex = flow.at;
  const found = pattern.exec(flow.text)?.[0];
  if (found !== undefined) flow.at += found.length;
  return found;
};
