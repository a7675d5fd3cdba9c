// Who and where we are: host id, boot id, what the kernel lets us do. Read once at start.
import {cpus, totalmem} from 'node:os';
import {VmletError} from '../errors.ts';
import type {Host, HostIdentity} from './host.ts';
import {ownIdentity} from './process.ts';
import {decodeState, encodeState} from './state-file.ts';

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

const storedHostId = ({
  files,
  paths,
  random,
  log,
}: Pick<Host, 'files' | 'paths' | 'random' | 'log'>): string => {
  const state = decodeState(files.read(paths.hostFile));
  if (
    state.state === 'good' &&
    typeof state.content === 'object' &&
    state.content !== null &&
    'hostId' in state.content
  )
    return String(state.content.hostId);
  // Another id would rename every tap and MAC: that is for a person to decide, not for a damaged file.
  if (state.state !== 'absent')
    throw new VmletError(
      'E-CONFIG',
      `${paths.hostFile} is damaged; restore it, or put the host id (hostId: ...) into the policy file`,
      {terminal: true},
    );
  const hostId = random.uuid();
  files.writeAtomic(paths.hostFile, encodeState({hostId}), {mode: 0o600, durable: true});
  log.info('host id made', {hostId});
  return hostId;
};
