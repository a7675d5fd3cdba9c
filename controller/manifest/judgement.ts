// What the data-safety table reads and what it answers. Types only; the table is safety.ts.
import type {ObjectKey} from '../desired/node.ts';
import type {SourceMemory} from './memory.ts';
import type {Scan, Verdict} from './object.ts';
import type {RemovalLimit} from './removal-limits.ts';
import type {BrokenFiles} from './sighting.ts';

/** What the rest of the program knows of the objects that came from this source. */
export type SourceFacts = {
  /** Every host class has been observed in full at least once since this start. */
  readonly observedOnce: boolean;
  /** Every record of this source, tombstones too: memory may have been lost, records stay. */
  readonly known: ReadonlyMap<
    ObjectKey,
    {readonly file: string; readonly document: number; readonly tombstone: boolean}
  >;
  /** Objects whose last good version says `deletion.protect`. */
  readonly protectedKeys: ReadonlySet<ObjectKey>;
  /** `vmlet delete`: asked for by name. */
  readonly deleteRequested: ReadonlySet<ObjectKey>;
  /** What the last good version of a machine waits for; without those that wait for none. */
  readonly dependsOn: ReadonlyMap<ObjectKey, readonly ObjectKey[]>;
  /** What the host policy says of this source, beside the prune budget. */
  readonly removalLimits: readonly RemovalLimit[];
};

export type SafetyInput = SourceFacts & {
  readonly scan: Scan;
  readonly memory: SourceMemory;
  /** `vmlet approve --prune`: removals over the budget that a person released. */
  readonly released: ReadonlySet<ObjectKey>;
  readonly nowMs: number;
};

/** The input with what is looked up once for all objects. */
export type SafetyContext = SafetyInput & {readonly broken: BrokenFiles};

export type SafetyJudgement = {
  /** One for every key that is seen or remembered, in the order of the keys. */
  readonly verdicts: ReadonlyMap<ObjectKey, Verdict>;
  readonly memory: SourceMemory;
  /** When another scan would say more by itself; null: not before something changes. */
  readonly lookAgainMs: number | null;
};
