// vm.clean: what a finished run leaves outside the state directory, its cgroups and its runtime directory.
import {errorText} from '../errors.ts';
import {removeVmCgroups} from '../host/cgroup.ts';
import {done} from '../plan/action.ts';
import {failedBy} from './failure.ts';
import type {VmExecutor} from './vm-tools.ts';

/** rmdir of a cgroup says EBUSY for an instant after its last process ended, on a busy host for longer. */
const attempts = 24;
const longestPauseMs = 25;
const pauseMs = (attempt: number): number => Math.min(2 ** (attempt - 1), longestPauseMs);

export const cleanVm: VmExecutor<'vm.clean'> = async (action, tools, options) => {
  const {host, vms} = tools;
  const {process} = vms.observe(action.uid);
  if (process.state !== 'absent')
    return {kind: 'recheck', afterMs: 1_000, why: `not cleaned: process ${process.state}`};
  try {
    let gone = removeVmCgroups(host, action.uid);
    for (let attempt = 1; !gone && attempt < attempts; attempt++) {
      await host.clock.sleep(pauseMs(attempt), {signal: options.signal});
      gone = removeVmCgroups(host, action.uid);
    }
    if (!gone) return {kind: 'recheck', afterMs: 1_000, why: 'a cgroup of the last run is still busy'};
    // Last, so that it still shows what is left to do when we are interrupted.
    const changed = host.files.stat(action.paths.runtime, {follow: false}) !== undefined;
    if (changed) host.files.removeTree(action.paths.runtime);
    return done(changed);
  } catch (thrown) {
    host.log.debug('clean failed', {uid: action.uid, why: errorText(thrown)});
    return failedBy(thrown, options, 'not cleaned');
  }
};
