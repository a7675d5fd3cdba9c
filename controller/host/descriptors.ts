// The open files that starting a process needs, and those that it must not hand on. Reads /proc and opens /dev/null;
// starts nothing.
import {closeSync, openSync, readdirSync, readFileSync} from 'node:fs';
import {errorText, VmletError} from '../errors.ts';

/** More than any start takes: three streams of two ends each, and what libuv needs meanwhile. */
const descriptorsOfStart = 16;

/**
 * Throws E-TOOL when we may not open enough files to start a process. Node reports that (EMFILE, ENFILE) by an event of a
 * process without streams, on which execa fails before it listens: the daemon would end.
 */
export const requireDescriptors = (command: string): void => {
  const opened: number[] = [];
  try {
    while (opened.length < descriptorsOfStart) opened.push(openSync('/dev/null', 'r'));
  } catch (thrown) {
    throw new VmletError('E-TOOL', `cannot start ${command}: ${errorText(thrown)}`, {cause: thrown});
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
};

/**
 * Stdio entries from 3 on that put `nothing` over every descriptor that whoever started us left open: a guest that
 * takes over its hypervisor must not find them. What Node itself opens closes on exec; of what it inherits it sees only
 * to the descriptors before the first gap above 15 (libuv, uv_disable_stdio_inheritance).
 */
export const coverInherited = (nothing: number): ('ignore' | number)[] => {
  // Nothing is inherited later, and with many open sockets it takes longer to look than to spawn.
  inherited ??= new Set(readdirSync('/proc/self/fd').map(Number).filter(isKeptOnExec));
  const kept = inherited;
  return Array.from({length: Math.max(2, ...kept) - 2}, (_, index) =>
    kept.has(index + 3) ? nothing : 'ignore',
  );
};

/** proc(5): flags are octal, and hold O_CLOEXEC when it is set. The descriptor that lists /proc itself is gone by now. */
let inherited: ReadonlySet<number> | undefined;

const isKeptOnExec = (descriptor: number): boolean => {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${String(descriptor)}`, 'utf8');
    return (Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '', 8) & 0o2000000) === 0;
  } catch {
    return false;
  }
};
