// What the accelerator probe found, kept for one boot of the host: a hypervisor or a firmware update needs a reboot.
// A file that is missing, foreign or of another boot is simply no memory; it is replaced, never repaired.
import type {Host} from '../../host/host.ts';

export type Remembered = {readonly usable: boolean; readonly why: string};

type MemoryHost = Pick<Host, 'files' | 'paths'>;

type Memory = {readonly bootId: string; readonly results: Readonly<Record<string, Remembered>>};

const bootIdFile = '/proc/sys/kernel/random/boot_id';

export const readRemembered = (host: MemoryHost, key: string): Remembered | undefined =>
  readMemory(host).results[key];

/** Added to what other keys found in this boot. */
export const remember = (host: MemoryHost, key: string, result: Remembered): void => {
  const {bootId, results} = readMemory(host);
  const memory: Memory = {bootId, results: {...results, [key]: result}};
  host.files.writeAtomic(host.paths.acceleratorFile, `${JSON.stringify(memory, null, 1)}\n`, {
    mode: 0o644,
    durable: false,
  });
};

const readMemory = ({files, paths}: MemoryHost): Memory => {
  const bootId = files.read(bootIdFile)?.toString('utf8').trim() ?? '';
  const empty = {bootId, results: {}};
  const content = files.read(paths.acceleratorFile);
  if (content === undefined) return empty;
  const stored = parse(content.toString('utf8'));
  return isMemory(stored) && stored.bootId === bootId ? stored : empty;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isMemory = (value: unknown): value is Memory =>
  isObject(value) &&
  typeof value['bootId'] === 'string' &&
  isObject(value['results']) &&
  Object.values(value['results']).every(
    result => isObject(result) && typeof result['usable'] === 'boolean' && typeof result['why'] === 'string',
  );

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
