// A revision as people name it: by number, or by what it is to its VM. Pure.
import {parseRevisionName} from '../api/protocol.ts';
import type {RevisionName} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';

/** Throws E-USAGE for what is no revision's name. */
export const requireRevision = (text: string, option: string): RevisionName => {
  const name = parseRevisionName(text);
  if (name === undefined)
    throw new VmletError('E-USAGE', `${option} \`${text}\` is not a number, prepared, booted or previous`);
  return name;
};
