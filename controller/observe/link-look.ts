// One look at all links, as narrow as what is known allows: at those alone of which somebody told since the last one; at
// all, briefly; or at all in full. `ip -d` asks for the name of each tap's owner, which costs several times all the rest, and
// tells what hardly ever changes: in a crowd of taps it is asked of those links only of which it is not known.
// Spawns `ip` and understands it; when to look, and for whom, is observe/links.ts.
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {lazyUsers} from './link-users.ts';
import {isEqualLink, parseBareLinks, parseLinks, unresolvedUid, withDetails} from './link-parse.ts';
import type {BareLink, LinkDetails} from './link-parse.ts';
import {present, unknown} from './snapshot.ts';
import type {Link, Links, Observation} from './snapshot.ts';

const timeoutMs = 10_000;
/** Up to here one process that tells everything is cheaper than a second one for what is new. */
const fewTaps = 16;
/** Everything is asked again this long after it was: nobody tells of a tap that got another owner. */
const detailsForMs = 600_000;

/** Each link that is asked for by its name costs as much as twenty in a list: above this a list costs less. */
const mostNarrow = 24;
/** In a small table the list costs less above one in so many. */
const narrowShare = 4;

type Lists = Pick<Host, 'processes' | 'files' | 'clock'>;

/** Links by name, or those that bore this alias when they were last looked at. */
export type Doubtful = {readonly names: readonly string[]} | {readonly alias: string};

type Doubts = {all: boolean; readonly indexes: Set<number>; readonly names: Set<string>};
const everything = (): Doubts => ({all: true, indexes: new Set(), names: new Set()});

export class LinkLook {
  readonly #host: Lists;
  /** By index, which the kernel gives once: what was known of a link when all of it was read. */
  #known = new Map<number, Link>();
  #knownAtMs = -Infinity;
  #taps = 0;
  /** What may have changed since the look that runs, or the last one, began. */
  #doubts: Doubts = everything();
  #last: Links = new Map();
  /** Names of those in it that are looked at each time. */
  #unsettled: readonly string[] = [];
  /** What `ip` printed last, and what that means: most looks find what was there before. */
  #printed: {readonly text: string; readonly value: Observation<Links>} | null = null;

  constructor(host: Lists) {
    this.#host = host;
  }

