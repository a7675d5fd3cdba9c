// Macvtaps: like taps, but the hypervisor opens a device node of their own, /dev/tap<ifindex>.
import {VmletError} from '../errors.ts';
import type {Link} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {addMacvtap, setAlias, setUp} from './link-lines.ts';
import {createOnly, expectOk, findLink, measure, nameTaken, offerAltname} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';
import {removeOurs} from './tap.ts';

type CreateMacvtap = Extract<Action, {type: 'macvtap.create'}>;

/** The device node of a macvtap. Its number is the ifindex, so it is another one after each creation. */
export const macvtapNode = (index: number): string => `/dev/tap${String(index)}`;

/** Bring a macvtap over a link into being; a marked one with another mode, link or address is made anew. */
export const createMacvtap = async (action: CreateMacvtap, tools: LinkTools): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), action.name);
  if (found !== undefined && isReady(found, action)) return done(ownNode(found, action, tools));
  if (found !== undefined && !isClaimable(found, action)) throw nameTaken(action.name, found);
  const kept = found !== undefined && hasShape(found, action) ? found : undefined;
  if (found !== undefined && kept === undefined) await removeOurs(found.name, action.mark.alias, tools);
  if (kept === undefined) {
    const line = addMacvtap(action.name, action.link, action.mac, action.mode);
    await createOnly(tools, line, action.name, link => isClaimable(link, action));
  }
  offerAltname(tools.batch, kept, action.name, action.mark);
  const marked = await tools.batch.submit([setAlias(action.name, action.mark.alias), setUp(action.name)]);
  expectOk(marked, `cannot bring macvtap ${action.name} up`);
  const made = findLink(await measure(tools.links), action.name);
  if (made === undefined || !isReady(made, action))
    throw new VmletError('E-HOST', `macvtap ${action.name} is not as asked right after it was made`);
  ownNode(made, action, tools);
  return done(true);
};

/** Give the node to the VM's user; true when that was a change. */
const ownNode = (link: Link, action: CreateMacvtap, {host}: LinkTools): boolean => {
  const node = macvtapNode(link.index);
  const facts = host.files.stat(node, {follow: false});
  if (facts?.type !== 'device')
    throw new VmletError('E-HOST', `device node ${node} of macvtap ${link.name} is not there`);
  if (action.ownerUid === null || facts.uid === action.ownerUid) return false;
  host.files.chown(node, action.ownerUid, action.ownerUid);
  return true;
};

const isReady = (link: Link, action: CreateMacvtap): boolean =>
  link.alias === action.mark.alias && hasShape(link, action) && link.up;

const hasShape = (link: Link, action: CreateMacvtap): boolean =>
  link.kind === 'macvtap' &&
  link.macvtapMode === action.mode &&
  link.lowerLink === action.link &&
  link.mac.toLowerCase() === action.mac.toLowerCase();

const isClaimable = (link: Link, action: CreateMacvtap): boolean =>
  link.name === action.name &&
  link.kind === 'macvtap' &&
  (link.alias === action.mark.alias || (link.alias === null && hasShape(link, action)));
