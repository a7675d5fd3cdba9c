// Watches that a test drives by hand: which directories are watched, and events when the test says so.
import type {TreeHandlers, WatchTree} from '../../controller/manifest/watch-tree.ts';

export type FakeWatches = {
  readonly start: WatchTree;
  /** What is watched now: `tree /m`, `names /`. */
  watched(): string[];
  /** The kernel tells of something in this directory. */
  event(path: string): void;
  ready(path: string): void;
  fail(path: string, code: string): void;
};

export const fakeWatches = (): FakeWatches => {
  const open = new Map<object, {label: string; path: string; handlers: TreeHandlers}>();
  const at = (path: string): TreeHandlers[] =>
    [...open.values()].filter(watch => watch.path === path).map(({handlers}) => handlers);
  return {
    start: (path, scope, handlers) => {
      const token = {};
      open.set(token, {label: `${scope} ${path}`, path, handlers});
      return {
        close: async () => {
          open.delete(token);
        },
      };
    },
    watched: () => [...open.values()].map(({label}) => label).sort(),
    event: path => {
      for (const handlers of at(path)) handlers.onEvent();
    },
    ready: path => {
      for (const handlers of at(path)) handlers.onReady();
    },
    fail: (path, code) => {
      for (const handlers of at(path)) handlers.onError(Object.assign(new Error(code), {code}));
    },
  };
};
