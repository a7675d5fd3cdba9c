// From a look to the status that shows it: made anew only when what it is made from changed, remembered for whoever depends on
// it, written last.
import {splitKey} from './desired/names.ts';
import type {Reconciler} from './reconcile.ts';
import type {EventRecorder} from './status/events.ts';
import type {Failure, StatusDocument} from './status/status-types.ts';
import type {View} from './look/view.ts';
import {isReady} from './world.ts';

/** What a status was made from. */
export type Shown = {
  readonly status: View['status'];
  readonly failure: Failure | null;
  readonly failures: number | undefined;
  readonly events: ReturnType<EventRecorder['recent']>;
  readonly document: StatusDocument;
};

/** False when the file could not be written; that holds no VM up, and is tried again. */
export const writeStatus = (reconciler: Reconciler, view: View): boolean => showStatus(reconciler, view)();

/** Those who depend on this object are told now; the result writes the file. */
export const showStatus = (reconciler: Reconciler, view: View): (() => boolean) => {
  const {world, writer, events, failures, shown} = reconciler;
  const {key} = view;
  const wasReady = isReady(world, key);
  const previous = world.statuses.get(key) ?? writer.previous(splitKey(key));
  const retry = reconciler.retry(key);
  const failure = failures.get(key) ?? null;
  const recent = events.recent(key);
  // A status follows from these and from the one before; the time in it is that of a change.
  const last = shown.get(key);
  const isSame =
    last !== undefined &&
    last.document === previous &&
    last.status === view.status &&
    last.failure === failure &&
    last.failures === retry?.failures &&
    last.events === recent;
  const document = isSame
    ? last.document
    : view.status({
        failure,
        backoff: retry === null ? null : {failures: retry.failures},
        previous,
        now: world.host.clock.now(),
        events: recent,
      });
  if (!isSame) {
    shown.set(key, {status: view.status, failure, failures: retry?.failures, events: recent, document});
    world.statuses.set(key, document);
  }
  reconciler.waits(
    key,
    [...view.unresolved, ...view.plan.holds].flatMap(each => each.waitsFor ?? []),
  );
  if (isReady(world, key) !== wasReady || previous === null) reconciler.changed(key);
  // Last: those who depend on this object read it from memory, whether or not the file can be written.
  return () => writer.write(document) !== 'failed';
};
