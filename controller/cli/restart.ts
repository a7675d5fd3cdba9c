// `vmlet restart`.
import type {Verb} from './context.ts';
import {controlEach, namespaceOption} from './control.ts';

export const restartVerb: Verb = {
  name: 'restart',
  summary: 'shut a VM down and start it with its newest spec: pending changes are then in force',
  words: '<objects...>',
  options: [namespaceOption, ['--now', 'kill it instead of asking the guest']],
  examples: ['vmlet restart web-1'],
  run: (cli, words, options) => controlEach(cli, 'restart', words, options),
};
