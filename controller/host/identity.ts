// Who and where we are: host id, boot id, what the kernel lets us do. Read once at start.
import {cpus, totalmem} from 'node:os';
import {basename, join} from 'node:path';
import {VmletError} from '../errors.ts';
import type {Host, HostIdentity} from './host.ts';
import {ownIdentity} from './process-facts.ts';
import {encodeState, readState} from './state-file.ts';
import type {StateFile} from './state-file.ts';

/** Read the identity; the host id is made at the first start and kept in the state directory. */
export const readIdentity = (
  host: IdHost,
  options: {uid: number; arch: string; hostIdOfPolicy: string | null},
): HostIdentity => identityWith(host, options, keptHostId(host, options.hostIdOfPolicy));

/** The same for work that derives no name: nothing is written, and a host id that is damaged does not matter. */
export const readIdentityWithoutId = (
  host: Pick<Host, 'files' | 'paths'>,
  options: {uid: number; arch: string},
): HostIdentity => {
  const found = places(host.paths).map(path => storedOf(readState(host.files, path)));
  refuseCopy(host, found.find(each => each !== null) ?? null);
  return identityWith(host, options, 'unknown');
};

const identityWith = (
  host: Pick<Host, 'files'>,
  options: {uid: number; arch: string},
  hostId: string,
): HostIdentity => {
  const {files} = host;
  return {
    hostId,
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

/** `stateDir` is where the directory lay at the last start; older versions did not say. */
type Stored = {readonly hostId: string; readonly stateDir?: string};

/** Kept twice: another id would rename every tap and MAC, so one file that is lost must not be enough for that. */
const keptHostId = (host: IdHost, hostIdOfPolicy: string | null): string => {
  const {files, paths, random, log} = host;
  const found = places(paths).map(path => readState(files, path));
  const stored = found.map(storedOf).find(each => each !== null) ?? null;
  // Both damaged: which id it was is for a person to say.
  if (stored === null && hostIdOfPolicy === null && found.some(({state}) => state !== 'absent'))
    throw new VmletError(
      'E-CONFIG',
      `${paths.hostFile} is damaged, and so is its copy; restore one, or put the host id (hostId: ...) into the policy file`,
      {terminal: true},
    );
  refuseCopy(host, stored);
  const kept: Stored = {
    hostId: stored?.hostId ?? hostIdOfPolicy ?? random.uuid(),
    stateDir: files.realpath(paths.stateDir) ?? paths.stateDir,
  };
  if (stored === null) log.info('host id made', {hostId: kept.hostId});
  for (const [index, path] of places(paths).entries()) keep(host, path, found[index], kept);
  return hostIdOfPolicy ?? kept.hostId;
};

const places = ({hostFile, hostFileCopy}: Host['paths']): readonly string[] => [hostFile, hostFileCopy];

const storedOf = (file: StateFile): Stored | null => {
  if (file.state !== 'good' || typeof file.content !== 'object' || file.content === null) return null;
  const content = file.content as Readonly<Record<string, unknown>>;
  if (typeof content['hostId'] !== 'string') return null;
  const {hostId, stateDir} = content;
  return {hostId, ...(typeof stateDir === 'string' ? {stateDir} : {})};
};

/**
 * Two directories with the same memory would fight for the same guests, disks and links: each takes what bears its
 * uids for its own. One that was moved, or restored where the other is gone, is no copy.
 */
const refuseCopy = ({files, paths}: Pick<Host, 'files' | 'paths'>, stored: Stored | null): void => {
  const there = stored?.stateDir;
  const here = files.realpath(paths.stateDir) ?? paths.stateDir;
  if (stored === null || there === undefined || there === here) return;
  const [own, other] = [here, there].map(path => files.stat(path));
  if (other === undefined || (own?.device === other.device && own.inode === other.inode)) return;
  const ids = places(paths).map(path => storedOf(readState(files, join(there, basename(path))))?.hostId);
  if (!ids.includes(stored.hostId)) return;
  throw new VmletError(
    'E-CONFIG',
    `state directory ${here} is a copy of ${there}, which is still there: both would run the same VMs; use --state-dir ${there}, or move that one away first`,
    {terminal: true},
  );
};

const keep = (
  {files, random, log}: IdHost,
  path: string,
  found: StateFile | undefined,
  stored: Stored,
): void => {
  const before = found === undefined ? null : storedOf(found);
  if (before?.hostId === stored.hostId && before.stateDir === stored.stateDir) return;
  if (found?.state === 'damaged') {
    const aside = `${path}.damaged-${random.uuid().slice(0, 8)}`;
    log.error('the host id was damaged and is written anew', {path, aside, why: found.why});
    files.rename(path, aside);
  }
  files.writeAtomic(path, encodeState(stored), {mode: 0o600, durable: true});
};
