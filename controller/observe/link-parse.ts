// The output of `ip -j -d addr show` (iproute2 6.1) as links. Pure: spawns nothing, and knows nothing of ownership.
// Anything that another program put there (aliases, unknown kinds, new fields) must not break the look at the rest.
import type {Link} from './snapshot.ts';

/** Owner of a tap whose user name could not be turned into a number; equal to no uid. */
export const unresolvedUid = -1;

/**
 * Links of one `ip -j -d addr show`. `uidOf` turns a user name into its number, since ip prints the name when the
 * owner of a tap has one. Throws SyntaxError when the text is not JSON even after control characters were taken out.
 */
export const parseLinks = (json: string, uidOf: (user: string) => number | null): Link[] => {
  const parsed: unknown = json.trim() === '' ? [] : JSON.parse(withoutControls(json));
  if (!Array.isArray(parsed)) throw new SyntaxError('ip did not print a list');
  return parsed.flatMap((entry: unknown) => {
    const link = isFields(entry) ? parseLink(entry, uidOf) : null;
    return link === null ? [] : [link];
  });
};

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

const parseLink = (entry: Fields, uidOf: (user: string) => number | null): Link | null => {
  const name = text(entry['ifname']);
  const index = whole(entry['ifindex']);
  if (name === null || index === null) return null;
  const flags = texts(entry['flags']);
  const info = fields(entry['linkinfo']);
  const kind = text(info['info_kind']) ?? 'physical';
  const data = fields(info['info_data']);
  return {
    name,
    index,
    kind,
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
