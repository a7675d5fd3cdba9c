// Room for a start, taken in the instant in which it was found.
import {expect, test} from '@jest/globals';
import {claimRoom, shortage} from '../../../controller/look/capacity.ts';
import {noPolicy} from '../../../controller/manifest/policy.ts';
import {vm, record} from '../plan/good.ts';

type Measured = Parameters<typeof shortage>[0];

/** A host without machines, whose policy allows one. */
const host = (limits = {...noPolicy.limits, machines: 1}) =>
  ({
    records: new Map(),
    revisions: new Map(),
    starting: new Map(),
    reads: {revision: () => null},
    identity: {memoryBytes: 2 ** 33, cpuCount: 4},
    policy: {current: () => ({...noPolicy, limits})},
    vms: {observe: () => ({process: {state: 'absent'}, monitor: {state: 'silent', why: ''}})},
  }) as unknown as Measured;
const named = (name: string) => ({...record, name, run: {...record.run, active: null}});

test('a machine that is new and has no record yet takes the room that it claimed', () => {
  const world = host();
  const claim = claimRoom(world, named('a'), vm);
  expect(claim).not.toBeNull();
  expect(claimRoom(world, named('b'), vm)).toBeNull();
  expect(shortage(world, named('b'), vm)).toMatchObject({takers: ['VirtualMachine/default/a']});
  claim?.release();
  expect(claimRoom(world, named('b'), vm)).not.toBeNull();
});

test('what is claimed for a machine is no obstacle for itself', () => {
  const world = host();
  claimRoom(world, named('a'), vm);
  expect(shortage(world, named('a'), vm)).toBeNull();
});
