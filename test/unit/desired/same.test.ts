// Equality of plain data agrees with its JSON, and goes by identity for everything else.
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {isSame} from '../../../controller/desired/same.ts';

test('two JSON values are the same exactly when their texts are', () => {
  const json = fc.jsonValue({noUnicodeString: false, maxDepth: 3});
  fc.assert(
    fc.property(json, json, (left, right) => {
      const copy: unknown = JSON.parse(JSON.stringify(left));
      const [text, other] = [JSON.stringify(left), JSON.stringify(right)];
      // -0 is written as 0.
      fc.pre(!/-0\b/.test(`${text}${other}`) && !Object.is(left, -0) && !Object.is(right, -0));
      return isSame(copy, JSON.parse(text)) && isSame(left, right) === (text === other);
    }),
  );
});

test.each([
  ['a list and an object', [], {}],
  ['null and an object', null, {}],
  ['an absent field and an undefined one', {}, {a: undefined}],
  ['keys in another order', {a: 1, b: 2}, {b: 2, a: 1}],
  ['two Maps', new Map(), new Map()],
  ['two numbers of which one is big', 1, 1n],
])('%s are not the same', (_, left, right) => {
  expect(isSame(left, right)).toBe(false);
  expect(isSame(right, left)).toBe(false);
});

test('big numbers, and what is shared, are the same', () => {
  const shared = new Map();
  expect(isSame({size: 5n, shared}, {size: 5n, shared})).toBe(true);
});
