// The directories and logs of one VM's process: made before a start, closed to the hypervisor before the guest runs.
import {dirname} from 'node:path';
import type {Host} from '../host/host.ts';
import {olderLog, previousBootLog} from '../host/paths.ts';
import type {VmPaths} from '../host/paths.ts';

type DirectoryHost = Pick<Host, 'files' | 'paths'>;

/**
 * A fresh runtime directory that the VM's user may create its sockets in, and empty logs: console.log holds this
 * boot only, the last boot's is kept beside it. Only for a VM without a process: sockets of a former run are removed.
 */
export const prepareDirectories = (host: DirectoryHost, paths: VmPaths, hostUid: number | null): void => {
  const {files} = host;
  const logs = dirname(paths.consoleLog);
  const passable = hostUid === null ? 0o700 : 0o711;
  files.removeTree(paths.runtime);
  for (const directory of [dirname(paths.runtime), dirname(logs), logs])
    files.makeDirectory(directory, {mode: passable});
  files.makeDirectory(paths.runtime, {mode: 0o700, ...owner(hostUid)});
  for (const log of [paths.consoleLog, paths.vmmLog]) {
    if (files.stat(log, {follow: false}) !== undefined) files.rename(log, previousBootLog(log));
    files.remove(olderLog(log));
  }
  // Ours is the directory, theirs the file: the hypervisor can write its log, but put nothing else in its place.
  files.writeAtomic(paths.consoleLog, '', {mode: 0o600, durable: false, ...owner(hostUid)});
  files.writeAtomic(paths.vmmLog, '', {mode: 0o600, durable: false});
};

/**
 * Take the runtime directory away from the hypervisor's user once its sockets are there: a guest that takes over its
 * hypervisor must not swap a socket for a link to something that we, as root, would then talk to.
 */
export const sealRuntimeDirectory = (host: DirectoryHost, uid: string, isRoot: boolean): void => {
  if (isRoot) host.files.makeDirectory(host.paths.vm(uid).runtime, {mode: 0o711, uid: 0, gid: 0});
};

const owner = (hostUid: number | null): {uid: number; gid: number} | Record<string, never> =>
  hostUid === null ? {} : {uid: hostUid, gid: hostUid};
