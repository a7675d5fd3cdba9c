// `vmlet start`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const startVerb: Verb = {
  name: 'start',
  summary: 'start a VM; stands until its spec changes or it is stopped',
  words: '<objects...>',
  options: [namespaceOption],
  examples: ['vmlet start web-1', 'vmlet start vm/web-1 vm/db -n edge'],
  run: (cli, words, options) => controlEach(cli, 'start', words, options),
};
