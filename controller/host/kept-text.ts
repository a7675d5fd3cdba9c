// A part of a text that is kept for long. V8 keeps the whole text for each part of it that is kept.

/** Shorter parts are copies to begin with. */
const shortestSlice = 13;

/** The same characters in a text of their own. */
export const keptText = (part: string): string =>
  part.length < shortestSlice ? part : Buffer.from(part).toString();
