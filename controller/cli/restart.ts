// `vmlet restart`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const restartVerb: Verb = {
  name: 'restart',
  summary: 'shut a VM down and start it, on its newest approved revision',
  words: '<objects...>',
  options: [namespaceOption, ['--now', 'kill it instead of asking the guest']],
  examples: ['vmlet restart web-1'],
  run: (cli, words, options) => controlEach(cli, 'restart', words, options),
};
