// One pass over all objects, in short turns so that nobody waits for it: most are at rest and need nothing but the look that
// finds them so; what is not goes into the queue.
import type {ObjectKey} from './desired/node.ts';
import type {KeyedQueue} from './execute/queue.ts';
import {makePace} from './manifest/pace.ts';
import {isNeed, openMoment} from './look/moment.ts';
import type {Moment, Need} from './look/moment.ts';
import {isAtRest} from './reconcile.ts';
import type {Reconciler} from './reconcile.ts';

/** Look at each of these keys, until it is aborted. */
export const lookAtAll = async (
  keys: Iterable<ObjectKey>,
  reconciler: Reconciler,
  queue: Pick<KeyedQueue, 'add' | 'retry' | 'isBusy'>,
  signal: AbortSignal,
): Promise<void> => {
  const {world} = reconciler;
  const pace = makePace(world.host.clock);
  let moment = openMoment(world);
  const look = (key: ObjectKey): ReturnType<typeof isAtRest> =>
    queue.isBusy(key) ? false : isAtRestOrFails(reconciler, key, moment);
  for (const key of keys) {
    if (signal.aborted) return;
    // What failed comes back in its own time.
    if (queue.retry(key) !== null) continue;
    let seen = look(key);
    while (isNeed(seen)) seen = (await isObtained(moment, seen)) && look(key);
    if (!seen) queue.add(key);
    if (!pace.isDue()) continue;
    await pace.yieldTurn();
    moment = openMoment(world);
  }
};

const isObtained = (moment: Moment, need: Need): Promise<boolean> =>
  moment.obtain(need).then(
    () => true,
    () => false,
  );

/** A look that fails is for a run to report. */
const isAtRestOrFails = (
  reconciler: Reconciler,
  key: ObjectKey,
  moment: Moment,
): ReturnType<typeof isAtRest> => {
  try {
    return isAtRest(reconciler, key, moment);
  } catch {
    return false;
  }
};
