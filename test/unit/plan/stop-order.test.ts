// Who goes down before whom.
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {stopsAfter} from '../../../controller/plan/stop-order.ts';

type Vm = Parameters<typeof stopsAfter>[0][number];

const key = (name: string) => `VirtualMachine/default/${name}` as const;

const vms = (graph: Readonly<Record<string, readonly string[]>>): Vm[] =>
  Object.entries(graph).map(([name, needed]) => ({
    kind: 'VirtualMachine',
    namespace: 'default',
    name,
    policy: {dependsOn: needed.map(key)} as unknown as Vm['policy'],
  }));

test('a VM goes down after all that depend on it, and one that nobody needs at once', () => {
  const order = stopsAfter(vms({db: [], app: ['db'], web: ['app', 'db'], alone: []}));
  expect(Object.fromEntries(order)).toEqual({
    [key('db')]: [key('app'), key('web')],
    [key('app')]: [key('web')],
    [key('web')]: [],
    [key('alone')]: [],
  });
});

test('what is needed and not there holds nobody up, nor does a VM without a policy', () => {
  const order = stopsAfter([...vms({app: ['gone']}), {...vms({lost: []})[0], policy: null} as Vm]);
  expect([...order.values()]).toEqual([[], []]);
});

test('nobody waits for himself, however VMs depend on each other', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const graphs = fc.record(
    Object.fromEntries(names.map(name => [name, fc.uniqueArray(fc.constantFrom(...names))])),
  );
  fc.assert(
    fc.property(graphs, graph => {
      const after = stopsAfter(vms(graph));
      const gone = new Set<string>();
      for (let round = 0; round < names.length; round += 1)
        for (const [vm, first] of after) if (first.every(each => gone.has(each))) gone.add(vm);
      expect(gone.size).toBe(names.length);
    }),
  );
});

test('without a circle every dependency is kept', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  // Only on those that come later in the alphabet: no circle is possible.
  const graphs = fc.record(
    Object.fromEntries(names.map((name, index) => [name, fc.subarray(names.slice(index + 1))])),
  );
  fc.assert(
    fc.property(graphs, graph => {
      const after = stopsAfter(vms(graph));
      for (const [name, needed] of Object.entries(graph))
        for (const each of needed) expect(after.get(key(each))).toContain(key(name));
    }),
  );
});
