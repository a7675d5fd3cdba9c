// What is known of every VM's process and guest, kept up to date by held monitor connections. A pass over the
// process table finds what we did not start; it spawns nothing and sends nothing. Never signals, never decides.
import {errorText, VmletError} from '../errors.ts';
import type {Readiness} from '../desired/node.ts';
import type {QmpSession} from '../drivers/qemu/qmp.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import type {HeldSession} from './held-session.ts';
import {HeldVms} from './held-vms.ts';
import type {Held} from './held-vms.ts';
import {isGone, openProcessTable} from './process-table.ts';
import type {ProcessTable, VmmProcess} from './process-table.ts';
import {sleepUnless} from './sleep-unless.ts';
import {absent, present, unknown} from './snapshot.ts';
import type {GuestEvidence, Monitor, Observation, VmProcess} from './snapshot.ts';

export type VmObservation = {
  readonly process: Observation<VmProcess>;
  readonly monitor: Monitor;
  readonly evidence: GuestEvidence;
};

export type VmWatch = {
  /** One pass over the process table for all VMs: adopts, drops. */
  refresh(): void;
  /**
   * Before a start of this VM: has anybody else started it? A pass over what is new in the process table; none when the last
   * one is no older than `atMostAgeMs`, or when the hypervisor of this VM was seen to end and nobody asked since.
   */
  refreshFor(uid: string, options: {readonly atMostAgeMs: number}): void;
  /** A start of this VM failed, and may have left a process: looks now, and before its next start whatever was seen. */
  doubt(uid: string): void;
  /** Every process known now was tried once: the first complete observation may be taken. */
  settled(): Promise<void>;
  observe(uid: string): VmObservation;
  /** Ask the monitor of this VM what its guest does now; one that does not answer is known to be silent when this resolves. */
  ask(uid: string): Promise<void>;
  /** The held connection, while it is answering. */
  session(uid: string): QmpSession | undefined;
  /**
   * Hold a process that was just started and wait for its monitor. E-TIMEOUT when late, E-TOOL when it ended first.
   */
  attach(
    uid: string,
    process: ProcessIdentity,
    options: {timeoutMs: number; signal: AbortSignal},
  ): Promise<QmpSession>;
  /** Resolve at the next change of this VM, or after `timeoutMs`; look again then. Rejects when aborted. */
  changed(uid: string, options: {timeoutMs: number; signal: AbortSignal}): Promise<void>;
  /** Which evidence this VM's readiness needs, from now until told otherwise. */
  expectEvidence(uid: string, readiness: Readiness): void;
  close(): void;
};

/** `onChange` names a VM to look at again; the hint is for debug logs only. */
export const watchVms = (host: Host, onChange: (uid: string, hint: string) => void): VmWatch =>
  new WatchedVms(host, onChange);

/** What a former daemon asked for in its last moment (systemd, a wrapper in the middle of its exec) has begun by then. */
const handoverMs = 1_000;

const nothingSeen: GuestEvidence = {consoleMarkerSeen: null, agentConnected: null};

class WatchedVms implements VmWatch {
  readonly #host: Host;
  readonly #onChange: (uid: string, hint: string) => void;
  readonly #table: ProcessTable;
  readonly #held: HeldVms;
  /** Uids that more than one process claims. */
  readonly #conflicts = new Map<string, {why: string; processes: readonly VmmProcess[]}>();
  /** Uids whose last start failed. */
  readonly #doubted = new Set<string>();
  /** Why the process table is not known; undefined once it was read. */
  #unread: string | undefined = 'the process table was not read yet';
  #readAtMs = -Infinity;
  #reads = 0;
  readonly #openedAtMs: number;

