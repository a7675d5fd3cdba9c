import {expect, test} from '@jest/globals';
import {watchCrowds} from '../../controller/crowd.ts';
import {fakeClock} from '../fakes/clock.ts';

const scene = () => {
  const clock = fakeClock();
  let passed = 0;
  const crowds = watchCrowds(clock, () => {
    passed += 1;
  });
  const happen = (count: number): void => {
    for (let at = 0; at < count; at += 1) crowds.happened();
  };
  return {clock, crowds, happen, passed: () => passed};
};

test('a crowd has passed when it was quiet for a second, once', async () => {
  const {clock, happen, passed} = scene();
  for (let wave = 0; wave < 4; wave += 1) {
    happen(10);
    await clock.advance(900);
  }
  expect(passed()).toBe(0);
  await clock.advance(100);
  expect(passed()).toBe(1);
  await clock.advance(60_000);
  expect(passed()).toBe(1);
});

test('a few, however often, are no crowd', async () => {
  const {clock, happen, passed} = scene();
  for (let wave = 0; wave < 10; wave += 1) {
    happen(19);
    await clock.advance(2_000);
  }
  expect(passed()).toBe(0);
});

test('in the quiet nothing wakes', async () => {
  const {clock, happen} = scene();
  happen(50);
  await clock.advance(2_000);
  expect(clock.nextTimerMs()).toBeUndefined();
});

test('who has closed is not told', async () => {
  const {clock, crowds, happen, passed} = scene();
  happen(50);
  crowds.close();
  await clock.advance(2_000);
  expect(passed()).toBe(0);
});
