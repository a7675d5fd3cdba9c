// `vmlet approve`: let changes that interrupt a guest happen, or release removals that are held.
import {VmletError} from '../errors.ts';
import type {Verb} from './context.ts';
import {controlEach, namedVm, namespaceOption, printReply} from './control.ts';
import {requireRevision} from './revision-name.ts';

export const approveVerb: Verb = {
  name: 'approve',
  summary: 'let the pending changes of a VM happen now, or with --prune the removals that are held',
  words: '[objects...]',
  options: [
    namespaceOption,
    ['--revision <number>', 'only if this revision is still the one that waits'],
    ['--prune', 'release held removals: of the named objects, or of all'],
  ],
  examples: [
    'vmlet approve web-1',
    'vmlet approve vm/web-1 vm/db',
    'vmlet approve vm/web-1 --revision 5',
    'vmlet approve --prune',
  ],
  run: async (cli, words, options) => {
    const revision = options.text('revision');
    if (revision !== undefined) {
      const number = requireRevision(revision, '--revision');
      if (typeof number === 'string') throw new VmletError('E-USAGE', '--revision takes a number');
      const object = await namedVm(cli, words, options);
      printReply(cli, await cli.api.verb('approve', {object, now: false, prune: false, revision: number}));
      return 0;
    }
    if (words.length > 0) return controlEach(cli, 'approve', words, options);
    if (!options.flag('prune'))
      throw new VmletError('E-USAGE', 'approve needs an object, or --prune; see: vmlet plan');
    printReply(cli, await cli.api.verb('approve', {object: null, now: false, prune: true}));
    return 0;
  },
};
