// Parsing of what iproute2 6.1 printed in a namespace with taps, a bridge, a veth pair and a macvtap.
import {readFileSync} from 'node:fs';
import {describe, expect, test} from '@jest/globals';
import {
  isEqualLink,
  parseBareLinks,
  parseLinks,
  unresolvedUid,
} from '../../../controller/observe/link-parse.ts';
import type {Link} from '../../../controller/observe/snapshot.ts';

const fixture = (file: string): string =>
  readFileSync(new URL(`../../fixtures/iproute2-6.1/${file}`, import.meta.url), 'utf8');
const printed = fixture('addr-show.json');
const uidOf = (user: string): number | null => (user === 'games' ? 5 : null);
const byName = (json: string): Map<string, Link> =>
  new Map(parseLinks(json, uidOf).map(link => [link.name, link]));
const one = (entry: object): Link | undefined => parseLinks(JSON.stringify([entry]), uidOf)[0];

describe('a table that iproute2 printed', () => {
  const links = byName(printed);

  test('every link is there, with its kind', () => {
    expect([...links.values()].map(link => `${link.name} ${link.kind}`)).toEqual([
      'lo physical',
      't1 tun',
      'br0 bridge',
      't2 tun',
      't3 tun',
      'v1 veth',
      'v0 veth',
      'mv0 macvtap',
    ]);
  });

  test('a tap on a bridge shows mark, altname, master and flags, its owner by number', () => {
    expect(links.get('t3')).toEqual({
      name: 't3',
      index: 5,
      kind: 'tun',
      up: true,
      carrier: false,
      master: 'br0',
      alias: 'vmlet:abc',
      altnames: ['web-1-lan-xxxxxxxxxxxxxx'],
      group: 'default',
      mac: 'f6:32:86:4b:80:b9',
      mtu: 1500,
      addresses: [],
      lowerLink: null,
      macvtapMode: null,
      tun: {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 5},
    });
  });

  test('a tap that belongs to nobody has no owner', () => {
    expect(links.get('t2')?.tun).toEqual({vnetHdr: false, multiQueue: true, persist: true, ownerUid: null});
    expect(links.get('t1')?.tun?.ownerUid).toBe(1234);
  });

  test('addresses are in CIDR form', () => {
    expect(links.get('br0')?.addresses).toEqual(['10.0.0.1/24']);
  });

  test('a macvtap shows its lower link, its mode, and an alias with a quote in it', () => {
    expect(links.get('mv0')).toMatchObject({lowerLink: 'v0', macvtapMode: 'bridge', alias: 'x"y', tun: null});
  });
});

describe('lists that iproute2 printed for the lines of a batch', () => {
  test('without details there are marks of all links, and the addresses of bridges', () => {
    const links = parseBareLinks(fixture('link-show-and-bridges.txt'));
    const told = links.map(({name, alias, addresses, lowerLink}) => [name, alias, addresses, lowerLink]);
    expect(told).toEqual([
      ['lo', null, [], null],
      ['br0', null, ['10.0.0.1/24'], null],
      ['t1', null, [], null],
      ['t3', 'vmlet:abc', [], null],
      ['v1', null, [], 'v0'],
      ['v0', null, [], 'v1'],
      ['mv0', 'x"y][{', [], 'v0'],
    ]);
    expect(links[3]).toMatchObject({altnames: ['web-1-lan'], master: 'br0', up: true});
  });

  test('details of single links are read like those of all', () => {
    const links = byName(fixture('link-show-details.txt'));
    expect(links.get('t3')?.tun).toEqual({vnetHdr: true, multiQueue: false, persist: true, ownerUid: 5});
    expect(links.get('mv0')).toMatchObject({macvtapMode: 'bridge', alias: 'x"y][{'});
  });

  test('a batch that found no bridge leaves nothing behind', () => {
    expect(parseBareLinks('[{"ifindex":1,"ifname":"lo"}]\n[]\n').map(link => link.name)).toEqual(['lo']);
    expect(parseBareLinks('[]\n[]\n')).toEqual([]);
  });
});