  /**
   * All links now. `hinted`: every change since the last look came to hint() or doubt(), so that what is known may be relied
   * on. Never rejects, and is never told in parallel with itself.
   */
  async look(hinted: boolean): Promise<Observation<Links>> {
    const doubts = this.#doubts;
    this.#doubts = {all: false, indexes: new Set(), names: new Set()};
    const value = await this.#lookOnce(hinted, doubts).catch((thrown: unknown) =>
      unknown(`cannot list links: ${errorText(thrown)}`),
    );
    if (value.state === 'present') this.#last = value.value;
    else this.#doubts.all = true;
    return value;
  }

  get last(): Links | null {
    return this.#doubts.all ? null : this.#last;
  }

  /** One link that was just made: what it is needs not be asked again, only how it is. */
  learn(printed: string): Link | undefined {
    try {
      const [link] = parseLinks(printed, lazyUsers(this.#host).uidOf);
      if (link !== undefined && isSettled(link)) this.#known.set(link.index, link);
      return link;
    } catch {
      return undefined;
    }
  }

  /** These links changed, or may have; without a word which, any may have. */
  doubt(which?: Doubtful): void {
    if (which === undefined) this.#doubts.all = true;
    else if ('names' in which) for (const name of which.names) this.#doubts.names.add(name);
    else
      for (const {alias, name} of this.#last.values())
        if (alias === which.alias) this.#doubts.names.add(name);
  }

  /** A line of `ip -o monitor`: all but a tap may have become another kind of the same, like a macvtap its mode. */
  hint(line: string): void {
    const [, digits = '', name = ''] = /^(?:Deleted )?(\d+):\s+([^\s:@]+)/.exec(line) ?? [];
    const index = Number(digits);
    this.#doubts.indexes.add(index);
    this.#doubts.names.add(name);
    if (this.#known.get(index)?.tun !== null) return;
    this.#known.delete(index);
    this.#printed = null;
  }

  async #lookOnce(hinted: boolean, doubts: Doubts): Promise<Observation<Links>> {
    const narrow = hinted ? await this.#lookAtDoubtful(doubts) : null;
    return narrow ?? (hinted ? await this.#lookBriefly() : null) ?? (await this.#lookInFull());
  }

  /** Only at what is in doubt. Null when a wider look has to tell, or costs less. */
  async #lookAtDoubtful(doubts: Doubts): Promise<Observation<Links> | null> {
    const names = new Set([...doubts.names, ...this.#unsettled]);
    const isNarrow = names.size <= Math.min(mostNarrow, this.#last.size / narrowShare);
    if (doubts.all || this.#isOld() || !isNarrow || ![...names].every(isPlainName)) return null;
    const asked = await this.#askForNames([...names]);
    if (asked === null) return null;
    const now = new Map(asked.map(link => [link.name, link]));
    const next = new Map(this.#last);
    for (const link of this.#last.values()) {
      if (!names.has(link.name) && !doubts.indexes.has(link.index)) continue;
      if (now.has(link.name)) continue;
      // Others name a bridge as their master, and are not told of when it is given another name.
      if (link.tun === null) return null;
      next.delete(link.name);
    }
    const hasNews =
      next.size < this.#last.size || asked.some(link => !isEqualLink(this.#last.get(link.name), link));
    for (const link of asked) next.set(link.name, link);
    return hasNews ? this.#keep([...next.values()]).value : present(this.#last);
  }

  async #lookInFull(): Promise<Observation<Links>> {
    const beganMs = this.#host.clock.monotonicMs();
    const result = await this.#host.processes.run('ip', ['-j', '-d', 'addr', 'show'], {timeoutMs});
    if (result.exitCode !== 0)
      return unknown(`ip addr show failed (${String(result.exitCode)}): ${result.stderr.trim()}`);
    this.#knownAtMs = beganMs;
    if (this.#printed?.text === result.stdout) return this.#printed.value;
    const users = lazyUsers(this.#host);
    const {value} = this.#keep(parseLinks(result.stdout, users.uidOf));
    // The names of users may change without a word from ip.
    this.#printed = users.wereAsked() ? null : {text: result.stdout, value};
    return value;
  }

  #isOld(): boolean {
    return this.#host.clock.monotonicMs() - this.#knownAtMs >= detailsForMs;
  }

  /** Null when only a full look can tell. */
  async #lookBriefly(): Promise<Observation<Links> | null> {
    if (this.#taps < fewTaps || this.#isOld()) return null;
    const text = await this.#batch(['-j'], ['link show', 'addr show type bridge']);
    if (text === null) return null;
    if (this.#printed?.text === text) return this.#printed.value;
    const links = parseBareLinks(text);
    const strangers = links.filter(link => !this.#knows(link));
    if (strangers.length * 2 > links.length) return null;
    const asked = strangers.length === 0 ? [] : await this.#ask(strangers);
    if (asked === null) return null;
    const details = new Map<number, LinkDetails>([
      ...this.#known,
      ...asked.map(each => [each.index, each] as const),
    ]);
    const whole = links.flatMap(link => {
      const known = details.get(link.index);
      return known === undefined ? [] : [withDetails(link, known)];
    });
    if (whole.length < links.length) return null;
    const {value, isKnown} = this.#keep(whole);
    this.#printed = isKnown ? {text, value} : null;
    return value;
  }

  /** These links in full; null when one of them is not what it was just now. */
  async #ask(links: readonly BareLink[]): Promise<Link[] | null> {
    if (!links.every(link => isPlainName(link.name))) return null;
    const text = await this.#batch(
      ['-j', '-d'],
      links.map(link => `link show dev ${link.name}`),
    );
    if (text === null) return null;
    const asked = parseLinks(text, lazyUsers(this.#host).uidOf);
    const byIndex = new Map(asked.map(link => [link.index, link]));
    const isTold = links.every(link => isSameLink(byIndex.get(link.index), link));
    return isTold ? asked : null;
  }

  /** Those of these links that are there; null when it cannot be told of each. */
  async #askForNames(names: readonly string[]): Promise<Link[] | null> {
    if (names.length === 0) return [];
    const {stdout, stderr} = await this.#host.processes.run('ip', ['-j', '-d', '-force', '-batch', '-'], {
      stdin: `${names.map(name => `addr show dev ${name}`).join('\n')}\n`,
      timeoutMs,
    });
    const asked = parseLinks(stdout, lazyUsers(this.#host).uidOf);
    const missing = stderr.match(/^Device "\S+" does not exist\.$/gm)?.length ?? 0;
    return asked.length + missing === names.length ? asked : null;
  }

  async #batch(options: readonly string[], lines: readonly string[]): Promise<string | null> {
    const stdin = `${lines.join('\n')}\n`;
    const {exitCode, stdout} = await this.#host.processes.run('ip', [...options, '-batch', '-'], {
      stdin,
      timeoutMs,
    });
    return exitCode === 0 ? stdout : null;
  }

  #knows(link: BareLink): boolean {
    return isSameLink(this.#known.get(link.index), link);
  }

  /** `isKnown`: what these links are needs not be asked again before a hint. */
  #keep(links: readonly Link[]): {value: Observation<Links>; isKnown: boolean} {
    const shared = links.map(link => {
      const last = this.#last.get(link.name);
      // Who compares tables is told at once by the same value.
      return last !== undefined && isEqualLink(last, link) ? last : link;
    });
    const settled = shared.filter(isSettled);
    this.#unsettled =
      settled.length === shared.length ? [] : shared.flatMap(link => (isSettled(link) ? [] : [link.name]));
    const known = settled.filter(link => !this.#doubts.indexes.has(link.index));
    this.#known = new Map(known.map(link => [link.index, link]));
    this.#taps = shared.filter(link => link.tun !== null).length;
    const value = present(new Map(shared.map(link => [link.name, link])));
    return {value, isKnown: known.length === links.length};
  }
}

/** What `ip` takes for the name of one link and nothing else. */
const isPlainName = (name: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(name);

/** A link of this index, name, mark and address is the one that was known, as far as anybody can tell. */
const isSameLink = (known: Link | undefined, {name, alias, mac}: BareLink): boolean =>
  known?.name === name && known.alias === alias && known.mac === mac;

/** A tap that bears no mark and is on nothing may be in the making: its owner and flags are read each time. */
const isSettled = ({tun, alias, master, carrier}: Link): boolean =>
  tun === null || (tun.ownerUid !== unresolvedUid && (alias !== null || master !== null || carrier));
