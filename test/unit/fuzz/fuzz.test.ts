// A few random cases of every format that comes from outside, and every case that ever went wrong. `npm run fuzz` runs
// many more. The seed is new each time; a failure names it.
import {describe, expect, test} from '@jest/globals';
import {corpusOf} from '../../fuzz/bytes.ts';
import {checkOne, fuzz} from '../../fuzz/target.ts';
import {fuzzTargets} from '../../fuzz/targets.ts';

/** Enough to meet a defect that one case in a hundred shows; a second of work or less each. */
const runs = 150;

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
    const {failure, outcomes} = await fuzz(target, {runs, seed});
    const again = `npm run fuzz -- --only ${name} --minutes 0 --seed ${String(seed)}`;
    expect(failure === null ? 'none' : `${failure.why}\n${again}`).toBe('none');
    expect(Object.keys(outcomes).length).toBeGreaterThan(1);
  }, 60_000);
});

test('a target that answers wrongly, throws or takes too long is found, with the smallest case', async () => {
  const manifest = fuzzTargets[0];
  if (manifest === undefined) throw new Error('there are no targets');
  const broken = {
    ...manifest,
    check: (bytes: Buffer) => {
      if (bytes.includes('kind')) throw new Error('kind');
      return 'fine';
    },
  };
  const {failure} = await fuzz(broken, {runs, seed: 1});
  expect(failure?.why).toContain('kind');
  expect(failure?.bytes.length).toBeLessThan(400);
  const slow = {
    ...manifest,
    check: () => {
      const before = process.cpuUsage();
      while (process.cpuUsage(before).user < 1_100_000);
      return 'slow';
    },
  };
  await expect(checkOne(slow, Buffer.alloc(1))).rejects.toThrow('took');
});
