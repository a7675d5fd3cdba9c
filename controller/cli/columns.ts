// The columns of `get`: the printer columns of the CRDs, with what a stale file may claim, and what no path can count.
import {crds} from '../manifest/crds.gen.ts';
import type {PrinterColumn} from '../manifest/crd.ts';
import type {Kind} from '../manifest/object.ts';
import type {StatusDocument} from '../status/status-types.ts';
import {formatAge} from './age.ts';
import {attentionOf} from './attention.ts';

export type Column = {
  readonly heading: string;
  readonly cell: (document: StatusDocument, now: string) => string;
};

/** Columns after the name, for the table or the wide table. */
export const columnsOf = (kind: Kind, wide: boolean): Column[] => {
  const fromCrd = crds[kind].columns.filter(({priority}) => wide || priority === 0).map(crdColumn);
  const age = fromCrd.findIndex(({heading}) => heading === 'AGE');
  const all =
    kind === 'VirtualMachine' && age !== -1
      ? [...fromCrd.slice(0, age), pending, ...fromCrd.slice(age)]
      : fromCrd;
  return wide ? [...all, ...(kind === 'VirtualMachine' ? [images, links] : []), message] : all;
};

const crdColumn = ({name, type, jsonPath}: PrinterColumn): Column => {
  const steps = stepsOf(jsonPath);
  return {
    heading: name.toUpperCase(),
    cell: (document, now) => {
      const value = walk(document, steps);
      if (type === 'date') return formatAge(value, now);
      return name === 'Reason' ? reasons(document, cellText(value)) : cellText(value);
    },
  };
};

/** Also of what runs well: that its manifest is broken or its removal held must not hide behind Ready. */
const reasons = (document: StatusDocument, ready: string): string => {
  const wants = attentionOf(document)?.reason;
  return wants === undefined || wants === ready ? ready : `${ready},${wants}`;
};

const pending: Column = {
  heading: 'PENDING',
  cell: ({status}) => (status.pendingChanges.length === 0 ? '-' : String(status.pendingChanges.length)),
};

const images: Column = {
  heading: 'IMAGE',
  cell: document =>
    listText(document, 'disks', disk =>
      typeof disk['image'] === 'string' ? shortDigest(disk['image']) : undefined,
    ),
};

const links: Column = {
  heading: 'LINK',
  cell: document =>
    listText(document, 'interfaces', each => (typeof each['link'] === 'string' ? each['link'] : undefined)),
};

const message: Column = {
  heading: 'MESSAGE',
  cell: document =>
    (attentionOf(document) ?? document.status.conditions.find(({type}) => type === 'Ready'))?.message ?? '',
};

/** `sha256:` and twelve digits: enough to tell images apart. */
export const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

const listText = (
  document: StatusDocument,
  field: string,
  read: (item: Record<string, unknown>) => string | undefined,
): string => {
  const list = readPath(document, `.status.${field}`);
  if (!Array.isArray(list)) return '-';
  const texts = (list as Record<string, unknown>[]).map(read).filter(text => text !== undefined);
  return texts.length === 0 ? '-' : texts.join(',');
};

/** Any value of a document as a cell; `-` for nothing. */
export const cellText = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The subset of kubectl's JSONPath that printer columns use: `.a.b`, `[0]`, `[?(@.type=="Ready")]`. */
export const readPath = (value: unknown, path: string): unknown => walk(value, stepsOf(path));

type Step = string | number | {readonly key: string; readonly wanted: string};

const stepsOf = (path: string): Step[] =>
  [...path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]|\[\?\(@\.([A-Za-z]+)=="([^"]*)"\)\]/g)].map(
    ([, field, index, key = '', wanted = '']) =>
      field ?? (index === undefined ? {key, wanted} : Number(index)),
  );

const walk = (value: unknown, steps: readonly Step[]): unknown => {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (typeof step === 'string') at = (at as Record<string, unknown>)[step];
    else if (!Array.isArray(at)) return undefined;
    else if (typeof step === 'number') at = (at as unknown[])[step];
    else at = (at as Record<string, unknown>[]).find(item => item[step.key] === step.wanted);
  }
  return at;
};
