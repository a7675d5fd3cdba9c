// What an owner says of deletion and power holds at once, also while a VM cannot be resolved.
import {expect, test} from '@jest/globals';
import {planVm} from '../../../controller/plan/vm.ts';
import {given, policy} from './good.ts';
import type {Change} from './good.ts';

const imageMissing = {
  condition: 'DependenciesReady',
  reason: 'ImageMissing',
  message: 'there is no Image base in namespace default',
  waitsFor: [],
} as const;
const unresolvable: Change = {unresolvable: true, unresolved: [imageMissing]};
const declared = {...policy, deletion: {disks: 'Retain', protect: true, graceMs: 0}} as const;

test('an edit of deletion is recorded while an image is missing', () => {
  const plan = planVm({
    ...given({...unresolvable, policy: {deletion: {disks: 'Delete', protect: false, graceMs: 0}}}),
    policy: declared,
  });
  expect(plan.actions).toEqual([
    expect.objectContaining({type: 'record.write', record: expect.objectContaining({policy: declared})}),
  ]);
});

test('a running VM is stopped by its run policy while an image is missing', () => {
  const halted = {...policy, runPolicy: 'Halted'} as const;
  const plan = planVm({...given({...unresolvable, policy: halted}), policy: halted});
  expect(plan.actions.map(({type}) => type)).toEqual(['record.write', 'vm.stop']);
});

test('while its class is missing the policy that was last known stands', () => {
  const plan = planVm({...given(unresolvable), policy: null});
  expect(plan).toEqual({
    actions: [],
    pendingChanges: [],
    holds: [expect.objectContaining({condition: 'DependenciesReady', reason: 'ImageMissing'})],
  });
});
