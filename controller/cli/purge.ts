// `vmlet purge`: the only verb that ends a tombstone, and with it the disks.
import {VmletError} from '../errors.ts';
import type {Verb} from './context.ts';
import {controlEach, namedObjects, namespaceOption} from './control.ts';
import {askYes} from './question.ts';

export const purgeVerb: Verb = {
  name: 'purge',
  summary: 'destroy a removed object for good, with its disks',
  words: '<objects...>',
  options: [namespaceOption, ['--yes', 'do not ask']],
  examples: ['vmlet purge web-1', 'vmlet purge vm/web-1 --yes'],
  run: async (cli, words, options) => {
    const objects = await namedObjects(cli, words, options);
    const names = objects.map(({kind, name}) => `${kind} ${name}`);
    if (!options.flag('yes')) {
      if (cli.stdin.isTTY !== true)
        throw new VmletError('E-USAGE', `purge destroys the disks of ${names.join(', ')}; say so with --yes`);
      if (!(await askYes(cli, `Destroy ${names.join(', ')} with all disks, for good?`))) {
        cli.stderr.write('vmlet: nothing was done\n');
        return 1;
      }
    }
    return controlEach(cli, 'purge', words, options);
  },
};
