// A planted bug: a defect that this field has met before, as one replacement in one shipped file. Only what a row is and
// how it is put into a file's text; the rows are bugs.ts, the hunt for them is run.js.

export type PlantedBug = {
  /** Unique, for `--only`. */
  readonly name: string;
  /** Path in the checkout. */
  readonly file: string;
  /** Text that occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The promise that it breaks (`P4`). */
  readonly promise: string;
  /** Who met it, or what it would mean. */
  readonly note: string;
};

/** The file's text with the bug in it. Throws when the code has moved on: a row must never rot in silence. */
export const plant = (bug: PlantedBug, text: string): string => {
  const parts = text.split(bug.find);
  if (parts.length !== 2)
    throw new Error(
      `planted bug ${bug.name}: its text occurs ${String(parts.length - 1)} times in ${bug.file}, not once`,
    );
  if (bug.find === bug.replace) throw new Error(`planted bug ${bug.name} changes nothing`);
  return parts.join(bug.replace);
};
