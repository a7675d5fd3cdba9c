// Grows a disk whose VM is off. Never shrinks: qemu-img would cut off data.
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {readDisk} from '../observe/disk.ts';
import type {DiskFile} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';

type GrowDisk = Extract<Action, {type: 'disk.grow'}>;

const resizeTimeoutMs = 60_000;

/**
 * Grow a qcow2 disk to `sizeBytes`. The header may have been written by a guest that broke out, so it is vetted again
 * and qemu-img runs as the VM's user. Throws E-CONFLICT (terminal) for a smaller size, E-TOOL while QEMU holds it.
 */
export const growDisk = async (
  action: GrowDisk,
  {host}: {readonly host: Host},
  options: {signal: AbortSignal},
): Promise<Outcome> => {
  const before = vetted(host, action.path);
  if (before.virtualSizeBytes === action.sizeBytes) return done(false);
  if (before.virtualSizeBytes > action.sizeBytes)
    throw new VmletError(
      'E-CONFLICT',
      `disks cannot shrink: ${action.path} has ${String(before.virtualSizeBytes)} bytes, ${String(action.sizeBytes)} are asked for`,
      {terminal: true},
    );
  const owner = action.ownerUid === null ? {} : {uid: action.ownerUid, gid: action.ownerUid};
  const args = ['resize', '-q', '-f', 'qcow2', action.path, String(action.sizeBytes)];
  const result = await host.processes.run('qemu-img', args, {
    ...owner,
    cwd: '/',
    timeoutMs: resizeTimeoutMs,
    signal: options.signal,
  });
  if (result.exitCode !== 0)
    throw new VmletError('E-TOOL', `cannot grow ${action.path}: ${result.stderr.trim().slice(0, 500)}`);
  const after = vetted(host, action.path);
  if (after.virtualSizeBytes < action.sizeBytes)
    throw new VmletError('E-TOOL', `${action.path} did not grow to ${String(action.sizeBytes)} bytes`);
  return done(true);
};

/** A header that stands up, and no base but a stored image. */
const vetted = (host: Host, path: string): DiskFile => {
  const disk = readDisk(host.files, path, 'qcow2');
  if (disk.state === 'absent') throw new VmletError('E-STATE', `disk ${path} is gone`);
  if (disk.state === 'unknown') throw new VmletError('E-STATE', disk.why, {terminal: true});
  const {backing} = disk.value;
  if (backing !== null && !backing.path.startsWith(`${host.paths.imagesDir}/`))
    throw new VmletError(
      'E-STATE',
      `disk ${path} names ${backing.path} as its base, which is not a stored image`,
      {
        terminal: true,
      },
    );
  return disk.value;
};
