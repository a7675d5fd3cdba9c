// `vmlet approve`: let changes that interrupt a guest happen, or release removals that are held.
import {VmletError} from '../errors.ts';
import type {Verb} from './context.ts';
import {controlEach, namespaceOption, printReply} from './control.ts';

export const approveVerb: Verb = {
  name: 'approve',
  summary: 'let the pending changes of a VM happen now, or with --prune the removals that are held',
  words: '[objects...]',
  options: [namespaceOption, ['--prune', 'release held removals: of the named objects, or of all']],
  examples: ['vmlet approve web-1', 'vmlet approve vm/web-1 vm/db', 'vmlet approve --prune'],
  run: async (cli, words, options) => {
    if (words.length > 0) return controlEach(cli, 'approve', words, options);
    if (!options.flag('prune'))
      throw new VmletError('E-USAGE', 'approve needs an object, or --prune; see: vmlet plan');
    printReply(cli, await cli.api.verb('approve', {object: null, now: false, prune: true}));
    return 0;
  },
};
