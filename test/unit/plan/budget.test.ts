import {describe, expect, test} from '@jest/globals';
import type {BudgetCount} from '../../../controller/desired/node.ts';
import {allows, arithmetic, mostUnavailable, selects} from '../../../controller/plan/budget.ts';
import {vmKey} from '../manifest/scans.ts';

const all = {selector: {matchLabels: {}}};

describe('a disruption budget', () => {
  test.each<[number | string, number, number]>([
    [1, 3, 1],
    [0, 3, 0],
    [5, 3, 3],
    ['25%', 3, 1],
    ['50%', 7, 4],
    ['0%', 7, 0],
    ['100%', 7, 7],
    ['50%', 0, 0],
  ])('maxUnavailable %p of %i machines lets %i go, percentages rounded up', (limit, expected, most) => {
    expect(mostUnavailable({...all, maxUnavailable: limit}, expected)).toBe(most);
  });

  test.each<[number | string, number, number]>([
    [2, 3, 1],
    [3, 3, 0],
    [9, 3, 0],
    [0, 3, 3],
    ['50%', 7, 3],
    ['100%', 7, 0],
    ['1%', 7, 6],
  ])('minAvailable %p of %i machines lets %i go, percentages rounded up', (limit, expected, most) => {
    expect(mostUnavailable({...all, minAvailable: limit}, expected)).toBe(most);
  });

  test('selects by all of its labels, and everything without any', () => {
    const web = {selector: {matchLabels: {app: 'web', tier: 'front'}}};
    expect(selects(web, {app: 'web', tier: 'front', more: 'x'})).toBe(true);
    expect(selects(web, {app: 'web'})).toBe(false);
    expect(selects(all, {})).toBe(true);
  });

  test('lets one go that is unavailable already, as that takes nothing more', () => {
    const count: BudgetCount = {
      key: 'DisruptionBudget/default/web',
      name: 'web',
      expected: 3,
      unavailable: [vmKey('b')],
      most: 1,
    };
    expect([allows(count, vmKey('a')), allows(count, vmKey('b'))]).toEqual([false, true]);
    expect(allows({...count, most: 0}, vmKey('b'))).toBe(false);
    expect(arithmetic(count)).toBe(
      'budget web: of 3 machines at most 1 may be unavailable, unavailable now: 1 (vm/b)',
    );
    expect(arithmetic({...count, unavailable: ['h', 'g', 'f', 'e', 'd', 'c', 'a'].map(vmKey)})).toMatch(
      /7 \(vm\/a, vm\/c, vm\/d, vm\/e, vm\/f and 2 more\)$/,
    );
  });
});
