// What QEMU's replies and events mean to us; pure. Everything is checked, since a guest that took over its
// hypervisor writes these replies: wrong shapes become `other`, '' or undefined, never a throw.
import type {RunState} from '../../observe/snapshot.ts';
import {isRecord} from './qmp.ts';
import type {QmpEvent} from './qmp.ts';

const runStates: ReadonlySet<string> = new Set<RunState>([
  'prelaunch',
  'running',
  'paused',
  'shutdown',
  'guest-panicked',
  'io-error',
  'internal-error',
  'inmigrate',
]);

const isRunState = (status: unknown): status is RunState =>
  typeof status === 'string' && runStates.has(status);

/** `query-status` (qapi/run-state.json). */
export const readRunState = (reply: unknown): RunState => {
  const status = isRecord(reply) ? reply['status'] : undefined;
  return isRunState(status) ? status : 'other';
};

/** `query-uuid`; '' when it is not one. */
export const readUuid = (reply: unknown): string => {
  const uuid = isRecord(reply) ? reply['UUID'] : undefined;
  return typeof uuid === 'string' && /^[0-9a-fA-F-]{36}$/.test(uuid) ? uuid.toLowerCase() : '';
};

/** The guest will not run on from here by itself: only the end of the process is left. */
export const isDown = (state: RunState): boolean =>
  state === 'shutdown' || state === 'guest-panicked' || state === 'internal-error';

/** Events after which the run state must be asked again; the rest change nothing that we keep. */
export const changesRunState = (event: QmpEvent): boolean => runStateEvents.has(event.name);

/** Events after which the memory of the guest must be asked again; QEMU sends each at most once a second, and the last always. */
export const changesMemory = (event: QmpEvent): boolean =>
  event.name === 'BALLOON_CHANGE' || event.name === 'MEMORY_DEVICE_SIZE_CHANGE';

const runStateEvents: ReadonlySet<string> = new Set([
  'STOP',
  'RESUME',
  'SHUTDOWN',
  'RESET',
  'GUEST_PANICKED',
  'BLOCK_IO_ERROR',
  'SUSPEND',
  'WAKEUP',
  'WATCHDOG',
]);

/** Which disk an error event is about: the node for `-blockdev`, the device for `-drive`. */
export const blockErrorDevice = (event: QmpEvent): string | undefined => {
  if (event.name !== 'BLOCK_IO_ERROR') return undefined;
  const {'node-name': node, device} = event.data;
  return firstText(node, device) ?? 'unknown';
};

/** `query-block`: disks whose io-status is not ok. */
export const readBlockErrors = (reply: unknown): string[] =>
  records(reply).flatMap(block => {
    if (typeof block['io-status'] !== 'string' || block['io-status'] === 'ok') return [];
    const inserted = isRecord(block['inserted']) ? block['inserted'] : {};
    return [firstText(inserted['node-name'], block['device'], block['qdev']) ?? 'unknown'];
  });

/** `query-named-block-nodes`: guest-visible size by node name. */
export const readNodeSizes = (reply: unknown): ReadonlyMap<string, number> =>
  new Map(
    records(reply).flatMap((node): [string, number][] => {
      const {'node-name': name, image} = node;
      const size = isRecord(image) ? image['virtual-size'] : undefined;
      return typeof name === 'string' && typeof size === 'number' ? [[name, size]] : [];
    }),
  );

/** `query-block`: what is said of the medium in this device, limits among it; empty when there is none. */
export const readMedium = (reply: unknown, qdev: string): Readonly<Record<string, unknown>> => {
  const inserted = records(reply).find(block => block['qdev'] === qdev)?.['inserted'];
  return isRecord(inserted) ? inserted : {};
};

/** `query-hotpluggable-cpus`: cores of the first socket that hold a CPU. */
export const readCores = (reply: unknown): ReadonlySet<number> =>
  new Set(
    records(reply).flatMap(({'qom-path': path, props}) => {
      const core = isRecord(props) ? props['core-id'] : undefined;
      return typeof path === 'string' && typeof core === 'number' ? [core] : [];
    }),
  );

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** `query-balloon`: what the balloon leaves the guest of the memory that it started with. */
export const readBalloon = (reply: unknown): number | null => {
  const actual = isRecord(reply) ? reply['actual'] : undefined;
  return isSize(actual) ? actual : null;
};

/** `query-memory-devices`: what of this virtio-mem device the guest has, and what it was told to have. */
export const readMemoryDevice = (
  reply: unknown,
  id: string,
): {readonly pluggedBytes: number; readonly requestedBytes: number} | null => {
  const data = records(reply).find(({data}) => isRecord(data) && data['id'] === id)?.['data'];
  const {size, 'requested-size': requested} = isRecord(data) ? data : {};
  return isSize(size) && isSize(requested) ? {pluggedBytes: size, requestedBytes: requested} : null;
};

/** `qom-list`: names of the children. */
export const readChildren = (reply: unknown): ReadonlySet<string> =>
  new Set(records(reply).flatMap(child => (typeof child['name'] === 'string' ? [child['name']] : [])));

const records = (reply: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(reply) ? reply.filter(isRecord) : [];

const firstText = (...candidates: readonly unknown[]): string | undefined =>
  candidates.find((text): text is string => typeof text === 'string' && text !== '')?.slice(0, 100);
