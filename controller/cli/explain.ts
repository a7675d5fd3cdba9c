// `vmlet explain`: the reference of a kind or a field, from the CRDs.
import type {Verb} from './context.ts';

export const explainVerb: Verb = {
  name: 'explain',
  summary: 'show what a kind or a field means, its type, default and limits',
  words: '<field>',
  examples: [
    'vmlet explain vm',
    'vmlet explain vm.spec.disks',
    'vmlet explain network.spec.bridge.management',
  ],
  run: async (cli, words) => {
    cli.stdout.write(`${cli.explain(words[0] ?? '').trimEnd()}\n`);
    return 0;
  },
};
