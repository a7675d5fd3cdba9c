// Waiting for news with a limit: the one shape of waiting in the watch, so that nothing polls without an event to wake it.
import type {Clock} from '../host/host.ts';

/** Resolve when `news` does, or after `timeoutMs`; reject when aborted. Leaves no timer behind. */
export const sleepUnless = (
  clock: Clock,
  news: Promise<void> | undefined,
  {timeoutMs, signal}: {timeoutMs: number; signal: AbortSignal},
): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = () => {
      end();
      reject(signal.reason as Error);
    };
    const onEnough = () => {
      end();
      resolve();
    };
    const cancel = clock.after(timeoutMs, onEnough);
    const end = () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort);
    void news?.then(onEnough);
    if (signal.aborted) onAbort();
  });
