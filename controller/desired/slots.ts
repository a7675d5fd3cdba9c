// Slots: the index of a device's pcie-root-port, shared by disks and network cards. Kept for life, so that adding a
// device never moves another. Pure.
import type {ResolvedVm} from './node.ts';

export type Slots = {disk(name: string): number; nic(name: string): number};

/** Devices that have a slot keep it; the others get the lowest free ones, disks first. */
export const assignSlots = (
  wanted: {readonly disks: readonly {name: string}[]; readonly interfaces: readonly {name: string}[]},
  latest: Pick<ResolvedVm, 'disks' | 'interfaces'> | null,
): Slots => {
  const kept = new Map<string, number>([
    ...(latest?.disks ?? []).map(disk => [`disk ${disk.name}`, disk.slot] as const),
    ...(latest?.interfaces ?? []).map(nic => [`nic ${nic.name}`, nic.slot] as const),
  ]);
  const ids = [
    ...wanted.disks.map(disk => `disk ${disk.name}`),
    ...wanted.interfaces.map(nic => `nic ${nic.name}`),
  ];
  // A slot of a device that was just removed stays taken: it may still be in the running guest.
  const taken = new Set(kept.values());
  const slots = new Map<string, number>();
  let next = 0;
  for (const id of ids) {
    const own = kept.get(id);
    if (own === undefined) {
      while (taken.has(next)) next += 1;
      taken.add(next);
    }
    slots.set(id, own ?? next);
  }
  return {disk: name => slots.get(`disk ${name}`) ?? 0, nic: name => slots.get(`nic ${name}`) ?? 0};
};
