// The text of a status file without what no table shows: its spec and its events are most of it. Pure; whoever needs
// them reads the text as it is.

/**
 * The same document with an empty spec and no events, when the text is laid out as we write it; else the text itself.
 * A block ends where a line begins that is not deeper, and a string of ours never goes on in a line of its own.
 */
export const outlineOf = (text: string): string => withoutEvents(withoutSpec(text));

const specStart = '\nspec:\n';
const statusStart = '\nstatus:\n';
const eventsStart = '\n  events:\n';

const withoutSpec = (text: string): string => {
  const start = text.indexOf(specStart);
  const end = text.indexOf(statusStart, start);
  return start < 0 || end < 0 ? text : `${text.slice(0, start)}\nspec: {}${text.slice(end)}`;
};

const withoutEvents = (text: string): string => {
  const start = text.indexOf(eventsStart, text.indexOf(statusStart));
  if (start < 0) return text;
  const next = /\n {0,2}[^ \n]/g;
  next.lastIndex = start + eventsStart.length - 1;
  const end = next.exec(text)?.index ?? text.length - 1;
  return `${text.slice(0, start)}\n  events: []${text.slice(end)}`;
};
