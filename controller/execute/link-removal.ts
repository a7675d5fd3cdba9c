// Deleting links that are provably ours, many at the price of one: each deletion alone waits for the kernel (about
// 20 ms), a group waits once. The group's number is fresh, and its members are listed and checked before it goes.
import {VmletError} from '../errors.ts';
import {firstRemovalGroup} from '../desired/names.ts';
import type {Host} from '../host/host.ts';
import type {LinkTable} from '../observe/links.ts';
import type {Link, Links} from '../observe/snapshot.ts';
import {runBatch} from './link-batch-run.ts';
import {deleteGroup, deleteLink, setGroup} from './link-lines.ts';

export type LinkRemoval = {
  readonly name: string;
  /** The mark that the link must bear. */
  readonly alias: string;
};

export type RemovalResult =
  | {readonly kind: 'removed'}
  /** It was not there. */
  | {readonly kind: 'absent'}
  | {readonly kind: 'foreign'; readonly alias: string | null}
  | {readonly kind: 'failed'; readonly message: string};

/** Remove what bears its mark; results in the order given. Rejects only when the host cannot list links. */
export const removeLinks = async (
  host: Host,
  table: LinkTable,
  removals: readonly LinkRemoval[],
): Promise<RemovalResult[]> => {
  const links = await listAgain(table, removals);
  const results = new Map<LinkRemoval, RemovalResult>();
  const targets: Link[] = [];
  for (const removal of removals) {
    const link = links.get(removal.name);
    if (link === undefined) results.set(removal, {kind: 'absent'});
    else if (link.alias !== removal.alias) results.set(removal, {kind: 'foreign', alias: link.alias});
    else targets.push(link);
  }
  const failures = await removeAll(host, table, links, targets);
  return removals.map(removal => results.get(removal) ?? failures.get(removal.name) ?? {kind: 'removed'});
};

/** Why a link is still there, by name. */
const removeAll = async (
  host: Host,
  table: LinkTable,
  links: Links,
  targets: readonly Link[],
): Promise<Map<string, RemovalResult>> => {
  const [only] = targets;
  if (only === undefined) return new Map();
  if (targets.length === 1) return failAll(targets, await runLine(host, deleteLink(only.name)));
  const group = freshGroup(host, links);
  const grouped = await runBatch(
    host.processes,
    targets.map(link => [setGroup(link.name, group)]),
  );
  const now = await listAgain(table, targets);
  const members = [...now.values()].filter(link => link.group === String(group));
  const intruders = members.filter(link => !targets.some(target => isSame(target, link)));
  if (intruders.length > 0) {
    await runBatch(
      host.processes,
      intruders.map(link => [setGroup(link.name, 0)]),
    );
    const names = intruders.map(link => link.name).join(', ');
    return failAll(targets, `link ${names} was replaced by another just now`);
  }
  const message = members.length === 0 ? null : await runLine(host, deleteGroup(group));
  const outside = targets.flatMap((link, index) => {
    const result = grouped[index];
    return now.has(link.name) && result?.ok === false ? [failAll([link], result.message)] : [];
  });
  return new Map([...failAll(members, message), ...outside.flatMap(failures => [...failures])]);
};

const failAll = (links: readonly Link[], message: string | null): Map<string, RemovalResult> =>
  new Map(message === null ? [] : links.map(link => [link.name, {kind: 'failed', message}]));

const isSame = (target: Link, link: Link): boolean =>
  target.name === link.name && target.index === link.index && target.alias === link.alias;

const runLine = async (host: Host, line: string): Promise<string | null> => {
  const [result] = await runBatch(host.processes, [[line]]);
  return result === undefined || result.ok ? null : result.message;
};

/** What took the place of one of these has its name. */
const listAgain = async (table: LinkTable, looked: readonly {readonly name: string}[]): Promise<Links> => {
  table.invalidate({names: looked.map(({name}) => name)});
  const observed = await table.read({soon: true});
  if (observed.state === 'present') return observed.value;
  throw new VmletError('E-HOST', observed.state === 'unknown' ? observed.why : 'links cannot be listed');
};

/** A number that no link has; 0 is everybody's, and small ones have names in /etc/iproute2/group. */
const freshGroup = (host: Host, links: Links): number => {
  const used = new Set([...links.values()].map(link => link.group));
  let group = firstRemovalGroup + (Number.parseInt(host.random.uuid().slice(0, 8), 16) & 0x3fff_ffff);
  while (used.has(String(group))) group += 1;
  return group;
};
