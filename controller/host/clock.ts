// The only place for clocks and timers. Decisions use monotonicMs(); now() is for people.
import {performance} from 'node:perf_hooks';
import {setImmediate as nextTurn, setTimeout as sleep} from 'node:timers/promises';
import type {Clock} from './host.ts';

/** The machine's clock. */
export const systemClock = (): Clock => ({
  now: () => new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  monotonicMs: () => performance.now(),
  sleep: async (ms, options = {}) => {
    const how = options.signal === undefined ? {} : {signal: options.signal};
    await (ms <= 0 ? nextTurn(undefined, how) : sleep(ms, undefined, how));
  },
  after,
});

/** Call `run` once after `ms`; the result cancels it. */
export const after: Clock['after'] = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
};
