// Following status files: read again and again, report what is new. A reader's loop; the daemon has no part in it.
import type {StatusEntry} from '../status/read.ts';
import type {Cli} from './context.ts';
import {believed} from './lookup.ts';

const pollMs = 500;

/** Until the user ends the command, call `report` with each object that differs from how it was last seen. */
export const watchEntries = async (
  cli: Cli,
  seen: readonly StatusEntry[],
  read: () => Promise<readonly StatusEntry[]>,
  report: (changed: readonly StatusEntry[]) => Promise<void>,
): Promise<void> => {
  let known = new Map(seen.map(entry => [entryKey(entry), fingerprint(entry)]));
  while (await pause(cli, pollMs)) {
    const entries = await read();
    const changed = entries.filter(entry => known.get(entryKey(entry)) !== fingerprint(entry));
    if (changed.length > 0) await report(changed);
    known = new Map(entries.map(entry => [entryKey(entry), fingerprint(entry)]));
  }
};

/** Wait; false when the user ended the command meanwhile. */
export const pause = async (cli: Cli, ms: number): Promise<boolean> => {
  try {
    await cli.host.clock.sleep(ms, {signal: cli.signal});
    return true;
  } catch (thrown) {
    if (cli.signal.aborted) return false;
    throw thrown;
  }
};

const entryKey = ({ref}: StatusEntry): string => `${ref.kind}/${ref.namespace}/${ref.name}`;

const fingerprint = (entry: StatusEntry): string => JSON.stringify(believed(entry));
