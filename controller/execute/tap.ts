// Taps: the creation first, and only when that succeeded the mark, the bridge and up, so that no later line can touch a
// foreign link of the same name. Names are derived elsewhere.
import {VmletError} from '../errors.ts';
import type {Link} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {
  addAltname,
  addTap,
  leaveRemovalGroup,
  noLinkLocal,
  setAlias,
  setMaster,
  setUp,
} from './link-lines.ts';
import {expectOk, findLink, measure, nameTaken, offerAltname} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';

type CreateTap = Extract<Action, {type: 'tap.create'}>;
type AttachTap = Extract<Action, {type: 'tap.attach'}>;
type DeleteTap = Extract<Action, {type: 'tap.delete'}>;

/**
 * Bring a tap into being, or finish and mend one of ours. Wrong flags or owner: it is made anew, which is only done
 * when it bears our mark. Throws E-NOT-OURS (terminal) for a foreign link, E-HOST when the kernel refuses.
 */
export const createTap = async (action: CreateTap, tools: LinkTools): Promise<Outcome> => {
  // Whether what was not there a moment ago still is not, the kernel says: it makes no second one of a name.
  const last = tools.links.last();
  const isNew = last !== null && findLink(last, action.name) === undefined;
  if (isNew && (await make(action, tools)) === null) return done(true);
  const found = findLink(await measure(tools.links), action.name);
  if (found !== undefined && isReady(found, action)) return done(false);
  if (found !== undefined && !isClaimable(found, action)) throw nameTaken(action.name, found);
  if (found !== undefined && hasFlags(found, action)) return finish(action, found, tools);
  if (found !== undefined) await removeClaimed(found, action.mark.alias, tools);
  const why = await make(action, tools);
  if (why === null) return done(true);
  const there = findLink(await measure(tools.links), action.name);
  if (there !== undefined && !isClaimable(there, action)) throw nameTaken(action.name, there);
  if (there !== undefined) return finish(action, there, tools);
  throw new VmletError('E-HOST', `cannot create link ${action.name}: ${why}`);
};

/** Null when it stands as asked, else why not; the creation may have been all that was done. */
const make = async (action: CreateTap, {host, batch}: LinkTools): Promise<string | null> => {
  const {name, mark, bridge} = action;
  // Where there is no IPv6 there is no such setting, and nothing to turn off.
  const hasIpv6 = host.files.stat('/proc/sys/net/ipv6') !== undefined;
  const made = await batch.create({
    name,
    lines: [
      addTap(name, action.ownerUid, action.multiQueue),
      ...(hasIpv6 ? [noLinkLocal(name)] : []),
      ...(mark.altname === '' || mark.altname === name ? [] : [addAltname(name, mark.altname)]),
      setAlias(name, mark.alias),
      setMaster(name, bridge),
      setUp(name),
    ],
  });
  if (!made.ok) return made.message;
  if (made.link !== undefined && isReady(made.link, action)) return null;
  throw new VmletError('E-HOST', `tap ${name} is not as asked right after it was made`);
};

/** What is there of it has the right flags; what may fail without a loss does not stop the rest. */
const finish = async (action: CreateTap, found: Link, tools: LinkTools): Promise<Outcome> => {
  void tools.batch.submit([noLinkLocal(action.name)]);
  offerAltname(tools.batch, found, action.name, action.mark);
  const marked = await tools.batch.submit([
    setAlias(action.name, action.mark.alias),
    setMaster(action.name, action.bridge),
    setUp(action.name),
  ]);
  expectOk(marked, `cannot put tap ${action.name} on bridge ${action.bridge}`);
  const made = findLink(await measure(tools.links), action.name);
  if (made === undefined || !isReady(made, action))
    throw new VmletError('E-HOST', `tap ${action.name} is not as asked right after it was made`);
  return done(true);
};

