// Hints that a source may have changed: no paths, no event types, and never the truth. Losing every hint costs one
// rescan interval. Here they are folded, and the watch follows the directory when it is replaced (chokidar does not).
import {errorText, systemCode} from '../errors.ts';
import type {Clock, Files, Log} from '../host/host.ts';
import {planWatch} from './watch-plan.ts';
import type {WatchPlan} from './watch-plan.ts';
import {watchTree} from './watch-tree.ts';
import type {TreeWatch, WatchTree} from './watch-tree.ts';

export type DirectoryWatch = {
  /** Watch the directory that `root` leads to now, if that is another one than before. Cheap; called with each scan. */
  verify(): void;
  close(): Promise<void>;
};

export type WatchOptions = {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly watchTree?: WatchTree;
};

/** The first hint goes out at once; what follows within this time is one more hint at its end. */
export const foldMs = 100;

/** Watch `root` and call `onHint` when it is worth a scan. Never throws: without watches the rescan is enough. */
export const watchDirectory = (
  root: string,
  onHint: () => void,
  {files, clock, log, watchTree: startWatch = watchTree}: WatchOptions,
): DirectoryWatch => {
  const reported = new Set<string>();
  const closing = new Set<Promise<void>>();
  let armed: {identity: string; watches: TreeWatch[]} | undefined;
  let cancelFold: (() => void) | undefined;
  let isWorthScan = false;
  let isRepeated = false;
  let isClosed = false;

  const report = (thrown: unknown): void => {
    const code = systemCode(thrown) ?? errorText(thrown);
    if (reported.has(code)) return;
    reported.add(code);
    log.warn('Manifests are not watched in full; changes are found by the rescan', {root, code});
  };

  const disarm = (): void => {
    for (const watch of armed?.watches ?? []) {
      const closed = watch.close().catch(report);
      closing.add(closed);
      void closed.then(() => closing.delete(closed));
    }
    armed = undefined;
  };

  const arm = ({tree, names, identity}: WatchPlan): void => {
    disarm();
    const start = (path: string, scope: 'tree' | 'names'): TreeWatch =>
      startWatch(
        path,
        scope,
        {
          onEvent: () => {
            notice(scope === 'tree');
          },
          // What changed before the watch stood was not seen.
          onReady: () => {
            notice(true);
          },
          onError: report,
        },
        clock,
      );
    const watches = names.map(path => start(path, 'names'));
    if (tree !== null) watches.push(start(tree, 'tree'));
    armed = {identity, watches};
  };

  /** True when another directory is watched than before. */
  const follow = (): boolean => {
    try {
      const plan = planWatch(root, files);
      if (isClosed || plan.identity === armed?.identity) return false;
      arm(plan);
      return true;
    } catch (thrown) {
      report(thrown);
      return false;
    }
  };

  const notice = (isInside: boolean): void => {
    if (isClosed) return;
    isWorthScan ||= isInside;
    if (cancelFold === undefined) fire();
    else isRepeated = true;
  };

  const fire = (): void => {
    const wasReplaced = follow();
    const isHint = isWorthScan || wasReplaced;
    isWorthScan = false;
    cancelFold = clock.after(foldMs, () => {
      cancelFold = undefined;
      if (!isRepeated) return;
      isRepeated = false;
      fire();
    });
    if (isHint) onHint();
  };

  follow();
  return {
    verify: () => {
      follow();
    },
    close: async () => {
      isClosed = true;
      cancelFold?.();
      disarm();
      await Promise.all(closing);
    },
  };
};
