// The QMP connection held to one hypervisor process: how we know that it lives and what its guest does.
// Connects, introduces itself, follows events, reconnects while the process lives. Never signals, never commands.
import {errorText, VmletError} from '../errors.ts';
import {changesMemory, changesRunState} from '../drivers/qemu/monitor.ts';
import {connectQmp} from '../drivers/qemu/qmp.ts';
import type {QmpEvent, QmpSession} from '../drivers/qemu/qmp.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import {applyEvent, introduce, update} from './introduce.ts';
import type {Connected} from './introduce.ts';
import {isGone} from './process-table.ts';
import type {Monitor} from './snapshot.ts';

export type HeldSessionHandlers = {
  /** Something that is observed differs: look again. */
  onChange(hint: string): void;
  /** The process is gone; nothing more will be called. */
  onGone(): void;
};

/** A monitor that answered for another VM is asked again after this long: one wrong answer does not stand for ever. */
const doubtMs = 30_000;
/** How often, and how many times, a process is looked at whose connection has ended. */
const endLookMs = 1;
const endLooks = 10;
/** Longer than a hypervisor takes to answer. */
const startMs = 1_000;
const silent = (why: string): Monitor => ({state: 'silent', why});

export class HeldSession {
  readonly #host: Pick<Host, 'sockets' | 'clock' | 'processes'>;
  readonly #process: ProcessIdentity & {readonly uid: string};
  readonly #socketPath: string;
  readonly #handlers: HeldSessionHandlers;
  readonly #waiting = new Set<() => void>();
  #monitor: Monitor = silent('not connected yet');
  #session: QmpSession | undefined;
  #closed = false;
  #tried = false;
  #cancelRetry: () => void = () => undefined;
  /** What was told of last: a silence and why, or an answer. */
  #told: {readonly silence: string | null} | undefined;
  #droppedAtMs: number;
  #connectedAtMs = 0;
  #asking = false;
  #askAgain = false;

  constructor(
    host: Pick<Host, 'sockets' | 'clock' | 'processes'>,
    process: ProcessIdentity & {readonly uid: string},
    socketPath: string,
    handlers: HeldSessionHandlers,
  ) {
    this.#host = host;
    this.#process = process;
    this.#socketPath = socketPath;
    this.#handlers = handlers;
    this.#droppedAtMs = host.clock.monotonicMs();
    void this.#connect();
  }

  get monitor(): Monitor {
    return this.#monitor;
  }

  /** The first attempt has ended, well or not. */
  get tried(): boolean {
    return this.#tried;
  }

  get session(): QmpSession | undefined {
    return this.#monitor.state === 'connected' ? this.#session : undefined;
  }

