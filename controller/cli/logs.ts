// `vmlet logs`: the console of a guest, or what its hypervisor said.
import {VmletError, systemCode} from '../errors.ts';
import {olderLog, previousBootLog} from '../host/paths.ts';
import type {Cli, Verb, VerbOptions} from './context.ts';
import {namespaceOf, namespaceOption} from './control.ts';
import {findEntry} from './lookup.ts';
import {safeForTerminal} from './output.ts';
import {parseTargets} from './targets.ts';
import {pause} from './watch.ts';

const readLimitBytes = 4 * 1024 * 1024;

export const logsVerb: Verb = {
  name: 'logs',
  summary: 'print the console log of a VM',
  words: '<vm>',
  options: [
    namespaceOption,
    ['-f, --follow', 'go on and print what comes'],
    ['-p, --previous', 'of the boot before this one'],
    ['--tail <lines>', 'only the last lines'],
    ['--vmm', 'what the hypervisor said, instead of the console'],
  ],
  examples: [
    'vmlet logs web-1',
    'vmlet logs web-1 -f --tail 20',
    'vmlet logs web-1 --vmm',
    'vmlet logs web-1 --previous',
  ],
  run: async (cli, words, options) => {
    const path = await logPath(cli, words, options);
    const tail = options.text('tail');
    if (tail !== undefined && !/^[0-9]+$/.test(tail))
      throw new VmletError('E-USAGE', `--tail \`${tail}\` is not a number of lines`);
    const older = read(cli, olderLog(path), 0);
    const current = read(cli, path, 0);
    if (older === undefined && current === undefined)
      throw new VmletError('E-NOT-FOUND', `nothing logged yet at ${path}; has the VM been started?`);
    write(cli, lastLines((older ?? '') + (current ?? ''), tail === undefined ? null : Number(tail)));
    if (options.flag('follow')) await follow(cli, path, cli.host.files.stat(path)?.sizeBytes ?? 0);
    return 0;
  },
};

/** The last `count` lines of a text; null for all. Pure. */
export const lastLines = (text: string, count: number | null): string => {
  if (count === null) return text;
  const lines = text.replace(/\n$/, '').split('\n');
  return count === 0 ? '' : `${lines.slice(-count).join('\n')}\n`;
};

const logPath = async (cli: Cli, words: readonly string[], options: VerbOptions): Promise<string> => {
  const [target] = parseTargets(words);
  if (target?.kind !== 'VirtualMachine')
    throw new VmletError('E-USAGE', 'only a VM has logs; write for example vm/web-1');
  const {uid} = (await findEntry(cli, target, namespaceOf(options))).document.metadata;
  if (uid === undefined)
    throw new VmletError(
      'E-NOT-FOUND',
      `${target.name} was never valid, so it never ran; see: vmlet describe ${target.name}`,
    );
  const {vmmLog, consoleLog} = cli.paths.vm(uid);
  const path = options.flag('vmm') ? vmmLog : consoleLog;
  return options.flag('previous') ? previousBootLog(path) : path;
};

const read = (cli: Cli, path: string, offset: number): string | undefined => {
  try {
    return cli.host.files.readAt(path, offset, readLimitBytes)?.toString('utf8');
  } catch (thrown) {
    if (systemCode(thrown) !== 'EACCES') throw thrown;
    throw new VmletError('E-POLICY', `no right to read ${path}; run it as the user of the daemon (sudo)`, {
      cause: thrown,
    });
  }
};

/** A log that became shorter was cut by the daemon: what comes after is read from its start. */
const follow = async (cli: Cli, path: string, from: number): Promise<void> => {
  let offset = from;
  while (await pause(cli, 250)) {
    const sizeBytes = cli.host.files.stat(path)?.sizeBytes ?? 0;
    if (sizeBytes < offset) offset = 0;
    if (sizeBytes === offset) continue;
    write(cli, read(cli, path, offset) ?? '');
    offset = Math.min(sizeBytes, offset + readLimitBytes);
  }
};

const write = (cli: Cli, text: string): void => {
  cli.stdout.write(cli.stdout.isTty ? safeForTerminal(text) : text);
};
