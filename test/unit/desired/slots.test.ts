import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {assignSlots} from '../../../controller/desired/slots.ts';
import type {Places} from '../../../controller/desired/slots.ts';
import {dataDisk, lan, rootDisk} from '../plan/good.ts';

type Wanted = Parameters<typeof assignSlots>[0];
type Placed = NonNullable<Places['latest']>;

const named = (...names: string[]) => names.map(name => ({name}));
const wanted = (disks: string[], interfaces: string[]): Wanted => ({
  disks: named(...disks),
  interfaces: named(...interfaces),
});
const all = (want: Wanted, latest: Placed | null, booted = latest) => {
  const slots = assignSlots(want, {latest, booted});
  return [
    ...want.disks.map(disk => slots.disk(disk.name)),
    ...want.interfaces.map(nic => slots.nic(nic.name)),
  ];
};
const made = (want: Wanted, places: Places): Placed => {
  const slots = assignSlots(want, places);
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
  const latest: Placed = {disks: [rootDisk, dataDisk], interfaces: [lan]};
  expect(all(wanted(['new', 'root', 'data'], ['lan', 'wan']), latest)).toEqual([3, 0, 2, 1, 4]);
});

test('the place of a device that is taken away is not given to another at once: it may still be plugged', () => {
  const latest: Placed = {disks: [rootDisk, dataDisk], interfaces: [lan]};
  expect(all(wanted(['root', 'new'], ['lan']), latest)).toEqual([0, 3, 1]);
});

test('a device that comes back before it was unplugged is where it was', () => {
  const booted: Placed = {disks: [rootDisk], interfaces: [lan]};
  const latest: Placed = {disks: [rootDisk], interfaces: []};
  expect(all(wanted(['root'], ['lan']), latest, booted)).toEqual([rootDisk.slot, lan.slot]);
});

test('a rollback puts no device where another is still plugged', () => {
  const booted: Placed = {disks: [rootDisk], interfaces: [lan]};
  const wished: Placed = {disks: [rootDisk, {...dataDisk, slot: lan.slot}], interfaces: []};
  const slots = assignSlots(wished, {booted, latest: booted, wished});
  expect(slots.disk('data')).not.toBe(lan.slot);
  expect(assignSlots(wished, {booted: null, latest: null, wished}).disk('data')).toBe(lan.slot);
});

describe('through any series of edits, of which some are booted', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  const edits = fc.array(fc.record({disks: names, interfaces: names, boots: fc.boolean()}), {
    minLength: 1,
    maxLength: 8,
  });
  const slotsOf = (placed: Placed | null): ReadonlyMap<string, number> =>
    new Map([
      ...(placed?.disks ?? []).map(({name, slot}) => [`disk ${name}`, slot] as const),
      ...(placed?.interfaces ?? []).map(({name, slot}) => [`nic ${name}`, slot] as const),
    ]);

  test('no two devices share a place, with those that are still plugged either, and none that is plugged moves', () => {
    fc.assert(
      fc.property(edits, steps => {
        let latest: Placed | null = null;
        let booted: Placed | null = null;
        for (const step of steps) {
          const next: Placed = made(wanted(step.disks, step.interfaces), {latest, booted});
          const [places, plugged] = [slotsOf(next), slotsOf(booted)];
          const both = new Map([...plugged, ...places]);
          expect(new Set(both.values()).size).toBe(both.size);
          for (const [id, slot] of plugged) expect([undefined, slot]).toContain(places.get(id));
          latest = next;
          if (step.boots) booted = next;
        }
      }),
    );
  });
});
