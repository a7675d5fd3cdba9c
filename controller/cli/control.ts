// What the acting verbs share: name objects, ask the daemon once for each, print its answers.
import type {ApiVerb, ControlReply} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import type {ObjectRef} from '../host/paths.ts';
import type {Cli, VerbOptions} from './context.ts';
import {findEntry} from './lookup.ts';
import {printable} from './output.ts';
import {parseTargets} from './targets.ts';

/** The option of every verb that names objects. */
export const namespaceOption = [
  '-n, --namespace <name>',
  'namespace of the objects (default: default)',
] as const;

/** The namespace asked for. */
export const namespaceOf = (options: VerbOptions): string => options.text('namespace') ?? 'default';

/** The objects that the words name; each is known to vmlet, or E-NOT-FOUND says which is nearest. */
export const namedObjects = async (
  cli: Cli,
  words: readonly string[],
  options: VerbOptions,
): Promise<ObjectRef[]> => {
  const namespace = namespaceOf(options);
  const refs: ObjectRef[] = [];
  for (const target of parseTargets(words)) refs.push((await findEntry(cli, target, namespace)).ref);
  return refs;
};

/** The one VM that a word names. */
export const namedVm = async (
  cli: Cli,
  words: readonly string[],
  options: VerbOptions,
): Promise<ObjectRef> => {
  const [ref, ...more] = await namedObjects(cli, words, options);
  if (ref === undefined || more.length > 0) throw new VmletError('E-USAGE', 'name one VM, such as vm/web-1');
  return ref;
};

/** Do a verb to each named object; 0 when all agreed, else the first refusal ends it. */
export const controlEach = async (
  cli: Cli,
  verb: ApiVerb,
  words: readonly string[],
  options: VerbOptions,
): Promise<number> => {
  for (const object of await namedObjects(cli, words, options)) {
    const reply = await cli.api.verb(verb, {object, now: options.flag('now'), prune: options.flag('prune')});
    printReply(cli, reply);
  }
  return 0;
};

/** Print an agreement on stdout; throw a refusal. */
export const printReply = (cli: Cli, reply: ControlReply): void => {
  if (!reply.ok) throw new VmletError(reply.code, reply.message);
  cli.stdout.write(`${reply.message.split('\n').map(printable).join('\n')}\n`);
};