describe('what others put there', () => {
  test('unknown kinds and fields are kept or passed over', () => {
    expect(
      one({ifname: 'x', ifindex: 9, new_field: {a: 1}, linkinfo: {info_kind: 'from-the-future'}}),
    ).toMatchObject({
      name: 'x',
      kind: 'from-the-future',
      mtu: 0,
    });
  });

  test('an entry without a name or an index is passed over, and the rest is read', () => {
    const json = JSON.stringify([null, 7, {}, {ifname: 'a'}, {ifname: 'b', ifindex: 2}]);
    expect(parseLinks(json, uidOf).map(link => link.name)).toEqual(['b']);
  });

  test('a control character inside an alias, which ip does not escape, hides nothing', () => {
    const json = '[{"ifname":"a","ifindex":1,"ifalias":"x\u0001\u001b[2J"},{"ifname":"b","ifindex":2}]';
    expect(parseLinks(json, uidOf).map(link => [link.name, link.alias])).toEqual([
      ['a', 'x  [2J'],
      ['b', null],
    ]);
  });

  test('an owner whose name has no number equals no uid', () => {
    const tap = {
      ifname: 't',
      ifindex: 1,
      linkinfo: {info_kind: 'tun', info_data: {type: 'tap', user: 'ldap-user'}},
    };
    expect(one(tap)?.tun?.ownerUid).toBe(unresolvedUid);
  });

  test('a tun that carries packets is no tap', () => {
    expect(
      one({ifname: 'vpn', ifindex: 1, linkinfo: {info_kind: 'tun', info_data: {type: 'tun'}}})?.tun,
    ).toBeNull();
  });

  test('link-local and half-printed addresses are not shown', () => {
    const addr_info = [
      {scope: 'link', local: 'fe80::1', prefixlen: 64},
      {scope: 'global', prefixlen: 64},
      {scope: 'global', local: 'fd00::1', prefixlen: 64},
    ];
    expect(one({ifname: 'a', ifindex: 1, linkinfo: {info_kind: 'bridge'}, addr_info})?.addresses).toEqual([
      'fd00::1/64',
    ]);
  });

  test('no output is an empty table, and text that is not JSON is an error', () => {
    expect(parseLinks('\n', uidOf)).toEqual([]);
    expect(() => parseLinks('Cannot open netlink socket', uidOf)).toThrow();
    expect(() => parseLinks('{}', uidOf)).toThrow('did not print a list');
  });
});

describe('two looks at a link are the same', () => {
  const link: Link = {
    name: 't',
    index: 1,
    kind: 'tun',
    up: true,
    carrier: true,
    master: 'br0',
    alias: 'vmlet:a',
    altnames: ['a'],
    group: 'default',
    mac: '02:00:00:00:00:01',
    mtu: 1500,
    addresses: ['10.0.0.1/24'],
    lowerLink: null,
    macvtapMode: null,
    tun: {vnetHdr: true, multiQueue: false, persist: true, ownerUid: 1},
  };
  const others: Required<Link> = {
    name: 'u',
    index: 2,
    kind: 'bridge',
    up: false,
    carrier: false,
    master: null,
    alias: null,
    altnames: ['b'],
    group: '7',
    mac: '02:00:00:00:00:02',
    mtu: 9000,
    addresses: [],
    lowerLink: 'eth0',
    macvtapMode: 'bridge',
    tun: null,
  };

  test('when they say the same', () => {
    expect(isEqualLink(link, structuredClone(link))).toBe(true);
    expect(isEqualLink({...link, tun: null}, {...link, tun: null})).toBe(true);
    expect(isEqualLink(undefined, link)).toBe(false);
  });

  test.each(Object.entries(others))('unless %s differs', (name, other) => {
    expect(isEqualLink(link, {...link, [name]: other})).toBe(false);
  });

  test.each(Object.entries({vnetHdr: false, multiQueue: true, persist: false, ownerUid: null}))(
    'unless %s of the tap differs',
    (name, other) => {
      expect(isEqualLink(link, {...link, tun: {...tunOf(link), [name]: other}})).toBe(false);
    },
  );
});

const tunOf = ({tun}: Link): NonNullable<Link['tun']> => {
  if (tun === null) throw new Error('not a tap');
  return tun;
};
