// Derived names are a promise: the same host id, namespace and name give the same link and address for ever. A change
// of the golden values below renames the links of every host that upgrades.
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import {
  diskSerial,
  linkAlias,
  linkAltname,
  macAddress,
  macvtapName,
  objectKey,
  splitKey,
  tapName,
} from '../../../controller/desired/names.ts';
import type {Seed} from '../../../controller/desired/names.ts';

const seed: Seed = {hostId: 'host-1', namespace: 'default', name: 'web', part: 'lan'};

test('the names of one interface are these, for ever', () => {
  expect({
    tap: tapName(seed),
    macvtap: macvtapName(seed),
    mac: macAddress(seed),
    altname: linkAltname(seed),
    alias: linkAlias('u'),
  }).toEqual({
    tap: 'vmt-k3fbeb4zs3',
    macvtap: 'vmm-k3fbeb4zs3',
    mac: '52:54:2a:5b:a5:c1',
    altname: 'vmlet.default.web.lan',
    alias: 'vmlet:u',
  });
});

describe('every name', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/);
  const seeds = fc.record({hostId: fc.string(), namespace: part, name: part, part});

  test('fits what the kernel takes, however long the names are', () => {
    fc.assert(
      fc.property(seeds, each => {
        for (const name of [tapName(each), macvtapName(each)]) expect(name).toMatch(/^vm[tm]-[a-z2-7]{10}$/);
        expect(Buffer.byteLength(linkAltname(each))).toBeLessThanOrEqual(127);
      }),
    );
  });

  test('of an address is a locally administered unicast one', () => {
    fc.assert(
      fc.property(seeds, each => {
        const mac = macAddress(each);
        expect(mac).toMatch(/^52:54(:[0-9a-f]{2}){4}$/);
        expect(Number.parseInt(mac.slice(0, 2), 16) & 0b11).toBe(0b10);
      }),
    );
  });

  test('depends on each part of its seed, and parts do not run together', () => {
    const others: Seed[] = [
      {...seed, hostId: 'host-2'},
      {...seed, namespace: 'other'},
      {...seed, name: 'webl', part: 'an'},
      {...seed, part: 'wan'},
    ];
    expect(new Set([seed, ...others].map(tapName)).size).toBe(5);
    expect(new Set([seed, ...others].map(macAddress)).size).toBe(5);
    expect(linkAltname({...seed, name: 'a-b', part: 'c'})).not.toBe(
      linkAltname({...seed, name: 'a', part: 'b-c'}),
    );
  });

  test('is one of its own: 10,000 interfaces share no link name and no address', () => {
    const many = Array.from({length: 10_000}, (_, index): Seed => ({
      ...seed,
      name: `vm-${String(index % 2_500)}`,
      part: `nic${String(Math.floor(index / 2_500))}`,
    }));
    expect(new Set(many.map(tapName)).size).toBe(10_000);
    expect(new Set(many.map(macAddress)).size).toBe(10_000);
    expect(new Set(many.map(linkAltname)).size).toBe(10_000);
  });
});

describe('a disk serial', () => {
  test('is the name itself while virtio has room for it', () => {
    expect(diskSerial('root')).toBe('root');
    expect(diskSerial('a'.repeat(20))).toBe('a'.repeat(20));
  });

  test('of a longer name is cut to 20 bytes and still its own', () => {
    const long = Array.from({length: 1_000}, (_, index) => `a-very-long-disk-name-${String(index)}`);
    expect(new Set(long.map(diskSerial)).size).toBe(1_000);
    for (const name of long) expect(diskSerial(name)).toHaveLength(20);
  });
});

test('a key and its parts lead to each other', () => {
  expect(splitKey(objectKey('VirtualMachine', 'default', 'web'))).toEqual({
    kind: 'VirtualMachine',
    namespace: 'default',
    name: 'web',
  });
});
