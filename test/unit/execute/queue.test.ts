import {afterEach, describe, expect, test} from '@jest/globals';
import {backoffMs, openKeyedQueue} from '../../../controller/execute/queue.ts';
import type {KeyedQueue, RunEnd} from '../../../controller/execute/queue.ts';
import {fakeClock} from '../../fakes/clock.ts';
import type {FakeClock} from '../../fakes/clock.ts';

type Run = {
  readonly key: string;
  readonly signal: AbortSignal;
  stepAside(): void;
  end(end: RunEnd): void;
  fail(error: Error): void;
};

const settled: RunEnd = {kind: 'settled'};
const failed: RunEnd = {kind: 'failed', message: 'no', terminal: false};

const setUp = (options: {concurrency?: number; fraction?: () => number} = {}) => {
  const clock: FakeClock = fakeClock();
  const started: Run[] = [];
  const errors: unknown[] = [];
  const queue = openKeyedQueue({
    concurrency: options.concurrency ?? 4,
    clock,
    random: {uuid: () => '', fraction: options.fraction ?? (() => 0)},
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (message, fields) => errors.push({message, ...fields}),
    },
    run: (key, {signal, stepAside}) =>
      new Promise((resolve, reject) => {
        started.push({key, signal, stepAside, end: resolve, fail: reject});
      }),
  });
  const last = (): Run => {
    const run = started.at(-1);
    if (run === undefined) throw new Error('nothing was started');
    return run;
  };
  /** End the newest run and let what follows happen. */
  const end = async (how: RunEnd = settled): Promise<void> => {
    last().end(how);
    await clock.settle();
  };
  const add = async (...keys: string[]): Promise<void> => {
    for (const key of keys) queue.add(key);
    await clock.settle();
  };
  open.push({queue, started});
  return {clock, queue, started, errors, last, end, add, keys: () => started.map(run => run.key)};
};

const open: {queue: KeyedQueue; started: Run[]}[] = [];

afterEach(async () => {
  for (const {queue, started} of open.splice(0)) {
    const closed = queue.close();
    for (const run of started) run.end(settled);
    await closed;
  }
});

describe('one key', () => {
  test('that is asked for many times before it runs is run once', async () => {
    const {add, keys} = setUp();
    await add('a', 'a', 'a');
    expect(keys()).toEqual(['a']);
  });

  test('that is asked for during its run is run once more, after it', async () => {
    const {add, end, keys} = setUp();
    await add('a');
    await add('a', 'a', 'a');
    expect(keys()).toEqual(['a']);
    await end();
    expect(keys()).toEqual(['a', 'a']);
    await end();
    expect(keys()).toHaveLength(2);
  });

  test('is never run twice at once, however it is asked for', async () => {
    const {add, queue, started, end, clock} = setUp();
    let most = 0;
    let ended = 0;
    for (let step = 0; step < 30; step += 1) {
      if (step % 3 === 0) queue.interrupt('a');
      await add('a');
      most = Math.max(most, started.length - ended);
      if (step % 4 === 0) {
        ended += 1;
        await end(step % 8 === 0 ? failed : {kind: 'recheck', afterMs: 10});
        await clock.advance(10);
      }
    }
    expect(most).toBe(1);
  });

  test('that asks to come back does so then, and counts no failure', async () => {
    const {add, end, keys, clock, queue} = setUp();
    await add('a');
    await end({kind: 'recheck', afterMs: 1_000});
    expect(queue.retry('a')).toBeNull();
    await clock.advance(999);
    expect(keys()).toHaveLength(1);
    await clock.advance(1);
    expect(keys()).toHaveLength(2);
  });

  test('that waits for its recheck and is asked for comes at once, and not again later', async () => {
    const {add, end, keys, clock} = setUp();
    await add('a');
    await end({kind: 'recheck', afterMs: 1_000});
    await add('a');
    expect(keys()).toHaveLength(2);
    await end();
    await clock.advance(10_000);
    expect(keys()).toHaveLength(2);
  });

  test('that was asked for during a failing run does not wait for the backoff', async () => {
    const {add, end, keys, clock} = setUp();
    await add('a');
    await add('a');
    await end(failed);
    expect(keys()).toHaveLength(2);
    await end();
    await clock.advance(120_000);
    expect(keys()).toHaveLength(2);
  });
});

describe('a run that steps aside', () => {
  test('lets another begin beside it, and is still the only one of its key', async () => {
    const {add, keys, last, end, clock} = setUp({concurrency: 1});
    await add('a', 'b', 'c');
    expect(keys()).toEqual(['a']);
    const first = last();
    first.stepAside();
    await clock.settle();
    expect(keys()).toEqual(['a', 'b']);
    await add('a');
    await end();
    expect(keys()).toEqual(['a', 'b', 'c']);
    first.end(settled);
    await end();
    expect(keys()).toEqual(['a', 'b', 'c', 'a']);
  });

  test('is waited for by close and by whoever waits until nothing runs', async () => {
    const {add, queue, last, clock} = setUp();
    await add('a');
    last().stepAside();
    await clock.settle();
    let idle = false;
    let closed = false;
    void queue.onIdle().then(() => {
      idle = true;
    });
    void queue.close().then(() => {
      closed = true;
    });
    await clock.settle();
    expect([queue.idle, idle, closed]).toEqual([false, false, false]);
    last().end(settled);
    await clock.settle();
    expect([queue.idle, idle, closed]).toEqual([true, true, true]);
  });
});

