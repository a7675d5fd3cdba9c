import {expect, test} from '@jest/globals';
import {foresee} from '../../../controller/manifest/foresee.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import type {SafetyInput} from '../../../controller/manifest/judgement.ts';
import type {ObjectKey} from '../../../controller/desired/node.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(
  (name): ObjectKey => `VirtualMachine/default/${name}`,
);

const gone = (change: Partial<SafetyInput> = {}): SafetyInput => ({
  observedOnce: true,
  known: new Map(keys.map(key => [key, {file: `${key}.yaml`, document: 1, tombstone: false}])),
  protectedKeys: new Set(),
  deleteRequested: new Set(),
  dependsOn: new Map(),
  removalLimits: [],
  memory: emptyMemory,
  released: new Set(),
  nowMs: 5_000,
  scan: {
    source: 'manifests',
    state: 'complete',
    why: null,
    files: [{file: 'x.yaml', objects: [], diagnostics: [], invalid: [], broken: false}],
    stable: true,
    ignored: [],
    warnings: [],
  },
  ...change,
});

const states = (input: SafetyInput): string[] => [...foresee(input).values()].map(({state}) => state);

test('removals come as far as the prune budget goes, and the rest is held', () => {
  const told = states(gone());
  expect(told.filter(state => state === 'removed')).toHaveLength(2);
  expect(told.filter(state => state === 'held')).toHaveLength(8);
});

test('a source that is away, broken or kept changing removes nothing, however long one waits', () => {
  const {scan} = gone();
  const [file] = scan.files;
  for (const other of [
    {...scan, state: 'unavailable', files: [], why: 'gone'} as const,
    {...scan, state: 'empty', files: []} as const,
    {...scan, files: file === undefined ? [] : [{...file, broken: true}]},
    {...scan, stable: false},
  ])
    expect(states(gone({scan: other}))).not.toContain('removed');
});
