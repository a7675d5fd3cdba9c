// A virtual clock: time moves only when a test says so, and timers run in order of their due time.
// Nothing here reads the machine's clock.
import {setImmediate as turn} from 'node:timers/promises';
import type {Clock} from '../../controller/host/host.ts';

export type FakeClock = Clock & {
  /** Move on by `ms`, running every timer that falls due in order, each after the work before it settled. */
  advance(ms: number): Promise<void>;
  /** Let everything that waits for nothing but promises run, without moving time. */
  settle(): Promise<void>;
  /** How far away the next timer is, or undefined when nothing waits. */
  nextTimerMs(): number | undefined;
  /** Wall time as a number, for file times. */
  wallMs(): number;
  /** The machine or the process stood still for so long: time is later, and every timer that fell due is late. */
  stall(ms: number): void;
  /** How long the machine has stood still in all: nobody could do anything meanwhile. */
  stalledMs(): number;
  /** Somebody sets the date: now() jumps, monotonicMs() does not. */
  jumpWallMs(ms: number): void;
  /** Called after each timer and the work that it caused. */
  eachStep: (() => void) | undefined;
};

type Timer = {dueMs: number; order: number; run: () => void};

/** `startMs` is where the monotonic clock begins; `wall` is the date that people see then. */
export const fakeClock = ({startMs = 1_000, wall = '2026-01-01T00:00:00Z'} = {}): FakeClock => {
  const timers = new Set<Timer>();
  let monotonicMs = startMs;
  let stalledMs = 0;
  let wallOffsetMs = Date.parse(wall) - startMs;
  let order = 0;
  let told = {second: Number.NaN, text: ''};

  const after = (ms: number, run: () => void): (() => void) => {
    const timer = {dueMs: monotonicMs + Math.max(0, ms), order: order++, run};
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };

  const earliest = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers)
      if (
        first === undefined ||
        timer.dueMs < first.dueMs ||
        (timer.dueMs === first.dueMs && timer.order < first.order)
      )
        first = timer;
    return first;
  };

  const wallMs = (): number => monotonicMs + wallOffsetMs;

  const clock: FakeClock = {
    eachStep: undefined,
    now: () => {
      const second = Math.floor(wallMs() / 1_000);
      if (second !== told.second)
        told = {second, text: `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`};
      return told.text;
    },
    monotonicMs: () => monotonicMs,
    after,
    sleep: (ms, {signal} = {}) => sleep(after, ms, signal),
    wallMs,
    stall: ms => {
      monotonicMs += ms;
      stalledMs += ms;
    },
    stalledMs: () => stalledMs,
    jumpWallMs: ms => {
      wallOffsetMs += ms;
    },
    nextTimerMs: () => {
      const timer = earliest();
      return timer === undefined ? undefined : Math.max(0, timer.dueMs - monotonicMs);
    },
    settle,
    advance: async ms => {
      const untilMs = monotonicMs + ms;
      await settle();
      for (let timer = earliest(); timer !== undefined && timer.dueMs <= untilMs; timer = earliest()) {
        timers.delete(timer);
        monotonicMs = Math.max(monotonicMs, timer.dueMs);
        timer.run();
        await settle();
        clock.eachStep?.();
      }
      monotonicMs = Math.max(monotonicMs, untilMs);
    },
  };
  return clock;
};

/** A turn of the real event loop runs every promise that is ready, however deep the chain. */
const settle = async (): Promise<void> => {
  await turn();
  await turn();
};

/** A sleep of 0 only yields, so that code which yields between files needs nobody to move the time. */
const sleep = async (after: Clock['after'], ms: number, signal: AbortSignal | undefined): Promise<void> => {
  signal?.throwIfAborted();
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = after(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, {once: true});
  });
};
