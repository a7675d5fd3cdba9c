// The cgroups of VMs as the host shows them, and their removal after a test. Nothing of processes.
import * as fs from 'node:fs';
import {join} from 'node:path';

/** In whichever hierarchies the machine has; the only one of version 2 is mounted at the top. */
export const cgroupsOf = (uid: string): string[] =>
  ['.', ...fs.readdirSync('/sys/fs/cgroup')]
    .map(hierarchy => join('/sys/fs/cgroup', hierarchy, 'vmlet', uid))
    .filter(path => fs.existsSync(path));

/** A hierarchy may hold on to one for some moments after its last process; what stays is empty. */
export const removeCgroups = (uid: string): void => {
  for (const path of cgroupsOf(uid))
    try {
      fs.rmdirSync(path);
    } catch (thrown) {
      if (!/EBUSY|ENOENT/.test(String(thrown))) throw thrown;
    }
};
