// `vmlet down` when no daemon runs (after `run --once`, after it was killed, at the host's shutdown): the same stops,
// under the same locks.
import {openTools} from '../open-world.ts';
import {takeDown} from './down.ts';
import {withoutDaemon} from './local-world.ts';
import type {LocalRequest} from './local-world.ts';

/** Stop every VM of this state directory and remove its links; the result names what could not be. */
export const downLocally = (
  input: LocalRequest & {readonly now: boolean; readonly hostStops: boolean},
): Promise<string[]> =>
  withoutDaemon(input, {onlyLooks: false}, world =>
    takeDown(world, openTools(world, ''), {
      now: input.now,
      hostStops: input.hostStops,
      signal: input.context.signal,
    }),
  );
