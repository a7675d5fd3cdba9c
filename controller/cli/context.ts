// What a verb is given: the world as values, nothing ambient. Types only. main.ts builds it.
import type {ApiClient} from '../api/client.ts';
import type {PlanReport} from '../api/protocol.ts';
import type {SweepRequest, SweptOrphan} from '../api/sweep.ts';
import type {HostPolicy} from '../desired/node.ts';
import type {Host} from '../host/host.ts';
import type {Paths} from '../host/paths.ts';
import type {DecodedObject} from '../manifest/object.ts';

export type Output = {
  write(text: string): void;
  readonly isTty: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Height of the terminal; 24 where there is none. */
  readonly rows: number;
};

/** process.stdin, as far as `console` and a question need it. */
export type Input = NodeJS.ReadableStream & {readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown};

/** Options of `vmlet run`, parsed and with defaults; paths absolute. */
export type RunOptions = {
  readonly manifestsDir: string;
  readonly stateDir: string;
  readonly runtimeDir: string;
  readonly statusDir: string | null;
  /** null: /etc/vmlet/policy.yaml when it is there. */
  readonly policyFile: string | null;
  readonly once: boolean;
  /** For `--once`: how long to wait for Ready. */
  readonly timeoutMs: number;
  readonly logFormat: 'json' | 'human';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly resyncMs: number;
  /** False with --no-table: plain lines also on a terminal. */
  readonly table: boolean;
};

export type LocalOptions = Pick<RunOptions, 'policyFile'> & {readonly paths: Paths};

export type LocalPlanOptions = LocalOptions & {
  readonly manifestsDir: string;
  /** The directory that it is planned in the place of: relative paths begin there. */
  readonly standsFor: string;
  /** Somebody named the directory, so that it must be there. */
  readonly isNamed: boolean;
};

/** An object with what the policy refuses of it, in words. */
export type PolicyRefusal = {readonly decoded: DecodedObject; readonly refusals: readonly string[]};

export type PlanAgainstOptions = {readonly snapshotFile: string; readonly manifestsDir: string};

export type CliContext = {
  /** Arguments after `vmlet`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Effective user id; 0 is root. */
  readonly uid: number;
  readonly version: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when the user ends the command (SIGINT, SIGTERM). */
  readonly signal: AbortSignal;
  /** What looking takes; whatever acts on the host has the rest loaded first. */
  readonly host: Pick<Host, 'files' | 'clock'>;
  /** Be the daemon until it ends; the result is the exit code. */
  runDaemon(options: RunOptions): Promise<number>;
  /** Read, observe and plan here and now, changing nothing; used when no daemon answers. */
  planLocally(options: LocalPlanOptions): Promise<PlanReport>;
  /** The same against a host that was written down, on any machine. */
  planAgainst(options: PlanAgainstOptions): Promise<PlanReport>;
  /** What a host policy refuses of these objects; needs no host. */
  policyRefusals(policy: HostPolicy, objects: readonly DecodedObject[]): Promise<readonly PolicyRefusal[]>;
  /** Write this host down; used when no daemon answers. */
  snapshotLocally(options: LocalOptions & {readonly manifestsDir: string}): Promise<unknown>;
  /** What bears our mark on this host and belongs to no object, and what was done about it. Used when no daemon answers. */
  sweepLocally(options: {
    readonly paths: Paths;
    readonly request: SweepRequest;
  }): Promise<readonly SweptOrphan[]>;
  /** Take everything of a state directory down, under its lock; names what could not be. Used when no daemon answers. */
  downLocally(options: {
    readonly paths: Paths;
    readonly now: boolean;
    readonly hostStops: boolean;
  }): Promise<readonly string[]>;
};

/** A context with the flags that all verbs share applied. */
export type Cli = CliContext & {
  readonly paths: Paths;
  readonly api: ApiClient;
  /** Manifests directory of the daemon, or the default. */
  readonly manifestsDir: string;
  /** The first of the two alone. */
  readonly daemonManifestsDir: string | null;
};

/** Parsed options of one verb, by their long name in camelCase. */
export type VerbOptions = {
  flag(name: string): boolean;
  text(name: string): string | undefined;
};

export type Verb = {
  readonly name: string;
  readonly summary: string;
  /** Words after the verb, in commander's notation: `<target>` required, `[targets...]` any number. */
  readonly words?: string;
  readonly options?: readonly (readonly [flags: string, meaning: string])[];
  readonly examples: readonly string[];
  /** Print, and give the exit code. Throws VmletError for what ends the command. */
  run(cli: Cli, words: readonly string[], options: VerbOptions): Promise<number>;
};
