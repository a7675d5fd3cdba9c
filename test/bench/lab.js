// What every bench is given: a directory, the number of rounds, measurements that several benches share, and the list of
// what must be closed.
import {chmodSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';

/** The lab of one run. `chosen`: names of the benches that will run. */
export const openLab = ({root, pairs, chosen}) => {
  const shared = new Map();
  const open = new Set();
  let places = 0;
  return {
    root,
    pairs,
    chosen,
    /** Points of the growth curve, once that bench has run. */
    growth: [],
    note: text => console.error(text),
    /** A new directory that other users may pass. */
    place: name => {
      const path = join(root, `${name}-${(places += 1)}`);
      mkdirSync(path, {mode: 0o711});
      chmodSync(path, 0o711);
      return path;
    },
    /** Measure once for all who ask. */
    once: (key, measure) => {
      if (!shared.has(key)) shared.set(key, measure());
      return shared.get(key);
    },
    /** The next who asks measures, or opens, anew. */
    forget: key => shared.delete(key),
    /** `close` is called after the bench, unless `done` was. */
    opened: close => {
      open.add(close);
      return () => open.delete(close);
    },
    closeAll: async () => {
      for (const close of [...open].reverse()) await close();
      open.clear();
    },
  };
};

/** Warm up once, then `lab.pairs` times; resolves with what the counted rounds gave. */
export const rounds = async (lab, title, measure) => {
  const results = [];
  for (let round = 0; round <= lab.pairs; round += 1) {
    const result = await measure(round);
    const name = round === 0 ? 'warm-up' : `${round} of ${lab.pairs}`;
    lab.note(`${title}, ${name}: ${JSON.stringify(result, shorten)}`);
    if (round > 0) results.push(result);
  }
  return results;
};

/** What something synchronous takes, in ms. */
export const timed = run => {
  const began = performance.now();
  run();
  return performance.now() - began;
};

const shorten = (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
