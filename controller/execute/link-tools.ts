// What the executors of links share: the look before and after, and the words for a name that is taken.
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {LinkTable} from '../observe/links.ts';
import type {Link, Links} from '../observe/snapshot.ts';
import type {LinkMark} from '../plan/action.ts';
import type {BatchResult} from './link-batch-run.ts';
import type {LinkBatch} from './link-batch.ts';
import {addAltname} from './link-lines.ts';

export type LinkTools = {readonly host: Host; readonly links: LinkTable; readonly batch: LinkBatch};

/** All links, or E-HOST (not terminal) when they cannot be listed: nothing is done on a guess. */
export const measure = async (table: LinkTable): Promise<Links> => {
  const observed = await table.read({soon: true});
  if (observed.state === 'present') return observed.value;
  throw new VmletError('E-HOST', observed.state === 'unknown' ? observed.why : 'links cannot be listed');
};

/** The link of this name, or undefined; an altname of another link takes a name as well. */
export const findLink = (links: Links, name: string): Link | undefined =>
  links.get(name) ?? [...links.values()].find(link => link.altnames.includes(name));

/** E-NOT-OURS, terminal: a link that vmlet did not make is never changed. */
export const nameTaken = (name: string, link: Link): VmletError =>
  new VmletError(
    'E-NOT-OURS',
    `NameTaken: link ${name} is there already (${describe(link)}) and is not this object's; it is left alone. ` +
      `Remove it (ip link del ${link.name}) or rename it`,
    {terminal: true},
  );

const describe = (link: Link): string =>
  `kind ${link.kind}, alias ${link.alias === null ? 'none' : JSON.stringify(link.alias.slice(0, 80))}`;

/** E-HOST with ip's own words when a batch did not do what it should. */
export const expectOk = (result: BatchResult, what: string): void => {
  if (!result.ok) throw new VmletError('E-HOST', `${what}: ${result.message}`);
};

/** Run the line that creates a link. When it fails because a foreign link came first, that is what is said. */
export const createOnly = async (
  tools: LinkTools,
  line: string,
  name: string,
  isClaimable: (link: Link) => boolean,
): Promise<void> => {
  const result = await tools.batch.submit([line]);
  if (result.ok) return;
  const there = findLink(await measure(tools.links), name);
  if (there !== undefined && !isClaimable(there)) throw nameTaken(name, there);
  throw new VmletError('E-HOST', `cannot create link ${name}: ${result.message}`);
};

/** The readable name is a convenience: another link may have it, and that must not stop a guest. */
export const offerAltname = (
  batch: LinkBatch,
  link: Link | undefined,
  name: string,
  mark: LinkMark,
): void => {
  if (mark.altname !== '' && mark.altname !== name && link?.altnames.includes(mark.altname) !== true)
    void batch.submit([addAltname(name, mark.altname)]);
};