  /** Stop holding; the process is left alone. */
  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    this.#session?.close();
    this.#wake();
  }

  /** Resolve at the next change of anything here (also at close). */
  next(): Promise<void> {
    return new Promise(resolve => this.#waiting.add(resolve));
  }

  /** Ask what the guest does now; resolves when that is known, or that there is no answer. */
  async ask(): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.#monitor.state !== 'connected') return;
    const before = this.#monitor.runState;
    try {
      await this.#renew(session);
      if (this.session === session && this.#monitor.runState !== before) this.#change('asked');
    } catch (thrown) {
      session.close(errorText(thrown));
    }
  }

  async #connect(): Promise<void> {
    let session: QmpSession | undefined;
    try {
      session = await connectQmp(this.#host, this.#socketPath, {
        onEvent: event => {
          this.#follow(event);
        },
        onClose: why => {
          this.#drop(why);
        },
      });
      if (this.#closed) {
        session.close();
        return;
      }
      this.#session = session;
      this.#connectedAtMs = this.#host.clock.monotonicMs();
      this.#learn(await introduce(session));
      this.#tried = true;
      this.#told = {silence: null};
      this.#change('monitor connected');
    } catch (thrown) {
      if (!this.#tried) this.#wake();
      this.#tried = true;
      this.#session = undefined;
      // A session that was established reports its end through onClose, which has scheduled the retry.
      if (session === undefined) this.#retry(errorText(thrown));
      else session.close(errorText(thrown));
    }
  }

  #learn(monitor: Connected): void {
    this.#monitor = monitor;
    if (monitor.uuid === this.#process.uid) return;
    this.#cancelRetry = this.#host.clock.after(doubtMs, () => {
      void this.#askWho();
    });
  }

  async #askWho(): Promise<void> {
    const session = this.#session;
    const before = this.#monitor;
    if (session === undefined || before.state !== 'connected' || before.uuid === this.#process.uid) return;
    try {
      const {uuid, ...now} = await introduce(session);
      if (this.#session !== session) return;
      this.#learn({...now, uuid, resets: before.resets});
      if (uuid !== before.uuid) this.#change('monitor connected');
    } catch (thrown) {
      session.close(errorText(thrown));
    }
  }

  #drop(why: string): void {
    if (this.#closed) return;
    this.#session = undefined;
    const nowMs = this.#host.clock.monotonicMs();
    // One that hangs up as soon as it was reached must not be called every 10 ms for ever.
    if (nowMs - this.#connectedAtMs > 1_000) this.#droppedAtMs = nowMs;
    this.#monitor = silent(why);
    this.#awaitEnd(why, endLooks);
  }

  /** Most connections end with their process, which closes its files an instant before it is gone. */
  #awaitEnd(why: string, leftLooks: number): void {
    if (this.#closed) return;
    if (leftLooks === 0 || isGone(this.#host, this.#process)) this.#retry(why);
    else
      this.#cancelRetry = this.#host.clock.after(endLookMs, () => {
        this.#awaitEnd(why, leftLooks - 1);
      });
  }

  #retry(why: string): void {
    if (this.#closed) return;
    if (isGone(this.#host, this.#process)) {
      this.close();
      this.#handlers.onGone();
      return;
    }
    const sinceMs = this.#host.clock.monotonicMs() - this.#droppedAtMs;
    // That it is silent while it starts is no news.
    const isNews = this.#told?.silence === null || (this.#told?.silence !== why && sinceMs >= startMs);
    this.#monitor = silent(why);
    this.#cancelRetry = this.#host.clock.after(retryDelayMs(sinceMs), () => {
      void this.#connect();
    });
    if (!isNews) return;
    this.#told = {silence: why};
    this.#change('monitor silent');
  }

  #follow(event: QmpEvent): void {
    const monitor = this.#monitor;
    if (monitor.state === 'connected') this.#monitor = applyEvent(monitor, event);
    if (changesRunState(event) || changesMemory(event)) void this.#ask(event.name);
    else if (event.name === 'DEVICE_DELETED') this.#change(event.name);
  }

  /** Events say that something changed, the query says what it is now; a burst is asked about twice. */
  async #ask(hint: string): Promise<void> {
    this.#askAgain = true;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#askAgain && this.#session !== undefined) {
        this.#askAgain = false;
        await this.#renew(this.#session);
      }
      this.#change(hint);
    } catch (thrown) {
      if (this.#session !== undefined) this.#session.close(errorText(thrown));
      else if (!(thrown instanceof VmletError)) throw thrown;
    } finally {
      this.#asking = false;
    }
  }

  async #renew(session: QmpSession): Promise<void> {
    const news = await update(session, this.#monitor);
    if (this.session === session && this.#monitor.state === 'connected')
      this.#monitor = {...this.#monitor, ...news};
  }

  #change(hint: string): void {
    this.#wake();
    if (!this.#closed) this.#handlers.onChange(hint);
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/**
 * Close together at first (a hypervisor answers 30 to 60 ms after its start), then ever rarer: an eighth of the time that has
 * passed, at most 5 s.
 */
const retryDelayMs = (sinceMs: number): number => Math.min(5_000, Math.max(8, sinceMs / 8));
