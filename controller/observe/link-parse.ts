// The output of `ip -j addr show` and `ip -j link show` (iproute2 6.1), with `-d` or without, as links. Pure: spawns nothing, and knows nothing of ownership.
// Anything that another program put there (aliases, unknown kinds, new fields) must not break the look at the rest.
import type {Link} from './snapshot.ts';

/** Owner of a tap whose user name could not be turned into a number; equal to no uid. */
export const unresolvedUid = -1;

/** What only `-d` tells. */
export type LinkDetails = Pick<Link, 'kind' | 'macvtapMode' | 'tun'>;
export type BareLink = Omit<Link, keyof LinkDetails>;

/**
 * Links that were printed with `-d`. `uidOf` turns a user name into its number, since ip prints the name when the
 * owner of a tap has one. Throws SyntaxError when the text is not JSON even after control characters were taken out.
 */
export const parseLinks = (json: string, uidOf: (user: string) => number | null): Link[] =>
  parseEntries(json).flatMap(entry => {
    const link = parseBareLink(entry);
    return link === null ? [] : [withDetails(link, parseDetails(entry, uidOf))];
  });

/** Links that were printed without `-d`; addresses may stand in a list of their own. Throws like parseLinks. */
export const parseBareLinks = (json: string): BareLink[] => {
  const links = new Map<number, BareLink>();
  for (const link of parseEntries(json).map(parseBareLink)) {
    if (link === null) continue;
    const first = links.get(link.index);
    links.set(link.index, first === undefined ? link : {...first, addresses: link.addresses});
  }
  return [...links.values()];
};

/** The whole link. Its addresses matter on a bridge alone: an uplink's come and go without a meaning for us. */
export const withDetails = (link: BareLink, {kind, macvtapMode, tun}: LinkDetails): Link => ({
  ...link,
  addresses: kind === 'bridge' ? link.addresses : [],
  kind,
  macvtapMode,
  tun,
});

/** Do two looks say the same of a link? */
export const isEqualLink = (left: Link | undefined, right: Link): boolean =>
  left === right ||
  (left !== undefined &&
    left.name === right.name &&
    left.index === right.index &&
    left.kind === right.kind &&
    left.up === right.up &&
    left.carrier === right.carrier &&
    left.master === right.master &&
    left.alias === right.alias &&
    left.group === right.group &&
    left.mac === right.mac &&
    left.mtu === right.mtu &&
    left.lowerLink === right.lowerLink &&
    left.macvtapMode === right.macvtapMode &&
    isEqualTun(left.tun, right.tun) &&
    isEqualList(left.altnames, right.altnames) &&
    isEqualList(left.addresses, right.addresses));

const isEqualTun = (left: Link['tun'], right: Link['tun']): boolean =>
  left === null || right === null
    ? left === right
    : left.ownerUid === right.ownerUid &&
      left.vnetHdr === right.vnetHdr &&
      left.multiQueue === right.multiQueue &&
      left.persist === right.persist;

const isEqualList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((each, at) => each === right[at]);

const parseEntries = (json: string): Fields[] => {
  const parsed: unknown = json.trim() === '' ? [] : JSON.parse(withoutControls(inOneList(json)));
  if (!Array.isArray(parsed)) throw new SyntaxError('ip did not print a list');
  return parsed.filter(isFields);
};

/** A batch prints a list for each of its lines. Inside a text, a quote would have a backslash before it. */
const inOneList = (json: string): string =>
  json.replace(/\]\s*\[\s*\]\s*$/, ']').replace(/\]\s*\[(?=\{"ifindex":)/g, ',');

/** ip 6.1 does not escape control characters inside an alias, so anybody's alias could blind us. */
const withoutControls = (json: string): string => json.replace(/[\u0000-\u001f]/g, ' ');

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) ? value : null;
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];

const parseBareLink = (entry: Fields): BareLink | null => {
  const name = text(entry['ifname']);
  const index = whole(entry['ifindex']);
  if (name === null || index === null) return null;
  const flags = texts(entry['flags']);
  return {
    name,
    index,
    up: flags.includes('UP'),
    carrier: flags.includes('LOWER_UP'),
    master: text(entry['master']),
    alias: text(entry['ifalias']),
    altnames: texts(entry['altnames']),
    group: String(text(entry['group']) ?? whole(entry['group']) ?? 'default'),
    mac: text(entry['address']) ?? '',
    mtu: whole(entry['mtu']) ?? 0,
    addresses: globalAddresses(entry['addr_info']),
    lowerLink: text(entry['link']),
  };
};

const parseDetails = (entry: Fields, uidOf: (user: string) => number | null): LinkDetails => {
  const info = fields(entry['linkinfo']);
  const kind = text(info['info_kind']) ?? 'physical';
  const data = fields(info['info_data']);
  return {
    kind,
    macvtapMode: kind === 'macvtap' ? text(data['mode']) : null,
    // A tun that carries packets instead of frames is of no use to a guest, and never ours.
    tun: kind === 'tun' && data['type'] === 'tap' ? parseTap(data, uidOf) : null,
  };
};

const parseTap = (data: Fields, uidOf: (user: string) => number | null): Link['tun'] => ({
  vnetHdr: data['vnet_hdr'] === true,
  multiQueue: data['multi_queue'] === true,
  persist: data['persist'] === true,
  ownerUid: ownerUid(data['user'], uidOf),
});

const ownerUid = (user: unknown, uidOf: (user: string) => number | null): number | null => {
  if (typeof user === 'number') return user;
  return typeof user === 'string' ? (uidOf(user) ?? unresolvedUid) : null;
};

const globalAddresses = (list: unknown): string[] =>
  (Array.isArray(list) ? list : []).filter(isFields).flatMap(address => {
    const local = text(address['local']);
    const prefix = whole(address['prefixlen']);
    const isShown = address['scope'] === 'global' && local !== null && prefix !== null;
    return isShown ? [`${local}/${String(prefix)}`] : [];
  });