  constructor(host: Host, onChange: (uid: string, hint: string) => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#table = openProcessTable(host);
    this.#openedAtMs = host.clock.monotonicMs();
    this.#held = new HeldVms(host, onChange, pid => {
      this.#table.forget(pid);
    });
  }

  refreshFor(uid: string, {atMostAgeMs}: {readonly atMostAgeMs: number}): void {
    const isDoubted = this.#doubted.delete(uid);
    const sawItsEnd = this.#held.sawEndOf(uid) && !this.#conflicts.has(uid);
    const nowMs = this.#host.clock.monotonicMs();
    const mostMs = nowMs - this.#openedAtMs < handoverMs ? 0 : atMostAgeMs;
    if (isDoubted || (!sawItsEnd && nowMs - this.#readAtMs > mostMs)) this.#refreshNew();
  }

  doubt(uid: string): void {
    this.#doubted.add(uid);
    this.refresh();
  }

  refresh(): void {
    const table = this.#read(() => this.#table.read());
    if (table === null) return;
    this.#held.forgetAllBut(table);
    for (const uid of [...this.#conflicts.keys()]) if (!table.has(uid)) this.#conflicts.delete(uid);
    for (const [uid, processes] of table) this.#take(uid, processes);
  }

  /** Hypervisors that are held tell of their end themselves: only what joined them is looked for. */
  #refreshNew(): void {
    if (this.#unread !== undefined) {
      this.refresh();
      return;
    }
    const joined = this.#read(() => this.#table.readNew());
    if (joined === null) return;
    const isExpected = ([uid, processes]: readonly [string, readonly VmmProcess[]]): boolean =>
      this.#held.get(uid) === undefined || processes.every(process => this.#held.holds(uid, process));
    if (this.#conflicts.size > 0 || ![...joined].every(isExpected)) this.refresh();
    else for (const [uid, processes] of joined) this.#take(uid, processes);
  }

  /** Null when the table cannot be read: what is not held is unknown then. */
  #read(read: () => ReadonlyMap<string, readonly VmmProcess[]>) {
    const nowMs = this.#host.clock.monotonicMs();
    try {
      const table = read();
      this.#unread = undefined;
      this.#readAtMs = nowMs;
      this.#reads += 1;
      return table;
    } catch (thrown) {
      this.#unread = `cannot read the process table: ${errorText(thrown)}`;
      return null;
    }
  }

  async settled(): Promise<void> {
    const firstUntried = (): HeldSession | undefined => {
      for (const {session} of this.#held.values()) if (!session.tried) return session;
      return undefined;
    };
    // One by one, since all are tried at once anyway: a race of all would be run anew at the end of each.
    for (let untried = firstUntried(); untried !== undefined; untried = firstUntried()) await untried.next();
  }

  observe(uid: string): VmObservation {
    const held = this.#held.get(uid);
    // Nothing tells that it goes on again; a look at one process is cheap, and happens only while it is stopped.
    if (held?.process.stopped === true) this.#held.readAgain(uid, held);
    const evidence = held?.evidence.evidence ?? nothingSeen;
    const monitor: Monitor =
      held === undefined
        ? {state: 'silent', why: 'no process'}
        : held.process.stopped
          ? {state: 'silent', why: 'the process is stopped by a signal'}
          : held.session.monitor;
    return {process: this.#process(uid, held), monitor, evidence};
  }

  async ask(uid: string): Promise<void> {
    await this.#held.get(uid)?.session.ask();
  }

  session(uid: string): QmpSession | undefined {
    return this.#held.get(uid)?.session.session;
  }

  async attach(
    uid: string,
    identity: ProcessIdentity,
    options: {timeoutMs: number; signal: AbortSignal},
  ): Promise<QmpSession> {
    const deadlineMs = this.#host.clock.monotonicMs() + options.timeoutMs;
    if (!this.#held.holds(uid, identity)) this.#held.hold(uid, launched(uid, identity));
    for (;;) {
      if (!this.#held.holds(uid, identity))
        throw new VmletError('E-TOOL', 'the hypervisor ended before its monitor answered');
      const session = this.session(uid);
      if (session !== undefined) return session;
      const leftMs = deadlineMs - this.#host.clock.monotonicMs();
      if (leftMs <= 0) throw new VmletError('E-TIMEOUT', `no monitor: ${this.#silence(uid)}`);
      await this.changed(uid, {timeoutMs: leftMs, signal: options.signal});
    }
  }

  async changed(uid: string, options: {timeoutMs: number; signal: AbortSignal}): Promise<void> {
    await sleepUnless(this.#host.clock, this.#held.get(uid)?.session.next(), options);
  }

  expectEvidence(uid: string, readiness: Readiness): void {
    this.#held.expectEvidence(uid, readiness);
  }

  close(): void {
    this.#held.close();
  }

  #silence(uid: string): string {
    const monitor = this.#held.get(uid)?.session.monitor;
    return monitor?.state === 'silent' ? monitor.why : 'no process';
  }

  #process(uid: string, held: Held | undefined): Observation<VmProcess> {
    const conflict = this.#conflicts.get(uid);
    if (conflict !== undefined) return unknown(conflict.why);
    if (held !== undefined) return observationOf(held.process);
    return this.#unread === undefined ? absent : unknown(this.#unread);
  }

  #take(uid: string, processes: readonly VmmProcess[]): void {
    const [only, ...others] = processes;
    if (only === undefined) return;
    if (others.length > 0) {
      const pids = processes.map(process => String(process.pid)).join(', ');
      const why = `more than one hypervisor process claims this VM: pids ${pids}`;
      if (this.#conflicts.get(uid)?.why !== why) this.#onChange(uid, 'two processes');
      this.#conflicts.set(uid, {why, processes});
      return;
    }
    // The other one may be in the middle of its exec, and be seen again in an instant.
    const rivals = this.#conflicts.get(uid)?.processes.filter(other => other.pid !== only.pid) ?? [];
    if (rivals.some(rival => !isGone(this.#host, rival))) return;
    if (this.#conflicts.delete(uid)) this.#onChange(uid, 'one process again');
    const held = this.#held.get(uid);
    if (held !== undefined && this.#held.holds(uid, only)) {
      if (held.process.stopped !== only.stopped) this.#onChange(uid, 'process stopped or continued');
      held.process = only;
      return;
    }
    // A table that is older than what we know names a process that has ended, where another one runs.
    // The first table, with all that is adopted, cannot be.
    if (this.#reads > 1 && isGone(this.#host, only)) return;
    // In the middle of its exec a process has no command line; what is seen then is a fork of its wrapper.
    if (held !== undefined && only.launching && this.#held.lives(held)) return;
    if (held !== undefined) this.#held.forget(uid, 'another process');
    this.#held.hold(uid, only);
    this.#onChange(uid, 'process found');
  }
}

/** Who compares two looks at a process is told at once by the same value. */
const observations = new WeakMap<VmmProcess, Observation<VmProcess>>();

const observationOf = (process: VmmProcess): Observation<VmProcess> => {
  const known = observations.get(process);
  if (known !== undefined) return known;
  const {pid, startTicks, launching, revision, hostUid} = process;
  const observation = present({pid, startTicks, launching, revision, hostUid});
  observations.set(process, observation);
  return observation;
};

const launched = (uid: string, identity: ProcessIdentity): VmmProcess => ({
  ...identity,
  uid,
  launching: true,
  revision: null,
  hostUid: null,
  stopped: false,
});
