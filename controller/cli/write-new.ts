// A file of the user's that a verb was told to write: new, private, whole, and never over another one.
import {resolve} from 'node:path';
import {systemCode, VmletError} from '../errors.ts';
import type {Cli} from './context.ts';

/** Write a file that is not there yet; E-CONFLICT when it is. */
export const writeNew = (
  {host: {files}, cwd}: Pick<Cli, 'host' | 'cwd'>,
  given: string,
  text: string,
): void => {
  const path = resolve(cwd, given);
  const half = `${path}.half-written`;
  files.writeAtomic(half, text, {mode: 0o600, durable: false});
  try {
    files.linkNoClobber(half, path);
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw thrown;
    throw new VmletError('E-CONFLICT', `${given} is there already; give another name, or remove it`);
  } finally {
    files.remove(half);
  }
};
