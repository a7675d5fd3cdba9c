// Makes a VM's disk: a copy of a template, put in place without clobbering. Never opens, changes or replaces a disk
// that exists: whatever lies under its name is guest data.
import {basename, dirname} from 'node:path';
import {systemCode, VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {readDisk} from '../observe/disk.ts';
import {readImage} from '../observe/image.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import type {DiskBase, Templates} from './template.ts';

export type DiskTools = {readonly host: Host; readonly templates: Templates};

type CreateOverlay = Extract<Action, {type: 'overlay.create'}>;
type CreateBlank = Extract<Action, {type: 'blank.create'}>;
type Place = {readonly path: string; readonly sizeBytes: number; readonly ownerUid: number | null};

/**
 * An overlay over a stored image. Throws E-IMAGE (terminal) when the image is not what was imported, E-CONFLICT
 * (terminal) when the overlay exists on another base; data is untouched in both cases.
 */
export const createOverlay = async (action: CreateOverlay, tools: DiskTools): Promise<Outcome> => {
  if (isThere(tools.host, action, action.base)) return done(ownExisting(tools.host, action));
  checkBase(tools.host, action);
  return place(action, action.base, tools);
};

/** An empty disk of its own; no file system is made. Throws E-CONFLICT (terminal) when another disk is there. */
export const createBlank = async (action: CreateBlank, tools: DiskTools): Promise<Outcome> =>
  isThere(tools.host, action, null) ? done(ownExisting(tools.host, action)) : place(action, null, tools);

/** True when the disk is there on this base; a smaller or larger one is not this action's business. */
const isThere = (host: Host, {path}: Place, base: DiskBase | null): boolean => {
  const disk = readDisk(host.files, path, 'qcow2');
  if (disk.state === 'absent') return false;
  if (disk.state === 'unknown')
    throw new VmletError('E-STATE', `something else is where the disk belongs: ${disk.why}; data untouched`);
  const {backing} = disk.value;
  if (backing?.path === base?.path && backing?.format === base?.format) return true;
  throw new VmletError(
    'E-CONFLICT',
    `disk ${path} exists on another base (${backing === null ? 'none' : backing.path}, not ${base === null ? 'none' : base.path}); data untouched`,
    {terminal: true},
  );
};

const checkBase = (host: Host, {base, sizeBytes}: CreateOverlay): void => {
  const image = readImage(host.files, host.paths, base.digest);
  if (image.state === 'unknown') throw new VmletError('E-IMAGE', image.why);
  if (image.state === 'absent') throw new VmletError('E-IMAGE', `image ${base.digest} is not in the store`);
  const {intact, why, path, format, virtualSizeBytes} = image.value;
  if (!intact)
    throw new VmletError(
      'E-IMAGE',
      `image ${base.digest} is not what was imported: ${why ?? ''}; import it again`,
      {
        terminal: true,
      },
    );
  if (path !== base.path || format !== base.format)
    throw new VmletError(
      'E-IMAGE',
      `image ${base.digest} is ${format} at ${path}, not ${base.format} at ${base.path}`,
      {
        terminal: true,
      },
    );
  if (sizeBytes < virtualSizeBytes)
    throw new VmletError(
      'E-CONFLICT',
      `an overlay of ${String(sizeBytes)} bytes would cut off its image of ${String(virtualSizeBytes)} bytes`,
      {terminal: true},
    );
};

/** The temp file lies where no VM can write: one that could, might plant a link for root to follow. */
const place = async (wish: Place, base: DiskBase | null, {host, templates}: DiskTools): Promise<Outcome> => {
  const {files, paths} = host;
  const template = await templates.ensure({base, sizeBytes: wish.sizeBytes, runAsUid: wish.ownerUid});
  const temporary = paths.work(`disk-${basename(dirname(wish.path))}-${basename(wish.path)}`);
  const owner = wish.ownerUid === null ? {} : {uid: wish.ownerUid, gid: wish.ownerUid};
  files.makeDirectory(paths.vmsDir, {mode: 0o711});
  files.makeDirectory(paths.workDir, {mode: 0o711});
  files.makeDirectory(dirname(wish.path), {mode: 0o700, ...owner});
  files.remove(temporary);
  try {
    await files.copy(template, temporary, {mode: 0o600, durable: true, ...owner});
    files.linkNoClobber(temporary, wish.path);
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
    return done(!isThere(host, wish, base));
  } finally {
    files.remove(temporary);
  }
  if (!isThere(host, wish, base))
    throw new VmletError('E-STATE', `disk ${wish.path} is gone right after it was made`);
  return done(true);
};

/** A VM that got another uid keeps its disks. The directory is root's meanwhile, so that nothing can be swapped. */
const ownExisting = ({files}: Host, {path, ownerUid}: Place): boolean => {
  const isOwn = (each: string): boolean => files.stat(each, {follow: false})?.uid === ownerUid;
  // Whoever was cut short has left the directory to root.
  if (ownerUid === null || (isOwn(path) && isOwn(dirname(path)))) return false;
  files.makeDirectory(dirname(path), {mode: 0o700, uid: 0, gid: 0});
  if (files.stat(path, {follow: false})?.type === 'file') files.chown(path, ownerUid, ownerUid);
  files.makeDirectory(dirname(path), {mode: 0o700, uid: ownerUid, gid: ownerUid});
  return true;
};
