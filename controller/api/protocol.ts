// What the daemon and its clients say to each other: types, and the pure reading of one request body.
// JSON over HTTP on a unix socket; every path starts with the version.
import type {ErrorCode} from '../errors.ts';
import type {ObjectRef} from '../host/paths.ts';
import type {RevisionDetails, RevisionFile, SourceRef} from '../observe/record.ts';
import type {ActionType, Hold, PendingChange} from '../plan/action.ts';
import type {DaemonMark} from '../status/status-types.ts';
import type {StatusOutage} from '../status/writer.ts';
import type {SweepReply, SweepRequest} from './sweep.ts';

export type ControlReply =
  | {readonly ok: true; readonly message: string}
  | {readonly ok: false; readonly code: ErrorCode; readonly message: string};

export type Health = {
  readonly daemon: DaemonMark;
  readonly stateDir: string;
  /** True once every source was read and the host was observed in full. */
  readonly ready: boolean;
  readonly objects: number;
  /** Status files that cannot be written now: what they say is old. */
  readonly statusOutage: StatusOutage | null;
};

export type PlannedAction = {
  readonly type: ActionType;
  /** What it is done to, by a name that people know. */
  readonly target: string;
  readonly why: string;
  /** True when the guest notices: it is stopped, restarted, or loses its disks. */
  readonly disruptive: boolean;
};

/** What a guest is without meanwhile. */
export type Downtime = {
  /** `stop`: it does not come back by itself. */
  readonly kind: 'restart' | 'stop';
  /** `now`: with this plan. `leave`: once its pending changes have leave. */
  readonly when: 'now' | 'leave';
  /** The longest that its shutdown may take before it is cut off; what its boot takes is the guest's own affair. */
  readonly shutdownAtMostMs: number | null;
};

export type PlannedObject = {
  /** `Kind/namespace/name`. */
  readonly object: string;
  /** In order, to the end: when these are done, nothing is left to do. */
  readonly actions: readonly PlannedAction[];
  /** Fields that are others after that, and what each costs. */
  readonly changes: readonly PendingChange[];
  /** Fields that still wait then, or are refused. */
  readonly pendingChanges: readonly PendingChange[];
  readonly downtime: Downtime | null;
  readonly holds: readonly Hold[];
};

export type PlanReport = {
  /** Only objects with something to say, sorted. */
  readonly objects: readonly PlannedObject[];
  /** Invalid manifests, one formatted line each. */
  readonly invalid: readonly string[];
};

/** A revision by its number, or by what it is to its VM. */
export type RevisionName = number | 'prepared' | 'booted' | 'previous';

export type HistoryEntry = {
  readonly number: number;
  readonly createdAt: string;
  readonly generation: number;
  /** Where its manifest lay; null where that was not recorded. */
  readonly source: SourceRef | null;
  /** Annotation vmlet.dev/change-cause of its manifest. */
  readonly cause: string | null;
  /** What it is to its VM now: booted, previous, prepared. */
  readonly marks: readonly string[];
  /** From the one before it in the list. */
  readonly changes: readonly PendingChange[];
};

type Refusal = Extract<ControlReply, {ok: false}>;

export type History = {
  readonly ok: true;
  /** `Kind/namespace/name`. */
  readonly object: string;
  readonly revisions: readonly HistoryEntry[];
};

export type HistoryReply = History | Refusal;

export type RevisionReply = {readonly ok: true; readonly revision: RevisionFile} | Refusal;

type Pair<Value> = {readonly from: Value; readonly to: Value};

export type DiffReply =
  | ({
      readonly ok: true;
      readonly object: string;
      readonly changes: readonly PendingChange[];
      readonly hypervisor: Pair<RevisionDetails['hypervisor'] | null>;
      /** Both command lines; null when they say the same. */
      readonly argv: Pair<RevisionDetails['argv']> | null;
    } & Pair<number>)
  | Refusal;

