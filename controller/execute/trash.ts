// Moves the disks of a VM to the trash. A rename in one file system: they are at one place or the other, never half.
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';

type TrashVm = Extract<Action, {type: 'vm.trash'}>;

/** A VM that was trashed, made again and trashed again has several; more than this is a fault. */
const mostGenerations = 1_000;

/** Move the disks, with the record beside them (`<uid>.json`, written first) so that a person can put them back. */
export const trashVm = async (action: TrashVm, {host}: {readonly host: Host}): Promise<Outcome> => {
  const {files, paths, clock} = host;
  const {disks} = paths.vm(action.uid);
  if (files.stat(disks, {follow: false}) === undefined) return done(false);
  const target = freePlace(host, paths.trash(action.uid));
  files.makeDirectory(paths.trashDir, {mode: 0o700});
  const note = {schema: 1, trashedAt: clock.now(), disks, record: action.record};
  files.writeAtomic(`${target}.json`, `${JSON.stringify(note, null, 2)}\n`, {mode: 0o600, durable: true});
  files.rename(disks, target);
  return done(true);
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
