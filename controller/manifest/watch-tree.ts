// The only place for chokidar. One inotify watch for each directory, none for files: 10,000 manifests cost what one
// does, and the kernel's event on the directory is the hint. No awaitWriteFinish: a rescan decides, not an event.
import {basename} from 'node:path';
import {FSWatcher} from 'chokidar';
import type {Clock} from '../host/host.ts';
import {walkLimits} from './walk.ts';

export type TreeHandlers = {
  /** Something happened somewhere below; what and where is not told. */
  readonly onEvent: () => void;
  /** From here on nothing is missed. */
  readonly onReady: () => void;
  readonly onError: (thrown: unknown) => void;
};

export type TreeWatch = {close(): Promise<void>};

/** Watch the real directory `path`: with its subdirectories, or only its own names. */
export type WatchTree = (
  path: string,
  scope: 'tree' | 'names',
  handlers: TreeHandlers,
  clock: Clock,
) => TreeWatch;

type ReadOptions = NonNullable<Parameters<FSWatcher['_readdirp']>[1]>;

/**
 * chokidar lists a directory at each event in it, to find new subdirectories, and asks for the facts of every file there:
 * with 1,000 manifests that takes longer than to read them. Only directories are told to it, and names tell those.
 */
class DirectoryWatcher extends FSWatcher {
  override _readdirp(root: string, options: ReadOptions): ReturnType<FSWatcher['_readdirp']> {
    return super._readdirp(root, {
      ...options,
      type: 'directories',
      alwaysStat: false,
      fileFilter: () => false,
      directoryFilter: entry => {
        const named = Object.assign(entry, {stats: entry.dirent});
        return typeof options.directoryFilter === 'function' ? options.directoryFilter(named) : true;
      },
    });
  }
}

/** How long closing waits for a watch that never got ready. */
const readyLimitMs = 1_000;

export const watchTree: WatchTree = (path, scope, handlers, clock) => {
  const watcher = new DirectoryWatcher({
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    depth: scope === 'tree' ? walkLimits.depth : 0,
    ignored: (candidate, stats) =>
      candidate !== path &&
      (scope === 'names' || basename(candidate).startsWith('.') || stats?.isDirectory() === false),
  }).add(path);
  const ready = new Promise<void>(resolve => {
    watcher.once('ready', resolve);
    watcher.once('error', () => {
      resolve();
    });
  });
  // Raw events are the kernel's own; a new subdirectory tells of itself once more when it is about to be watched.
  watcher.on('raw', handlers.onEvent);
  watcher.on('addDir', () => {
    handlers.onEvent();
  });
  watcher.on('ready', handlers.onReady);
  watcher.on('error', handlers.onError);
  return {
    close: async () => {
      // Closing while chokidar still adds directories can leave one of them watched for ever.
      let cancel = (): void => undefined;
      const late = new Promise<void>(resolve => {
        cancel = clock.after(readyLimitMs, resolve);
      });
      await Promise.race([ready, late]);
      cancel();
      await watcher.close();
    },
  };
};
