// P6, P22: what a guest is started on is what was stored, and no tool guesses a format or runs as root.
import {createHash} from 'node:crypto';
import {parseQcow2Header} from '../../controller/observe/qcow2.ts';
import type {RunOptions} from '../../controller/host/host.ts';
import type {Monitor} from './monitors.ts';
import {changedSince, recordsOf} from './records.ts';
import type {Instant} from './records.ts';
import type {Simulation} from './simulation.ts';

type LaunchDetail = {readonly argv: readonly string[]; readonly asked?: Instant};

export const watchStarts = (sim: Simulation): Monitor => {
  const {host} = sim;
  /** Overlays by inode: the base that they were made on. */
  const bases = new Map<number, string>();

  const sha256 = (path: string): string | null => {
    const bytes = host.files.read(path);
    return bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex');
  };

  const checkImage = (path: string, what: string, asked: Instant | undefined): void => {
    const named = /sha256-([0-9a-f]{64})/.exec(path)?.[1];
    if (named !== undefined && sha256(path) !== named && !changedSince(host, path, asked))
      sim.violate(`${what} is started on an image that is not what was stored: ${path}`);
  };

  const checkLaunch = (uid: string, {argv, asked}: LaunchDetail): void => {
    for (const path of new Set(argv.flatMap(each => each.match(/\/[^",]*sha256-[0-9a-f]{64}/g) ?? [])))
      checkImage(path, uid, asked);
    if (!argv.includes('-S') || argv.includes('-snapshot'))
      sim.violate(`${uid} is started with other options`);
    if (argv.some(each => each.includes('"locking":"off"')))
      sim.violate(`${uid} is started without image locks`);
    for (const name of host.files.list(`${host.paths.vmsDir}/${uid}`) ?? []) {
      const path = `${host.paths.vmsDir}/${uid}/${name}`;
      const inode = host.files.stat(path)?.inode;
      const header = parseQcow2Header(host.files.read(path) ?? Buffer.alloc(0));
      if (inode === undefined || !header.ok || header.backing === null) continue;
      const first = bases.get(inode) ?? header.backing.path;
      bases.set(inode, first);
      if (first !== header.backing.path)
        sim.violate(`overlay ${path} is on ${header.backing.path} instead of ${first}`);
    }
  };

  const checkTool = (args: string, options: RunOptions): void => {
    if (!/(^| )-f (qcow2|raw)( |$)/.test(args)) sim.violate(`qemu-img guesses a format: ${args}`);
    if (args.includes(' -b ') && !/ -F (qcow2|raw)( |$)/.test(args))
      sim.violate(`qemu-img guesses the format of a base: ${args}`);
    if (recordsOf(host).some(record => record.hostUid !== null) && (options.uid ?? 0) === 0)
      sim.violate(`qemu-img runs as root: ${args}`);
  };

  return {
    before: ({door, operation, subject, detail}) => {
      if (door === 'launch') checkLaunch(subject, detail as LaunchDetail);
      else if (door === 'run' && operation === 'qemu-img') checkTool(subject, detail as RunOptions);
    },
  };
};
