// A few random cases of every format that comes from outside, and every case that ever went wrong. `npm run fuzz` runs
// many more. The seed is new each time; a failure names it.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {corpusOf} from '../../fuzz/bytes.ts';
import {checkOne, fuzz} from '../../fuzz/target.ts';
import {fuzzTargets} from '../../fuzz/targets.ts';
import {isThorough} from '../../sim/effort.ts';

/** Enough to meet a defect that one case in a hundred shows; a second of work or less each. */
const runs = isThorough ? 150 : 60;
const slowRuns = isThorough ? 20 : 5;

describe.each(fuzzTargets.map(target => ({name: target.name, target})))('$name', ({name, target}) => {
  test('every kept case is answered in time and as it should be', async () => {
    for (const {name: file, bytes} of corpusOf(name)) {
      const words = await checkOne(target, bytes).then(
        () => 'good',
        (thrown: unknown) => String(thrown),
      );
      expect({file, words}).toEqual({file, words: 'good'});
    }
  }, 60_000);

  test('no random case is answered late or wrongly, and not all of them alike', async () => {
    const seed = Math.floor(Math.random() * 2 ** 30);
    const few = await fuzz(target, {runs: target.slow ? slowRuns : runs, seed});
    // A handful may be alike by chance.
    const isTold = few.failure !== null || Object.keys(few.outcomes).length > 1;
    const {failure, outcomes} = isTold
      ? few
      : await fuzz(target, {runs: 10 * (target.slow ? slowRuns : runs), seed});
    const again = `npm run fuzz -- --only ${name} --minutes 0 --seed ${String(seed)}`;
    expect(failure === null ? 'none' : `${failure.why}\n${again}`).toBe('none');
    expect(Object.keys(outcomes).length).toBeGreaterThan(1);
  }, 60_000);
});

describe('the fuzzer itself', () => {
  const cases = fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes));

  test('finds the smallest case that is answered wrongly, and its seed finds it again', async () => {
    const check = (bytes: Buffer): string => {
      if (bytes.length > 5 && bytes.includes(7)) throw new Error('a seven');
      return 'fine';
    };
    const first = await fuzz({name: 'sevens', cases, check}, {runs: 2_000, seed: 1});
    expect(first.failure?.why).toContain('a seven');
    expect([...(first.failure?.bytes ?? Buffer.alloc(0))].sort()).toEqual([0, 0, 0, 0, 0, 7]);
    expect(await fuzz({name: 'sevens', cases, check}, {runs: 2_000, seed: 1})).toMatchObject({
      failure: {bytes: first.failure?.bytes},
    });
  });

  test('finds a case that takes more than a second of processor time', async () => {
    const check = (): string => {
      const before = process.cpuUsage();
      for (;;) {
        const {user, system} = process.cpuUsage(before);
        if (user + system > 1_100_000) return 'slow';
      }
    };
    await expect(checkOne({name: 'slow', cases, check}, Buffer.alloc(1))).rejects.toThrow('took');
  }, 60_000);
});
