import {describe, expect, test} from '@jest/globals';
import {admit, rebuiltRecord, specHash} from '../../../controller/desired/admit.ts';
import type {DecodedObject, ManifestObject} from '../../../controller/manifest/object.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import {key, record, revision, uid} from '../plan/good.ts';

const declared = (
  spec: unknown = {memory: {size: '1Gi'}, cpu: {count: 1}},
  change: {file?: string; labels?: Record<string, string>} = {},
): DecodedObject => ({
  key,
  object: {
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'VirtualMachine',
    metadata: {name: 'web', namespace: 'default', labels: change.labels ?? {}, annotations: {}},
    spec,
  } satisfies ManifestObject,
  source: {source: 'manifests', file: change.file ?? 'web.yaml', document: 1},
});

const fresh = () => ({uid, hostUid: 200_001, now: '2026-01-01T00:00:00Z'});
const nothingFresh = (): never => {
  throw new Error('an object that is known needs no identity');
};
const first = admit(null, declared(), fresh);

test('the first sight of an object gives it an identity and generation 1', () => {
  expect(first).toMatchObject({
    uid,
    hostUid: 200_001,
    generation: 1,
    kind: 'VirtualMachine',
    name: 'web',
    createdAt: '2026-01-01T00:00:00Z',
    tombstone: null,
    revisions: {prepared: 0, booted: 0, previous: 0},
  });
});

describe('an object that is known', () => {
  test('and is the same is the same value', () => {
    expect(admit(first, declared(), nothingFresh)).toBe(first);
  });

  test('whose keys stand in another order is the same value', () => {
    expect(admit(first, declared({cpu: {count: 1}, memory: {size: '1Gi'}}), nothingFresh)).toBe(first);
  });

  test('with another spec is a generation later, and keeps its identity', () => {
    const next = admit(first, declared({memory: {size: '2Gi'}}), nothingFresh);
    expect(next).toMatchObject({uid, generation: 2, createdAt: first.createdAt});
    expect(next.specHash).not.toBe(first.specHash);
  });

  test.each([
    ['in another file', declared(undefined, {file: 'sub/renamed.yaml'})],
    ['with another label', declared(undefined, {labels: {tier: 'front'}})],
  ])('%s is the same generation', (_how, decoded) => {
    const next = admit(first, decoded, nothingFresh);
    expect(next).not.toBe(first);
    expect(next).toMatchObject({generation: 1, uid, source: decoded.source, manifest: decoded.object});
  });

  test('that is edited forgets what was said by hand and how often it failed, but not what runs', () => {
    const before: ObjectRecord = {
      ...first,
      powerOverride: 'Halted',
      approvedRevision: 2,
      run: {...record.run, failures: 4, finished: true, restarts: 9},
    };
    expect(admit(before, declared({memory: {size: '2Gi'}}), nothingFresh)).toMatchObject({
      powerOverride: null,
      run: {...record.run, failures: 0, finished: false, restarts: 9},
    });
    expect(admit(before, declared(undefined, {labels: {a: 'b'}}), nothingFresh)).toMatchObject({
      powerOverride: 'Halted',
      run: {failures: 4, finished: true},
    });
  });
});

describe('an object that was removed', () => {
  const buried: ObjectRecord = {
    ...first,
    deleteRequested: true,
    revisions: {prepared: 3, booted: 3, previous: 2},
    tombstone: {since: 'then', why: 'gone', trashed: false, trashedForMs: 0, purgeRequested: false},
  };

  test('and is declared again has its identity, its revisions and its disks back', () => {
    expect(admit(buried, declared(), nothingFresh)).toEqual({
      ...buried,
      tombstone: null,
      deleteRequested: false,
    });
  });

  test('and comes back with another spec is a generation later', () => {
    expect(admit(buried, declared({}), nothingFresh)).toMatchObject({uid, generation: 2, tombstone: null});
  });
});

test('a hash is of the spec, not of its spelling; the order of a list is part of it', () => {
  expect(specHash({a: 1, b: {c: 2, d: 3}})).toBe(specHash({b: {d: 3, c: 2}, a: 1}));
  expect(specHash({a: [1, 2]})).not.toBe(specHash({a: [2, 1]}));
  expect(specHash({a: 1})).not.toBe(specHash({a: '1'}));
});

test('a rebuilt record knows what runs, and takes the next declaration for an edit of nothing that it forgot', () => {
  const rebuilt = rebuiltRecord(revision(5), {hostUid: 200_003, runningRevision: 4});
  expect(rebuilt).toMatchObject({
    uid,
    hostUid: 200_003,
    revisions: {prepared: 5, booted: 4, previous: 0},
    run: {active: null, lastExit: null},
  });
  expect(rebuiltRecord(revision(5), {hostUid: null, runningRevision: null}).revisions.booted).toBe(5);
  expect(admit(rebuilt, declared(), nothingFresh)).toMatchObject({uid, generation: 4});
});
