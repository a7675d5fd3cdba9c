// One cgroup per VM in every hierarchy that helps: found from mountinfo (v1, v2 and both at once exist).
// Membership only: for accounting, freezing and killing a whole VM. Missing hierarchies degrade, never fail.
import {join} from 'node:path';
import {errorText} from '../errors.ts';
import type {Host} from './host.ts';

export type CgroupHierarchy = {
  readonly version: 1 | 2;
  readonly mount: string;
  /** v1 only: what is bound to this mount. */
  readonly controllers: readonly string[];
};

type CgroupHost = Pick<Host, 'files' | 'log'>;

/** v1 controllers worth joining; the others would only constrain. */
const wantedControllers: readonly string[] = ['memory', 'pids', 'cpu', 'freezer'];

/** Ours below each hierarchy's root. */
const parent = 'vmlet';

/** Mounted hierarchies, from the text of /proc/self/mountinfo (proc_pid_mountinfo(5)). */
export const parseCgroupMounts = (mountinfo: string): CgroupHierarchy[] =>
  mountinfo.split('\n').flatMap((line): CgroupHierarchy[] => {
    const [before = '', after = ''] = line.split(' - ');
    const mount = (before.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(parseInt(octal, 8)),
    );
    const [type, , options = ''] = after.split(' ');
    if (type === 'cgroup2') return [{version: 2, mount, controllers: []}];
    if (type !== 'cgroup') return [];
    const controllers = options.split(',').filter(option => wantedControllers.includes(option));
    return controllers.length === 0 ? [] : [{version: 1, mount, controllers}];
  });

/**
 * Create the VM's cgroups and return the directories to join. A hierarchy that refuses (read-only, not delegated)
 * is left out with a debug line: a VM runs without it.
 */
export const makeVmCgroups = (host: CgroupHost, uid: string): string[] =>
  hierarchies(host).flatMap(hierarchy => {
    const directory = join(hierarchy.mount, parent, uid);
    try {
      host.files.makeDirectory(directory, {mode: 0o755});
      return [directory];
    } catch (thrown) {
      host.log.debug('no cgroup for this VM', {directory, why: errorText(thrown)});
      return [];
    }
  });

/** True when the VM has no cgroup left. Right after the last process ended rmdir may still say EBUSY: try again. */
export const removeVmCgroups = (host: CgroupHost, uid: string): boolean =>
  hierarchies(host)
    .map(hierarchy => {
      const gone = removed(host, join(hierarchy.mount, parent, uid));
      // The last VM takes the parent with it; it is busy while there are others.
      if (gone) removed(host, join(hierarchy.mount, parent));
      return gone;
    })
    .every(gone => gone);

/** Kill a VM's whole cgroup (v2's cgroup.kill); false when `pid` is in none that is this VM's alone. */
export const killVmCgroup = (host: CgroupHost, uid: string, pid: number): boolean => {
  const path = parseV2Path(host.files.read(`/proc/${String(pid)}/cgroup`)?.toString() ?? '');
  const own = path.split('/').at(-1);
  if (own !== uid && own !== `vmlet-vm-${uid}.service`) return false;
  const mount = hierarchies(host).find(hierarchy => hierarchy.version === 2)?.mount;
  if (mount === undefined) return false;
  try {
    host.files.poke(join(mount, path, 'cgroup.kill'), '1');
    return true;
  } catch (thrown) {
    host.log.debug('cgroup.kill not possible', {uid, why: errorText(thrown)});
    return false;
  }
};

/** The v2 path of a process, from the text of /proc/PID/cgroup (cgroups(7)); '' when there is none. */
export const parseV2Path = (text: string): string => /^0::(\/.*)$/m.exec(text)?.[1] ?? '';

const hierarchies = (host: CgroupHost): readonly CgroupHierarchy[] => {
  const mountinfo = host.files.read('/proc/self/mountinfo')?.toString() ?? '';
  if (parsed?.mountinfo !== mountinfo) parsed = {mountinfo, hierarchies: parseCgroupMounts(mountinfo)};
  return parsed.hierarchies;
};

/** Read at each start and end of a VM; it hardly ever changes, and is long where there are containers. */
let parsed: {readonly mountinfo: string; readonly hierarchies: readonly CgroupHierarchy[]} | undefined;

const removed = (host: CgroupHost, directory: string): boolean => {
  try {
    host.files.removeDirectory(directory);
    return true;
  } catch {
    return host.files.stat(directory) === undefined;
  }
};
