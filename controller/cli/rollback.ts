// `vmlet rollback`: want again what an earlier revision was, until the manifest changes.
import {VmletError} from '../errors.ts';
import type {Verb} from './context.ts';
import {namedVm, namespaceOption, printReply} from './control.ts';
import {requireRevision} from './revision-name.ts';

export const rollbackVerb: Verb = {
  name: 'rollback',
  summary: 'want what an earlier revision was instead of what the manifest says, until the manifest changes',
  words: '<vm>',
  options: [
    namespaceOption,
    ['--to <number>', 'revision to go back to (default: the one that ran before)'],
    ['--undo', 'end the rollback: the manifest counts again'],
  ],
  examples: [
    'vmlet rollback vm/web-1                  # then: vmlet approve vm/web-1',
    'vmlet rollback vm/web-1 --to 3',
    'vmlet rollback vm/web-1 --undo',
  ],
  run: async (cli, words, options) => {
    const text = options.text('to');
    const undo = options.flag('undo');
    const to = text === undefined ? undefined : requireRevision(text, '--to');
    if (typeof to === 'string' || (undo && to !== undefined))
      throw new VmletError('E-USAGE', undo ? '--undo takes no --to' : `--to \`${to ?? ''}\` is not a number`);
    const object = await namedVm(cli, words, options);
    const body = {object, now: false, prune: false, undo, ...(to === undefined ? {} : {to})};
    printReply(cli, await cli.api.verb('rollback', body));
    return 0;
  },
};
