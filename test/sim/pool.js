// Many seeds on all cores: worker threads that run one seed after the other. Nothing is printed here, and nothing is
// compiled: whoever calls says which compiled run-seed.js they mean, so a changed copy of the program can be run too.
import {Worker} from 'node:worker_threads';

/** A seed takes less than a second; one that takes so long will never end. */
const hangMs = 120_000;

/**
 * Run seeds and tell of each as it ends, in no particular order.
 *
 * @param {object} wish
 * @param {string} wish.moduleUrl - the compiled test/sim/run-seed.ts, as a `file:` URL
 * @param {number[]} wish.seeds
 * @param {object} [wish.options] - for runSeed: `{events}` and the like
 * @param {number} wish.jobs - how many at once
 * @param {(result: {seed: number, violations: string[], traceHash: string, recent: string[]}) => boolean | void}
 *   wish.onResult - `false` ends it all after this one
 */
export const runSeeds = async ({moduleUrl, seeds, options = {}, jobs, onResult}) => {
  const left = [...seeds];
  const state = {stopped: false};
  const lanes = Array.from({length: Math.min(jobs, left.length)}, async () => {
    let worker = null;
    try {
      while (left.length > 0 && !state.stopped) {
        const seed = left.shift();
        worker ??= new Worker(new URL('worker.js', import.meta.url), {workerData: {moduleUrl}});
        const {result, isUsable} = await ask(worker, {seed, options});
        if (!isUsable) {
          await worker.terminate();
          worker = null;
        }
        if (!state.stopped && onResult(result) === false) state.stopped = true;
      }
    } finally {
      await worker?.terminate();
    }
  });
  await Promise.all(lanes);
};

/** One seed of one worker; a worker that died or hangs is a violation like any other, and is not used again. */
const ask = (worker, {seed, options}) =>
  new Promise(resolve => {
    const end = (result, isUsable) => {
      clearTimeout(timer);
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener);
      resolve({result, isUsable});
    };
    const broken = what => end({seed, violations: [what], traceHash: '', recent: []}, false);
    const listeners = {
      message: result => end(result, true),
      error: error => broken(`the simulation threw: ${error?.stack ?? String(error)}`),
      exit: code => broken(`the simulation ended its thread with ${code}`),
    };
    const timer = setTimeout(() => broken(`the seed did not end within ${hangMs / 1_000} s`), hangMs);
    for (const [event, listener] of Object.entries(listeners)) worker.once(event, listener);
    worker.postMessage({seed, options});
  });
