// The host's links in memory: executes the `ip` commands that vmlet runs, prints what iproute2 6.1 prints, and tells
// the followers of `ip monitor`. Creating a tap makes it observable; errors are the real ones. Links of others are
// made with control.add. Anything that vmlet never runs is an error of the test.
import type {Link} from '../../controller/observe/snapshot.ts';
import type {RunResult} from '../../controller/host/host.ts';
import {runTraffic, unshaped} from './traffic.ts';
import type {Shape} from './traffic.ts';

type Row = {-readonly [Field in keyof Link]: Link[Field]} & {tunMode: 'tap' | null; shape: Shape};

export type FakeLinks = {
  /** The answer to `ip ...` and `tc ...`, or undefined for another command. */
  run(command: string, args: readonly string[], options?: {stdin?: string}): RunResult | undefined;
  /** A follower of `ip -o monitor`; the result ends it. */
  follow(onLine: (line: string) => void, onEnd: () => void): () => void;
  readonly control: FakeLinksControl;
};

export type FakeLinksControl = {
  /** Now, by name. */
  links(): ReadonlyMap<string, Link>;
  /** What may pass in a second. */
  shape(name: string): Readonly<Shape> | undefined;
  /** A link that somebody else made. */
  add(link: Partial<Link> & {name: string}): void;
  /** Somebody runs `ip link del`. */
  remove(name: string): void;
  /** Somebody, or udev, gives a link another name. */
  rename(name: string, to: string): void;
  /** Somebody changes a link. */
  change(name: string, change: Partial<Omit<Link, 'name' | 'index'>>): void;
  /** The same before the kernel has told anybody of it. */
  changeUnheard(name: string, change: Partial<Omit<Link, 'name' | 'index'>>): void;
  /** Every `ip` process of this kind fails until the result is called: netlink is out of order. */
  fail(what: Kind): () => void;
  /** The monitor processes die. */
  killMonitors(): void;
  /**
   * How many processes were started, by kind; `show`: lists of all links, `details`: what is asked of new ones beside them,
   * `narrow`: looks at single links.
   */
  spawns(): {show: number; batch: number; details: number; narrow: number};
};

type Kind = 'show' | 'batch' | 'details' | 'narrow';

/** What vmlet runs, all with JSON or a batch; a list of all links that is brief takes the words of a batch. */
const kinds: Readonly<Record<string, Kind>> = {
  '-j -d addr show': 'show',
  '-j -batch -': 'show',
  '-j -d -batch -': 'details',
  '-j -d -force -batch -': 'narrow',
  '-force -batch -': 'batch',
};

/** A batch that does more than to look. */
export const changesLinks = (stdin = ''): boolean =>
  /^(tuntap add|link (add|set|del|property)|addr (add|del)) /m.test(stdin);

/** A refusal by the kernel: -force goes on. */
class Refused extends Error {}
/** A refusal by ip itself: the process ends in the middle of the batch. */
class Fatal extends Error {}

