// What a look makes of a verdict and of what is remembered, when both are not of the same moment.
import {expect, test} from '@jest/globals';
import {splitKey} from '../../../controller/desired/names.ts';
import {nothingKept} from '../../../controller/look/kept.ts';
import {lookAt} from '../../../controller/look/look.ts';
import {isNeed, openMoment} from '../../../controller/look/moment.ts';
import type {View} from '../../../controller/look/view.ts';
import type {Verdict} from '../../../controller/manifest/object.ts';
import {deletedByName, manifestGone, tombstoneStands} from '../../../controller/manifest/verdict-words.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import type {World} from '../../../controller/world.ts';
import {record} from '../plan/good.ts';

const key = 'VirtualMachineClass/default/small';
const stored: ObjectRecord = {
  ...record,
  ...splitKey(key),
  manifest: {metadata: {name: 'small', labels: {}}, spec: {}},
};
const owned = {key, file: 'small.yaml', document: 0, alsoIn: [], missing: null} as const;

const look = (verdict: Verdict, remembered: ObjectRecord): View | null => {
  const world = {
    verdicts: new Map([[key, verdict]]),
    records: new Map([[key, remembered]]),
    unsaved: new Set(),
    kept: nothingKept(),
    identity: {isRoot: true},
    host: {clock: {now: () => '2026-01-01T00:00:00Z'}, self: {pid: 1, startTicks: 1}},
  } as unknown as World;
  const seen = lookAt(world, key, openMoment(world));
  if (seen !== null && isNeed(seen)) throw new Error('a class needs nothing of the host');
  return seen;
};

test('a manifest that is gone is recorded as a removal', () => {
  expect(look(manifestGone(owned), stored)?.record?.tombstone?.why).toContain('small.yaml');
});

test('a removal that a scan read off a tombstone does not remove what was declared again meanwhile', () => {
  const view = look(tombstoneStands, stored);
  expect([view?.record?.tombstone, view?.plan.actions]).toEqual([null, []]);
});

test('a removal by name removes as long as it is asked for, and no longer', () => {
  expect(look(deletedByName(owned), {...stored, deleteRequested: true})?.record?.tombstone).not.toBeNull();
  expect(look(deletedByName(owned), stored)?.record?.tombstone).toBeNull();
});
