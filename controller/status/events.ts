// What happened, for people: folded per object (same reason and message = one entry with a count), and appended to a
// JSON-lines file that is rotated by size. Not a log: nothing here is needed to go on.
import {errorText} from '../errors.ts';
import type {ObjectKey} from '../desired/node.ts';
import type {Host} from '../host/host.ts';
import type {EventEntry} from './status-types.ts';

const fileMode = 0o640;
const rotateBytes = 4 * 1024 * 1024;
const entriesPerObject = 10;

export type NewEvent = Pick<EventEntry, 'type' | 'reason' | 'message'>;

/** One line of the file. */
export type EventLine = EventEntry & {readonly object: ObjectKey};

export type EventRecorder = {
  record(key: ObjectKey, event: NewEvent): void;
  /** The last ten kinds of event of an object, oldest sighting first. */
  recent(key: ObjectKey): readonly EventEntry[];
  /** The object was purged. */
  forget(key: ObjectKey): void;
};

/** `earlier` gives what the status file holds, asked once per object, so that counts survive a restart. */
export const openEvents = (
  {files, paths, clock, log}: Host,
  earlier: (key: ObjectKey) => readonly EventEntry[],
): EventRecorder => {
  const entries = new Map<ObjectKey, readonly EventEntry[]>();
  let sizeBytes = files.stat(paths.eventsFile)?.sizeBytes ?? 0;

  const recent = (key: ObjectKey): readonly EventEntry[] => {
    const cached = entries.get(key);
    if (cached !== undefined) return cached;
    const restored = earlier(key).slice(-entriesPerObject);
    entries.set(key, restored);
    return restored;
  };

  const append = (line: string): void => {
    try {
      if (sizeBytes + line.length > rotateBytes && sizeBytes > 0) {
        files.rename(paths.eventsFile, paths.eventsFileOld);
        sizeBytes = 0;
      }
      files.append(paths.eventsFile, line, fileMode);
      sizeBytes += Buffer.byteLength(line);
    } catch (thrown) {
      sizeBytes = files.stat(paths.eventsFile)?.sizeBytes ?? 0;
      log.warn('event not written to its file', {path: paths.eventsFile, why: errorText(thrown)});
    }
  };

  return {
    recent,
    record: (key, event) => {
      const {folded, entry} = foldEvent(recent(key), event, clock.now());
      entries.set(key, folded);
      append(`${JSON.stringify({object: key, ...entry} satisfies EventLine)}\n`);
    },
    forget: key => {
      entries.delete(key);
    },
  };
};

/** Add one sighting: the entry with the same type, reason and message is counted up and becomes the newest. */
export const foldEvent = (
  entries: readonly EventEntry[],
  {type, reason, message}: NewEvent,
  now: string,
): {folded: readonly EventEntry[]; entry: EventEntry} => {
  const same = (each: EventEntry): boolean =>
    each.type === type && each.reason === reason && each.message === message;
  const before = entries.find(same);
  const entry: EventEntry = {
    type,
    reason,
    message,
    count: (before?.count ?? 0) + 1,
    firstSeen: before?.firstSeen ?? now,
    lastSeen: now,
  };
  return {folded: [...entries.filter(each => !same(each)), entry].slice(-entriesPerObject), entry};
};
