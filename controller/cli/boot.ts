// `vmlet boot`: start a VM anew, this once as one of its variants.
import {VmletError} from '../errors.ts';
import type {Verb} from './context.ts';
import {namedVm, namespaceOption, printReply} from './control.ts';

export const bootVerb: Verb = {
  name: 'boot',
  summary: 'shut a VM down and boot one of its variants, once: the start after that is the machine itself',
  words: '<vm>',
  options: [
    namespaceOption,
    ['--variant <name>', 'which of spec.variants'],
    ['--now', 'kill it instead of asking the guest'],
  ],
  examples: ['vmlet boot vm/web-1 --variant rescue'],
  run: async (cli, words, options) => {
    const variant = options.text('variant');
    if (variant === undefined)
      throw new VmletError('E-USAGE', 'boot needs --variant NAME; to boot the machine itself: vmlet restart');
    const object = await namedVm(cli, words, options);
    const body = {object, now: options.flag('now'), prune: false, variant};
    printReply(cli, await cli.api.verb('boot', body));
    return 0;
  },
};
