// Lines for `ip -batch`, each word checked: a word that ip cannot parse makes it exit in the middle of a batch,
// and a blank or a quote would change what the line means. Pure; the only place that spells ip's commands.
import {isIP, SocketAddress} from 'node:net';
import {isRemovalGroup} from '../desired/names.ts';
import {VmletError} from '../errors.ts';
import type {Link} from '../observe/snapshot.ts';

/** A persistent tap with frame offload headers, usable by `ownerUid` only (by anybody when null). */
export const addTap = (name: string, ownerUid: number | null, multiQueue: boolean): string =>
  [
    `tuntap add dev ${linkName(name)} mode tap`,
    ...(ownerUid === null ? [] : [`user ${whole(ownerUid, 'a uid')}`]),
    'vnet_hdr',
    ...(multiQueue ? ['multi_queue'] : []),
  ].join(' ');

/** A bridge with an address of its own: without one it takes its lowest port's, and changes with every port. */
export const addBridge = (name: string, mac: string): string =>
  `link add name ${linkName(name)} address ${macAddress(mac)} type bridge`;

export const addMacvtap = (name: string, lower: string, mac: string, mode: string): string =>
  `link add link ${linkName(lower)} name ${linkName(name)} address ${macAddress(mac)} type macvtap mode ${macvtapMode(mode)}`;

export const setAlias = (name: string, alias: string): string =>
  `link set dev ${linkName(name)} alias ${matching(alias, /^vmlet:[0-9A-Za-z-]{1,64}$/, 'an alias')}`;

export const addAltname = (name: string, altname: string): string =>
  `link property add dev ${linkName(name)} altname ${matching(altname, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,126}$/, 'an altname')}`;

/** No IPv6 link-local address on the host's end: frames pass through it to the bridge, it is nobody's neighbour. */
export const noLinkLocal = (name: string): string => `link set dev ${linkName(name)} addrgenmode none`;

export const setMaster = (name: string, bridge: string): string =>
  `link set dev ${linkName(name)} master ${linkName(bridge)}`;

export const setUp = (name: string): string => `link set dev ${linkName(name)} up`;

export const setMtu = (name: string, mtu: number): string =>
  `link set dev ${linkName(name)} mtu ${whole(mtu, 'an mtu')}`;

export const setGroup = (name: string, group: number): string =>
  `link set dev ${linkName(name)} group ${whole(group, 'a group')}`;

/** Out of the group that an interrupted removal left it in. */
export const leaveRemovalGroup = ({name, group}: Pick<Link, 'name' | 'group'>): string[] =>
  isRemovalGroup(group) ? [setGroup(name, 0)] : [];

export const addAddress = (name: string, cidr: string): string =>
  `addr add ${canonicalCidr(cidr)} dev ${linkName(name)}`;

export const removeAddress = (name: string, cidr: string): string =>
  `addr del ${canonicalCidr(cidr)} dev ${linkName(name)}`;

export const deleteLink = (name: string): string => `link del dev ${linkName(name)}`;

export const deleteGroup = (group: number): string => `link del group ${whole(group, 'a group')}`;

/** The links that lines of this page are about. */
export const namesIn = (lines: readonly string[]): string[] =>
  lines.flatMap(line => / (?:dev|name) (\S+)/.exec(line)?.[1] ?? []);

/** An address with its prefix as the kernel prints it, so that two spellings of one address are equal. */
export const canonicalCidr = (cidr: string): string => {
  const [address = '', prefix = '', ...rest] = cidr.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > most)
    throw refused(cidr, 'an address with its prefix, like 10.0.0.1/24');
  if (family === 4) return `${address}/${String(Number(prefix))}`;
  return `${new SocketAddress({address, family: 'ipv6'}).address}/${String(Number(prefix))}`;
};

/** IFNAMSIZ is 16 with its NUL; `%d` would let the kernel choose another name, `-x` would be an option. */
const linkName = (name: string): string =>
  matching(name, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/, 'a link name');

const macAddress = (mac: string): string => matching(mac, /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'a MAC address');

const macvtapMode = (mode: string): string =>
  matching(mode, /^(bridge|vepa|private|passthru)$/, 'a macvtap mode');

const whole = (value: number, what: string): string => matching(String(value), /^\d{1,10}$/, what);

const matching = (value: string, pattern: RegExp, what: string): string => {
  if (!pattern.test(value)) throw refused(value, what);
  return value;
};

const refused = (value: string, expected: string): VmletError =>
  new VmletError('E-INTERNAL', `${JSON.stringify(value)} is not ${expected}`, {terminal: true});
