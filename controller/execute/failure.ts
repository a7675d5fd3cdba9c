// How a thrown value becomes an outcome; the one place where executors of VMs turn errors into words for people.
import {asVmletError} from '../errors.ts';
import type {Outcome} from '../plan/action.ts';

/** The outcome of something thrown. An abort is no failure: the key will be looked at again. */
export const failedBy = (thrown: unknown, options: {signal: AbortSignal}, doing: string): Outcome => {
  if (options.signal.aborted)
    return {kind: 'recheck', afterMs: 100, why: doing === '' ? 'interrupted' : `${doing}: interrupted`};
  const {code, message, terminal} = asVmletError(thrown);
  return {kind: 'failed', code, message: doing === '' ? message : `${doing}: ${message}`, terminal};
};

/** The last lines of a tool's output, on one line. */
export const lastLines = (text: string, count = 3): string =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(-count)
    .join(' | ')
    .slice(0, 600);