/** What the API may ask of the daemon; loop.ts implements it. No method throws for a refusal. */
export type ControlPort = {
  /** Approve the pending changes of a VM, or with `prune` release a held removal (`null`: every one). */
  approve(ref: ObjectRef | null, options: {prune: boolean; revision?: number}): Promise<ControlReply>;
  power(ref: ObjectRef, verb: 'start' | 'stop' | 'restart', options: {now: boolean}): Promise<ControlReply>;
  delete(ref: ObjectRef, options: {now: boolean}): Promise<ControlReply>;
  undelete(ref: ObjectRef): Promise<ControlReply>;
  purge(ref: ObjectRef): Promise<ControlReply>;
  /** Start the VM anew, this once as one of its variants. */
  boot(ref: ObjectRef, options: {variant: string; now: boolean}): Promise<ControlReply>;
  /** Want again what revision `to` was (null: the one that ran before), or with `undo` what the manifest says. */
  rollback(ref: ObjectRef, options: {to: number | null; undo: boolean}): Promise<ControlReply>;
  /** Resolves when everything is stopped; may take as long as the longest stop ladder. */
  down(options: {now: boolean}): Promise<ControlReply>;
  rescan(): Promise<ControlReply>;
  /** What is left over on this host, and what was done about it. */
  sweep(request: SweepRequest): Promise<SweepReply>;
  /** For the daemon's own manifests, or for another directory in their place. Throws E-NOT-FOUND when that is not there. */
  plan(options?: {readonly manifestsDir: string}): Promise<PlanReport>;
  /** This host written down: preview/host-snapshot.ts. */
  snapshot(): Promise<unknown>;
  history(ref: ObjectRef): HistoryReply;
  revision(ref: ObjectRef, name: RevisionName): RevisionReply;
  diff(ref: ObjectRef, from: RevisionName, to: RevisionName): DiffReply;
  health(): Health;
};

export const apiVerbs = [
  'approve',
  'start',
  'stop',
  'restart',
  'delete',
  'undelete',
  'purge',
  'rollback',
  'boot',
  'down',
] as const;

export type ApiVerb = (typeof apiVerbs)[number];

/** Body of `POST /v1/verbs/<verb>`; `object` is required by all but approve and down. */
export type VerbRequest = {
  readonly object: ObjectRef | null;
  readonly now: boolean;
  readonly prune: boolean;
  /** rollback: the revision to go back to; the one that ran before without it. */
  readonly to?: number;
  /** rollback: end it. */
  readonly undo?: boolean;
  /** approve: only if this revision is still the one that waits. */
  readonly revision?: number;
  /** boot: its name. */
  readonly variant?: string;
};

const requestFields = ['object', 'now', 'prune', 'to', 'undo', 'revision', 'variant'];

/** Written by the daemon to paths.daemonFile (0644), so that the CLI finds the other directories of a state directory. */
export type DaemonFile = DaemonMark & {
  readonly runtimeDir: string;
  readonly statusDir: string;
  readonly apiSocket: string;
  readonly manifestsDir: string;
};

/** The typed request in a body, or what is wrong with it in words. Unknown fields are refused. */
export const parseVerbRequest = (verb: ApiVerb, body: string): VerbRequest | string => {
  const value = parseJson(body === '' ? '{}' : body);
  if (!isObject(value)) return 'body must be a JSON object';
  const extra = Object.keys(value).find(key => !requestFields.includes(key));
  if (extra !== undefined)
    return `unknown field ${JSON.stringify(extra)}; known: ${requestFields.join(', ')}`;
  const {object = null, now = false, prune = false, undo = false, to, revision, variant} = value;
  if (typeof now !== 'boolean' || typeof prune !== 'boolean' || typeof undo !== 'boolean')
    return 'now, prune and undo must be true or false';
  if (!isNumber(to) || !isNumber(revision)) return 'to and revision must be numbers of revisions, from 1';
  if (variant !== undefined && !isName(variant)) return 'variant must be a plain name';
  const options = {
    ...{now, prune, undo},
    ...(to === undefined ? {} : {to}),
    ...(revision === undefined ? {} : {revision}),
    ...(variant === undefined ? {} : {variant}),
  };
  if (object === null)
    return verb === 'down' || (verb === 'approve' && prune)
      ? {object: null, ...options}
      : `${verb} needs object: {"kind": "VirtualMachine", "namespace": "default", "name": "..."}`;
  if (!isRef(object)) return 'object must be {kind, namespace, name}, each a plain name';
  return {object: {kind: object.kind, namespace: object.namespace, name: object.name}, ...options};
};

/** What a daemon file says, or undefined when it is damaged or of another version. */
export const parseDaemonFile = (text: string): DaemonFile | undefined => {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const texts = ['bootId', 'version', 'runtimeDir', 'statusDir', 'apiSocket', 'manifestsDir'];
  const good =
    texts.every(key => typeof value[key] === 'string') &&
    Number.isInteger(value['pid']) &&
    Number.isInteger(value['startTicks']);
  return good ? (value as DaemonFile) : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isNumber = (value: unknown): value is number | undefined =>
  value === undefined || (Number.isInteger(value) && (value as number) > 0);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names never become paths unchecked: no slash, no dot, no control character passes here. */
export const isRef = (value: unknown): value is ObjectRef =>
  isObject(value) &&
  typeof value['kind'] === 'string' &&
  /^[A-Za-z]{1,40}$/.test(value['kind']) &&
  [value['namespace'], value['name']].every(isName);

const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(value);

/** A revision's name as it stands in a path or on a command line, or undefined. */
export const parseRevisionName = (text: string): RevisionName | undefined => {
  if (text === 'prepared' || text === 'booted' || text === 'previous') return text;
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
};
