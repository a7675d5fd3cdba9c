// Words on the command line as kinds and names: `vm web`, `vm/web image/debian`, `web`, `vm,network`, `all`. Pure.
import {VmletError} from '../errors.ts';
import {crds} from '../manifest/crds.gen.ts';
import type {Kind} from '../manifest/object.ts';
import {didYouMean} from './suggest.ts';

export type Target = {readonly kind: Kind; readonly name: string};

/** Kinds in the order in which people care. */
export const kinds: readonly Kind[] = [
  'VirtualMachine',
  'Image',
  'Network',
  'VirtualMachineClass',
  'DisruptionBudget',
];

/** What people call a kind in messages. */
export const kindLabel: Readonly<Record<Kind, string>> = {
  VirtualMachine: 'VM',
  Image: 'image',
  Network: 'network',
  VirtualMachineClass: 'class',
  DisruptionBudget: 'budget',
};

/** The shortest name of a kind, as printed before a slash. */
export const shortKind: Readonly<Record<Kind, string>> = {
  VirtualMachine: 'vm',
  Image: 'image',
  Network: 'network',
  VirtualMachineClass: 'class',
  DisruptionBudget: 'budget',
};

/** The kind that a word names (singular, plural, short, any case), or undefined. */
export const kindOf = (word: string): Kind | undefined => aliases.get(word.toLowerCase());

/** For `get` and `describe`: which kinds are meant, and which names of them (null: all). Throws E-USAGE. */
export const parseSelection = (
  words: readonly string[],
): {kinds: readonly Kind[]; targets: readonly Target[] | null} => {
  const [first, ...names] = words;
  if (first === undefined) return {kinds, targets: null};
  if (words.some(word => word.includes('/'))) {
    const targets = words.map(parsePair);
    return {kinds: kinds.filter(kind => targets.some(target => target.kind === kind)), targets};
  }
  const wanted = first === 'all' ? kinds : first.split(',').map(requireKind);
  if (names.length === 0) return {kinds: wanted, targets: null};
  return {kinds: wanted, targets: wanted.flatMap(kind => names.map(name => ({kind, name})))};
};

/** For verbs that act: as above, but a bare name is a VM, and something must be named. Throws E-USAGE. */
export const parseTargets = (words: readonly string[]): readonly Target[] => {
  const [first, ...rest] = words;
  if (first === undefined) throw new VmletError('E-USAGE', 'name what is meant, such as vm/web-1');
  const kind = kindOf(first);
  if (kind !== undefined && rest.length > 0 && !rest.some(word => word.includes('/')))
    return rest.map(name => ({kind, name}));
  return words.map(word => (word.includes('/') ? parsePair(word) : {kind: 'VirtualMachine', name: word}));
};

const parsePair = (word: string): Target => {
  const [kind = '', name = '', ...rest] = word.split('/');
  if (rest.length > 0 || name === '')
    throw new VmletError('E-USAGE', `\`${word}\` is not KIND/NAME; write for example vm/web-1`);
  return {kind: requireKind(kind), name};
};

const requireKind = (word: string): Kind => {
  const kind = kindOf(word);
  if (kind !== undefined) return kind;
  const hint =
    didYouMean(word, [...aliases.keys()]) ||
    `; known: ${kinds.map(each => shortKind[each]).join(', ')}, all. For a VM of that name write vm/${word}`;
  throw new VmletError('E-USAGE', `unknown kind \`${word}\`${hint}`);
};

const aliases: ReadonlyMap<string, Kind> = new Map(
  kinds.flatMap(kind => {
    const {singular, plural, shortNames} = crds[kind];
    const short = [shortKind[kind], ...shortNames];
    return [singular, plural, ...short, ...short.map(plainPlural)].map((word): [string, Kind] => [
      word.toLowerCase(),
      kind,
    ]);
  }),
);

function plainPlural(word: string): string {
  return word.endsWith('s') ? `${word}es` : `${word}s`;
}
