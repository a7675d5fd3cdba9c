// Every branch of the planner as a sentence and a whole plan (the tables are in *-cases.ts). The last test proves that
// no action type is without a case.
import {describe, expect, test} from '@jest/globals';
import type {ActionType} from '../../../controller/plan/action.ts';
import {describeAction} from '../../../controller/plan/action.ts';
import {absentCases, removalCases} from './absent-cases.ts';
import {forgetCases, imageCases, networkCases} from './other-cases.ts';
import {runningCases} from './running-cases.ts';

const tables = {
  'a VM with a process': runningCases,
  'a VM without a process': absentCases,
  'a removed VM': removalCases,
  'a Network': networkCases,
  'an Image': imageCases,
  'a removed object': forgetCases,
};
const all = Object.values(tables).flat();

describe.each(Object.entries(tables))('%s', (_what, cases) => {
  test.each(cases.map(each => [each.name, each] as const))('%s', (_name, each) => {
    const {actions, pendingChanges, holds} = each.plan();
    expect({actions, pendingChanges, holds}).toEqual(each.expected);
  });
});

describe('all cases together', () => {
  test('the same input twice gives an equal plan', () => {
    for (const each of all) expect(each.plan()).toEqual(each.plan());
  });

  test('every plan can be shown to people, one line an action', () => {
    for (const {expected} of all)
      for (const action of expected.actions)
        expect(describeAction(action)).toMatch(/^[a-z]+\.[a-z]+ \S[^\n]*: [^\n]+$/);
  });

  test('what interrupts a guest for an edit asks the budgets first', () => {
    for (const each of all) {
      const plan = each.plan();
      const isForEdit = plan.actions.some(({type, why}) => type === 'vm.stop' && why.endsWith('is approved'));
      expect([each.name, plan.isDisruption === true]).toEqual([each.name, isForEdit]);
    }
  });

  test('no two cases have one name', () => {
    const names = all.map(each => each.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('every action type appears in some plan', () => {
    const seen = new Set(all.flatMap(each => each.plan().actions.map(action => action.type)));
    expect(Object.keys(everyType).filter(type => !seen.has(type as ActionType))).toEqual(plannedElsewhere);
  });
});

/** Planned where a record is admitted (look/look.ts), not by a planner. */
const plannedElsewhere = ['vm.restore'];

/** The compiler keeps this complete. */
const everyType: Record<ActionType, true> = {
  'record.write': true,
  'record.remove': true,
  'revision.write': true,
  'image.import': true,
  'image.build': true,
  'bridge.create': true,
  'bridge.configure': true,
  'bridge.delete': true,
  'tap.create': true,
  'tap.attach': true,
  'tap.limit': true,
  'tap.delete': true,
  'macvtap.create': true,
  'overlay.create': true,
  'blank.create': true,
  'disk.grow': true,
  'vm.prepare': true,
  'vm.start': true,
  'vm.continue': true,
  'vm.stop': true,
  'vm.change': true,
  'vm.clean': true,
  'vm.restore': true,
  'vm.purge': true,
  'vm.trash': true,
};
