import {expect, test} from '@jest/globals';
import {diffDeclared} from '../../../controller/plan/diff-spec.ts';

const declared = (kind: string, spec: unknown, labels: Record<string, string> = {}) => ({
  kind,
  manifest: {metadata: {name: 'a', labels}, spec},
});
const diff = (kind: string, from: unknown, to: unknown) =>
  diffDeclared(declared(kind, from), declared(kind, to)).map(change => [
    change.path,
    change.from,
    change.to,
    change.disruption,
  ]);

test('policies of a machine are told field by field, also those that are said for the first time', () => {
  expect(
    diff(
      'VirtualMachine',
      {runPolicy: 'Always', dependsOn: [{name: 'b', condition: 'Ready'}]},
      {runPolicy: 'Halted', update: {approval: 'Automatic'}, dependsOn: [{name: 'b', condition: 'Running'}]},
    ),
  ).toEqual([
    ['spec.runPolicy', 'Always', 'Halted', 'hot'],
    ['spec.dependsOn[b].condition', 'Ready', 'Running', 'hot'],
    ['spec.update.approval', 'absent', 'Automatic', 'hot'],
  ]);
});

test('labels are told, and what a machine boots is left to the revisions', () => {
  const change = diffDeclared(
    declared('VirtualMachine', {memory: {size: '1Gi'}}, {app: 'web'}),
    declared('VirtualMachine', {memory: {size: '2Gi'}}, {app: 'db'}),
  );
  expect(change).toMatchObject([{path: 'metadata.labels.app', from: 'web', to: 'db', disruption: 'hot'}]);
});

test('shared kinds are told whole, with what it costs those who use them', () => {
  expect(diff('Network', {bridge: {name: 'a', mtu: 1500}}, {bridge: {name: 'b', mtu: 1500}})).toEqual([
    ['spec.bridge.name', 'a', 'b', 'hot'],
  ]);
  expect(diff('Image', {source: {file: {path: '/a'}}}, {source: {file: {path: '/b'}}})).toEqual([
    ['spec.source.file.path', '/a', '/b', 'restart'],
  ]);
  expect(diff('VirtualMachineClass', {memory: {size: '1Gi'}}, {memory: {size: '2Gi'}})).toEqual([
    ['spec.memory.size', '1Gi', '2Gi', 'restart'],
  ]);
});

test('what is new, gone or the same has no changes', () => {
  const some = declared('Network', {bridge: {name: 'a'}});
  expect(diffDeclared(undefined, some)).toEqual([]);
  expect(diffDeclared(some, undefined)).toEqual([]);
  expect(diffDeclared(some, {...some})).toEqual([]);
});
