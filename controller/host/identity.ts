// Who and where we are: host id, boot id, what the kernel lets us do. Read once at start.
import {cpus, totalmem} from 'node:os';
import {VmletError} from '../errors.ts';
import type {Host, HostIdentity} from './host.ts';
import {ownIdentity} from './process.ts';
import {encodeState, readState} from './state-file.ts';
import type {StateFile} from './state-file.ts';

/** Read the identity; the host id is made at the first start and kept in the state directory. */
export const readIdentity = (
  host: Pick<Host, 'files' | 'paths' | 'random' | 'log'>,
  options: {uid: number; arch: string; hostIdOfPolicy: string | null},
): HostIdentity => {
  const {files} = host;
  return {
    hostId: options.hostIdOfPolicy ?? storedHostId(host),
    bootId: files.read('/proc/sys/kernel/random/boot_id')?.toString('utf8').trim() ?? 'unknown',
    daemon: ownIdentity(),
    isRoot: options.uid === 0,
    arch: options.arch === 'arm64' ? 'aarch64' : 'x86_64',
    cpuCount: cpus().length,
    memoryBytes: totalmem(),
    // sd_booted(3): the directory exists where systemd is the running init.
    hasSystemd: files.stat('/run/systemd/system')?.type === 'directory',
  };
};

type IdHost = Pick<Host, 'files' | 'paths' | 'random' | 'log'>;

/** Kept twice: another id would rename every tap and MAC, so one file that is lost must not be enough for that. */
const storedHostId = (host: IdHost): string => {
  const {paths, random, log} = host;
  const places = [paths.hostFile, paths.hostFileCopy];
  const found = places.map(path => readState(host.files, path));
  const kept = found.map(hostIdOf).find(hostId => hostId !== null) ?? null;
  // Both damaged: which id it was is for a person to say.
  if (kept === null && found.some(({state}) => state !== 'absent'))
    throw new VmletError(
      'E-CONFIG',
      `${paths.hostFile} is damaged, and so is its copy; restore one, or put the host id (hostId: ...) into the policy file`,
      {terminal: true},
    );
  const hostId = kept ?? random.uuid();
  if (kept === null) log.info('host id made', {hostId});
  for (const [index, path] of places.entries()) keep(host, path, found[index], hostId);
  return hostId;
};

const hostIdOf = (file: StateFile): string | null => {
  if (file.state !== 'good' || typeof file.content !== 'object' || file.content === null) return null;
  return 'hostId' in file.content ? String(file.content.hostId) : null;
};

const keep = (
  {files, random, log}: IdHost,
  path: string,
  found: StateFile | undefined,
  hostId: string,
): void => {
  if (found !== undefined && hostIdOf(found) === hostId) return;
  if (found?.state === 'damaged') {
    const aside = `${path}.damaged-${random.uuid().slice(0, 8)}`;
    log.error('the host id was damaged and is restored from its copy', {path, aside, why: found.why});
    files.rename(path, aside);
  }
  files.writeAtomic(path, encodeState({hostId}), {mode: 0o600, durable: true});
};
