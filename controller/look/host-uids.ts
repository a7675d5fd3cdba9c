// Which user a VM's hypervisor runs as: a number that nobody else has. Nothing but the number is decided here.
import type {World} from '../world.ts';

/** First uid of the range that VMs run as. */
export const firstHostUid = 200_000;

/** One above the highest in use: a uid is never given twice while files of it may exist. null without root. */
export const nextHostUid = (world: World): number | null => {
  if (!world.identity.isRoot) return null;
  const {files, paths} = world.host;
  const seen = (files.list(paths.vmsDir) ?? []).map(uid => ownerOf(world, uid));
  const given = [...world.records.values(), ...world.fresh.values()].map(each => each.hostUid ?? 0);
  const lowest = Math.max(firstHostUid - 1, ...seen, ...given) + 1;
  return outside(subordinateRanges(files.read('/etc/subuid')?.toString('utf8') ?? ''), lowest);
};

/** What we made ourselves belongs to whom a record names; of the rest each is looked at once, not for each new VM. */
const ownerOf = (world: World, uid: string): number => {
  const {files, paths} = world.host;
  const known = owners.get(world) ?? new Map<string, number>();
  owners.set(world, known);
  const owner = known.get(uid) ?? files.stat(paths.vm(uid).disks)?.uid ?? 0;
  known.set(uid, owner);
  return owner;
};

const owners = new WeakMap<World, Map<string, number>>();

type Range = {readonly first: number; readonly count: number};

/** subuid(5): uids that users may hand to their containers; a VM must not share one. */
export const subordinateRanges = (text: string): Range[] =>
  text.split('\n').flatMap(line => {
    const [, first, count] = /^[^:]+:(\d+):(\d+)$/.exec(line.trim()) ?? [];
    return first === undefined || count === undefined ? [] : [{first: Number(first), count: Number(count)}];
  });

const outside = (ranges: readonly Range[], lowest: number): number => {
  const hit = ranges.find(({first, count}) => lowest >= first && lowest < first + count);
  return hit === undefined ? lowest : outside(ranges, hit.first + hit.count);
};
