// Whether a guest has the memory that it is to have: it gives and takes in its own time, and sometimes never. Nothing is
// done about it, only said. Pure.
import type {ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Hold} from './action.ts';
import type {VmPlanInput} from './vm-input.ts';

const mebibyte = 1024 * 1024;

/** Memory is added in blocks, and balloons give whole pages. */
const roundingBytes = 4 * mebibyte;

export const memoryHolds = (
  {observed: {monitor}}: VmPlanInput,
  {memoryBytes}: ResolvedVm,
): readonly Hold[] => {
  const guestBytes = monitor.state === 'connected' ? (monitor.memory?.totalBytes ?? null) : null;
  if (guestBytes === null || Math.abs(guestBytes - memoryBytes) < roundingBytes) return [];
  const missing = inWholeMi(Math.abs(guestBytes - memoryBytes));
  const why =
    guestBytes > memoryBytes
      ? `${missing} are not given back: it needs them, or has no driver for its balloon or memory device`
      : `${missing} are not taken: its kernel needs the driver virtio_mem, and has to put the memory online`;
  return [
    {
      condition: 'Degraded',
      reason: 'MemoryNotFollowed',
      message: `the guest has ${inWholeMi(guestBytes)} of memory, ${inWholeMi(memoryBytes)} are declared; ${why}`,
    },
  ];
};

const inWholeMi = (bytes: number): string => formatQuantity(Math.round(bytes / mebibyte) * mebibyte);
