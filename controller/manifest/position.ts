// Offsets in a text as lines and columns for people. Pure.

export type Position = {readonly line: number; readonly column: number};

/** A function from offset (UTF-16 units) to 1-based line and column. Lines are indexed at the first question. */
export const positionsOf = (text: string): ((offset: number) => Position) => {
  let starts: number[] | undefined;
  return offset => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return {line: low + 1, column: offset - (starts[low] ?? 0) + 1};
  };
};

const lineStarts = (text: string): number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};
