// What a hypervisor's monitor is asked when it was reached, and when an event said that something changed.
// Asks, changes nothing; who holds the connection is held-session.ts.
import {askGuestMemory} from '../drivers/qemu/guest-memory.ts';
import {blockErrorDevice, readBlockErrors, readRunState, readUuid} from '../drivers/qemu/monitor.ts';
import type {QmpEvent, QmpSession} from '../drivers/qemu/qmp.ts';
import type {Monitor} from './snapshot.ts';

export type Connected = Extract<Monitor, {state: 'connected'}>;

/** Names kept of disks with errors; a hostile stream of events must not grow us. */
const blockErrorLimit = 32;

/** Everything that is kept of a hypervisor. */
export const introduce = async (session: QmpSession): Promise<Connected> => {
  const uuid = readUuid(await session.execute('query-uuid'));
  const runState = readRunState(await session.execute('query-status'));
  const blockErrors = runState === 'io-error' ? readBlockErrors(await session.execute('query-block')) : [];
  const memory = await askGuestMemory(session);
  return {
    state: 'connected',
    runState,
    uuid,
    resets: 0,
    ...(memory === null ? {} : {memory}),
    blockErrors,
  };
};

/** What events tell of; where the memory cannot change it is not asked for. */
export const update = async (
  session: QmpSession,
  monitor: Monitor,
): Promise<Pick<Connected, 'runState' | 'memory'>> => {
  const runState = readRunState(await session.execute('query-status'));
  if (monitor.state !== 'connected' || monitor.memory === undefined) return {runState};
  const memory = await askGuestMemory(session);
  return memory === null ? {runState} : {runState, memory};
};

/** What an event carries itself. */
export const applyEvent = (monitor: Connected, event: QmpEvent): Connected => {
  if (event.name === 'RESET') return {...monitor, resets: monitor.resets + 1};
  if (event.name === 'RESUME') return {...monitor, blockErrors: []};
  const device = blockErrorDevice(event);
  if (device === undefined || monitor.blockErrors.includes(device)) return monitor;
  return {...monitor, blockErrors: [...monitor.blockErrors, device].slice(-blockErrorLimit)};
};
