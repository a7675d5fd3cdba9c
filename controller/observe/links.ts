// The table of the host's links: one `ip` process for any number of callers, none while nothing changed.
// Only looks; whoever changes links (execute/link-batch.ts) says so with invalidate().
import type {Host} from '../host/host.ts';
import {LinkLook} from './link-look.ts';
import type {Doubtful} from './link-look.ts';
import type {Link, Links, Observation} from './snapshot.ts';

export type LinkTable = {
  /**
   * All links by name. The kept table when nothing hinted at a change since it was read, else one look that all
   * callers share; a look that began before the last hint is never given to a caller that came after it.
   * A look that fails is `unknown`: never `absent`, and never kept. In a crowd of changes a look waits for the next ones,
   * but not for those who are in the middle of a change of theirs and ask for it `soon`.
   */
  read(options?: {readonly soon: true}): Promise<Observation<Links>>;
  /**
   * These links changed, or may have, and the kernel may not have told of it yet: the next read looks at them again. Without
   * a word which, any link may have, and all are looked at; the loop's resync says so too.
   */
  invalidate(which?: Doubtful): void;
  /** What was seen last, which may be old: enough to try what fails when it is. Null when all of it is in doubt. */
  last(): Links | null;
  /** The link that was printed (`ip -j -d`) for whoever made it; undefined when that cannot be understood. */
  learn(printed: string): Link | undefined;
  close(): void;
};

/** `ip monitor` says nothing when it has subscribed; until then a change could be missed. */
const monitorSettleMs = 1_000;
const restartFirstMs = 1_000;
const restartMostMs = 60_000;
/** In a crowd of changes each would ask for a look of its own: looking takes a tenth of the time, after a burst. */
const restPerLook = 9;
const burstMs = 40;
const restMostMs = 250;

/** Watch the links; `onChange` is called once per change or burst, and again only after a read. */
export const openLinkTable = (host: Host, onChange: () => void): LinkTable =>
  new CachedLinkTable(host, onChange);

class CachedLinkTable implements LinkTable {
  readonly #host: Host;
  readonly #onChange: () => void;
  #version = 0;
  #kept: {version: number; value: Observation<Links>} | null = null;
  #running: {version: number; look: Promise<Observation<Links>>} | null = null;
  #next: Promise<Observation<Links>> | null = null;
  /** Somebody cannot wait for the next look; the call ends its rest. */
  #isUrgent = false;
  #hurry: () => void = () => undefined;
  readonly #links: LinkLook;
  #told = false;
  /** Time that looks took, less what has been rested for; when it was reckoned. */
  #tired = {ms: 0, atMs: 0};
  /** Hints can be relied on: the monitor runs and has had time to subscribe. */
  #watching = false;
  #restartMs = restartFirstMs;
  #stopMonitor: () => void = () => undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(host: Host, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#links = new LinkLook(host);
    this.#watch();
  }

  read({soon = false}: {readonly soon?: boolean} = {}): Promise<Observation<Links>> {
    if (this.#watching && this.#kept?.version === this.#version) return Promise.resolve(this.#kept.value);
    if (this.#watching && this.#running?.version === this.#version) return this.#running.look;
    this.#next ??= this.#lookNext();
    if (soon) {
      this.#isUrgent = true;
      this.#hurry();
    }
    return this.#next;
  }

  invalidate(which?: Doubtful): void {
    this.#links.doubt(which);
    this.#version += 1;
  }

  last(): Links | null {
    return this.#links.last;
  }

  learn(printed: string): Link | undefined {
    return this.#links.learn(printed);
  }

  close(): void {
    this.#watching = false;
    this.#stopMonitor();
    this.#cancelTimer();
  }

  /** Begin after the look that runs now, or after the callers of this turn had time to join. */
  async #lookNext(): Promise<Observation<Links>> {
    await this.#running?.look;
    await Promise.resolve();
    const {clock} = this.#host;
    await this.#rest();
    this.#next = null;
    this.#isUrgent = false;
    const beganMs = clock.monotonicMs();
    const running = {version: this.#version, look: this.#links.look(this.#watching)};
    this.#running = running;
    this.#told = false;
    const value = await running.look;
    this.#tire(clock.monotonicMs() - beganMs);
    if (this.#running === running) this.#running = null;
    if (value.state === 'present') this.#kept = {version: running.version, value};
    return value;
  }

  async #rest(): Promise<void> {
    this.#tire(0);
    const restMs = Math.min(Math.max(0, this.#tired.ms - burstMs) * restPerLook, restMostMs);
    if (restMs === 0 || this.#isUrgent) return;
    await new Promise<void>(resolve => {
      const cancel = this.#host.clock.after(restMs, resolve);
      this.#hurry = () => {
        cancel();
        resolve();
      };
    });
  }

  #tire(tookMs: number): void {
    const nowMs = this.#host.clock.monotonicMs();
    const restedMs = (nowMs - this.#tired.atMs - tookMs) / restPerLook;
    this.#tired = {ms: Math.max(0, this.#tired.ms - restedMs) + tookMs, atMs: nowMs};
  }

  #watch(): void {
    this.#stopMonitor = this.#host.processes.follow(
      'ip',
      ['-o', 'monitor', 'link', 'address'],
      line => {
        this.#links.hint(line);
        this.#hint();
      },
      () => {
        this.#monitorEnded();
      },
    );
    this.#cancelTimer = this.#host.clock.after(monitorSettleMs, () => {
      this.invalidate();
      this.#watching = true;
      this.#restartMs = restartFirstMs;
    });
  }

  #hint(): void {
    this.#version += 1;
    if (this.#told) return;
    this.#told = true;
    this.#onChange();
  }

  #monitorEnded(): void {
    this.#watching = false;
    this.#cancelTimer();
    this.#host.log.debug('link monitor ended: every look at links is a fresh one until it runs again', {
      restartMs: this.#restartMs,
    });
    this.#cancelTimer = this.#host.clock.after(this.#restartMs, () => {
      this.#watch();
      this.#hint();
    });
    this.#restartMs = Math.min(this.#restartMs * 2, restartMostMs);
  }
}
