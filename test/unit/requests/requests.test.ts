// What people ask for against a disk that fails in two ways: memory and disk never disagree about the answer.
import {describe, expect, test} from '@jest/globals';
import {applyRequest} from '../../../controller/requests/requests.ts';
import {decodeState} from '../../../controller/host/state-file.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import type {World} from '../../../controller/world.ts';
import {writeRecord} from '../../../controller/execute/record.ts';
import {fakeFiles} from '../../fakes/files.ts';
import {key, record} from '../status/fixture.ts';

const openWorld = () => {
  const files = fakeFiles();
  const paths = makePaths({stateDir: '/state', runtimeDir: '/run'});
  const host = {files, paths} as unknown as World['host'];
  writeRecord(host, record);
  const world = {host, records: new Map([[key, record]])} as unknown as World;
  const onDisk = (): ObjectRecord => {
    const state = decodeState(files.read(paths.record(record)));
    return (state.state === 'good' ? state.content : null) as ObjectRecord;
  };
  const halt = () => applyRequest(world, key, old => ({record: {...old, powerOverride: 'Halted'}}));
  return {files, path: paths.record(record), world, onDisk, halt};
};

describe('a request', () => {
  test('is on disk before it is answered', () => {
    const {files, halt, onDisk, world} = openWorld();
    expect(halt()).toMatchObject({ok: true, record: {powerOverride: 'Halted'}});
    expect(onDisk().powerOverride).toBe('Halted');
    expect(world.records.get(key)?.powerOverride).toBe('Halted');
    expect(files.control.unsettled()).toEqual([]);
  });

  test('that cannot be written is refused, and neither memory nor disk know of it', () => {
    const {files, path, halt, onDisk, world} = openWorld();
    files.control.failOn(path, 'ENOSPC', 'writeAtomic');
    expect(halt()).toMatchObject({ok: false});
    expect([onDisk().powerOverride, world.records.get(key)?.powerOverride]).toEqual([null, null]);
  });

  test('that was written although the disk said it failed is done, as the next start would do it', () => {
    const {files, halt, onDisk, world} = openWorld();
    const {writeAtomic} = files;
    files.writeAtomic = (...args) => {
      writeAtomic(...args);
      throw Object.assign(new Error('EIO: fsync of the directory'), {code: 'EIO'});
    };
    expect(halt()).toMatchObject({ok: true, record: {powerOverride: 'Halted'}});
    expect([onDisk().powerOverride, world.records.get(key)?.powerOverride]).toEqual(['Halted', 'Halted']);
  });
});