/** Move a tap of ours to its bridge and bring it up. */
export const attachTap = async (action: AttachTap, tools: LinkTools): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), action.name);
  if (found === undefined) throw new VmletError('E-HOST', `tap ${action.name} is gone`);
  if (found.tun === null || found.alias !== action.mark.alias) throw nameTaken(action.name, found);
  const left = leaveRemovalGroup(found);
  if (found.master === action.bridge && found.up && left.length === 0) return done(false);
  const result = await tools.batch.submit([
    setMaster(action.name, action.bridge),
    setUp(action.name),
    ...left,
  ]);
  expectOk(result, `cannot put tap ${action.name} on bridge ${action.bridge}`);
  const moved = findLink(await measure(tools.links), action.name);
  if (moved?.master !== action.bridge || !moved.up)
    throw new VmletError(
      'E-HOST',
      `tap ${action.name} is not on bridge ${action.bridge} right after it was put there`,
    );
  return done(true);
};

/** Delete a tap or macvtap that bears our mark; E-NOT-OURS (terminal) for any other. */
export const deleteTap = async (action: DeleteTap, tools: LinkTools): Promise<Outcome> => {
  const found = (await measure(tools.links)).get(action.name);
  if (found === undefined) return done(false);
  const isOurs =
    found.alias === action.mark.alias ||
    isUnmarked(found, action.unmarkedOwnerUid) ||
    isUnmarkedMacvtap(found, action.unmarkedMacvtap);
  if (!isOurs) throw nameTaken(action.name, found);
  return done(await removeClaimed(found, action.mark.alias, tools));
};

/** What was cut short before its mark gets it now: only marked links are ever deleted. */
const removeClaimed = async ({name, alias}: Link, mark: string, tools: LinkTools): Promise<boolean> => {
  if (alias === null) expectOk(await tools.batch.submit([setAlias(name, mark)]), `cannot mark tap ${name}`);
  return removeOurs(name, mark, tools);
};

/** Never marked, used or attached, and of a uid that only one VM has. */
const isUnmarked = (link: Link, ownerUid: number | null | undefined): boolean =>
  typeof ownerUid === 'number' &&
  link.alias === null &&
  link.master === null &&
  !link.carrier &&
  link.tun?.ownerUid === ownerUid;

/** Never marked or used, and all that its creation gives it. */
const isUnmarkedMacvtap = (found: Link, made: DeleteTap['unmarkedMacvtap']): boolean =>
  made !== undefined &&
  found.kind === 'macvtap' &&
  found.alias === null &&
  found.master === null &&
  !found.carrier &&
  found.lowerLink === made.link &&
  found.macvtapMode === made.mode &&
  found.mac.toLowerCase() === made.mac.toLowerCase();

/** False when it was gone already. */
export const removeOurs = async (name: string, alias: string, tools: LinkTools): Promise<boolean> => {
  const result = await tools.batch.remove({name, alias});
  switch (result.kind) {
    case 'removed':
      return true;
    case 'absent':
      return false;
    case 'foreign':
      throw new VmletError(
        'E-NOT-OURS',
        `link ${name} no longer bears this object's mark; it is left alone`,
        {
          terminal: true,
        },
      );
    case 'failed':
      throw new VmletError('E-HOST', `cannot delete link ${name}: ${result.message}`);
    default:
      return result satisfies never;
  }
};

const isReady = (link: Link, action: CreateTap): boolean =>
  link.alias === action.mark.alias && hasFlags(link, action) && link.master === action.bridge && link.up;

const hasFlags = (link: Link, action: CreateTap): boolean =>
  link.tun !== null &&
  link.tun.persist &&
  link.tun.vnetHdr &&
  link.tun.multiQueue === action.multiQueue &&
  (action.ownerUid === null || link.tun.ownerUid === action.ownerUid);

/** Ours by mark, or exactly what a creation leaves that was cut short before the mark. */
const isClaimable = (link: Link, action: CreateTap): boolean =>
  link.name === action.name &&
  link.tun !== null &&
  (link.alias === action.mark.alias ||
    isUnmarked(link, action.ownerUid) ||
    (link.alias === null && link.master === null && hasFlags(link, action)));
