// When a crowd of changes has passed: many statuses were written, and then none for a while. Whoever keeps more than rest needs
// may let go of it then. Knows nothing of what happened.
import type {Clock} from './host/host.ts';

/** Fewer leave nothing behind that would be worth the time. */
const crowd = 20;
const restMs = 1_000;

export type CrowdWatch = {
  happened(): void;
  close(): void;
};

/** `onPassed` is called once for each crowd, when it has been quiet for a second. */
export const watchCrowds = (
  clock: Pick<Clock, 'after' | 'monotonicMs'>,
  onPassed: () => void,
): CrowdWatch => {
  let count = 0;
  let lastMs = 0;
  let cancel: (() => void) | undefined;
  const look = (): void => {
    const leftMs = lastMs + restMs - clock.monotonicMs();
    if (leftMs > 0) {
      cancel = clock.after(leftMs, look);
      return;
    }
    cancel = undefined;
    const hasPassed = count >= crowd;
    count = 0;
    if (hasPassed) onPassed();
  };
  return {
    happened: () => {
      count += 1;
      lastMs = clock.monotonicMs();
      cancel ??= clock.after(restMs, look);
    },
    close: () => {
      cancel?.();
    },
  };
};
