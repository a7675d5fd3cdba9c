// What vmlet remembers of an object: the durable intent that every creating effect is preceded by.
// Types and the pure reading of one file; writing is execute/record.ts. A lost record is rebuilt, never fatal.
import type {GuestTemplate, ResolvedVm, VmPolicy} from '../desired/node.ts';
import type {ProcessIdentity} from '../host/host.ts';
import type {GuestExit} from './snapshot.ts';

export type SourceRef = {
  /** Name of the source (`manifests`). */
  readonly source: string;
  /** Path below the source's root. */
  readonly file: string;
  /** 1-based document in the file. */
  readonly document: number;
};

/** What plans need of a revision. All that is optional is missing in what versions before this one wrote. */
export type Revision = {
  readonly number: number;
  readonly createdAt: string;
  /** metadata.generation that it was resolved from. */
  readonly generation: number;
  readonly vm: ResolvedVm;
  /** The object as it was given, for `undelete` and rollback. */
  readonly manifest: unknown;
  /** Where the manifest lay. */
  readonly source?: SourceRef;
  /** The class as it was given, so that one that is removed takes nothing from a VM; null for none. */
  readonly class?: {readonly name: string; readonly spec: unknown} | null;
  /** What goes with the guest although it is no part of its machine. */
  readonly template?: GuestTemplate;
  /** Booted once: how it differs from the machine itself, and the revision of that which ran before; 0 for none. */
  readonly variant?: {readonly name: string; readonly main: number};
  /** It is what this earlier one was. */
  readonly rollbackTo?: number;
};

/** What only people read of a revision; in the same file. */
export type RevisionDetails = {
  /** The spec with class and defaults in it. */
  readonly spec: unknown;
  /** As found when the revision was made; it is looked for anew at each start. */
  readonly hypervisor: {readonly path: string; readonly version: string};
  /** The command line as it would have been then; null when none could be made. */
  readonly argv: readonly string[] | null;
};

/** The whole file. */
export type RevisionFile = Revision & Partial<RevisionDetails>;

/** What an earlier revision was is wanted again, whatever the manifest says; ends when the manifest changes. */
export type Rollback = {
  /** Revision whose content is wanted. */
  readonly to: number;
  /** The one that it was rolled back from. */
  readonly from: number;
  readonly since: string;
  /** A person, or `update.onFailure: Rollback`. */
  readonly by: 'Request' | 'HealthGate';
  /** What was seen of the revision that failed; empty when a person asked. */
  readonly why: string;
};

/** What happened to the guest so far; survives a daemon restart. */
export type RunHistory = {
  /** Written before a start and cleared after an observed end: a missing process with this set died by itself. */
  readonly active: {readonly revision: number; readonly bootId: string} | null;
  /** Written before a stop: the end that follows was asked for. */
  readonly stopping: boolean;
  /** The stop that is under way or asked for is without grace. */
  readonly stopNow: boolean;
  /** Starts that ended without being asked to, since the last stable run. */
  readonly failures: number;
  readonly restarts: number;
  readonly lastExit: {readonly cause: GuestExit; readonly at: string; readonly detail: string} | null;
  readonly bootedAt: string | null;
  /** runPolicy Once: it ran to a clean end. */
  readonly finished: boolean;
  /** Cards of this process that are being replaced: until they are back they may be out, whatever their taps say. */
  readonly replacing?: (ProcessIdentity & {readonly interfaces: readonly string[]}) | null;
};

export type ObjectRecord = {
  readonly schema: 1;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Random per incarnation; never from a manifest. Marks ownership on the host. */
  readonly uid: string;
  readonly hostUid: number | null;
  readonly generation: number;
  /** Hash of the spec that `generation` counts. */
  readonly specHash: string;
  /** The last good object, as decoded. */
  readonly manifest: unknown;
  readonly source: SourceRef;
  readonly createdAt: string;
  /** A manifest was removed; disks and identity stay until purge. */
  readonly tombstone: {
    readonly since: string;
    readonly why: string;
    /** `deletion.disks: Delete`: the disks were moved to the trash. */
    readonly trashed: boolean;
    /** Running time of the daemon since then: a wall clock that jumps must not shorten the grace. */
    readonly trashedForMs: number;
    /** `vmlet purge`: destroy it once it has no process. */
    readonly purgeRequested: boolean;
    /** Its data has begun to be destroyed: this life is over, whatever is declared meanwhile. */
    readonly purging?: true;
  } | null;
  /** `vmlet delete`: removal was asked for by name. */
  readonly deleteRequested: boolean;
  readonly revisions: {
    readonly prepared: number;
    readonly booted: number;
    readonly previous: number;
    /** The highest number that was given and is none of these any more: no number is given twice. */
    readonly last?: number;
    /** The last that was seen Ready; kept only under `update.onFailure: Rollback`. */
    readonly good?: number;
  };
  /** What was booted for an edit and has not been Ready yet, and what comes back if it never is. */
  readonly trial?: {readonly revision: number; readonly good: number} | null;
  /** Revision that a person approved, 0 for none. */
  readonly approvedRevision: number;
  readonly rollback?: Rollback | null;
  /** `vmlet start`, `vmlet stop`: stands until the spec changes or the other verb. */
  readonly powerOverride: 'Running' | 'Halted' | null;
  /** `vmlet boot`: the variant that the next start boots. */
  readonly bootVariant?: string | null;
  /** The variant that was booted last, until the machine itself is. */
  readonly variant?: string | null;
  /** `vmlet restart`: true until done. */
  readonly restartRequested: boolean;
  readonly run: RunHistory;
  /** The policy last resolved, so that a tombstone can be stopped as its owner wished. */
  readonly policy: VmPolicy | null;
  /** Image only: what was imported. */
  readonly imageDigest: string | null;
  /** Image only: specHash that imageDigest was made from. */
  readonly imageSpecHash: string | null;
};

/** A record as read, or null when it is not one that this version can use. */
export const asRecord = (content: unknown): ObjectRecord | null =>
  typeof content === 'object' &&
  content !== null &&
  'schema' in content &&
  content.schema === 1 &&
  'uid' in content
    ? (content as ObjectRecord)
    : null;