export const fakeLinks = (): FakeLinks => {
  const rows = new Map<string, Row>();
  const followers = new Set<{onLine: (line: string) => void; onEnd: () => void}>();
  const broken = new Set<Kind>();
  const spawned = {show: 0, batch: 0, details: 0, narrow: 0};
  let lastIndex = 0;

  const hint = (row: Row, prefix = ''): void => {
    for (const follower of followers)
      follower.onLine(`${prefix}${String(row.index)}: ${row.name}: mtu ${String(row.mtu)}`);
  };
  const add = (link: Partial<Link> & {name: string}, tunMode: Row['tunMode'] = null): void => {
    lastIndex += 1;
    const index = lastIndex;
    const mac = `fe:00:00:00:${hex(index >> 8)}:${hex(index & 255)}`;
    const row: Row = {...blank, mac, ...link, index: link.index ?? index, tunMode, shape: unshaped()};
    rows.set(row.name, row);
    hint(row);
  };
  const remove = (row: Row): void => {
    rows.delete(row.name);
    for (const port of rows.values()) {
      if (port.master === row.name) port.master = null;
    }
    for (const upper of [...rows.values()].filter(other => other.lowerLink === row.name)) remove(upper);
    hint(row, 'Deleted ');
  };
  const find = (name: string): Row | undefined =>
    rows.get(name) ?? [...rows.values()].find(row => row.altnames.includes(name));
  const must = (name: string): Row => {
    const row = find(name);
    if (row === undefined) throw new Refused(`Cannot find device "${name}"`);
    return row;
  };
  const checkName = (name: string): void => {
    if (name.length > 15) throw new Fatal(`Error: argument "${name}" is wrong: "dev" not a valid ifname`);
  };
  const table = {rows, add, remove, find, must, checkName, hint};

  const runBatch = (stdin: string, goesOn: boolean): RunResult => {
    let stderr = '';
    let stdout = '';
    for (const [offset, line] of stdin.split('\n').entries()) {
      if (line.trim() === '') continue;
      try {
        stdout += runLine(table, line.trim().split(/\s+/));
      } catch (thrown) {
        if (thrown instanceof Fatal) return {exitCode: 255, stdout, stderr: `${stderr}${thrown.message}\n`};
        if (!(thrown instanceof Refused)) throw thrown;
        stderr += `${thrown.message}\nCommand failed -:${String(offset + 1)}\n`;
        if (!goesOn) break;
      }
    }
    return {exitCode: stderr === '' ? 0 : 1, stdout, stderr};
  };

  return {
    run: (command, args, options = {}) => {
      if (command === 'tc') return runTraffic(args, options.stdin ?? '', name => find(name)?.shape);
      if (command !== 'ip') return undefined;
      const words = args.join(' ');
      const kind = changesLinks(options.stdin) ? 'batch' : kinds[words];
      if (kind === undefined) throw new Error(`the fake links do not know: ip ${words}`);
      spawned[kind] += 1;
      if (broken.has(kind))
        return {exitCode: 1, stdout: '', stderr: 'Cannot open netlink socket: No buffer space available\n'};
      const stdin = options.stdin ?? '';
      if (kind === 'batch') return runBatch(stdin, words.includes('-force'));
      if (kind === 'narrow') return printEach(table, stdin);
      const stdout =
        words === '-j -d addr show' ? list([...rows.values()].map(print)) : printBatch(table, kind, stdin);
      return stdout === null
        ? {exitCode: 1, stdout: '', stderr: 'Device does not exist.\nCommand failed -:1\n'}
        : {exitCode: 0, stdout, stderr: ''};
    },
    follow: (onLine, onEnd) => {
      const follower = {onLine, onEnd};
      followers.add(follower);
      return () => followers.delete(follower);
    },
    control: {
      links: () => rows,
      shape: name => rows.get(name)?.shape,
      add,
      remove: name => {
        remove(must(name));
      },
      rename: (name, to) => {
        const row = must(name);
        rows.delete(name);
        row.name = to;
        rows.set(to, row);
        for (const port of rows.values()) if (port.master === name) port.master = to;
        hint(row);
      },
      change: (name, change) => {
        const row = must(name);
        Object.assign(row, change);
        hint(row);
      },
      changeUnheard: (name, change) => {
        Object.assign(must(name), change);
      },
      fail: what => {
        broken.add(what);
        return () => broken.delete(what);
      },
      killMonitors: () => {
        const ended = [...followers];
        followers.clear();
        for (const follower of ended) follower.onEnd();
      },
      spawns: () => ({...spawned}),
    },
  };
};

type Table = {
  rows: Map<string, Row>;
  add(link: Partial<Link> & {name: string}, tunMode?: Row['tunMode']): void;
  remove(row: Row): void;
  find(name: string): Row | undefined;
  must(name: string): Row;
  checkName(name: string): void;
  hint(row: Row): void;
};

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

