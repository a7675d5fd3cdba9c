// What is left over on a host: lives without an object, of this state directory (a link, disks, sockets) and of another vmlet
// (a link, and nothing else), and whether a sweep has taken the one and left the other.
import {linkAlias} from '../../controller/desired/names.ts';
import {emptyQcow2} from '../fakes/qcow2.ts';
import type {Simulation} from './simulation.ts';

/** `link` is null once the host has lost it. */
export type Leftover = {readonly isOurs: boolean; readonly link: string | null};

/** Somebody's machine of long ago. */
export const leaveOver = (sim: Simulation, isOurs: boolean): string => {
  const {files, paths, links} = sim.host;
  const number = String(sim.leftovers.size + 1).padStart(12, '0');
  const uid = `dddddddd-0000-4000-8000-${number}`;
  const link = `vmt-left${number.slice(-4)}`;
  links.control.add({name: link, kind: 'tun', alias: linkAlias(uid)});
  sim.leftovers.set(uid, {isOurs, link});
  sim.note(`> leave over ${uid}${isOurs ? '' : ", another vmlet's"}`);
  if (!isOurs) return uid;
  files.control.put(`${paths.vm(uid).disks}/root.qcow2`, emptyQcow2(mebibyte));
  files.control.put(paths.vm(uid).consoleLog, 'up\n');
  files.control.put(`${paths.vm(uid).runtime}/evidence`, '');
  return uid;
};

const mebibyte = 1024 * 1024;

/** The kernel of a host that boots knows nothing of them. */
export const loseLinks = ({leftovers}: Simulation): void => {
  for (const [uid, {isOurs}] of leftovers) leftovers.set(uid, {isOurs, link: null});
};

/** A person sweeps; the answer, when one came. */
export const sweep = async (sim: Simulation): Promise<void> => {
  const {control} = sim;
  if (control === null) return;
  sim.note('> sweep --delete');
  await sim.during(
    control.sweep({mode: 'delete', stop: []}).catch(() => undefined),
    60_000,
  );
};

/** After a sweep that nothing disturbed. */
export const checkSwept = async (sim: Simulation): Promise<void> => {
  if (sim.leftovers.size === 0) return;
  await sweep(sim);
  const {files, paths, links} = sim.host;
  for (const [uid, {isOurs, link}] of sim.leftovers) {
    const isThere = link !== null && links.control.links().has(link);
    if (!isOurs && link !== null && !isThere) sim.violate(`link ${link} of another vmlet was swept away`);
    if (!isOurs) continue;
    if (link !== null && isThere) sim.violate(`link ${link} of nobody was not swept away`);
    const {disks, logs, runtime} = paths.vm(uid);
    for (const path of [disks, logs, runtime])
      if (files.stat(path) !== undefined) sim.violate(`${path} of nobody was not swept away`);
    if (files.stat(`${paths.trash(uid)}/root.qcow2`) === undefined)
      sim.violate(`the disk of ${uid} is not in the trash`);
  }
};
