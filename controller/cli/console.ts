// `vmlet console`: the terminal of a guest on this terminal, byte for byte, until ^].
import {connectStream} from '../api/client.ts';
import {VmletError} from '../errors.ts';
import type {Cli, Verb} from './context.ts';
import {namespaceOf, namespaceOption} from './control.ts';
import {findEntry} from './lookup.ts';
import {parseTargets} from './targets.ts';

/** Control and ], as telnet and virsh have it. */
const escapeByte = 0x1d;

export const consoleVerb: Verb = {
  name: 'console',
  summary: 'be at the serial console of a VM; leave with ^]',
  words: '<vm>',
  options: [namespaceOption],
  examples: ['vmlet console web-1', 'vmlet console vm/web-1 -n edge'],
  run: async (cli, words, options) => {
    const [target] = parseTargets(words);
    if (target?.kind !== 'VirtualMachine')
      throw new VmletError('E-USAGE', 'only a VM has a console; write for example vm/web-1');
    const {uid} = (await findEntry(cli, target, namespaceOf(options))).document.metadata;
    if (uid === undefined)
      throw new VmletError('E-NOT-FOUND', `${target.name} was never valid, so it does not run`);
    return attach(cli, cli.paths.vm(uid).consoleSocket, target.name);
  },
};

const attach = async (cli: Cli, path: string, name: string): Promise<number> => {
  if (cli.host.files.stat(path) === undefined)
    throw new VmletError(
      'E-NOT-FOUND',
      `${name} has no console now, it does not run; see: vmlet describe ${name}`,
    );
  const socket = await connectStream(path);
  const {stdin} = cli;
  cli.stderr.write(
    `Connected to ${name}; leave with ^]. One person at a time: if nothing comes, someone else is here.\n`,
  );
  stdin.setRawMode?.(true);
  try {
    const why = await new Promise<string>(resolve => {
      const onInput = (chunk: Buffer): void => {
        const end = chunk.indexOf(escapeByte);
        socket.write(end === -1 ? chunk : chunk.subarray(0, end));
        if (end !== -1) resolve('left');
      };
      stdin.on('data', onInput);
      stdin.once('end', () => {
        // What was piped in is sent; its answer is awaited until the guest or the user ends it.
        if (stdin.isTTY === true) resolve('input ended');
      });
      socket.setEncoding('utf8');
      socket.on('data', (text: string) => {
        cli.stdout.write(text);
      });
      socket.once('error', thrown => {
        resolve(thrown.message);
      });
      socket.once('close', () => {
        resolve('closed by the VM');
      });
      cli.signal.addEventListener(
        'abort',
        () => {
          resolve('ended');
        },
        {once: true},
      );
      stdin.resume();
    });
    cli.stderr.write(`\r\nvmlet: console of ${name}: ${why}\r\n`);
    return why === 'closed by the VM' ? 1 : 0;
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
    stdin.removeAllListeners('data');
    socket.destroySoon();
  }
};
