// Slots: the index of a device's pcie-root-port, shared by disks and network cards. Kept for life, so that adding a
// device never moves another. Pure.
import type {ResolvedVm} from './node.ts';

export type Slots = {disk(name: string): number; nic(name: string): number};

type Placed = Pick<ResolvedVm, 'disks' | 'interfaces'>;

/** Where devices are, or were. */
export type Places = {
  /** In the machine that runs, or ran last. */
  readonly booted: Placed | null;
  /** In the newest revision, which may wait for approval. */
  readonly latest: Placed | null;
  /** Where they would go if nobody is there: what a rollback goes back to. */
  readonly wished?: Placed;
};

/**
 * Devices that have a slot keep it; the others get the lowest free ones, disks first. A slot is free only when no device
 * of the booted machine or of the newest revision is in it, also one that is to go: it may still be plugged.
 */
export const assignSlots = (
  wanted: {readonly disks: readonly {name: string}[]; readonly interfaces: readonly {name: string}[]},
  {booted, latest, wished}: Places,
): Slots => {
  const known = [booted, latest, wished ?? null].map(slotsOf);
  const holders = new Map(
    [latest, booted].flatMap(placed => [...slotsOf(placed)].map(([id, slot]) => [slot, id] as const)),
  );
  const given = new Set<number>();
  const slots = new Map<string, number>();
  let next = 0;
  for (const id of [
    ...wanted.disks.map(disk => `disk ${disk.name}`),
    ...wanted.interfaces.map(nic => `nic ${nic.name}`),
  ]) {
    const own = known
      .flatMap(places => places.get(id) ?? [])
      .find(slot => (holders.get(slot) ?? id) === id && !given.has(slot));
    if (own === undefined) while (holders.has(next) || given.has(next)) next += 1;
    given.add(own ?? next);
    slots.set(id, own ?? next);
  }
  return {disk: name => slots.get(`disk ${name}`) ?? 0, nic: name => slots.get(`nic ${name}`) ?? 0};
};

const slotsOf = (placed: Placed | null): ReadonlyMap<string, number> =>
  new Map([
    ...(placed?.disks ?? []).map(disk => [`disk ${disk.name}`, disk.slot] as const),
    ...(placed?.interfaces ?? []).map(nic => [`nic ${nic.name}`, nic.slot] as const),
  ]);
