// The hypervisor processes that are held: each with its monitor connection and the evidence that its guest gives. Who is held
// is decided in vm.ts, from the process table. Never signals, never decides.
import {errorText} from '../errors.ts';
import type {Readiness} from '../desired/node.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import {GuestEvidenceWatch} from './guest-evidence.ts';
import {HeldSession} from './held-session.ts';
import {inspectVmmProcess, isGone} from './process-table.ts';
import type {VmmProcess} from './process-table.ts';

export type Held = {
  process: VmmProcess;
  readonly session: HeldSession;
  readonly evidence: GuestEvidenceWatch;
};

/** How often the logs of running guests are measured. */
const logCheckMs = 5_000;

/** Held processes by the uid of their VM. */
export class HeldVms {
  readonly #host: Host;
  readonly #onChange: (uid: string, hint: string) => void;
  readonly #onForgotten: (pid: number) => void;
  readonly #held = new Map<string, Held>();
  /** Uids whose hypervisor was held to its end. */
  readonly #ended = new Set<string>();
  readonly #expected = new Map<string, Readiness>();
  #cancelLogCheck: (() => void) | undefined;

  /** `onChange` names a VM to look at again; `onForgotten` a pid that is held no more. */
  constructor(host: Host, onChange: (uid: string, hint: string) => void, onForgotten: (pid: number) => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#onForgotten = onForgotten;
  }

  get(uid: string): Held | undefined {
    return this.#held.get(uid);
  }

  values(): Iterable<Held> {
    return this.#held.values();
  }

  /** True when it is this very process that is held. */
  holds(uid: string, identity: ProcessIdentity): boolean {
    const process = this.#held.get(uid)?.process;
    return process?.pid === identity.pid && process.startTicks === identity.startTicks;
  }

  /** True once after the hypervisor of this VM was held to its end; the next caller has to look himself. */
  sawEndOf(uid: string): boolean {
    return this.#ended.delete(uid) && !this.#held.has(uid);
  }

  hold(uid: string, process: VmmProcess): void {
    this.#ended.delete(uid);
    const paths = this.#host.paths.vm(uid);
    const expected = this.#expected.get(uid);
    const session = new HeldSession(this.#host, process, paths.qmpSocket, {
      onChange: hint => {
        this.#learn(uid, session);
        this.#onChange(uid, hint);
      },
      onGone: () => {
        if (this.#held.get(uid)?.session === session) this.forget(uid, 'process gone');
      },
    });
    const evidence = new GuestEvidenceWatch(this.#host, process, paths, () => {
      this.#onChange(uid, 'guest evidence');
    });
    this.#held.set(uid, {process, session, evidence});
    if (expected !== undefined) evidence.expect(expected);
    this.#cancelLogCheck ??= this.#host.clock.after(logCheckMs, () => {
      this.#checkLogs();
    });
  }

  forget(uid: string, hint: 'process gone' | 'another process'): void {
    const held = this.#held.get(uid);
    if (held === undefined) return;
    this.#held.delete(uid);
    this.#onForgotten(held.process.pid);
    // What is launching may be a fork of the wrapper, whose end says nothing of the hypervisor.
    if (hint === 'process gone' && !held.process.launching) this.#ended.add(uid);
    held.evidence.close();
    held.session.close();
    this.#onChange(uid, hint);
  }

  /** The whole table was read: whoever is not in it and does not live is let go. */
  forgetAllBut(listed: {has(uid: string): boolean}): void {
    this.#ended.clear();
    for (const [uid, held] of [...this.#held])
      if (!listed.has(uid) && !this.lives(held)) this.forget(uid, 'process gone');
  }

  lives(held: Held): boolean {
    return !isGone(this.#host, held.process);
  }

  readAgain(uid: string, held: Held): void {
    try {
      held.process = inspectVmmProcess(this.#host, held.process) ?? held.process;
    } catch (thrown) {
      // Called from a socket, where nobody catches; the next pass over the table reads them again.
      this.#host.log.debug('process facts not read', {uid, why: errorText(thrown)});
    }
  }

  /** Which evidence this VM's readiness needs, from now until told otherwise. */
  expectEvidence(uid: string, readiness: Readiness): void {
    this.#expected.set(uid, readiness);
    this.#held.get(uid)?.evidence.expect(readiness);
  }

  close(): void {
    this.#cancelLogCheck?.();
    for (const held of this.#held.values()) {
      held.evidence.close();
      held.session.close();
    }
    this.#held.clear();
  }

  /** A monitor that answers means that the wrapper has become the hypervisor: read its facts again. */
  #learn(uid: string, session: HeldSession): void {
    const held = this.#held.get(uid);
    if (held?.session === session && held.process.launching) this.readAgain(uid, held);
  }

  #checkLogs(): void {
    this.#cancelLogCheck = undefined;
    if (this.#held.size === 0) return;
    for (const held of this.#held.values()) held.evidence.boundLogs();
    this.#cancelLogCheck = this.#host.clock.after(logCheckMs, () => {
      this.#checkLogs();
    });
  }
}
