// Which user a VM's hypervisor runs as: a number that nobody else has. Nothing but the number is decided here.
import type {World} from './world.ts';

/** First uid of the range that VMs run as. */
export const firstHostUid = 200_000;

/** One above the highest in use: a uid is never given twice while files of it may exist. null without root. */
export const nextHostUid = (world: World): number | null => {
  if (!world.identity.isRoot) return null;
  const {files, paths} = world.host;
  const owners = (files.list(paths.vmsDir) ?? []).map(uid => files.stat(paths.vm(uid).disks)?.uid ?? 0);
  const given = [...world.records.values(), ...world.fresh.values()].map(each => each.hostUid ?? 0);
  const lowest = Math.max(firstHostUid - 1, ...owners, ...given) + 1;
  return outside(subordinateRanges(files.read('/etc/subuid')?.toString('utf8') ?? ''), lowest);
};

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
