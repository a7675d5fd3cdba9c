// What the soak says of its samples: a figure that cannot go wrong would prove nothing.
import {describe, expect, test} from '@jest/globals';
import {difference, lostSeconds, slopePerHour} from '../../soak/figures.ts';

/** Ten minutes of a guest that speaks each second, seen up to 0.4 s late; `behind` is what its clock stood still. */
const guest = (options: {rate?: number; stoodAtS?: number; stoodForS?: number}) =>
  Array.from({length: 600}, (_, second) => {
    const {rate = 1, stoodAtS = 300, stoodForS = 0} = options;
    const behindS = second >= stoodAtS ? stoodForS : 0;
    const lateS = ((second * 7) % 5) / 10;
    return {seenS: 1000 + second + lateS, uptimeS: second * rate - behindS};
  });

describe('seconds lost', () => {
  test('are none for a guest whose words only come late', () => {
    expect(lostSeconds(guest({}))).toBeCloseTo(0, 1);
  });

  test('are none for a guest whose clock is a thousandth slow', () => {
    expect(lostSeconds(guest({rate: 0.999}))).toBeCloseTo(0, 1);
  });

  test('are those for which the clock stood still', () => {
    expect(lostSeconds(guest({stoodForS: 3}))).toBeCloseTo(3, 1);
    expect(lostSeconds(guest({rate: 0.999, stoodForS: 3}))).toBeCloseTo(3, 1);
  });

  test('are not known from less than four windows', () => {
    expect(lostSeconds(guest({stoodForS: 3}).slice(0, 40))).toBeNull();
    expect(lostSeconds([])).toBeNull();
  });
});

describe('the slope', () => {
  test('is that of the line the samples lie around', () => {
    const samples = Array.from({length: 100}, (_, index) => ({
      hours: index / 100,
      value: 80 + 12 * (index / 100) + (index % 2 === 0 ? 1 : -1),
    }));
    expect(slopePerHour(samples)).toBeCloseTo(12, 0);
    expect(slopePerHour(samples.map(sample => ({...sample, value: 80})))).toBeCloseTo(0, 5);
  });

  test('is not known from two samples, nor from one moment', () => {
    expect(slopePerHour([{hours: 0, value: 1}])).toBeNull();
    expect(slopePerHour(Array.from({length: 5}, () => ({hours: 1, value: 1})))).toBeNull();
  });
});

test('the difference of two audits counts: a second one of a kind is new, and a lost one is gone', () => {
  expect(difference(['a', 'b'], ['b', 'a'])).toEqual({more: [], fewer: []});
  expect(difference(['qemu', 'qemu', 'ip'], ['qemu', 'qemu', 'qemu'])).toEqual({
    more: ['qemu'],
    fewer: ['ip'],
  });
});
