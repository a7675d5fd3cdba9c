// The disk files of a VM: made when they never were, grown, and otherwise left alone. Pure.
// Guest data is never made anew: a disk that was there at the last boot and is gone now is a fault, not a wish.
import type {ResolvedDisk, ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {DiskFile} from '../observe/snapshot.ts';
import type {Action, Hold} from './action.ts';
import {withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

export type DiskPlan = {readonly actions: readonly Action[]; readonly holds: readonly Hold[]};

/** Every disk of `vm` as it must be before a start. */
export const planDisks = (input: VmPlanInput, vm: ResolvedVm): DiskPlan => {
  const parts = vm.disks.map(disk => planDisk(input, disk));
  return {actions: parts.flatMap(part => part.actions), holds: parts.flatMap(part => part.holds)};
};

/** One disk as it must be before a guest gets it. */
export const planDisk = (input: VmPlanInput, disk: ResolvedDisk): DiskPlan => {
  const seen = input.observed.disks.get(disk.name) ?? {state: 'absent'};
  if (seen.state === 'unknown') return held('DiskUnreadable', `disk ${disk.name}: ${seen.why}`);
  if (seen.state === 'absent') {
    if (disk.source.kind === 'file')
      return held('DiskMissing', `disk ${disk.name}: there is no ${disk.source.path}`);
    // A booted revision that cannot be read may have had it: what is not known to be new is not made.
    const {booted} = input.record.revisions;
    const hadIt = input.booted?.vm.disks.some(other => other.name === disk.name) ?? booted > 0;
    return hadIt
      ? held(
          'DiskMissing',
          `disk ${disk.name} of revision ${String(booted)} is gone from ${disk.source.path}; put it back, or \`vmlet purge\` the VM to start anew`,
        )
      : {actions: createDisk(input, disk), holds: []};
  }
  const misfit = misfits(disk, seen.value);
  if (misfit !== null) return held('DiskMismatch', `disk ${disk.name}: ${misfit}; nothing was touched`);
  return {actions: growDisk(input, disk, seen.value), holds: []};
};

const held = (reason: string, message: string): DiskPlan => ({
  actions: [],
  holds: [{condition: 'Degraded', reason, message}],
});

const misfits = (disk: ResolvedDisk, file: DiskFile): string | null => {
  switch (disk.source.kind) {
    case 'overlay':
      if (file.backing?.path !== disk.source.image.path)
        return `its overlay was made on ${file.backing?.path ?? 'no image'}, not on ${disk.source.image.path}`;
      return tooLarge(file, disk.source.sizeBytes);
    case 'blank':
      return file.backing === null
        ? tooLarge(file, disk.source.sizeBytes)
        : `it has a backing file ${file.backing.path}`;
    case 'file':
      if (file.format !== disk.source.format) return `it is ${file.format}, not ${disk.source.format}`;
      // A header names no file for a guest: without what is below it, it would read as empty and be written over.
      return file.backing === null
        ? null
        : `it stands on ${file.backing.path}, and only a whole disk is used: \`qemu-img rebase -f qcow2 -b '' ${disk.source.path}\``;
    default:
      return disk.source satisfies never;
  }
};

const tooLarge = (file: DiskFile, sizeBytes: number): string | null =>
  file.virtualSizeBytes > sizeBytes
    ? `it holds ${formatQuantity(file.virtualSizeBytes)} and cannot shrink to ${formatQuantity(sizeBytes)}`
    : null;

const growDisk = (input: VmPlanInput, disk: ResolvedDisk, file: DiskFile): readonly Action[] =>
  disk.source.kind !== 'file' && file.virtualSizeBytes < disk.source.sizeBytes
    ? [
        withKey(
          input,
          {
            type: 'disk.grow',
            path: disk.source.path,
            sizeBytes: disk.source.sizeBytes,
            ownerUid: input.record.hostUid,
          },
          `disk ${disk.name} is smaller than asked`,
        ),
      ]
    : [];

/** The action that makes a disk's file, if it has one of its own. */
const createDisk = (input: VmPlanInput, disk: ResolvedDisk): readonly Action[] => {
  const why = `disk ${disk.name} does not exist yet`;
  const ownerUid = input.record.hostUid;
  switch (disk.source.kind) {
    case 'overlay': {
      const {image, path, sizeBytes} = disk.source;
      const base = {digest: image.digest, path: image.path, format: image.format};
      return [withKey(input, {type: 'overlay.create', path, base, sizeBytes, ownerUid}, why)];
    }
    case 'blank':
      return [
        withKey(
          input,
          {type: 'blank.create', path: disk.source.path, sizeBytes: disk.source.sizeBytes, ownerUid},
          why,
        ),
      ];
    case 'file':
      return [];
    default:
      return disk.source satisfies never;
  }
};
