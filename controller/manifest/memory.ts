// What a source remembers between scans, and its durable form. Pure: source.ts reads and writes the file.
// Monotonic times are never stored: after a start everything that is missing is counted anew.
import {createHash} from 'node:crypto';
import type {ObjectKey} from '../desired/node.ts';
import {emptyBudget} from './budget.ts';
import type {BudgetState, SourceChange} from './budget.ts';

export type SourceMemory = {
  readonly objects: ReadonlyMap<ObjectKey, OwnedObject>;
  readonly budget: BudgetState;
};

/** An object that this source gave us at least once as valid. */
export type OwnedObject = {
  readonly key: ObjectKey;
  /** Where it was last seen valid. */
  readonly file: string;
  readonly document: number;
  /** Other files that declared it too when they were last read: until they are read again they may still do so. */
  readonly alsoIn: readonly string[];
  readonly missing: Missing | null;
};

export type Missing = {
  /** First complete scan without it, without an outage since; monotonic ms. */
  readonly firstMs: number | null;
  /** A second complete scan, at least 2 s later, was without it too. */
  readonly isConfirmed: boolean;
  /** The same for scans in which every file was good. */
  readonly goodMs: number | null;
  readonly isGood: boolean;
  /** The change of the source whose budget pays for it; null for kinds outside the budget. */
  readonly change: number | null;
  /** Its removal was decided and paid for. */
  readonly isGranted: boolean;
};

export const emptyMemory: SourceMemory = {objects: new Map(), budget: emptyBudget};

/** Missing as far as anyone knows, and not counted by any scan of this start. */
export const notCounted: Missing = {
  firstMs: null,
  isConfirmed: false,
  goodMs: null,
  isGood: false,
  change: null,
  isGranted: false,
};

/** Counting starts again after an outage or a restart; what it was charged to stays. */
export const pause = (missing: Missing): Missing => ({
  ...notCounted,
  change: missing.change,
  isGranted: missing.isGranted,
});

/**
 * What is known after a scan whose memory could not be written: everything that was seen, and no removal that was
 * decided in it, since nothing of it would be known after a crash.
 */
export const withoutNewGrants = (before: SourceMemory, after: SourceMemory): SourceMemory => ({
  objects: new Map(
    [...after.objects].flatMap(([key, object]) => {
      const old = before.objects.get(key);
      const isNew = object.missing?.isGranted === true && old?.missing?.isGranted !== true;
      if (!isNew) return [[key, object]];
      return old === undefined ? [] : [[key, old]];
    }),
  ),
  budget: {
    ...after.budget,
    lastGrantMs: before.budget.lastGrantMs,
    changes: new Map(
      [...after.budget.changes].map(([change, account]) => [
        change,
        spentAsBefore(account, before.budget.changes.get(change)),
      ]),
    ),
  },
});

const spentAsBefore = ({budget, limits}: SourceChange, before: SourceChange | undefined): SourceChange => ({
  budget,
  spent: before?.spent ?? 0,
  ...(limits !== undefined && {
    limits: limits.map(each => ({
      ...each,
      spent: before?.limits?.find(({limit}) => limit === each.limit)?.spent ?? 0,
    })),
  }),
});

export type StoredMemory = {readonly memory: SourceMemory; readonly released: ReadonlySet<ObjectKey>};

/** True when both give the same text; cheap, and may be false for memories that do. */
export const isSameMemory = (left: StoredMemory, right: StoredMemory): boolean => {
  const [before, after] = [left.memory, right.memory];
  return (
    before.budget.lastChange === after.budget.lastChange &&
    before.budget.changes === after.budget.changes &&
    before.objects.size === after.objects.size &&
    left.released.size === right.released.size &&
    [...right.released].every(key => left.released.has(key)) &&
    [...after.objects.values()].every(object => before.objects.get(object.key) === object)
  );
};

/** The text of the state file. Equal memories give equal texts, so that nothing is written in steady state. */
export const serializeMemory = ({memory, released}: StoredMemory): string => {
  const content: Content = {
    schema: 1,
    objects: [...memory.objects.values()]
      .sort((left, right) => (left.key < right.key ? -1 : 1))
      .map(({key, file, document, alsoIn, missing}) => ({
        key,
        file,
        document,
        ...(alsoIn.length > 0 && {alsoIn}),
        missing: missing === null ? null : {change: missing.change, isGranted: missing.isGranted},
      })),
    changes: [...memory.budget.changes].map(([change, account]) => ({change, ...account})),
    lastChange: memory.budget.lastChange,
    released: [...released].sort(),
  };
  return `${JSON.stringify({checksum: checksumOf(content), content}, undefined, 1)}\n`;
};

/** Read the state file; undefined when it is damaged. `nowMs` stands for the last removal, which may be recent. */
export const parseMemory = (text: string, nowMs: number): StoredMemory | undefined => {
  try {
    const {checksum, content} = JSON.parse(text) as {checksum: unknown; content: Content};
    if (checksum !== checksumOf(content) || content.schema !== 1) return undefined;
    const objects = content.objects.map(
      ({key, file, document, alsoIn = [], missing}): [ObjectKey, OwnedObject] => [
        key,
        {key, file, document, alsoIn, missing: missing === null ? null : {...notCounted, ...missing}},
      ],
    );
    const changes = content.changes.map(({change, ...account}): [number, SourceChange] => [change, account]);
    return {
      memory: {
        objects: new Map(objects),
        budget: {
          changes: new Map(changes),
          lastChange: content.lastChange,
          lastLossMs: null,
          // Accounts are dropped once settled, so any earlier loss may have been granted an instant ago.
          lastGrantMs: content.lastChange > 0 ? nowMs : null,
        },
      },
      released: new Set(content.released),
    };
  } catch {
    // Whatever the damage is, the answer is the same: nothing is known.
    return undefined;
  }
};

/** The durable form, whose checksum proves that it is ours and whole. */
type Content = {
  readonly schema: 1;
  readonly objects: readonly {
    readonly key: ObjectKey;
    readonly file: string;
    readonly document: number;
    readonly alsoIn?: readonly string[];
    readonly missing: Pick<Missing, 'change' | 'isGranted'> | null;
  }[];
  readonly changes: readonly ({readonly change: number} & SourceChange)[];
  readonly lastChange: number;
  readonly released: readonly ObjectKey[];
};

const checksumOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
