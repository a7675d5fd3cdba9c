// The keyed queue: one run in flight per key, repeats collapse, a change during a run marks the key dirty, failures
// back off with jitter. Built on p-queue for concurrency and priority. It knows keys, not what they stand for.
import PQueue from 'p-queue';
import {errorText} from '../errors.ts';
import type {Clock, Log, Random} from '../host/host.ts';

/** How one run of a key ended. */
export type RunEnd =
  | {readonly kind: 'settled'}
  /** Not a failure: come back. */
  | {readonly kind: 'recheck'; readonly afterMs: number}
  | {readonly kind: 'failed'; readonly message: string; readonly terminal: boolean};

export type RunOptions = {
  readonly signal: AbortSignal;
  /** Called by a run that will wait for long: another may begin in its place, beside it. */
  stepAside(): void;
};

export type KeyedQueueOptions = {
  /** Runs at once that have not stepped aside. */
  readonly concurrency: number;
  run(key: string, options: RunOptions): Promise<RunEnd>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type KeyedQueue = {
  /** Ask for a run. Nothing but the key is remembered. A waiting retry is brought forward. */
  add(key: string, options?: {priority?: number}): void;
  /** Abort what runs for this key; it runs again at once. */
  interrupt(key: string): void;
  /** Failures in a row of a key, and when it is tried again (monotonic), for status. */
  retry(key: string): {failures: number; atMs: number} | null;
  /** A run of this key is under way, or will be without anybody asking again. */
  isBusy(key: string): boolean;
  /** Nothing runs, nothing is queued (retries may be waiting). */
  readonly idle: boolean;
  onIdle(): Promise<void>;
  /** Take nothing more; resolves when what runs has ended. */
  close(): Promise<void>;
};

const backoff = {firstMs: 250, factor: 2, ceilingMs: 60_000} as const;

/**
 * A terminal failure needs a change of its input, and most changes wake the key. Some nobody sees (the file that an
 * Image copies was still being written), so it is tried again at leisure.
 */
const terminalRetryMs = 10 * 60_000;

/** Exponential, with up to 20 % of jitter so that many keys that failed together do not come back together. */
export const backoffMs = (failures: number, jitter: number): number =>
  Math.round(
    Math.min(backoff.firstMs * backoff.factor ** (failures - 1), backoff.ceilingMs) * (1 + 0.2 * jitter),
  );

/** Open an empty queue. */
export const openKeyedQueue = (options: KeyedQueueOptions): KeyedQueue => {
  const {clock, random, log} = options;
  const pool = new PQueue({concurrency: options.concurrency});
  let closed = false;
  const queued = new Set<string>();
  const running = new Map<string, Abortable>();
  const runs = new Set<Promise<void>>();
  const dirty = new Map<string, number>();
  const timers = new Map<string, () => void>();
  const failures = new Map<string, {failures: number; atMs: number}>();

  const add = (key: string, priority = 0): void => {
    if (closed) return;
    cancelTimer(key);
    if (running.has(key)) {
      dirty.set(key, Math.max(priority, dirty.get(key) ?? 0));
      return;
    }
    if (queued.has(key)) return;
    queued.add(key);
    void pool.add(() => begin(key), {priority});
  };

  /** Resolves when the next may begin: the run has ended, or waits for something that takes its time. */
  const begin = (key: string): Promise<void> =>
    new Promise(resolve => {
      const run = start(key, resolve).finally(() => {
        runs.delete(run);
        resolve();
      });
      runs.add(run);
    });

  const start = async (key: string, stepAside: () => void): Promise<void> => {
    queued.delete(key);
    if (closed) return;
    const own = abortable(stepAside);
    running.set(key, own);
    const end = await runOnce(key, own);
    running.delete(key);
    settle(key, end);
  };

  const runOnce = async (key: string, own: RunOptions): Promise<RunEnd> => {
    try {
      return await options.run(key, own);
    } catch (thrown) {
      log.error('reconcile failed unexpectedly', {
        key,
        error: errorText(thrown),
        stack: thrown instanceof Error ? thrown.stack : undefined,
      });
      return {kind: 'failed', message: errorText(thrown), terminal: false};
    }
  };

  const settle = (key: string, end: RunEnd): void => {
    const again = dirty.get(key);
    dirty.delete(key);
    if (end.kind === 'failed') {
      const count = (failures.get(key)?.failures ?? 0) + 1;
      const waitMs = end.terminal ? terminalRetryMs : backoffMs(count, random.fraction());
      failures.set(key, {failures: count, atMs: clock.monotonicMs() + waitMs});
      later(key, waitMs);
    } else {
      failures.delete(key);
      if (end.kind === 'recheck') later(key, end.afterMs);
    }
    if (again !== undefined) add(key, again);
  };

  const later = (key: string, afterMs: number): void => {
    if (closed) return;
    cancelTimer(key);
    const cancel = clock.after(afterMs, () => {
      timers.delete(key);
      add(key);
    });
    timers.set(key, cancel);
  };

  const cancelTimer = (key: string): void => {
    timers.get(key)?.();
    timers.delete(key);
  };

  const onIdle = async (): Promise<void> => {
    do {
      await pool.onIdle();
      await Promise.all(runs);
    } while (runs.size + pool.size + pool.pending > 0);
  };

  return {
    add: (key, addOptions = {}) => {
      add(key, addOptions.priority);
    },
    interrupt: key => {
      const own = running.get(key);
      if (own === undefined) return;
      dirty.set(key, 0);
      own.abort(new Error('interrupted'));
    },
    retry: key => failures.get(key) ?? null,
    isBusy: key => queued.has(key) || running.has(key),
    get idle() {
      return queued.size === 0 && running.size === 0;
    },
    onIdle,
    close: async () => {
      closed = true;
      for (const own of running.values()) own.abort(new Error('vmlet is stopping'));
      for (const cancel of timers.values()) cancel();
      timers.clear();
      pool.clear();
      await onIdle();
    },
  };
};

type Abortable = RunOptions & {abort(reason: Error): void};

/** Most runs find nothing to do, and no one asks for their signal: it is made for the first who does. */
const abortable = (stepAside: () => void): Abortable => {
  let controller: AbortController | undefined;
  return {
    get signal() {
      return (controller ??= new AbortController()).signal;
    },
    stepAside,
    abort: reason => {
      (controller ??= new AbortController()).abort(reason);
    },
  };
};