const blank: Omit<Row, 'name' | 'shape'> = {
  index: 0,
  kind: 'physical',
  up: false,
  carrier: false,
  master: null,
  alias: null,
  altnames: [],
  group: 'default',
  mac: '',
  mtu: 1500,
  addresses: [],
  lowerLink: null,
  macvtapMode: null,
  tun: null,
  tunMode: null,
};

/** What it prints. */
const runLine = (table: Table, words: readonly string[]): string => {
  const [object = '', verb = ''] = words;
  if (object === 'addr' && verb === 'show') {
    const row = table.find(words[3] ?? '');
    if (row === undefined) throw new Refused(`Device "${words[3] ?? ''}" does not exist.`);
    return list([print(row)]);
  }
  if (object === 'tuntap' && verb === 'add') addTap(table, words.slice(2));
  else if (object === 'link' && verb === 'add') addLink(table, words.slice(2));
  else if (object === 'link' && verb === 'set') setLink(table, words.slice(2));
  else if (object === 'link' && verb === 'del') deleteLinks(table, words.slice(2));
  else if (object === 'link' && verb === 'property') addAltname(table, words.slice(2));
  else if (object === 'addr') changeAddress(table, verb, words.slice(2));
  else throw new Refused(`Object "${object}" is unknown, try "ip help".`);
  return '';
};

const option = (words: readonly string[], name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};

const addTap = (table: Table, words: readonly string[]): void => {
  const name = option(words, 'dev') ?? '';
  table.checkName(name);
  if (table.find(name) !== undefined) throw new Refused('ioctl(TUNSETIFF): Device or resource busy');
  const user = option(words, 'user');
  const tun = {
    vnetHdr: words.includes('vnet_hdr'),
    multiQueue: words.includes('multi_queue'),
    ownerUid: user === undefined ? null : Number(user),
    persist: true,
  };
  table.add({name, kind: 'tun', tun}, 'tap');
};

const addLink = (table: Table, words: readonly string[]): void => {
  const name = option(words, 'name') ?? '';
  table.checkName(name);
  const lower = option(words, 'link');
  if (lower !== undefined) table.must(lower);
  if (table.find(name) !== undefined) throw new Refused('RTNETLINK answers: File exists');
  const mac = option(words, 'address');
  const kind = option(words, 'type') ?? 'physical';
  table.add({
    name,
    kind,
    ...(mac === undefined ? {} : {mac}),
    lowerLink: lower ?? null,
    macvtapMode: kind === 'macvtap' ? (option(words, 'mode') ?? 'vepa') : null,
  });
};

const setLink = (table: Table, words: readonly string[]): void => {
  const [, name = '', what = '', value = ''] = words;
  const master = what === 'master' ? table.find(value) : undefined;
  if (what === 'master' && master === undefined)
    throw new Fatal(`Error: argument "${value}" is wrong: Device does not exist\n`);
  const row = table.must(name);
  if (what === 'up') row.up = true;
  else if (what === 'alias') row.alias = value;
  else if (what === 'mtu') row.mtu = Number(value);
  else if (what === 'group') row.group = value === '0' ? 'default' : value;
  else if (what === 'master') {
    if (master?.kind !== 'bridge') throw new Refused('RTNETLINK answers: Operation not supported');
    row.master = master.name;
  } else if (what !== 'addrgenmode')
    throw new Fatal(`Error: either "dev" is duplicate, or "${what}" is a garbage.`);
  table.hint(row);
};

const deleteLinks = (table: Table, words: readonly string[]): void => {
  const group = option(words, 'group');
  if (group === undefined) {
    table.remove(table.must(option(words, 'dev') ?? ''));
    return;
  }
  const members = [...table.rows.values()].filter(row => row.group === group);
  if (members.length === 0) throw new Refused('RTNETLINK answers: No such device');
  for (const row of members) table.remove(row);
};

const addAltname = (table: Table, words: readonly string[]): void => {
  const row = table.must(option(words, 'dev') ?? '');
  const altname = option(words, 'altname') ?? '';
  if (table.find(altname) !== undefined) throw new Refused('RTNETLINK answers: File exists');
  row.altnames = [...row.altnames, altname];
  table.hint(row);
};

