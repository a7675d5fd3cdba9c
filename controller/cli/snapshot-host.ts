// `vmlet snapshot-host`: this host written down as JSON, for `vmlet plan --against` on another machine.
import {resolve} from 'node:path';
import {VmletError} from '../errors.ts';
import {lockState} from '../status/read.ts';
import type {Cli, Verb} from './context.ts';
import {asJson} from './output.ts';
import {writeNew} from './write-new.ts';

export const snapshotHostVerb: Verb = {
  name: 'snapshot-host',
  summary: 'write this host down as JSON, so that others can plan against it',
  options: [
    ['-o, --output <file>', 'write here instead of stdout; never over a file that is there'],
    ['--policy <file>', 'without a daemon: host policy'],
  ],
  examples: ['vmlet snapshot-host > host.json', 'vmlet plan --against host.json ./manifests'],
  run: async (cli, _words, options) => {
    const policy = options.text('policy');
    const text = asJson(await fetchSnapshot(cli, policy === undefined ? null : resolve(cli.cwd, policy)));
    const output = options.text('output');
    if (output === undefined) cli.stdout.write(text);
    else writeNew(cli, output, text);
    return 0;
  },
};

/** A daemon knows its guests; who looks past it sees nothing of what runs. */
const fetchSnapshot = async (cli: Cli, policyFile: string | null): Promise<unknown> => {
  const isRunning = lockState(cli.host.files, cli.paths.stateLock).state === 'held';
  try {
    return await cli.api.snapshot();
  } catch (thrown) {
    if (!(thrown instanceof VmletError) || thrown.code !== 'E-DAEMON' || isRunning) throw thrown;
  }
  const {manifestsDir, paths} = cli;
  return cli.snapshotLocally({manifestsDir, policyFile, paths});
};
