// The host policy in force: read at the start, where a bad one ends it, and again when the file is another one, where a bad
// one changes nothing. What it means is desired/policy.ts and look/capacity.ts.
import type {HostPolicy} from './desired/node.ts';
import {isSame} from './desired/same.ts';
import {errorText, VmletError} from './errors.ts';
import type {Host} from './host/host.ts';
import {defaultPolicyPath, readPolicy} from './manifest/policy.ts';
import type {PolicyHolder} from './world.ts';

/** A policy that no file can change. */
export const fixedPolicy = (policy: HostPolicy): PolicyHolder => ({
  current: () => policy,
  reload: () => false,
});

/** Follow a policy file. Throws E-CONFIG when it is bad now. */
export const openPolicy = (
  {files, log}: Pick<Host, 'files' | 'log'>,
  path: string | null,
  ownUid: number,
): PolicyHolder => {
  const file = path ?? defaultPolicyPath;
  const stamp = (): string => {
    const facts = files.stat(file);
    return facts === undefined
      ? 'absent'
      : [facts.inode, facts.sizeBytes, facts.mtimeNs, facts.ctimeNs].map(String).join(' ');
  };
  let seen = stamp();
  let problem = '';
  let policy = readPolicy(files, path, ownUid);
  return {
    current: () => policy,
    reload: () => {
      try {
        const now = stamp();
        if (now === seen) return false;
        seen = now;
        // A policy that vanishes is a fault, and no leave for everything.
        if (now === 'absent') throw new VmletError('E-CONFIG', `policy ${file} is gone`);
        const next = readPolicy(files, path, ownUid);
        problem = '';
        if (isSame(next, policy)) return false;
        const {hostId, parallelStarts} = policy;
        if (next.hostId !== hostId || next.parallelStarts !== parallelStarts)
          log.warn(
            'hostId and starts of the host policy are read at the start: restart vmlet to have them in force',
            {
              file,
            },
          );
        policy = next;
        log.info('the host policy was read again', {file});
        return true;
      } catch (thrown) {
        const error = errorText(thrown);
        // What is wrong with a file stays wrong until it is another one; what kept it from being read may be over by the next scan.
        if (!(thrown instanceof VmletError)) seen = 'unread';
        if (error !== problem)
          log.error('the host policy cannot be used; the last good one stays in force', {error});
        problem = error;
        return false;
      }
    },
  };
};