const changeAddress = (table: Table, verb: string, words: readonly string[]): void => {
  const [address = ''] = words;
  const row = table.must(option(words, 'dev') ?? '');
  const isThere = row.addresses.includes(address);
  if (verb === 'add' && isThere) throw new Refused('Error: ipv4: Address already assigned.');
  if (verb === 'del' && !isThere) throw new Refused('Error: ipv4: Address not found.');
  row.addresses =
    verb === 'add' ? [...row.addresses, address] : row.addresses.filter(other => other !== address);
  table.hint(row);
};

const list = (entries: readonly object[]): string => `${JSON.stringify(entries)}\n`;

/** A list for each line of a batch that only looks; null when a link is not there, where ip gives up. */
const printBatch = ({rows, find}: Table, kind: Kind, stdin: string): string | null => {
  const all = [...rows.values()];
  const lists = stdin
    .trim()
    .split('\n')
    .map(line => {
      const row = /^link show dev (\S+)$/.exec(line)?.[1];
      if (kind === 'details') {
        const found = find(row ?? '');
        return found === undefined ? null : list([without(print(found), 'addr_info')]);
      }
      if (line === 'link show') return list(all.map(each => without(print(each), 'addr_info', 'linkinfo')));
      if (line !== 'addr show type bridge') throw new Error(`the fake links do not know: ip ${line}`);
      const bridges = all.filter(each => each.kind === 'bridge');
      return list(bridges.map(each => without(print(each), 'linkinfo', 'ifalias')));
    });
  return lists.includes(null) ? null : lists.join('');
};

/** `addr show dev NAME` for each line; -force goes on after what is not there. */
const printEach = ({find}: Table, stdin: string): RunResult => {
  const names = stdin
    .trim()
    .split('\n')
    .map(line => /^addr show dev (\S+)$/.exec(line)?.[1] ?? '');
  const found = names.map(name => ({name, row: find(name)}));
  const missing = found.flatMap(({name, row}, at) =>
    row === undefined ? [`Device "${name}" does not exist.\nCommand failed -:${String(at + 1)}\n`] : [],
  );
  return {
    exitCode: missing.length === 0 ? 0 : 1,
    stdout: found.flatMap(({row}) => (row === undefined ? [] : [list([print(row)])])).join(''),
    stderr: missing.join(''),
  };
};

const without = (entry: object, ...left: readonly string[]): object =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !left.includes(name)));

/** As `ip -j -d addr show` prints it; only what anybody reads. */
const print = (row: Row): object => ({
  ifindex: row.index,
  ...(row.lowerLink === null ? {} : {link: row.lowerLink}),
  ifname: row.name,
  flags: ['BROADCAST', 'MULTICAST', ...(row.up ? ['UP'] : []), ...(row.carrier ? ['LOWER_UP'] : [])],
  mtu: row.mtu,
  ...(row.master === null ? {} : {master: row.master}),
  group: row.group,
  link_type: 'ether',
  address: row.mac,
  ...(row.kind === 'physical' ? {} : {linkinfo: {info_kind: row.kind, info_data: printData(row)}}),
  ...(row.alias === null ? {} : {ifalias: row.alias}),
  ...(row.altnames.length === 0 ? {} : {altnames: row.altnames}),
  addr_info: row.addresses.map(address => ({
    family: address.includes(':') ? 'inet6' : 'inet',
    local: address.split('/')[0],
    prefixlen: Number(address.split('/')[1]),
    scope: 'global',
  })),
});

const printData = (row: Row): unknown => {
  if (row.kind === 'macvtap') return {mode: row.macvtapMode};
  if (row.tun === null) return {};
  const {vnetHdr, multiQueue, persist, ownerUid} = row.tun;
  return {
    type: row.tunMode ?? 'tap',
    pi: false,
    vnet_hdr: vnetHdr,
    multi_queue: multiQueue,
    persist,
    ...(ownerUid === null ? {} : {user: ownerUid}),
  };
};
