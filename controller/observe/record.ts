// What vmlet remembers of an object: the durable intent that every creating effect is preceded by.
// Types and the pure reading of one file; writing is execute/record.ts. A lost record is rebuilt, never fatal.
import type {ResolvedVm, VmPolicy} from '../desired/node.ts';
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

export type Revision = {
  readonly number: number;
  readonly createdAt: string;
  /** metadata.generation that it was resolved from. */
  readonly generation: number;
  readonly vm: ResolvedVm;
  /** The object as it was given, for `undelete` and rollback. */
  readonly manifest: unknown;
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
  readonly revisions: {readonly prepared: number; readonly booted: number; readonly previous: number};
  /** Revision that a person approved, 0 for none. */
  readonly approvedRevision: number;
  /** `vmlet start`, `vmlet stop`: stands until the spec changes or the other verb. */
  readonly powerOverride: 'Running' | 'Halted' | null;
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
