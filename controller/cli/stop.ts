// `vmlet stop`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const stopVerb: Verb = {
  name: 'stop',
  summary: 'shut a VM down; stands until its spec changes or it is started',
  words: '<objects...>',
  options: [namespaceOption, ['--now', 'kill it instead of asking the guest']],
  examples: ['vmlet stop web-1', 'vmlet stop vm/web-1 --now'],
  run: (cli, words, options) => controlEach(cli, 'stop', words, options),
};
