// Taps: made in two steps, so that no later line can touch a foreign link of the same name: first the creation,
// and only when that succeeded the mark, the bridge and up. Names are derived elsewhere.
import {VmletError} from '../errors.ts';
import type {Link} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {addTap, leaveRemovalGroup, noLinkLocal, setAlias, setMaster, setUp} from './link-lines.ts';
import {createOnly, expectOk, findLink, measure, nameTaken, offerAltname} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';

type CreateTap = Extract<Action, {type: 'tap.create'}>;
type AttachTap = Extract<Action, {type: 'tap.attach'}>;
type DeleteTap = Extract<Action, {type: 'tap.delete'}>;

/**
 * Bring a tap into being, or finish and mend one of ours. Wrong flags or owner: it is made anew, which is only done
 * when it bears our mark. Throws E-NOT-OURS (terminal) for a foreign link, E-HOST when the kernel refuses.
 */
export const createTap = async (action: CreateTap, tools: LinkTools): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), action.name);
  if (found !== undefined && isReady(found, action)) return done(false);
  if (found !== undefined && !isClaimable(found, action)) throw nameTaken(action.name, found);
  const kept = found !== undefined && hasFlags(found, action) ? found : undefined;
  if (found !== undefined && kept === undefined) await removeClaimed(found, action.mark.alias, tools);
  if (kept === undefined) {
    const line = addTap(action.name, action.ownerUid, action.multiQueue);
    await createOnly(tools, line, action.name, link => isClaimable(link, action));
  }
  void tools.batch.submit([noLinkLocal(action.name)]);
  offerAltname(tools.batch, kept, action.name, action.mark);
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