describe('failures', () => {
  test('back off from a quarter of a second, doubling up to a minute', () => {
    expect([1, 2, 3, 4, 8, 9, 10, 50].map(count => backoffMs(count, 0))).toEqual([
      250, 500, 1_000, 2_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  test('are spread by up to a fifth, so that they do not come back together', () => {
    expect(backoffMs(3, 0.999)).toBe(1_200);
    expect(backoffMs(100, 0.999)).toBe(71_988);
  });

  test('are tried again after the backoff, which a good run forgets', async () => {
    const {add, end, keys, clock, queue} = setUp();
    await add('a');
    await end(failed);
    expect(queue.retry('a')).toEqual({failures: 1, atMs: clock.monotonicMs() + 250});
    await clock.advance(250);
    await end(failed);
    expect(queue.retry('a')).toMatchObject({failures: 2});
    await clock.advance(499);
    expect(keys()).toHaveLength(2);
    await clock.advance(1);
    await end();
    expect(queue.retry('a')).toBeNull();
    await clock.advance(120_000);
    expect(keys()).toHaveLength(3);
  });

  test('that are terminal wait for somebody to ask, or ten minutes for a change that nobody saw', async () => {
    const {add, end, keys, clock, queue} = setUp();
    const terminal: RunEnd = {kind: 'failed', message: 'no', terminal: true};
    await add('a');
    await end(terminal);
    await clock.advance(599_999);
    expect(keys()).toHaveLength(1);
    expect(queue.retry('a')).toMatchObject({failures: 1});
    await add('a');
    expect(keys()).toHaveLength(2);
    await end(terminal);
    await clock.advance(600_000);
    expect(keys()).toHaveLength(3);
  });

  test('thrown by a run are told once with their stack and tried again', async () => {
    const {add, last, keys, clock, errors} = setUp();
    await add('a');
    last().fail(new Error('a defect'));
    await clock.settle();
    expect(errors).toEqual([expect.objectContaining({key: 'a', error: 'a defect'})]);
    await clock.advance(250);
    expect(keys()).toHaveLength(2);
  });
});

describe('several keys', () => {
  test('run beside each other up to the bound', async () => {
    const {add, keys, started, clock} = setUp({concurrency: 2});
    await add('a', 'b', 'c');
    expect(keys()).toEqual(['a', 'b']);
    started[0]?.end(settled);
    await clock.settle();
    expect(keys()).toEqual(['a', 'b', 'c']);
  });

  test('a key that always fails never holds a place while it waits', async () => {
    const {add, keys, started, clock, queue} = setUp({concurrency: 1});
    await add('poison');
    for (let round = 0; round < 12; round += 1) {
      started.at(-1)?.end(failed);
      await clock.settle();
      await add(`good-${String(round)}`);
      expect(keys().at(-1)).toBe(`good-${String(round)}`);
      started.at(-1)?.end(settled);
      await clock.settle();
      await clock.advance((queue.retry('poison')?.atMs ?? 0) - clock.monotonicMs());
      expect(keys().at(-1)).toBe('poison');
    }
    expect(queue.retry('poison')).toMatchObject({failures: 12});
  });

  test('a key that never ends delays no other', async () => {
    const {add, keys, clock, started} = setUp({concurrency: 2});
    await add('stuck');
    for (const key of ['a', 'b', 'c']) {
      await add(key);
      expect(keys().at(-1)).toBe(key);
      started.at(-1)?.end(settled);
      await clock.settle();
    }
  });

  test('the more urgent goes first', async () => {
    const {add, queue, keys, end} = setUp({concurrency: 1});
    await add('running');
    queue.add('low');
    queue.add('high', {priority: 10});
    await end();
    expect(keys()).toEqual(['running', 'high']);
    await end();
    expect(keys()).toEqual(['running', 'high', 'low']);
  });
});

describe('interrupt', () => {
  test('aborts the run of this key only, and runs it again at once', async () => {
    const {add, queue, started, keys, clock} = setUp();
    await add('a', 'b');
    queue.interrupt('a');
    expect(started.map(run => run.signal.aborted)).toEqual([true, false]);
    started[0]?.end({kind: 'recheck', afterMs: 60_000});
    await clock.settle();
    expect(keys()).toEqual(['a', 'b', 'a']);
    expect(started[2]?.signal.aborted).toBe(false);
  });

  test('of a key that does not run does nothing', async () => {
    const {queue, keys, clock} = setUp();
    queue.interrupt('a');
    await clock.settle();
    expect(keys()).toEqual([]);
  });
});

describe('the end', () => {
  test('aborts what runs, waits for it, and takes nothing more', async () => {
    const {add, queue, started, keys, clock} = setUp({concurrency: 1});
    await add('a', 'queued');
    let closed = false;
    const closing = queue.close().then(() => {
      closed = true;
    });
    await clock.settle();
    expect(started[0]?.signal.aborted).toBe(true);
    expect(closed).toBe(false);
    started[0]?.end(failed);
    await closing;
    await add('a', 'b');
    await clock.advance(120_000);
    expect(keys()).toEqual(['a']);
    expect(clock.nextTimerMs()).toBeUndefined();
  });

  test('cancels the retries that wait', async () => {
    const {add, queue, end, keys, clock} = setUp();
    await add('a');
    await end(failed);
    await queue.close();
    await clock.advance(120_000);
    expect(keys()).toHaveLength(1);
  });

  test('idle means that nothing runs and nothing is queued', async () => {
    const {add, queue, end} = setUp();
    expect(queue.idle).toBe(true);
    await add('a');
    expect(queue.idle).toBe(false);
    const idle = queue.onIdle();
    await end(failed);
    await idle;
    expect(queue.idle).toBe(true);
  });
});
