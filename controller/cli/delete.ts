// `vmlet delete`. The file name is the verb's; the export cannot be called `delete`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const deleteVerb: Verb = {
  name: 'delete',
  summary: 'remove an object: a VM is shut down, its disks are kept until purge',
  words: '<objects...>',
  options: [namespaceOption, ['--now', 'kill it instead of asking the guest']],
  examples: ['vmlet delete vm/web-1', 'vmlet delete web-1 --now', 'vmlet undelete web-1   # think again'],
  run: (cli, words, options) => controlEach(cli, 'delete', words, options),
};
