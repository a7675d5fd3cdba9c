// Text of strangers made fit to be read: which characters may steer a terminal or deceive a reader, and how they are
// shown instead. Pure; a manifest that holds one is refused, everything else is escaped.

// C0 (but \t \n, and \r of \r\n), DEL, C1; soft hyphen, zero-width, bidi controls, line and paragraph separators,
// invisible operators, fillers, deprecated and tag characters, byte order mark, surrogates, non-characters.
const hiddenRanges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0d],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const codePoint = (point: number): string => `\\u{${point.toString(16)}}`;
const hidden = `[${hiddenRanges.map(([from, to]) => `${codePoint(from)}-${codePoint(to)}`).join('')}]|\\r(?!\\n)`;

/** Characters that no manifest may hold, neither as they are nor as an escape. */
export const hiddenCharacters = (): RegExp => new RegExp(hidden, 'gu');

const hiddenOnce = new RegExp(hidden, 'u');
const unprintable = new RegExp(`${hidden}|[\\n\\t]`, 'gu');

/** The first character of `text` that is not allowed, named for people, or undefined. */
export const hiddenCharacter = (text: string): string | undefined => {
  const found = hiddenOnce.exec(text)?.[0];
  return found === undefined ? undefined : nameCharacter(found);
};

/** `control character \x1b` or `hidden character U+202E`. */
export const nameCharacter = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  return point < 0xa0 ? `control character ${escaped(character)}` : `hidden character ${escaped(character)}`;
};

/** Text from a file, safe to print on a terminal: control and hidden characters as \xNN and U+NNNN, cut to `limit`. */
export const printable = (text: string, limit = 60): string => {
  const shown = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return shown.replace(unprintable, escaped);
};

const escaped = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  return point < 0xa0 ? `\\x${hex.padStart(2, '0')}` : `U+${hex.toUpperCase().padStart(4, '0')}`;
};

/** For text whose hidden characters all stand in double quotes of JSON or YAML: the same value, without them. */
export const escapeHidden = (text: string): string =>
  text.replace(hiddenCharacters(), character =>
    character
      .split('')
      .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
