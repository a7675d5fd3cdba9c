// Which user a VM's hypervisor runs as. Nothing but the number is decided here.
import type {World} from './world.ts';

/** First uid of the range that VMs run as: far above users, below the container ranges of /etc/subuid (from 100000 by 65536). */
export const firstHostUid = 200_000;

/** One above the highest in use: a uid is never given twice while files of it may exist. */
export const nextHostUid = (world: World): number | null => {
  if (!world.identity.isRoot) return null;
  const {files, paths} = world.host;
  const owners = (files.list(paths.vmsDir) ?? []).map(uid => files.stat(paths.vm(uid).disks)?.uid ?? 0);
  const given = [...world.records.values(), ...world.fresh.values()].map(each => each.hostUid ?? 0);
  return Math.max(firstHostUid - 1, ...owners, ...given) + 1;
};
