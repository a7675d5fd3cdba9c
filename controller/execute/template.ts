// Empty qcow2 files to copy disks from: `qemu-img create` costs 16 ms, a copy half a millisecond. One per (base, size),
// made once however many ask at the same time. A template holds no guest data and can be thrown away at any time.
import {basename, dirname, join} from 'node:path';
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {readDisk} from '../observe/disk.ts';

export type DiskBase = {readonly digest: string; readonly path: string; readonly format: 'raw' | 'qcow2'};

export type TemplateWish = {
  /** Null for a disk that stands alone. */
  readonly base: DiskBase | null;
  readonly sizeBytes: number;
  /** User that qemu-img runs as; null when vmlet is not root. */
  readonly runAsUid: number | null;
};

export type Templates = {
  /** Path of the template, made when it is not there. Throws E-TOOL when qemu-img refuses. */
  ensure(wish: TemplateWish): Promise<string>;
};

/** Room for the tables of the largest disk that vmlet allows. */
const mostTemplateBytes = 16 * 1024 * 1024;

/** Open the store of templates. */
export const openTemplates = (host: Host): Templates => {
  const making = new Map<string, Promise<void>>();
  return {
    ensure: async wish => {
      const path = host.paths.template(wish.base?.digest ?? 'blank', wish.sizeBytes);
      if (!isSound(host, path, wish)) {
        const running = making.get(path) ?? make(host, path, wish).finally(() => making.delete(path));
        making.set(path, running);
        await running;
      }
      return path;
    },
  };
};

const isSound = (host: Host, path: string, wish: TemplateWish): boolean => {
  const disk = readDisk(host.files, path, 'qcow2');
  return (
    disk.state === 'present' &&
    disk.value.virtualSizeBytes === wish.sizeBytes &&
    disk.value.backing?.path === wish.base?.path &&
    disk.value.backing?.format === wish.base?.format
  );
};

/** qemu-img runs as an unprivileged user in a directory of its own and never opens the base (-u). */
const make = async (host: Host, path: string, wish: TemplateWish): Promise<void> => {
  const {files, paths} = host;
  const owner = wish.runAsUid === null ? {} : {uid: wish.runAsUid, gid: wish.runAsUid};
  const work = paths.work(`template-${basename(path)}`);
  files.makeDirectory(dirname(work), {mode: 0o711});
  try {
    clear(host, work, wish);
    files.makeDirectory(work, {mode: 0o700, ...owner});
    const made = join(work, 'disk.qcow2');
    const onBase = wish.base === null ? [] : ['-u', '-F', wish.base.format, '-b', wish.base.path];
    const args = ['create', '-q', '-f', 'qcow2', ...onBase, made, String(wish.sizeBytes)];
    const result = await host.processes.run('qemu-img', args, {cwd: work, ...owner});
    if (result.exitCode !== 0)
      throw new VmletError(
        'E-TOOL',
        `qemu-img cannot make an overlay: ${result.stderr.trim().slice(0, 500)}`,
      );
    takeBack(host, work, wish);
    const content = files.readRegular(made, mostTemplateBytes);
    if (content.length > mostTemplateBytes)
      throw new VmletError('E-TOOL', `an empty disk of ${String(wish.sizeBytes)} bytes has too large tables`);
    files.makeDirectory(dirname(path), {mode: 0o711});
    files.writeAtomic(path, content, {mode: 0o444, durable: true});
  } finally {
    clear(host, work, wish);
  }
  if (!isSound(host, path, wish))
    throw new VmletError(
      'E-TOOL',
      `qemu-img made another disk than asked: ${JSON.stringify(readDisk(files, path, 'qcow2'))}`,
    );
};

/** From here on only root may change the directory: what we read or remove in it cannot be swapped for a link. */
const takeBack = ({files}: Host, work: string, wish: TemplateWish): void => {
  if (wish.runAsUid !== null) files.makeDirectory(work, {mode: 0o700, uid: 0, gid: 0});
};

const clear = (host: Host, work: string, wish: TemplateWish): void => {
  takeBack(host, work, wish);
  host.files.removeTree(work);
};
