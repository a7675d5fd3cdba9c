import {expect, test} from '@jest/globals';
import {formatQuantity} from '../../../controller/desired/quantity.ts';

test.each([
  [10 * 1024 ** 3, '10Gi'],
  [1536 * 1024 ** 2, '1536Mi'],
  [3 * 1024, '3Ki'],
  [2 * 1024 ** 4, '2Ti'],
  [512, '512'],
  [1000 ** 3, '1000000000'],
  [0, '0'],
])('%d bytes are written %s', (sizeBytes, text) => {
  expect(formatQuantity(sizeBytes)).toBe(text);
});
