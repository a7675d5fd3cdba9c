// `vmlet down`: stop every VM, remove owned links, end the daemon. Disks and state stay.
import {asVmletError, VmletError} from '../errors.ts';
import type {Cli, Verb} from './context.ts';
import {printReply} from './control.ts';

export const downVerb: Verb = {
  name: 'down',
  summary: 'stop every VM, remove the links vmlet made, end the daemon; disks and state stay',
  options: [
    ['--now', 'kill the VMs instead of asking the guests'],
    [
      '--host-shutdown',
      'as the host goes down (vmlet-guests.service): no daemon may run, and what waits for approval goes on waiting',
    ],
  ],
  examples: ['vmlet down', 'vmlet down --now'],
  run: async (cli, _words, options) => {
    const now = options.flag('now');
    if (options.flag('hostShutdown')) {
      await withoutDaemon(cli, {now, hostStops: true});
      return 0;
    }
    try {
      printReply(cli, await cli.api.verb('down', {object: null, now, prune: false}));
    } catch (thrown) {
      if (asVmletError(thrown).code !== 'E-DAEMON') throw thrown;
      await withoutDaemon(cli, {now, hostStops: false});
    }
    return 0;
  },
};

/** VMs outlive the daemon, so there may be something to stop; the lock tells whether one really is gone. */
const withoutDaemon = async (cli: Cli, options: {now: boolean; hostStops: boolean}): Promise<void> => {
  const isFresh = cli.host.files.stat(cli.paths.hostFile) === undefined;
  if (isFresh && options.hostStops) return;
  if (isFresh)
    throw new VmletError('E-DAEMON', `no daemon answers, and ${cli.paths.stateDir} holds no vmlet state`);
  const problems = await cli.downLocally({paths: cli.paths, ...options});
  if (problems.length > 0)
    throw new VmletError('E-HOST', `not all could be taken down: ${problems.join('; ')}`);
  cli.stdout.write('no daemon ran; every VM is stopped, owned links are removed; disks and state are kept\n');
};
