// Disks of a removed VM: to the trash, back, and (vm.purge) destroyed. Moving is a rename in one file system: they are
// at one place or the other, never half. vm.purge is the only thing in vmlet that deletes guest data.
import {join} from 'node:path';
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {VmWatch} from '../observe/vm.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';

type TrashTools = {readonly host: Host; readonly vms: VmWatch};

type TrashVm = Extract<Action, {type: 'vm.trash'}>;

/** A VM that was trashed, made again and trashed again has several; more than this is a fault. */
const mostGenerations = 1_000;

/**
 * Move the disks, with the record beside them (`<uid>.json`, written first) so that a person can put them back. Of one that
 * nobody knows revisions and logs go there too, disks last: a revision without its disks would be taken for a machine.
 */
export const trashVm = (action: TrashVm, {host, vms}: TrashTools): Outcome => {
  const {files, paths, clock} = host;
  const {disks, revisions, logs} = paths.vm(action.uid);
  const isThere = (path: string): boolean => files.stat(path, {follow: false}) !== undefined;
  const beside = action.record === null ? [revisions, logs].filter(isThere) : [];
  if (!isThere(disks) && beside.length === 0) return done(false);
  const inUse = stillInUse(action.uid, vms);
  if (inUse !== null) return inUse;
  const target = freePlace(host, paths.trash(action.uid));
  files.makeDirectory(paths.trashDir, {mode: 0o700});
  const note = {schema: 1, trashedAt: clock.now(), disks, record: action.record};
  files.writeAtomic(`${target}.json`, `${JSON.stringify(note, null, 2)}\n`, {mode: 0o600, durable: true});
  for (const path of beside) {
    const suffix = path === revisions ? 'revisions' : 'logs';
    files.rename(path, freePlace(host, `${paths.trash(action.uid)}.${suffix}`));
  }
  if (isThere(disks)) files.rename(disks, target);
  return done(true);
};

type RestoreVm = Extract<Action, {type: 'vm.restore'}>;
type PurgeVm = Extract<Action, {type: 'vm.purge'}>;

/** Put the disks back where they were; disks that were made meanwhile stay, and so does the trash. */
export const restoreVm = (action: RestoreVm, {host}: {readonly host: Host}): Outcome => {
  const {files, paths} = host;
  const {disks} = paths.vm(action.uid);
  const trashed = paths.trash(action.uid);
  const isTrashed = files.stat(trashed, {follow: false}) !== undefined;
  if (isTrashed && files.stat(disks, {follow: false}) !== undefined) return done(false);
  if (isTrashed) files.rename(trashed, disks);
  // Also when the last life ended between the two.
  files.remove(`${trashed}.json`);
  return done(isTrashed);
};

/** Destroy disks, trash, logs and sockets of a VM that has no process. */
export const purgeVm = (action: PurgeVm, {host, vms}: TrashTools): Outcome => {
  const {files, paths} = host;
  const inUse = stillInUse(action.uid, vms);
  if (inUse !== null) return inUse;
  const vm = paths.vm(action.uid);
  const trashed = (files.list(paths.trashDir) ?? [])
    .filter(name => name === action.uid || name.startsWith(`${action.uid}.`))
    .map(name => join(paths.trashDir, name));
  for (const path of [vm.disks, vm.logs, vm.runtime, ...trashed]) files.removeTree(path);
  return done(true);
};

/** Looked at once more just before: guest data is never taken from under a process, nor when that cannot be told. */
const stillInUse = (uid: string, vms: VmWatch): Outcome | null => {
  vms.refresh();
  const {process} = vms.observe(uid);
  if (process.state === 'absent') return null;
  return {kind: 'recheck', afterMs: 1_000, why: `its disks stay where they are: process ${process.state}`};
};

const freePlace = ({files}: Host, path: string): string => {
  for (let generation = 1; generation < mostGenerations; generation += 1) {
    const candidate = generation === 1 ? path : `${path}.${String(generation)}`;
    if (files.stat(candidate, {follow: false}) === undefined) return candidate;
  }
  throw new VmletError('E-STATE', `${path} holds too many generations; remove the old ones`, {
    terminal: true,
  });
};
