import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {assignSlots} from '../../../controller/desired/slots.ts';
import {dataDisk, lan, rootDisk} from '../plan/good.ts';

type Wanted = Parameters<typeof assignSlots>[0];
type Latest = NonNullable<Parameters<typeof assignSlots>[1]>;

const named = (...names: string[]) => names.map(name => ({name}));
const wanted = (disks: string[], interfaces: string[]): Wanted => ({
  disks: named(...disks),
  interfaces: named(...interfaces),
});
const all = (want: Wanted, latest: Latest | null) => {
  const slots = assignSlots(want, latest);
  return [
    ...want.disks.map(disk => slots.disk(disk.name)),
    ...want.interfaces.map(nic => slots.nic(nic.name)),
  ];
};
const made = (want: Wanted, latest: Latest | null): Latest => {
  const slots = assignSlots(want, latest);
  return {
    disks: want.disks.map(({name}) => ({...rootDisk, name, slot: slots.disk(name)})),
    interfaces: want.interfaces.map(({name}) => ({...lan, name, slot: slots.nic(name)})),
  };
};

test('a new machine fills its places in order, disks first', () => {
  expect(all(wanted(['root', 'data'], ['lan']), null)).toEqual([0, 1, 2]);
});

test('a disk and an interface of one name have places of their own', () => {
  expect(all(wanted(['x'], ['x']), null)).toEqual([0, 1]);
});

test('what is added takes a free place and moves nothing', () => {
  const latest: Latest = {disks: [rootDisk, dataDisk], interfaces: [lan]};
  expect(all(wanted(['new', 'root', 'data'], ['lan', 'wan']), latest)).toEqual([3, 0, 2, 1, 4]);
});

test('the place of a device that is taken away is not given to another at once: it may still be plugged', () => {
  const latest: Latest = {disks: [rootDisk, dataDisk], interfaces: [lan]};
  expect(all(wanted(['root', 'new'], ['lan']), latest)).toEqual([0, 3, 1]);
});

describe('through any series of edits', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  const edits = fc.array(fc.record({disks: names, interfaces: names}), {minLength: 1, maxLength: 8});

  test('no two devices share a place, and none that stays moves', () => {
    fc.assert(
      fc.property(edits, steps => {
        let latest: Latest | null = null;
        for (const step of steps) {
          const want = wanted(step.disks, step.interfaces);
          const next: Latest = made(want, latest);
          const places = [...next.disks, ...next.interfaces].map(device => device.slot);
          expect(new Set(places).size).toBe(places.length);
          for (const disk of latest?.disks ?? [])
            expect([undefined, disk.slot]).toContain(next.disks.find(each => each.name === disk.name)?.slot);
          for (const nic of latest?.interfaces ?? [])
            expect([undefined, nic.slot]).toContain(
              next.interfaces.find(each => each.name === nic.name)?.slot,
            );
          latest = next;
        }
      }),
    );
  });
});
