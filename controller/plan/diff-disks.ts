// Differences of disks: what is added, taken away, grown, and what would cost the guest its data. Pure.
import type {ResolvedDisk, ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Driver} from '../drivers/driver.ts';
import {canHotplug, exceptionOf, isHotplugMachine, part, rateText, same} from './diff-part.ts';
import type {HotStep, Part} from './diff-part.ts';
import {vmCost} from './disruption.ts';
import type {Cost} from './disruption.ts';

export const diffDisks = (
  booted: ResolvedVm,
  wanted: ResolvedVm,
  driver: Driver,
  started: ResolvedVm | null,
): Part[] => [
  ...wanted.disks.flatMap(disk => {
    const old = booted.disks.find(other => other.name === disk.name);
    return old === undefined ? [added(disk, started, driver)] : changed(old, disk, driver);
  }),
  ...booted.disks
    .filter(disk => !wanted.disks.some(other => other.name === disk.name))
    .map(disk => removed(disk, booted, driver)),
];

const pathOf = ({name}: ResolvedDisk): string => `spec.disks[${name}]`;

const added = (disk: ResolvedDisk, started: ResolvedVm | null, driver: Driver): Part => {
  const row = vmCost('spec.disks[]');
  return canHotplug(started, disk.slot, driver)
    ? part(pathOf(disk), 'absent', 'present', row, {kind: 'disk.add', name: disk.name})
    : part(pathOf(disk), 'absent', 'present', exceptionOf(row));
};

/** What lies on an image is what guests boot from: it is not pulled from under them. */
const removed = (disk: ResolvedDisk, booted: ResolvedVm, driver: Driver): Part => {
  const row = vmCost('spec.disks[] removed');
  return isHotplugMachine(booted, driver) && disk.source.kind !== 'overlay'
    ? part(pathOf(disk), 'present', 'absent', row, {kind: 'disk.remove', name: disk.name})
    : part(pathOf(disk), 'present', 'absent', exceptionOf(row));
};

const changed = (old: ResolvedDisk, disk: ResolvedDisk, driver: Driver): Part[] => {
  const path = pathOf(disk);
  return [
    ...(same(identity(old), identity(disk))
      ? []
      : [part(path, identity(old), identity(disk), vmCost('spec.disks[].image'))]),
    ...resized(old, disk, driver),
    ...(['serial', 'readOnly'] as const)
      .filter(field => old[field] !== disk[field])
      .map(field => part(`${path}.${field}`, old[field], disk[field], vmCost(`spec.disks[].${field}`))),
    ...(same(old.rate, disk.rate)
      ? []
      : [
          part(
            `${path}.rate`,
            rateText(old.rate),
            rateText(disk.rate),
            vmCost('spec.disks[].rate.readBytesPerSecond'),
            {kind: 'disk.rate', name: disk.name},
          ),
        ]),
    ...(old.slot === disk.slot
      ? []
      : [
          part(
            path,
            `place ${String(old.slot)}`,
            `place ${String(disk.slot)}`,
            exceptionOf(vmCost('spec.disks[]')),
          ),
        ]),
  ];
};

const resized = (old: ResolvedDisk, disk: ResolvedDisk, driver: Driver): Part[] => {
  const [from, to] = [sizeOf(old), sizeOf(disk)];
  if (from === null || to === null || from === to) return [];
  const row = vmCost('spec.disks[].size');
  const grown = (cost: Cost, step?: HotStep): Part =>
    part(`${pathOf(disk)}.size`, formatQuantity(from), formatQuantity(to), cost, step);
  if (to < from) return [grown(exceptionOf(row))];
  return driver.features.growDisk
    ? [grown(row, {kind: 'disk.grow', name: disk.name})]
    : [grown({disruption: 'restart', reason: 'this hypervisor grows a disk only when it starts'})];
};

/** What the data of a disk hangs on. */
const identity = (disk: ResolvedDisk): string => {
  switch (disk.source.kind) {
    case 'overlay':
      return `image ${disk.source.image.name} (${disk.source.image.digest.slice(0, 19)})`;
    case 'blank':
      return 'blank';
    case 'file':
      return `file ${disk.source.path} (${disk.source.format})`;
    default:
      return disk.source satisfies never;
  }
};

const sizeOf = (disk: ResolvedDisk): number | null =>
  disk.source.kind === 'file' ? null : disk.source.sizeBytes;
