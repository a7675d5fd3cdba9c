// What `vmlet run` shows: on a terminal rows that are redrawn in place, elsewhere one line for each change.
// Fed with status documents; reads and decides nothing.
import type {Clock} from '../host/host.ts';
import type {ObjectRef} from '../host/paths.ts';
import type {StatusDocument} from '../status/status-types.ts';
import {attentionOf} from './attention.ts';
import type {Output} from './context.ts';
import {painted, printable} from './output.ts';
import {columnWidths, tableLines} from './table.ts';
import {kinds, shortKind} from './targets.ts';

export type LiveTable = {
  /** A document was written. */
  update(document: StatusDocument): void;
  remove(ref: ObjectRef): void;
  /** A line above the table (a log line, a note); plain where there is no table. */
  print(line: string): void;
  /** Draw what is still to be drawn and leave it standing. */
  close(): void;
};

export type LiveOptions = {
  /** Redraw in place; false gives plain lines. */
  readonly inPlace: boolean;
  readonly colour: boolean;
  /** Shown under the table. */
  readonly hint: string;
};

const redrawMs = 100;

/** Open the table; nothing is drawn before the first update. */
export const openLiveTable = (output: Output, clock: Clock, options: LiveOptions): LiveTable =>
  options.inPlace ? redrawn(output, clock, options) : plain(output, clock);

const redrawn = (output: Output, clock: Clock, {colour, hint}: LiveOptions): LiveTable => {
  const documents = new Map<string, StatusDocument>();
  let drawnLines = 0;
  let cancelTimer: (() => void) | null = null;

  const erase = (): string => (drawnLines === 0 ? '' : `\x1b[${String(drawnLines)}F\x1b[J`);
  const draw = (above = ''): void => {
    const {columns, rows} = output;
    const lines = renderTable([...documents.values()], {columns, rows, colour, hint});
    output.write(`${erase()}${above}${lines.map(line => `${line}\n`).join('')}`);
    drawnLines = lines.length;
  };
  const drawSoon = (): void => {
    cancelTimer ??= clock.after(redrawMs, () => {
      cancelTimer = null;
      draw();
    });
  };

  return {
    update: document => {
      documents.set(refKey({kind: document.kind, ...document.metadata}), document);
      drawSoon();
    },
    remove: ref => {
      documents.delete(refKey(ref));
      drawSoon();
    },
    print: line => {
      draw(`${line}\n`);
    },
    close: () => {
      cancelTimer?.();
      cancelTimer = null;
      if (documents.size > 0) draw();
    },
  };
};

const plain = (output: Output, clock: Clock): LiveTable => {
  const last = new Map<string, string>();
  return {
    update: document => {
      const ref = {kind: document.kind, ...document.metadata};
      const line = changeLine(document);
      if (last.get(refKey(ref)) === line) return;
      last.set(refKey(ref), line);
      output.write(`${clock.now()} ${line}\n`);
    },
    remove: ref => {
      if (last.delete(refKey(ref))) output.write(`${clock.now()} ${rowName(ref)} purged\n`);
    },
    print: line => {
      output.write(`${line}\n`);
    },
    close: () => undefined,
  };
};

/** One line that says how an object is: what plain output prints when it differs from the last one. */
export const changeLine = (document: StatusDocument): string => {
  const [name = '', phase = '', ready = '', reason = '', message = ''] = row(document);
  return `${name} ${phase} Ready=${ready} ${reason}${message === '' ? '' : `: ${printable(message)}`}`;
};

export type RenderOptions = {columns: number; rows: number; colour: boolean; hint: string};

/** The table as lines that fit a terminal of `columns` by `rows`: sorted, not-ready ones kept when there are too many. */
export const renderTable = (
  documents: readonly StatusDocument[],
  {columns, rows, colour, hint}: RenderOptions,
): string[] => {
  const all = [...documents].sort(byKindAndName);
  const room = Math.max(1, rows - 5);
  const shown = all.length <= room ? all : keepUnready(all, room);
  const table = {headings: ['NAME', 'PHASE', 'READY', 'REASON', 'MESSAGE'], rows: shown.map(row)};
  const ready = all.filter(isReady).length;
  const hidden = all.length - shown.length;
  const foot = `${String(ready)} of ${String(all.length)} ready${hidden > 0 ? `, ${String(hidden)} not shown (vmlet get)` : ''}${hint === '' ? '' : `. ${hint}`}`;
  return [
    ...tableLines(table, {columns: columns - 1, colour, widths: columnWidths(table)}),
    painted(foot.slice(0, Math.max(0, columns - 1)), 'dim', colour),
  ];
};

/** What is not ready is what people wait for. */
const keepUnready = (all: readonly StatusDocument[], room: number): StatusDocument[] => {
  const chosen = new Set([...all.filter(each => !isReady(each)), ...all.filter(isReady)].slice(0, room));
  return all.filter(each => chosen.has(each));
};

const row = (document: StatusDocument): string[] => {
  const ready = document.status.conditions.find(({type}) => type === 'Ready');
  return [
    rowName({kind: document.kind, ...document.metadata}),
    document.status.phase,
    ready?.status ?? 'Unknown',
    ready?.reason ?? '',
    attention(document) ?? ready?.message ?? '',
  ];
};

/** It goes before how Ready explains itself. */
const attention = (document: StatusDocument): string | undefined => {
  const wants = attentionOf(document);
  return wants === undefined ? undefined : `${wants.type}: ${wants.message}`;
};

const isReady = ({status}: StatusDocument): boolean =>
  status.conditions.some(({type, status: state}) => type === 'Ready' && state === 'True');

const refKey = ({kind, namespace, name}: ObjectRef): string => `${kind}/${namespace}/${name}`;

const rowName = ({kind, namespace, name}: ObjectRef): string => {
  const known = kinds.find(each => each === kind);
  return printable(
    `${known === undefined ? kind : shortKind[known]}/${namespace === 'default' ? '' : `${namespace}/`}${name}`,
  );
};

const byKindAndName = (left: StatusDocument, right: StatusDocument): number => {
  const order = kinds.indexOf(left.kind) - kinds.indexOf(right.kind);
  const name = ({metadata}: StatusDocument): string => `${metadata.namespace}/${metadata.name}`;
  return order !== 0 ? order : name(left) < name(right) ? -1 : 1;
};
