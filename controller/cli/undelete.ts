// `vmlet undelete`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const undeleteVerb: Verb = {
  name: 'undelete',
  summary: 'take back a removal: same identity, same disks',
  words: '<objects...>',
  options: [namespaceOption],
  examples: ['vmlet undelete web-1', 'vmlet undelete vm/web-1 -n edge'],
  run: (cli, words, options) => controlEach(cli, 'undelete', words, options),
};
