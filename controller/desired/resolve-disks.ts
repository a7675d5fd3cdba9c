// Disks of a VM: files, serials and slots. Pure. An overlay stays on the image it was made on, for ever.
import {quantityBytes} from '../manifest/quantity.ts';
import type {MergedVmSpec} from '../manifest/classes.ts';
import {diskSerial} from './names.ts';
import type {ImageRef, ResolvedDisk} from './node.ts';
import {diskLimits, resolveRate} from './rates.ts';
import type {Slots} from './slots.ts';
import {takeImage} from './collector.ts';
import type {Collector, VmResolveInput} from './collector.ts';

type WireDisk = MergedVmSpec['disks'][number];

/** All disks, or null when an image is missing. */
export const resolveDisks = (
  input: VmResolveInput,
  collector: Collector,
  slots: Slots,
): ResolvedDisk[] | null => {
  const disks = input.spec.disks.map(disk => {
    const source = resolveSource(input, collector, disk);
    return source === null
      ? null
      : {
          name: disk.name,
          serial: disk.serial ?? diskSerial(disk.name),
          slot: slots.disk(disk.name),
          readOnly: disk.readOnly,
          ...resolveRate(disk.rate, diskLimits),
          source,
        };
  });
  return disks.every(disk => disk !== null) ? disks : null;
};

const resolveSource = (
  input: VmResolveInput,
  collector: Collector,
  disk: WireDisk,
): ResolvedDisk['source'] | null => {
  const path = input.paths.disk(input.record.uid, disk.name);
  const asked = disk.size === undefined ? null : quantityBytes(disk.size);
  if ('file' in disk) return {kind: 'file', ...disk.file};
  if ('blank' in disk) return {kind: 'blank', path, sizeBytes: asked ?? 0};
  const image = takeImage(input, collector, disk.image);
  if (image === null) return null;
  const base = pinned(input, disk.name, image);
  // Smaller than its image, a disk would cut the file system that is in it.
  if (asked !== null && asked < base.virtualSizeBytes) {
    collector.refuse(
      'DiskTooSmall',
      `disk ${disk.name}: ${String(asked)} bytes is less than image ${image.name} holds (${String(base.virtualSizeBytes)})`,
    );
    return null;
  }
  return {kind: 'overlay', path, image: base, sizeBytes: asked ?? base.virtualSizeBytes};
};

/** An Image that moved on to other content does not move the overlays that were made on the old one. */
const pinned = (input: VmResolveInput, disk: string, image: ImageRef): ImageRef => {
  const source = input.latest?.disks.find(other => other.name === disk)?.source;
  return source?.kind === 'overlay' && source.image.name === image.name ? source.image : image;
};
