import {describe, expect, test} from '@jest/globals';
import {readRecords} from '../../controller/observe/records.ts';
import {openRequests} from '../../controller/requests.ts';
import type {Patch} from '../../controller/requests.ts';
import type {World} from '../../controller/world.ts';
import {fakeVmHost} from '../fakes/vm-host.ts';
import {key, record} from './plan/good.ts';

const setUp = () => {
  const {host, files} = fakeVmHost();
  const world = {host, records: new Map([[key, record]])} as unknown as World;
  return {world, files, host, requests: openRequests(world)};
};

const approve =
  (revision: number): Patch =>
  now => ({record: {...now, approvedRevision: revision}});

describe('a request', () => {
  test('changes nothing until the run of its key applies it', async () => {
    const {world, files, requests} = setUp();
    const asked = requests.add(key, approve(3));
    expect(world.records.get(key)?.approvedRevision).toBe(0);
    expect(files.control.writes()).toBe(0);
    requests.apply(key);
    expect(await asked).toEqual({ok: true});
    expect(world.records.get(key)?.approvedRevision).toBe(3);
  });

  test('is on disk before it is answered', async () => {
    const {host, requests} = setUp();
    const answered = requests.add(key, approve(3)).then(() => readRecords(host).records);
    requests.apply(key);
    expect((await answered).map(each => each.approvedRevision)).toEqual([3]);
  });

  test('sees what the requests before it did: none is lost, none overwrites another', async () => {
    const {world, requests} = setUp();
    const asked = [
      requests.add(key, approve(3)),
      requests.add(key, now => ({record: {...now, powerOverride: 'Halted'}})),
      requests.add(key, now => ({record: {...now, run: {...now.run, failures: now.run.failures + 1}}})),
    ];
    requests.apply(key);
    expect(await Promise.all(asked)).toEqual([{ok: true}, {ok: true}, {ok: true}]);
    expect(world.records.get(key)).toMatchObject({
      approvedRevision: 3,
      powerOverride: 'Halted',
      run: {failures: 1},
    });
  });

  test('is applied once, to its own key only', async () => {
    const {world, requests, files} = setUp();
    const asked = requests.add(key, approve(3));
    requests.apply('VirtualMachine/default/other');
    expect(world.records.get(key)?.approvedRevision).toBe(0);
    requests.apply(key);
    await asked;
    const writes = files.control.writes();
    requests.apply(key);
    expect(files.control.writes()).toBe(writes);
  });

  test('that is refused changes nothing and says why', async () => {
    const {world, files, requests} = setUp();
    const asked = requests.add(key, () => ({refused: 'not now'}));
    requests.apply(key);
    expect(await asked).toEqual({ok: false, message: 'not now'});
    expect(world.records.get(key)).toBe(record);
    expect(files.control.writes()).toBe(0);
  });

  test('for what is not known is refused', async () => {
    const {requests} = setUp();
    const asked = requests.add('VirtualMachine/default/ghost', approve(1));
    requests.apply('VirtualMachine/default/ghost');
    expect(await asked).toEqual({ok: false, message: 'there is no VirtualMachine/default/ghost'});
  });

  test('that cannot be written is refused, changes nothing in memory, and does not stop the next one', async () => {
    const {world, files, host, requests} = setUp();
    const mend = files.control.failOn(host.paths.record(record), 'ENOSPC', 'writeAtomic');
    const first = requests.add(key, approve(3));
    requests.apply(key);
    expect(await first).toEqual({ok: false, message: expect.stringContaining('ENOSPC')});
    expect(world.records.get(key)).toBe(record);
    mend();
    const second = requests.add(key, approve(4));
    requests.apply(key);
    expect(await second).toEqual({ok: true});
  });
});
