// Reading why a launch failed out of vmm.log; pure. Texts are those of QEMU 7.2 to 10 and of our own wrapper.
import {wrapperMark} from './launch-wrapper.ts';

export type LaunchFailure = {
  /** Whose fault: a step of the wrapper before the hypervisor was executed, or the hypervisor itself. */
  readonly stage: 'wrapper' | 'hypervisor' | 'unknown';
  /** One line for people. */
  readonly message: string;
  /** Only another spec can help. */
  readonly terminal: boolean;
};

/** The first line of the log that says what went wrong. */
export const readLaunchFailure = (log: string): LaunchFailure => {
  const lines = log
    .split('\n')
    .map(line =>
      line
        .replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ')
        .replace(timestamp, '')
        .trim(),
    )
    .filter(line => line !== '');
  const wrapper = lines.find(line => isWrapperFailure(line));
  if (wrapper !== undefined)
    return {stage: 'wrapper', message: wrapper.replace(`${wrapperMark} `, '').slice(0, 500), terminal: false};
  const line = lines.find(text => isHypervisorError(text)) ?? lines.findLast(text => !isNote(text));
  if (line === undefined) return {stage: 'unknown', message: 'it wrote nothing to its log', terminal: false};
  const message = line
    .replace(/^(\S*\/)?qemu-system-\S+?: /, '')
    .trim()
    .slice(0, 500);
  return {stage: 'hypervisor', message, terminal: terminalErrors.some(error => error.test(message))};
};

/** What `-msg timestamp=on` puts in front of QEMU's messages. */
const timestamp = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

/** Programs that the wrapper runs report under their own names. */
const isWrapperFailure = (line: string): boolean =>
  !isNote(line) &&
  (line.startsWith(wrapperMark) || /^(setpriv|unshare|mount|mknod|sh|vmlet-launch): /.test(line));

const isHypervisorError = (line: string): boolean =>
  /^(\S*\/)?qemu-system-\S+?: /.test(line) && !isNote(line);

const isNote = (line: string): boolean =>
  line.startsWith(`${wrapperMark} note:`) || /: (warning|info): /.test(line);

/** The command line itself is refused: the same one will be refused again. */
const terminalErrors: readonly RegExp[] = [
  /invalid option/,
  /is not a valid device model name/,
  /^Property '.*' not found/,
  /: Property '.*' not found/,
  /unsupported machine type/,
  /unable to find CPU model/,
  /invalid accelerator/,
  /Invalid SMP CPUs/,
  /Invalid parameter/,
  /does not support hotplugging/,
];
