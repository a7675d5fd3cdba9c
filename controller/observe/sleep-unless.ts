// Waiting for news with a limit: the one shape of waiting in the watch, so that nothing polls without an event to wake it.
import type {Clock} from '../host/host.ts';

/** Resolve when `news` does, or after `timeoutMs`; reject when aborted. Leaves no timer behind. */
export const sleepUnless = async (
  clock: Clock,
  news: Promise<void> | undefined,
  options: {timeoutMs: number; signal: AbortSignal},
): Promise<void> => {
  const enough = new AbortController();
  const signal = AbortSignal.any([options.signal, enough.signal]);
  // The sleep is cancelled when the news wins, which is no failure of anything.
  const slept = clock.sleep(options.timeoutMs, {signal}).catch((thrown: unknown) => {
    if (!enough.signal.aborted) throw thrown;
  });
  try {
    await (news === undefined ? slept : Promise.race([slept, news]));
  } finally {
    enough.abort();
  }
};
