// `vmlet down`: stop every VM, remove owned links, end the daemon. Disks and state stay.
import type {Verb} from './context.ts';
import {printReply} from './control.ts';

export const downVerb: Verb = {
  name: 'down',
  summary: 'stop every VM, remove the links vmlet made, end the daemon; disks and state stay',
  options: [['--now', 'kill the VMs instead of asking the guests']],
  examples: ['vmlet down', 'vmlet down --now'],
  run: async (cli, _words, options) => {
    printReply(cli, await cli.api.verb('down', {object: null, now: options.flag('now'), prune: false}));
    return 0;
  },
};
