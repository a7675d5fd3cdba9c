// `vmlet purge`: the only verb that ends a tombstone, and with it the disks. What lies outside the state directory is nobody's
// but the owner's: it stays, and is named.
import {VmletError} from '../errors.ts';
import type {StatusEntry} from '../status/read.ts';
import type {VmStatus} from '../status/status-types.ts';
import type {Verb} from './context.ts';
import {controlEach, namedObjects, namespaceOption} from './control.ts';
import {findEntry} from './lookup.ts';
import {printable} from './output.ts';
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
    const entries: StatusEntry[] = [];
    for (const {kind, namespace, name} of objects)
      if (kind === 'VirtualMachine') entries.push(await findEntry(cli, {kind, name}, namespace));
    const code = await controlEach(cli, 'purge', words, options);
    for (const line of staysOf(entries)) cli.stdout.write(`${printable(line)}\n`);
    return code;
  },
};

/** Files of machines that are in no directory of theirs, as a line each. Pure. */
export const staysOf = (entries: readonly StatusEntry[]): readonly string[] =>
  entries.flatMap(({document: {metadata, status}}) =>
    ((status as Partial<VmStatus>).disks ?? [])
      .filter(({path}) => !path.split('/').includes(metadata.uid ?? ''))
      .map(({name, path}) => `${metadata.name}: disk ${name} is the file ${path}, which stays`),
  );
