// What an action on links would leave behind, as the next look would see it. Pure but for the table that it writes.
import {markedMac} from '../desired/names.ts';
import type {Link, Links} from '../observe/snapshot.ts';
import type {Action, LinkMark} from '../plan/action.ts';
import type {Foreseen} from './world.ts';

/** The table of the next looks; theirs alone until passLinks(). */
const tableOf = (foreseen: Foreseen): Map<string, Link> => {
  const now: Links = foreseen.links.state === 'present' ? foreseen.links.value : new Map<string, Link>();
  return (foreseen.nextLinks ??= new Map(now));
};

/** From here on looks see what was foreseen so far. */
export const passLinks = (foreseen: Foreseen): void => {
  if (foreseen.nextLinks !== null) foreseen.links = {state: 'present', value: foreseen.nextLinks};
  foreseen.nextLinks = null;
};

/** Every link that bears a mark, changed. */
export const changeMarked = (foreseen: Foreseen, alias: string, change: Partial<Link>): void => {
  const table = tableOf(foreseen);
  for (const link of table.values()) if (link.alias === alias) table.set(link.name, {...link, ...change});
};

export type LinkAction = Extract<Action, {type: `bridge.${string}` | `tap.${string}` | 'macvtap.create'}>;

/** Do to the table what the action would do to the host. */
export const foreseeLink = (foreseen: Foreseen, action: LinkAction): void => {
  const table = tableOf(foreseen);
  const {name} = action;
  const change = (part: Partial<Link>): void => {
    const link = table.get(name);
    if (link !== undefined) table.set(name, {...link, group: 'default', ...part});
  };
  switch (action.type) {
    case 'bridge.create': {
      const {mark, addresses, mtu} = action;
      table.set(name, {
        ...made(name, 'bridge', mark, nextIndex(table)),
        mac: markedMac(mark.alias),
        addresses,
        mtu: mtu ?? 1500,
      });
      return;
    }
    case 'bridge.configure': {
      const {addAddresses, removeAddresses, up, mtu} = action;
      const old = table.get(name)?.addresses ?? [];
      change({
        up,
        addresses: [...old.filter(address => !removeAddresses.includes(address)), ...addAddresses],
        ...(mtu === null ? {} : {mtu}),
      });
      return;
    }
    case 'bridge.delete':
    case 'tap.delete':
      table.delete(name);
      return;
    case 'tap.create':
      table.set(name, {
        ...made(name, 'tun', action.mark, nextIndex(table)),
        master: action.bridge,
        tun: {vnetHdr: true, multiQueue: action.multiQueue, ownerUid: action.ownerUid, persist: true},
      });
      return;
    case 'tap.attach':
      change({up: true, master: action.bridge, alias: action.mark.alias});
      return;
    case 'tap.limit':
      return;
    case 'macvtap.create':
      table.set(name, {
        ...made(name, 'macvtap', action.mark, nextIndex(table)),
        mac: action.mac,
        lowerLink: action.link,
        macvtapMode: action.mode,
      });
      return;
    default:
      action satisfies never;
  }
};

const nextIndex = (table: ReadonlyMap<string, Link>): number => 10_000 + table.size;

const made = (name: string, kind: string, {alias, altname}: LinkMark, index: number): Link => ({
  name,
  index,
  kind,
  up: true,
  carrier: false,
  master: null,
  alias,
  altnames: [altname],
  group: 'default',
  mac: '',
  mtu: 1500,
  addresses: [],
  lowerLink: null,
  macvtapMode: null,
  tun: null,
});
