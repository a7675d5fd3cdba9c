import {describe, expect, test} from '@jest/globals';
import type {ResolvedVm} from '../../../../controller/desired/node.ts';
import {
  fixedPlace,
  passthroughPlace,
  rootPorts,
  slotCount,
  slotLimits,
  slotPlace,
  spareSlots,
} from '../../../../controller/drivers/qemu/layout.ts';
import type {Machine} from '../../../../controller/drivers/qemu/layout.ts';
import {blank, plainVm, userNet} from '../../../fixtures/qemu/cases.ts';

const machines: readonly Machine[] = ['q35', 'pc', 'microvm', 'virt'];

const vmWithSlots = (machine: Machine, slots: readonly number[]): ResolvedVm => ({
  ...plainVm('/r'),
  hypervisor: {...plainVm('/r').hypervisor, machine},
  disks: slots.map(slot => blank('/r', `d${String(slot)}`, slot)),
  interfaces: [],
});

describe('places of devices', () => {
  test.each(machines)('on %s no two devices share one, whatever is declared', machine => {
    const slots = Array.from({length: slotLimits[machine]}, (_, slot) => slotPlace(machine, slot));
    const fixed = (['rng', 'balloon', 'serial'] as const).map(device => fixedPlace(machine, device));
    const pci =
      machine === 'microvm'
        ? []
        : [
            fixedPlace(machine, 'usb'),
            fixedPlace(machine, 'pvpanic'),
            ...Array.from({length: 8}, (_, index) => passthroughPlace(machine, index)),
          ];
    const ports = rootPorts({
      ...vmWithSlots(machine, [slotLimits[machine] - 1]),
      devices: Array.from(
        {length: 8},
        (_, index) => ({kind: 'pci', address: `0000:01:00.${String(index)}`}) as const,
      ),
    }).map(({bus, addr}) => ({bus, addr}));
    const all = [...slots, ...fixed, ...pci, ...ports].map(({bus, addr}) => `${String(bus)} ${String(addr)}`);
    expect(new Set(all).size).toBe(all.length);
  });

  test('no slot of a microvm is on the bus whose interrupt QEMU sends elsewhere', () => {
    const buses = Array.from({length: slotLimits.microvm}, (_, slot) => slotPlace('microvm', slot).bus);
    expect(buses).not.toContain('virtio-mmio-bus.0');
    expect(buses.at(-1)).toBe('virtio-mmio-bus.20');
  });

  test('root ports have unique chassis and slot numbers, also with host devices', () => {
    const ports = rootPorts({
      ...vmWithSlots('q35', [31]),
      devices: [
        {kind: 'pci', address: '0000:01:00.0'},
        {kind: 'pci', address: '0000:01:00.1'},
      ],
    });
    expect(ports).toHaveLength(34);
    expect(new Set(ports.map(({chassis}) => chassis)).size).toBe(34);
  });
});

describe('the number of slots', () => {
  test.each([
    [[], 8],
    [[0, 1], 8],
    [[3], 8],
    [[4], 16],
    [[27], 32],
    [[31], 32],
  ])('a q35 with slots %j has %i', (slots, count) => {
    expect(slotCount(vmWithSlots('q35', slots))).toBe(count);
    expect(rootPorts(vmWithSlots('q35', slots))).toHaveLength(count);
  });

  test('leaves spare ones above the highest, up to the limit', () => {
    for (let slot = 0; slot < slotLimits.q35 - spareSlots; slot += 1)
      expect(slotCount(vmWithSlots('q35', [slot])) - slot - 1).toBeGreaterThanOrEqual(spareSlots);
  });

  test('counts interfaces too', () => {
    expect(slotCount({...vmWithSlots('virt', [0]), interfaces: [userNet('lan', 9)]})).toBe(16);
  });

  test('pc and microvm have all of theirs at once, without ports', () => {
    expect(slotCount(vmWithSlots('pc', [0]))).toBe(16);
    expect(slotCount(vmWithSlots('microvm', [0]))).toBe(20);
    expect(rootPorts(vmWithSlots('pc', [0]))).toEqual([]);
  });
});

test('adding a device moves no other', () => {
  const before = rootPorts(vmWithSlots('q35', [0, 1]));
  expect(rootPorts(vmWithSlots('q35', [0, 1, 12])).slice(0, before.length)).toEqual(before);
});
