// What a status file holds, and the facts it is made of. Types only; nothing here changes by itself
// (no ages, no heartbeat): two equal sets of facts give two equal files.
import type {
  BudgetCount,
  ImageNode,
  NetworkNode,
  ObjectKey,
  ResolvedVm,
  Unresolved,
  VmNode,
} from '../desired/node.ts';
import type {Kind, Verdict} from '../manifest/object.ts';
import type {ObjectRecord, Rollback, SourceRef} from '../observe/record.ts';
import type {GuestExit, Link, Observation, ObservedVm, StoredImage} from '../observe/snapshot.ts';
import type {PendingChange, Plan} from '../plan/action.ts';

export type ConditionType =
  | 'Ready'
  | 'ManifestValid'
  | 'Admitted'
  | 'DependenciesReady'
  | 'BootstrapFinished'
  | 'RestartRequired'
  | 'RemovalHeld'
  | 'Degraded';

export type ConditionStatus = 'True' | 'False' | 'Unknown';

/** A judgement before it has a time; the reason is CamelCase and listed in docs/conditions.md. */
export type Judgement = {
  readonly type: ConditionType;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
};

export type Condition = Judgement & {
  /** Wall time at which `status` last became what it is. */
  readonly lastTransitionTime: string;
};

export type Phase =
  | 'Pending'
  | 'Starting'
  | 'Running'
  | 'Paused'
  | 'Stopping'
  | 'Stopped'
  | 'CrashLoopBackOff'
  | 'Failed'
  | 'Removed'
  | 'Unknown';

/** How far a thing other than a VM is. */
export type ResourcePhase = 'Pending' | 'Ready' | 'Failed' | 'Removed' | 'Unknown';

/** One kind of happening, however often it was seen. */
export type EventEntry = {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
};

/** Who wrote the file. A reader believes the file only while this very process holds the lock. */
export type DaemonMark = {
  readonly pid: number;
  readonly startTicks: number;
  readonly bootId: string;
  readonly version: string;
};

/** The last action that failed and was not yet made good. */
export type Failure = {
  readonly action: string;
  readonly code: string;
  readonly message: string;
  readonly at: string;
  /** Trying again without a change of input cannot help. */
  readonly terminal: boolean;
};

/** How often in a row it failed, and when the next try is due (wall time, for people). */
export type Backoff = {readonly failures: number; readonly retryAt?: string};

/** Facts that every kind has. */
export type CommonStatusInput = {
  readonly key: ObjectKey;
  readonly record: ObjectRecord | null;
  /** What the data-safety table says of it; null before the first complete scan. */
  readonly verdict: Verdict | null;
  readonly unresolved: readonly Unresolved[];
  readonly plan: Plan | null;
  readonly failure: Failure | null;
  readonly backoff: Backoff | null;
  readonly events: readonly EventEntry[];
  /** The document on disk, from which transition times are kept. */
  readonly previous: StatusDocument | null;
  readonly now: string;
  readonly daemon: DaemonMark;
};

export type VmStatusInput = CommonStatusInput & {
  readonly node: VmNode | null;
  /** The revision that runs, when it is known: evidence is asked of what runs, not of what is wanted. */
  readonly booted: ResolvedVm | null;
  /** What runPolicy and the last start or stop ask for together; null while no policy is known. */
  readonly wantsRunning: boolean | null;
  readonly observed: ObservedVm | null;
};

export type ImageStatusInput = CommonStatusInput & {
  readonly node: ImageNode | null;
  readonly observed: Observation<StoredImage> | null;
};

export type NetworkStatusInput = CommonStatusInput & {
  readonly node: NetworkNode | null;
  /** The bridge as a link. */
  readonly observed: Observation<Link> | null;
  /** Names of the links that are its ports. */
  readonly ports: readonly string[];
};

export type ClassStatusInput = CommonStatusInput & {
  /** Keys of the VMs that name it. */
  readonly usedBy: readonly ObjectKey[];
};

export type BudgetStatusInput = CommonStatusInput & {
  /** null before its first valid version. */
  readonly count: BudgetCount | null;
};

export type CommonStatus = {
  readonly phase: Phase | ResourcePhase;
  readonly observedGeneration: number;
  readonly conditions: readonly Condition[];
  readonly pendingChanges: readonly PendingChange[];
  readonly source: SourceRef | null;
  readonly lastError: {
    readonly action: string;
    readonly code: string;
    readonly message: string;
    readonly at: string;
  } | null;
  readonly events: readonly EventEntry[];
  readonly daemon: DaemonMark;
};

export type VmStatus = CommonStatus & {
  readonly phase: Phase;
  readonly runPolicy: string | null;
  readonly powerOverride: 'Running' | 'Halted' | null;
  readonly revisions: {readonly prepared: number; readonly booted: number; readonly previous: number};
  /** The variant that runs; null for the machine itself. */
  readonly variant: string | null;
  /** An earlier revision is wanted instead of what the manifest says; null when it is not. */
  readonly rollback: Rollback | null;
  readonly pid: number | null;
  readonly accelerator: string | null;
  /** Only of a machine whose memory can change while it runs. */
  readonly memory?: {readonly size: string; readonly guest: string};
  readonly addresses: readonly string[];
  readonly disks: readonly {
    readonly name: string;
    readonly path: string;
    readonly image: string | null;
    readonly virtualSize: string | null;
  }[];
  readonly interfaces: readonly {
    readonly name: string;
    readonly mac: string;
    /** Tap or macvtap on the host. */
    readonly link: string | null;
    readonly bridge: string | null;
  }[];
  readonly restarts: number;
  readonly bootedAt: string | null;
  readonly lastExit: {readonly cause: GuestExit; readonly at: string; readonly detail: string} | null;
  /** Only of one whose manifest was removed. */
  readonly tombstone?: TombstoneStatus;
};

export type TombstoneStatus = {
  readonly since: string;
  readonly why: string;
  readonly disks: 'Retain' | 'Delete';
  /** Only of disks that are in the trash, or on their way there. */
  readonly grace?: string;
  readonly trashedFor?: string;
};

export type ImageStatus = CommonStatus & {
  readonly digest: string | null;
  readonly format: string | null;
  readonly virtualSize: string | null;
  readonly path: string | null;
};

export type NetworkStatus = CommonStatus & {
  readonly link: string | null;
  readonly management: string | null;
  readonly addresses: readonly string[];
  readonly ports: readonly string[];
};

export type ClassStatus = CommonStatus & {readonly usedBy: readonly string[]};

export type BudgetStatus = CommonStatus & {
  readonly expectedMachines: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
  readonly unavailable: readonly string[];
};

export type ObjectMetadata = {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Absent until the object has a record. */
  readonly uid?: string;
  readonly generation: number;
  readonly creationTimestamp?: string;
};

/** A whole status file: the object as it was given, with what the server adds, so that it can be copied back. */
export type StatusDocument<Status extends CommonStatus = CommonStatus> = {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: ObjectMetadata;
  readonly spec: unknown;
  readonly status: Status;
};

export type VmStatusDocument = StatusDocument<VmStatus>;
