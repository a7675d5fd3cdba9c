// P4: a disk that exists is never deleted, made anew, overwritten or cut; only purge removes it, and only the trash
// policy moves it.
import {parseQcow2Header} from '../../controller/observe/qcow2.ts';
import type {Monitor} from './monitors.ts';
import {recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

type Disk = {readonly inode: number; readonly sizeBytes: number};

export const watchDisks = (
  sim: Simulation,
): Monitor & {purged(uid: string): void; declaredAgain(uid: string): void} => {
  const {host} = sim;
  const root = `${host.paths.vmsDir}/`;
  const purges = new Set<string>();
  let known = new Map<string, Disk>();

  const look = (): Map<string, Disk> => {
    const found = new Map<string, Disk>();
    for (const uid of host.files.list(host.paths.vmsDir) ?? [])
      for (const name of host.files.list(`${root}${uid}`) ?? []) {
        const path = `${root}${uid}/${name}`;
        const header = parseQcow2Header(host.files.read(path) ?? Buffer.alloc(0));
        const facts = host.files.stat(path);
        if (facts !== undefined)
          found.set(path, {inode: facts.inode, sizeBytes: header.ok ? header.virtualSizeBytes : 0});
      }
    return found;
  };

  const inTrash = (inode: number): boolean =>
    (host.files.list(host.paths.trashDir) ?? []).some(entry =>
      (host.files.list(`${host.paths.trashDir}/${entry}`) ?? []).some(
        name => host.files.stat(`${host.paths.trashDir}/${entry}/${name}`)?.inode === inode,
      ),
    );

  const mayTrash = (uid: string): boolean =>
    sim.leftovers.has(uid) ||
    recordsOf(host).some(
      record => record.uid === uid && record.tombstone !== null && record.policy?.deletion.disks === 'Delete',
    );

  const compare = (): void => {
    const now = look();
    for (const [path, disk] of known) {
      const uid = path.slice(root.length).split('/')[0] ?? '';
      const there = now.get(path);
      if (there?.inode === disk.inode && there.sizeBytes >= disk.sizeBytes) continue;
      if (purges.has(uid)) continue;
      if (there?.inode === disk.inode)
        sim.violate(`disk ${path} was cut to ${String(there.sizeBytes)} bytes`);
      else if (!inTrash(disk.inode))
        sim.violate(`disk ${path} was ${there === undefined ? 'deleted' : 'made anew'}`);
      else if (!mayTrash(uid) && there !== undefined)
        sim.violate(`disk ${path} was moved to the trash and made anew`);
    }
    known = now;
  };

  const touchesDisks = (text: string): boolean =>
    text.includes(root) || host.paths.vmsDir.startsWith(text) || text.startsWith(host.paths.trashDir);

  return {
    purged: uid => {
      purges.add(uid);
    },
    declaredAgain: uid => {
      purges.delete(uid);
    },
    before: ({door, operation, subject, detail}) => {
      if (door !== 'write' || operation !== 'rename' || !subject.startsWith(root)) return;
      const uid = subject.slice(root.length);
      if (String(detail).startsWith(host.paths.trashDir) && !mayTrash(uid))
        sim.violate(`disks of ${uid} go to the trash without a policy that says so`);
    },
    after: ({door, operation, subject}) => {
      const isFile = door === 'write' && operation !== 'makeDirectory' && touchesDisks(subject);
      const isTool = door === 'run' && operation === 'qemu-img' && subject.includes(root);
      if (isFile || isTool) compare();
    },
    acted: compare,
  };
};
