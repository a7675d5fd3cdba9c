// What was read of a file is used again for that very file only, and never within the tick in which it changed.
import {expect, test} from '@jest/globals';
import type {FileFacts} from '../../../controller/host/host.ts';
import {keptFiles} from '../../../controller/observe/kept-files.ts';

const now = '2026-01-01T00:00:10Z';
const nowNs = BigInt(Date.parse(now)) * 1_000_000n;

const facts: FileFacts = {
  type: 'file',
  mode: 0o600,
  uid: 1,
  gid: 1,
  device: 1,
  inode: 7,
  sizeBytes: 10,
  mtimeNs: nowNs - 9_000_000_000n,
  ctimeNs: nowNs - 9_000_000_000n,
};

const reader = () => {
  let reads = 0;
  const kept = keptFiles<number>({now: () => now});
  return {of: (each: FileFacts) => kept.of('/a', each, () => ++reads), reads: () => reads};
};

test('an untouched file is read once', () => {
  const file = reader();
  file.of(facts);
  file.of({...facts});
  expect(file.reads()).toBe(1);
});

test.each([
  ['content', {mtimeNs: facts.mtimeNs + 1n}],
  ['inode facts', {ctimeNs: facts.ctimeNs + 1n}],
  ['inode', {inode: 8}],
  ['device', {device: 2}],
  ['size', {sizeBytes: 11}],
  ['owner', {uid: 2}],
  ['mode', {mode: 0o644}],
])('a file with another %s is read again', (_, change) => {
  const file = reader();
  file.of(facts);
  file.of({...facts, ...change});
  expect(file.reads()).toBe(2);
});

test('a file that changed just now, or in the future, is read each time', () => {
  for (const ageNs of [100_000_000n, -60_000_000_000n]) {
    const file = reader();
    const fresh = {...facts, ctimeNs: nowNs - ageNs};
    file.of(fresh);
    file.of(fresh);
    expect(file.reads()).toBe(2);
  }
});

test('a reading that says nothing is not kept', () => {
  const kept = keptFiles<number>({now: () => now});
  expect(kept.of('/a', facts, () => undefined)).toBeUndefined();
  expect(kept.of('/a', facts, () => 5)).toBe(5);
});
