// What the devices of a running guest say of its memory. Asks, changes nothing.
import type {GuestMemory} from '../../observe/snapshot.ts';
import {memoryDeviceId} from './memory.ts';
import {readBalloon, readMemoryDevice} from './monitor.ts';
import {isRefusal} from './qmp.ts';
import type {QmpSession} from './qmp.ts';

/** Null of a machine without balloon, whose memory never changes. E-QMP, E-TIMEOUT: the monitor is lost. */
export const askGuestMemory = async (session: QmpSession): Promise<GuestMemory | null> => {
  const balloonBytes = readBalloon(await unlessRefused(session, 'query-balloon'));
  if (balloonBytes === null) return null;
  const device = readMemoryDevice(await unlessRefused(session, 'query-memory-devices'), memoryDeviceId);
  return {
    totalBytes: balloonBytes + (device?.pluggedBytes ?? 0),
    balloonBytes,
    pluggedBytes: device?.pluggedBytes ?? null,
    requestedBytes: device?.requestedBytes ?? null,
  };
};

/** "No balloon device has been activated" is an answer. */
const unlessRefused = async (session: QmpSession, command: string): Promise<unknown> => {
  try {
    return await session.execute(command);
  } catch (thrown) {
    if (isRefusal(thrown)) return null;
    throw thrown;
  }
};
