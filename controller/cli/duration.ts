// An option that is a duration, as manifests write them.
import {VmletError} from '../errors.ts';
import {parseDuration} from '../manifest/quantity.ts';
import type {VerbOptions} from './context.ts';

/** Milliseconds of the option, or of nothing said. Throws E-USAGE. */
export const durationOf = (options: VerbOptions, name: string, defaultMs: number): number => {
  const text = options.text(name);
  const ms = text === undefined ? defaultMs : parseDuration(text);
  if (ms === undefined)
    throw new VmletError(
      'E-USAGE',
      `--${name} \`${text ?? ''}\` is not a duration; write for example 30s or 5m`,
    );
  return ms;
};
