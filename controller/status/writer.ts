// Status files on disk: written when something changed, and only then. Never fsynced: they can be rebuilt.
// A restart of the daemon rewrites each file once, when it has looked again: the mark in it is the proof.
import {dirname} from 'node:path';
import {errorText} from '../errors.ts';
import type {FileFacts, Host} from '../host/host.ts';
import type {ObjectRef} from '../host/paths.ts';
import {isSame} from '../desired/same.ts';
import {documentFromYaml, documentToYaml} from './document-text.ts';
import {listStatusFiles} from './status-files.ts';
import type {StatusDocument} from './status-types.ts';

const fileMode = 0o644;
const directoryMode = 0o755;

export type StatusWriter = {
  /** What the file says, also when an earlier daemon wrote it; the source of transition times and events. */
  previous(ref: ObjectRef): StatusDocument | null;
  /**
   * Write what differs, and again when someone touched the file in any way. Never throws: what holds
   * the state of a VM must not depend on a full disk that only holds words about it.
   */
  write(document: StatusDocument): 'written' | 'same' | 'failed';
  /** What readers of the files do not see now, and why; null when every file says what is known. */
  outage(): StatusOutage | null;
  /** The object was purged. */
  remove(ref: ObjectRef): void;
  /** Every object that has a file, so that files of objects nobody knows can be removed. */
  list(): ObjectRef[];
};

/** Files that could not be written: how many, and the newest error in words. */
export type StatusOutage = {readonly files: number; readonly error: string};

export type StatusWriterOptions = {
  /** Called after each write, for the live table. */
  onWrite?: (document: StatusDocument) => void;
};

type Known = {
  readonly document: StatusDocument;
  /** The file as it was when it was known to hold just this; null when nobody looked. */
  readonly seen: FileFacts | null;
};

/** Open the status directory; creates it, repairs the modes of what exists. */
export const openStatusWriter = (host: Host, options: StatusWriterOptions = {}): StatusWriter => {
  const {files, paths, log} = host;
  const known = new Map<string, Known>();
  /** Files that were not there when they were first asked for: a new object asks three times. */
  const missing = new Set<string>();
  const prepared = new Set<string>();
  const unwritten = new Map<string, string>();

  const prepare = (path: string): void => {
    const directory = dirname(path);
    if (prepared.has(directory)) return;
    for (const each of [paths.statusDir, dirname(directory), directory])
      files.makeDirectory(each, {mode: directoryMode});
    prepared.add(directory);
  };

  const load = (ref: ObjectRef): Known | undefined => {
    const path = paths.status(ref);
    const cached = known.get(path);
    if (cached !== undefined) return cached;
    if (missing.has(path)) return undefined;
    const read = readText(host, path);
    const document = read === undefined ? undefined : documentFromYaml(read.text);
    if (document === undefined) {
      missing.add(path);
      return undefined;
    }
    const loaded = {document, seen: read?.seen ?? null};
    known.set(path, loaded);
    return loaded;
  };

  const put = (path: string, text: string): void => {
    prepare(path);
    try {
      files.writeAtomic(path, text, {mode: fileMode, durable: false});
    } catch (thrown) {
      // The directory may have been removed since it was made; once more, then it is a real failure.
      log.debug('status directory made again', {path, why: errorText(thrown)});
      prepared.clear();
      prepare(path);
      files.writeAtomic(path, text, {mode: fileMode, durable: false});
    }
  };

  const failed = (path: string, thrown: unknown): 'failed' => {
    const error = errorText(thrown);
    if (unwritten.size === 0)
      log.error('status files cannot be written; VMs go on, but what the files say is old', {path, error});
    unwritten.set(path, error);
    return 'failed';
  };

  const settled = (path: string): void => {
    if (unwritten.delete(path) && unwritten.size === 0) log.info('status files are written again');
  };

  try {
    files.makeDirectory(paths.statusDir, {mode: directoryMode});
  } catch (thrown) {
    log.error('the status directory cannot be made', {path: paths.statusDir, error: errorText(thrown)});
  }
  return {
    previous: ref => load(ref)?.document ?? null,
    write: document => {
      const ref = {kind: document.kind, ...document.metadata};
      const path = paths.status(ref);
      try {
        const last = load(ref);
        const isKnown = last !== undefined && last.seen !== null && isSame(last.document, document);
        if (isKnown && isUntouched(last.seen, seenAt(host, path))) {
          settled(path);
          return 'same';
        }
        put(path, documentToYaml(document));
        known.set(path, {document, seen: seenAt(host, path)});
      } catch (thrown) {
        return failed(path, thrown);
      }
      settled(path);
      options.onWrite?.(document);
      return 'written';
    },
    outage: () => {
      const error = [...unwritten.values()].at(-1);
      return error === undefined ? null : {files: unwritten.size, error};
    },
    remove: ref => {
      const path = paths.status(ref);
      known.delete(path);
      missing.delete(path);
      files.remove(path);
      settled(path);
    },
    list: () => listStatusFiles(files, paths.statusDir),
  };
};

/** Null for what is not ours. */
const seenAt = ({files}: Host, path: string): FileFacts | null => {
  const facts = files.stat(path, {follow: false});
  return facts?.type === 'file' && facts.mode === fileMode ? facts : null;
};

/** No change of content, mode or place goes unseen, since ctime cannot be set back. */
const isUntouched = (before: FileFacts | null, now: FileFacts | null): boolean =>
  before !== null &&
  before.inode === now?.inode &&
  before.device === now.device &&
  before.sizeBytes === now.sizeBytes &&
  before.mtimeNs === now.mtimeNs &&
  before.ctimeNs === now.ctimeNs;

const readText = (host: Host, path: string): {text: string; seen: FileFacts | null} | undefined => {
  try {
    // Looked at before it is read: what happens to it meanwhile then shows as another one.
    const seen = seenAt(host, path);
    const text = host.files.read(path)?.toString('utf8');
    return text === undefined ? undefined : {text, seen};
  } catch (thrown) {
    host.log.warn('status file unreadable, it will be written anew', {path, why: errorText(thrown)});
    return undefined;
  }
};
