// Bridges that vmlet owns. Created, addressed and marked here; removed only when marked and without ports.
import {markedMac} from '../desired/names.ts';
import {VmletError} from '../errors.ts';
import type {Link} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {
  addAddress,
  addBridge,
  canonicalCidr,
  removeAddress,
  leaveRemovalGroup,
  setAlias,
  setMtu,
  setUp,
} from './link-lines.ts';
import {createOnly, expectOk, findLink, measure, nameTaken, offerAltname} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';
import {removeOurs} from './tap.ts';

type CreateBridge = Extract<Action, {type: 'bridge.create'}>;
type ConfigureBridge = Extract<Action, {type: 'bridge.configure'}>;
type DeleteBridge = Extract<Action, {type: 'bridge.delete'}>;

const portsRecheckMs = 1_000;

/** Bring a bridge into being, or finish one whose creation was cut short. E-NOT-OURS (terminal) for a foreign link. */
export const createBridge = async (action: CreateBridge, tools: LinkTools): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), action.name);
  if (found !== undefined && isReady(found, action)) return done(false);
  if (found !== undefined && !isClaimable(found, action)) throw nameTaken(action.name, found);
  if (found === undefined) {
    const line = addBridge(action.name, markedMac(action.mark.alias));
    await createOnly(tools, line, action.name, link => isClaimable(link, action));
  }
  offerAltname(tools.batch, found, action.name, action.mark);
  const configured = await tools.batch.submit([
    setAlias(action.name, action.mark.alias),
    ...(action.mtu === null ? [] : [setMtu(action.name, action.mtu)]),
    ...missing(action.addresses, found).map(address => addAddress(action.name, address)),
    setUp(action.name),
  ]);
  expectOk(configured, `cannot configure bridge ${action.name}`);
  const made = findLink(await measure(tools.links), action.name);
  if (made === undefined || !isReady(made, action))
    throw new VmletError('E-HOST', `bridge ${action.name} is not as asked right after it was made`);
  return done(true);
};

/** Change addresses, mtu and state of a bridge of ours. */
export const configureBridge = async (action: ConfigureBridge, tools: LinkTools): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), action.name);
  if (found === undefined) throw new VmletError('E-HOST', `bridge ${action.name} is gone`);
  if (found.kind !== 'bridge' || found.alias !== action.mark.alias) throw nameTaken(action.name, found);
  const gone = missing(action.removeAddresses, found).map(canonicalCidr);
  const lines = [
    ...(action.mtu === null || action.mtu === found.mtu ? [] : [setMtu(action.name, action.mtu)]),
    ...action.removeAddresses
      .filter(address => !gone.includes(canonicalCidr(address)))
      .map(address => removeAddress(action.name, address)),
    ...missing(action.addAddresses, found).map(address => addAddress(action.name, address)),
    ...(action.up && !found.up ? [setUp(action.name)] : []),
    ...leaveRemovalGroup(found),
  ];
  if (lines.length === 0) return done(false);
  expectOk(await tools.batch.submit(lines), `cannot configure bridge ${action.name}`);
  return done(true);
};

/** Delete a bridge of ours that has no ports; with ports it waits. */
export const deleteBridge = async (action: DeleteBridge, tools: LinkTools): Promise<Outcome> => {
  tools.links.invalidate();
  const links = await measure(tools.links);
  const found = links.get(action.name);
  if (found === undefined) return done(false);
  if (!bearsMark(found, action)) throw nameTaken(action.name, found);
  const ports = [...links.values()].filter(link => link.master === action.name).map(link => link.name);
  if (ports.length > 0)
    return {
      kind: 'recheck',
      afterMs: portsRecheckMs,
      why: `bridge ${action.name} still has ports: ${ports.slice(0, 5).join(', ')}`,
    };
  // What was cut short before its mark gets it now: only marked links are ever deleted.
  if (found.alias === null)
    expectOk(
      await tools.batch.submit([setAlias(action.name, action.mark.alias)]),
      `cannot mark bridge ${action.name}`,
    );
  return done(await removeOurs(action.name, action.mark.alias, tools));
};

const isReady = (link: Link, action: CreateBridge): boolean =>
  link.kind === 'bridge' &&
  link.alias === action.mark.alias &&
  link.up &&
  (action.mtu === null || link.mtu === action.mtu) &&
  missing(action.addresses, link).length === 0;

const isClaimable = (link: Link, action: CreateBridge): boolean =>
  link.name === action.name && bearsMark(link, action);

/** Ours by mark, or by the address that only our creation gives it and that follows from the mark. */
const bearsMark = (link: Link, {mark}: Pick<CreateBridge, 'mark'>): boolean =>
  link.kind === 'bridge' &&
  (link.alias === mark.alias || (link.alias === null && link.mac === markedMac(mark.alias)));

/** Those of `addresses` that the link does not have. */
const missing = (addresses: readonly string[], link: Link | undefined): string[] => {
  const there = new Set((link?.addresses ?? []).map(canonicalCidr));
  return addresses.filter(address => !there.has(canonicalCidr(address)));
};
