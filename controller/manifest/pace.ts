// Long work in short turns, so that QMP events and requests never wait for a scan. No timers: the clock is passed in.
import type {Clock} from '../host/host.ts';

export type Pace = {
  /** True when this turn of the event loop has lasted long enough. */
  isDue(): boolean;
  /** Let everybody else run first. */
  yieldTurn(): Promise<void>;
};

/** `turnMs` stays well under the 50 ms that a turn may last: one item more is always added to it. */
export const makePace = (clock: Clock, turnMs = 10): Pace => {
  let startedMs = clock.monotonicMs();
  return {
    isDue: () => clock.monotonicMs() - startedMs >= turnMs,
    yieldTurn: async () => {
      await clock.sleep(0);
      startedMs = clock.monotonicMs();
    },
  };
};
