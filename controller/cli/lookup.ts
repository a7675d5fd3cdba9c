// Objects as the CLI may show them: read from status files, filtered, and never more certain than they are.
import {VmletError} from '../errors.ts';
import type {Kind} from '../manifest/object.ts';
import {believedPhase, believedReady, readStatuses} from '../status/read.ts';
import type {StatusEntry} from '../status/read.ts';
import type {StatusDocument} from '../status/status-types.ts';
import {formatSince} from './age.ts';
import type {Cli} from './context.ts';
import {didYouMean} from './suggest.ts';
import {kindLabel, kinds} from './targets.ts';
import type {Target} from './targets.ts';

export type Scope = {
  /** null: all namespaces. */
  readonly namespace: string | null;
  readonly selector: (labels: Readonly<Record<string, string>>) => boolean;
  /** Only what tables show is wanted. */
  readonly outline?: boolean;
};

/** The objects of some kinds, in order of kind, namespace and name; with targets, exactly those. */
export const findEntries = async (
  cli: Cli,
  wanted: readonly Kind[],
  targets: readonly Target[] | null,
  {namespace, selector, outline = false}: Scope,
): Promise<StatusEntry[]> => {
  const filter = {namespace, kinds: wanted, outline};
  const found =
    targets === null
      ? inOrderOfKinds(await readStatuses(cli.host, cli.paths, filter))
      : await findTargets(cli, targets, filter);
  return found.filter(({document}) => selector(document.metadata.labels));
};

const inOrderOfKinds = (entries: readonly StatusEntry[]): StatusEntry[] =>
  kinds.flatMap(kind => entries.filter(({ref}) => ref.kind === kind));

/** One object; throws E-NOT-FOUND with the nearest name. */
export const findEntry = async (cli: Cli, target: Target, namespace: string): Promise<StatusEntry> => {
  const [entry] = await findTargets(cli, [target], {namespace, kinds: [target.kind], outline: false});
  if (entry === undefined) throw notFound(target, namespace, []);
  return entry;
};

/** Only their own files are read; all others are, when the nearest name must be told. */
const findTargets = async (
  {host, paths}: Cli,
  targets: readonly Target[],
  filter: {namespace: string | null; kinds: readonly Kind[]; outline: boolean},
): Promise<StatusEntry[]> => {
  const asked = {kinds: targets.map(({kind}) => kind), names: targets.map(({name}) => name)};
  const entries = await readStatuses(host, paths, {...filter, ...asked});
  const found: StatusEntry[] = [];
  for (const target of targets) {
    const named = entries.filter(({ref}) => ref.kind === target.kind && ref.name === target.name);
    if (named.length === 0) {
      const others = await readStatuses(host, paths, {...filter, kinds: [target.kind]});
      throw notFound(
        target,
        filter.namespace,
        others.map(({ref}) => ref.name),
      );
    }
    found.push(...named);
  }
  return found;
};

const notFound = ({kind, name}: Target, namespace: string | null, known: readonly string[]): VmletError => {
  const where = namespace === null || namespace === 'default' ? '' : ` in namespace ${namespace}`;
  const hint = didYouMean(name, known) || `; see: vmlet get ${kindLabel[kind].toLowerCase()} -A`;
  return new VmletError('E-NOT-FOUND', `no ${kindLabel[kind]} \`${name}\`${where}${hint}`);
};

/** The document with phase and Ready as far as they may be believed. */
export const believed = (entry: StatusEntry): StatusDocument => {
  if (entry.freshness.state === 'live') return entry.document;
  const {document} = entry;
  const ready = believedReady(entry);
  const status = {
    ...document.status,
    phase: believedPhase(entry) as StatusDocument['status']['phase'],
    conditions: document.status.conditions.map(condition =>
      condition.type === 'Ready' ? {...condition, ...ready} : condition,
    ),
  };
  return {...document, status};
};

/** One line on stderr when something shown is stale: why, how old, what to do. */
export const warnWhenStale = async (cli: Cli, entries: readonly StatusEntry[]): Promise<void> => {
  const stale = entries.flatMap(({freshness}) => (freshness.state === 'stale' ? [freshness] : []));
  const [first] = stale;
  if (first === undefined) return warnOfOutage(cli);
  const age = formatSince(Math.max(...stale.map(({writtenAtMs}) => writtenAtMs)), cli.host.clock.now());
  cli.stderr.write(
    `vmlet: daemon not answering, data ${age} old (${first.why}); VMs may run on, start it with: vmlet run\n`,
  );
};

/** The daemon lives and cannot write: only it can tell. Who may not ask it sees what the files say. */
const warnOfOutage = async ({api, stderr, paths}: Cli): Promise<void> => {
  const health = await api.health().catch(() => null);
  if (health?.statusOutage == null) return;
  const {files, error} = health.statusOutage;
  stderr.write(
    `vmlet: ${String(files)} status files cannot be written, so what is shown is old (${error}); VMs go on, free some space or make ${paths.statusDir} writable\n`,
  );
};

/** `app=web,tier!=db,canary,!old` as kubectl reads it. Throws E-USAGE. */
export const parseSelector = (text: string | undefined): Scope['selector'] => {
  const tests = (text ?? '')
    .split(',')
    .filter(term => term.trim() !== '')
    .map(term => parseTerm(term.trim()));
  return labels => tests.every(test => test(labels));
};

const parseTerm = (term: string): Scope['selector'] => {
  const match = /^(!?)([A-Za-z0-9][A-Za-z0-9._/-]*)(?:\s*(==?|!=)\s*([A-Za-z0-9._-]*))?$/.exec(term);
  const [, not = '', key = '', operator, value = ''] = match ?? [];
  if (match === null || (not !== '' && operator !== undefined))
    throw new VmletError(
      'E-USAGE',
      `label selector \`${term}\` is not one of key=value, key!=value, key, !key`,
    );
  if (operator === undefined) return labels => (labels[key] !== undefined) === (not === '');
  return labels => (labels[key] === value) === (operator !== '!=');
};
