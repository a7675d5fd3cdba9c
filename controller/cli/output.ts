// How text leaves the CLI: escaped, coloured, or as data. Nothing that a guest or a manifest said may steer a terminal.
import {VmletError} from '../errors.ts';
import {printable as shown} from '../host/printable.ts';
import {escapedJson, plainYaml} from '../status/plain-yaml.ts';
import type {Output} from './context.ts';

/** Any text as one line without control or hidden characters; those are shown escaped. */
export const printable = (text: string): string => (/^[ -~]*$/.test(text) ? text : shown(text, Infinity));

/** Log text for a terminal: lines, tabs and colours pass, everything else that could move or retitle it is dropped. */
export const safeForTerminal = (text: string): string =>
  text
    .replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '')
    .replace(/\x1b\[[0-9;?]*[A-Za-ln-z]/g, '')
    .replace(/\x1b(?!\[[0-9;]*m)[^[]?/g, '')
    .replace(/\r+\n/g, '\n')
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]/g, '');

export type Paint = 'good' | 'bad' | 'busy' | 'dim' | 'bold' | 'none';

const codes: Readonly<Record<Paint, string>> = {
  good: '32',
  bad: '31',
  busy: '33',
  dim: '2',
  bold: '1',
  none: '',
};

/** Whether colour may be used: on a terminal, unless NO_COLOR is set (no-color.org). */
export const usesColour = (output: Output, env: Readonly<Record<string, string | undefined>>): boolean =>
  output.isTty && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';

/** The same where `--color` may say it: `auto` (the default), `always` or `never`. */
export const colourOf = (
  {stdout, env}: {readonly stdout: Output; readonly env: Readonly<Record<string, string | undefined>>},
  when = 'auto',
): boolean => {
  if (when === 'auto') return usesColour(stdout, env);
  if (when !== 'always' && when !== 'never')
    throw new VmletError('E-USAGE', `--color \`${when}\` is not auto, always or never`);
  return when === 'always';
};

/** Text in a colour; the text must be printable already. */
export const painted = (text: string, paint: Paint, colour: boolean): string =>
  colour && paint !== 'none' ? `\x1b[${codes[paint]}m${text}\x1b[0m` : text;

/** The colour of a phase or of a condition's status. */
export const paintOf = (word: string): Paint => {
  if (['Running', 'Ready', 'True', 'ok'].includes(word)) return 'good';
  if (['Failed', 'CrashLoopBackOff', 'False', 'fail'].includes(word)) return 'bad';
  if (['Pending', 'Starting', 'Stopping', 'Paused', 'Unknown', 'warn'].includes(word)) return 'busy';
  return ['Removed', 'Stopped'].includes(word) ? 'dim' : 'none';
};

/** A value as JSON text that is safe to print: what could steer a terminal is escaped. */
export const asJson = (value: unknown): string => `${escapedJson(value, 2)}\n`;

/** The same as YAML; the library is loaded only for what takes it. */
export const asYaml = async (value: unknown): Promise<string> =>
  plainYaml(value) ?? (await import('../status/document-text.ts')).documentToYaml(value);
