// JSON values as block YAML, fast: status files are written on every change of every object, and the library takes
// 20 times as long (it builds a document first). What would need more than one line of text is left to the library.
import {escapeHidden, hiddenCharacter} from '../host/printable.ts';

/** Plain in YAML 1.2 core and for people: begins with a letter or `/`, holds no indicator, reads as no other type. */
const safePlain = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z/](?:[\w ./@+=~%()';,-]|:(?! |$))*$/i;
/** Times, uuids, IPv4 addresses and quantities begin with a digit and are no numbers. */
const safeDigits =
  /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(?:\.\d+){3}(?:\/\d+)?|\d+[KMGT]i)$/;
/** Everything else is quoted as JSON does it, which YAML reads the same. Lines and rare letters are left to the library. */
const ascii = /^[\x20-\x7e]*$/;
const quotable = /^[\x20-\x7e\u00a0-\u2027\u2030-\ud7ff]*$/;
/** A longer key would need YAML's explicit form. */
export const keyLimit = 200;

class NeedsLibrary extends Error {}

/** The text, ending in a newline, or null when the value holds something that this cannot say well. */
export const plainYaml = (value: unknown): string | null => {
  try {
    return isNested(value) ? block(value, '') : `${scalar(value)}\n`;
  } catch (thrown) {
    if (thrown instanceof NeedsLibrary) return null;
    throw thrown;
  }
};

const isNested = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  for (const key in value) if (value[key as never] !== undefined) return true;
  return false;
};

const block = (value: object, indent: string): string => {
  let lines = '';
  if (Array.isArray(value)) {
    for (const item of value) lines += `${indent}- ${entry(item, `${indent}  `)}`;
    return lines;
  }
  for (const [key, each] of Object.entries(value) as [string, unknown][]) {
    if (each === undefined) continue;
    const name = key.length <= keyLimit ? text(key) : refuse();
    lines += `${indent}${name}:${isNested(each) ? `\n${block(each, `${indent}  `)}` : ` ${scalar(each)}\n`}`;
  }
  return lines;
};

/** What stands after `- `: a nested value begins on the same line. */
const entry = (item: unknown, indent: string): string =>
  isNested(item) ? block(item, indent).slice(indent.length) : `${scalar(item)}\n`;

const scalar = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : refuse();
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
    default:
      return refuse();
  }
};

/** Does this string stand for itself, without quotes? */
export const isPlainText = (value: string): boolean =>
  (safePlain.test(value) && !value.includes(' #') && !value.endsWith(' ')) || safeDigits.test(value);

const text = (value: string): string => {
  if (isPlainText(value)) return value;
  if (ascii.test(value)) return JSON.stringify(value);
  if (hiddenCharacter(value) !== undefined) return escapedJson(value);
  return quotable.test(value) ? JSON.stringify(value) : refuse();
};

/** JSON without characters that could steer a terminal or deceive its reader, for `cat` as well as for parsers. */
export const escapedJson = (value: unknown, indent?: number): string =>
  escapeHidden(JSON.stringify(value, null, indent));

const refuse = (): never => {
  throw new NeedsLibrary();
};
