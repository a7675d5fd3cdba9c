// P5, P21, P24: a destructive step meets a thing that bears the mark of a life that a record tells of, and what is asked
// of `ip` is made of plain words. Judged at the instant of the step, from the host and the disk, not from the daemon.
import type {Monitor} from './monitors.ts';
import {recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

/** Blanks, quotes, backslashes and control characters would change what a line means. */
const plainLine = /^[A-Za-z0-9 :._/-]*$/;

export const watchMarks = (sim: Simulation): Monitor => {
  const {host} = sim;
  const vms = `${host.paths.vmsDir}/`;
  /** Lives that a record has told of; a purge removes the record before the last leftovers go. */
  const known = new Set<string>();

  const isKnown = (uid: string): boolean => {
    if (known.has(uid) || sim.leftovers.get(uid)?.isOurs === true) return true;
    for (const record of recordsOf(host)) known.add(record.uid);
    // A damaged record is rebuilt from its newest revision, and cannot be written while the disk is full.
    for (const revised of host.files.list(host.paths.revisionsDir) ?? []) known.add(revised);
    return known.has(uid);
  };

  const checkLink = (name: string, line: string): void => {
    const link = host.links.control.links().get(name);
    if (link === undefined) return;
    const uid = link.alias?.startsWith('vmlet:') === true ? link.alias.slice('vmlet:'.length) : null;
    if (uid !== null && isKnown(uid)) return;
    // Cut short before its mark: it is known by the user of its VM, which no other VM has.
    const owner = link.alias === null ? link.tun?.ownerUid : null;
    if (owner != null && recordsOf(host).some(record => record.hostUid === owner)) return;
    sim.violate(`a link that is not ours is removed: ${line} (alias ${link.alias ?? 'none'})`);
  };

  const checkBatch = (batch: string): void => {
    const grouped = new Map<string, string>();
    for (const line of batch.split('\n')) {
      if (!plainLine.test(line)) sim.violate(`a line for ip is not plain: ${JSON.stringify(line)}`);
      const [, name = '', group = ''] = /^link set dev (\S+) group (\d+)$/.exec(line) ?? [];
      if (name !== '') grouped.set(name, group);
      const one = /^link del dev (\S+)$/.exec(line)?.[1];
      if (one !== undefined) checkLink(one, line);
      const all = /^link del group (\d+)$/.exec(line)?.[1];
      if (all === undefined) continue;
      for (const link of host.links.control.links().values())
        if ((grouped.get(link.name) ?? link.group) === all) checkLink(link.name, line);
    }
  };

  return {
    before: ({door, operation, subject, detail}) => {
      if (door === 'run' && operation === 'ip batch') checkBatch(subject);
      else if (door === 'signal') {
        const {pid, startTicks} = detail as {pid: number; startTicks: number};
        const facts = host.qemus.processes.inspect({pid, startTicks});
        if (facts === undefined)
          sim.violate(`${operation} goes to pid ${String(pid)}, which is another process`);
        else if (!isKnown(subject)) sim.violate(`${operation} goes to a hypervisor of nobody: ${subject}`);
      } else if (
        door === 'write' &&
        (operation === 'removeTree' || operation === 'rename') &&
        subject.startsWith(vms)
      ) {
        const uid = subject.slice(vms.length).split('/')[0] ?? '';
        if (!isKnown(uid)) sim.violate(`${operation} of disks of nobody: ${subject}`);
      }
    },
  };
};
