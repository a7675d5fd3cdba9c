// What is derived is kept exactly as long as everything it rests on stays the same.
import {expect, test} from '@jest/globals';
import {derive} from '../../../controller/look/derivation.ts';
import type {Derivations, Deriving} from '../../../controller/look/derivation.ts';

const key = 'VirtualMachine/default/web';

const counted = <Value>(make: (deriving: Deriving<number>) => Value) => {
  const derivations: Derivations<number, Value> = new Map();
  let made = 0;
  return {
    of: (facts: readonly unknown[], seen: number) =>
      derive(derivations, key, facts, seen, deriving => {
        made += 1;
        return make(deriving);
      }),
    made: () => made,
  };
};

test('equal facts give the same value without thinking again', () => {
  const derived = counted(() => ({plan: 'start'}));
  const first = derived.of([{disks: [{sizeBytes: 1n}]}, null], 0);
  expect(derived.of([{disks: [{sizeBytes: 1n}]}, null], 0)).toBe(first);
  expect(derived.made()).toBe(1);
});

test('a fact that changed in its depth is thought through', () => {
  const derived = counted(() => ({}));
  const first = derived.of([{disks: [{sizeBytes: 1n}]}], 0);
  expect(derived.of([{disks: [{sizeBytes: 2n}]}], 0)).not.toBe(first);
});

test('an answer that was asked for on the way counts like a fact', () => {
  const derived = counted(({ask}) => ask(seen => seen > 3));
  expect(derived.of([], 1)).toBe(false);
  expect(derived.of([], 2)).toBe(false);
  expect(derived.made()).toBe(1);
  expect(derived.of([], 4)).toBe(true);
  expect(derived.made()).toBe(2);
});

test('what read the time is never used again, nor what was kept before it', () => {
  let isTimed = false;
  const derived = counted(({timed}) => {
    if (isTimed) timed();
    return {};
  });
  derived.of([1], 0);
  isTimed = true;
  derived.of([2], 0);
  derived.of([2], 0);
  derived.of([1], 0);
  expect(derived.made()).toBe(4);
});
