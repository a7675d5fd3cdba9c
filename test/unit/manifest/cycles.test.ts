import {describe, expect, test} from '@jest/globals';
import type {ObjectKey} from '../../../controller/desired/node.ts';
import {cycleDiagnostics} from '../../../controller/manifest/cycles.ts';
import type {Waiting} from '../../../controller/manifest/cycles.ts';
import {decodeFile} from '../../../controller/manifest/decode.ts';
import {formatDiagnostic} from '../../../controller/manifest/diagnostic.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import {judge} from '../../../controller/manifest/safety.ts';
import {complete, vmKey} from './scans.ts';

const machine = (name: string, dependsOn: readonly string[]): string =>
  `apiVersion: vmlet.dev/v1alpha1
kind: VirtualMachine
metadata: {name: ${name}}
spec:
  boot: {kernel: {image: k}}
  dependsOn: [${dependsOn.map(each => `{name: ${each}}`).join(', ')}]
`;

const file = (name: string, dependsOn: readonly string[]) =>
  decodeFile(`${name}.yaml`, Buffer.from(machine(name, dependsOn)), {source: 'manifests', directory: '/m'});

const waitingOf = (graph: Readonly<Record<string, readonly string[]>>): Map<ObjectKey, Waiting> =>
  new Map(
    Object.entries(graph).map(([name, needs]) => [
      vmKey(name),
      {
        file: `${name}.yaml`,
        dependsOn: needs.map((each, index) => ({
          key: vmKey(each),
          at: {line: 6, column: index + 1, path: `spec.dependsOn[${String(index)}].name`},
        })),
      },
    ]),
  );

const cyclesOf = (graph: Readonly<Record<string, readonly string[]>>): Record<string, string> =>
  Object.fromEntries(
    [...cycleDiagnostics(waitingOf(graph))].map(([key, {what}]) => [
      key.split('/')[2] ?? '',
      /circle: ([^(]*) \(/.exec(what)?.[1] ?? what,
    ]),
  );

const judged = (
  files: readonly ReturnType<typeof file>[],
  dependsOn: ReadonlyMap<ObjectKey, readonly ObjectKey[]> = new Map(),
) =>
  judge({
    scan: complete(...files),
    memory: emptyMemory,
    nowMs: 1_000,
    observedOnce: true,
    known: new Map(),
    protectedKeys: new Set(),
    deleteRequested: new Set(),
    dependsOn,
    removalLimits: [],
    released: new Set(),
  }).verdicts;

describe('a circle of dependsOn', () => {
  test('is printed from each of its machines, and only those of it', () => {
    expect(cyclesOf({a: ['b'], b: ['c'], c: ['a'], d: ['a'], e: []})).toEqual({
      a: 'a -> b -> c -> a',
      b: 'b -> c -> a -> b',
      c: 'c -> a -> b -> c',
    });
  });

  test('is found also where it shares machines with another, and none is found in a tree or a diamond', () => {
    expect(cyclesOf({a: ['b', 'c'], b: ['a'], c: ['d'], d: ['a']})).toEqual({
      a: 'a -> b -> a',
      b: 'b -> a -> b',
      c: 'c -> d -> a -> c',
      d: 'd -> a -> c -> d',
    });
    expect(cyclesOf({a: ['b', 'c'], b: ['d'], c: ['d'], d: [], x: ['gone']})).toEqual({});
  });

  test('between two circles is a machine that is in none', () => {
    const cycles = cyclesOf({a: ['b'], b: ['a', 'm'], m: ['x'], x: ['y'], y: ['x']});
    expect(Object.keys(cycles).sort()).toEqual(['a', 'b', 'x', 'y']);
  });

  test('of thousands, and thousands in one knot, are found without a stack as deep or a search for each', () => {
    const ring = Object.fromEntries(
      Array.from({length: 5_000}, (_, at) => [`v${String(at)}`, [`v${String((at + 1) % 5_000)}`]]),
    );
    expect(Object.keys(cyclesOf(ring))).toHaveLength(5_000);
    const star = {
      hub: Array.from({length: 3_000}, (_, at) => `v${String(at)}`),
      ...Object.fromEntries(Array.from({length: 3_000}, (_, at) => [`v${String(at)}`, ['hub']])),
    };
    expect(Object.keys(cyclesOf(star))).toHaveLength(3_001);
  });

  test('names the place of each name, over several files', () => {
    const verdict = judged([file('a', ['b']), file('b', ['c']), file('c', ['a'])]).get(vmKey('b'));
    expect(verdict?.state === 'invalid' ? verdict.diagnostics.map(formatDiagnostic) : verdict).toEqual([
      'b.yaml:6:22 spec.dependsOn[0].name: machines wait for each other in a circle: b -> c -> a -> b (c at c.yaml:6:22, a at a.yaml:6:22); expected no circle; take one of these names out; until then none of these machines is changed [E-CYCLE]',
    ]);
  });

  test('changes none of its machines, and no other is touched by it', () => {
    const verdicts = judged([file('a', ['b']), file('b', ['a']), file('c', ['a'])]);
    expect(['a', 'b', 'c'].map(name => verdicts.get(vmKey(name))?.state)).toEqual([
      'invalid',
      'invalid',
      'present',
    ]);
  });

  test('is one also through the last good version of a machine whose manifest is broken', () => {
    const broken = decodeFile('b.yaml', Buffer.from(machine('b', ['c']).replace('name: c', 'nmae: c')), {
      source: 'manifests',
      directory: '/m',
    });
    const inForce = new Map([[vmKey('b'), [vmKey('a')]]]);
    const verdict = judged([file('a', ['b']), broken], inForce).get(vmKey('a'));
    expect(verdict?.state === 'invalid' ? verdict.diagnostics[0]?.what : verdict).toBe(
      'machines wait for each other in a circle: a -> b -> a (b in its last good version)',
    );
    expect(judged([file('a', ['b']), broken]).get(vmKey('a'))?.state).toBe('present');
  });
});
