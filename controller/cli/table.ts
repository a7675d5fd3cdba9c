// Rows under headings in columns. Pure; cells are made printable here.
import {painted, paintOf, printable} from './output.ts';

export type Table = {readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[]};

export type TableOptions = {
  readonly colour?: boolean;
  /** Reuse the widths of an earlier table, so that rows of a watch line up. */
  readonly widths?: readonly number[];
  readonly withHeadings?: boolean;
  /** Cut lines at this width. */
  readonly columns?: number;
};

const gap = '   ';

/** How wide each column must be. */
export const columnWidths = ({headings, rows}: Table): number[] =>
  headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map(row => printable(row[index] ?? '').length)),
  );

/** Lines without line ends; trailing blanks are cut; colour only where a cell is a phase or a status. */
export const tableLines = (table: Table, options: TableOptions = {}): string[] => {
  const widths = options.widths ?? columnWidths(table);
  const limit = options.columns ?? Infinity;
  const head = options.withHeadings === false ? [] : [table.headings];
  return [...head, ...table.rows].map(row => {
    const cells = table.headings.map((_, index) => printable(row[index] ?? ''));
    return paintedLine(cells, widths, limit, options.colour === true && row !== table.headings);
  });
};

const paintedLine = (
  cells: readonly string[],
  widths: readonly number[],
  limit: number,
  colour: boolean,
): string => {
  let line = '';
  let used = 0;
  const last = cells.findLastIndex(cell => cell !== '');
  for (const [index, cell] of cells.entries()) {
    const isLast = index >= last;
    const padded = isLast ? cell : cell.padEnd(widths[index] ?? 0);
    const text = cut((index === 0 ? '' : gap) + padded, limit - used);
    used += text.length;
    line +=
      colour && text.includes(cell) ? text.replace(cell, () => painted(cell, paintOf(cell), true)) : text;
    if (isLast || used >= limit) break;
  }
  return line.trimEnd();
};

const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : limit <= 1 ? '' : `${text.slice(0, limit - 1)}…`;
