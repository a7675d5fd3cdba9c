// One look at all links. `ip -d` asks for the name of each tap's owner, which costs several times all the rest, and tells
// what hardly ever changes: in a crowd of taps it is asked of those links only of which it is not known.
// Spawns `ip` and understands it; when to look, and for whom, is observe/links.ts.
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {parseBareLinks, parseLinks, unresolvedUid, withDetails} from './link-parse.ts';
import type {BareLink, LinkDetails} from './link-parse.ts';
import {present, unknown} from './snapshot.ts';
import type {Link, Links, Observation} from './snapshot.ts';

const timeoutMs = 10_000;
/** Up to here one process that tells everything is cheaper than a second one for what is new. */
const fewTaps = 16;
/** Everything is asked again this long after it was: nobody tells of a tap that got another owner. */
const detailsForMs = 600_000;

type Lists = Pick<Host, 'processes' | 'files' | 'clock'>;

export class LinkLook {
  readonly #host: Lists;
  /** By index, which the kernel gives once: what was known of a link when all of it was read. */
  #known = new Map<number, Link>();
  #knownAtMs = -Infinity;
  #taps = 0;
  /** Links that the kernel told of since the look that runs began. */
  readonly #told = new Set<number>();
  /** What `ip` printed last, and what that means: most looks find what was there before. */
  #printed: {readonly text: string; readonly value: Observation<Links>} | null = null;

  constructor(host: Lists) {
    this.#host = host;
  }

  /**
   * All links now. `hinted`: every change since the last look came to hint(), so that what is known may be relied on.
   * Never rejects, and is never told in parallel with itself.
   */
  async look(hinted: boolean): Promise<Observation<Links>> {
    this.#told.clear();
    try {
      return (hinted ? await this.#lookBriefly() : null) ?? (await this.#lookInFull());
    } catch (thrown) {
      return unknown(`cannot list links: ${errorText(thrown)}`);
    }
  }

  /** A line of `ip -o monitor`: all but a tap may have become another kind of the same, like a macvtap its mode. */
  hint(line: string): void {
    const index = Number(/^(?:Deleted )?(\d+):/.exec(line)?.[1]);
    this.#told.add(index);
    if (this.#known.get(index)?.tun !== null) return;
    this.#known.delete(index);
    this.#printed = null;
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

  /** Null when only a full look can tell. */
  async #lookBriefly(): Promise<Observation<Links> | null> {
    const ageMs = this.#host.clock.monotonicMs() - this.#knownAtMs;
    if (this.#taps < fewTaps || ageMs >= detailsForMs) return null;
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
    if (!links.every(link => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(link.name))) return null;
    const text = await this.#batch(
      ['-j', '-d'],
      links.map(link => `link show dev ${link.name}`),
    );
    if (text === null) return null;
    const asked = parseLinks(text, lazyUsers(this.#host).uidOf);
    const byIndex = new Map(asked.map(link => [link.index, link]));
    const isTold = links.every(link => isSame(byIndex.get(link.index), link));
    return isTold ? asked : null;
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
    return isSame(this.#known.get(link.index), link);
  }

  /** `isKnown`: what these links are needs not be asked again before a hint. */
  #keep(links: readonly Link[]): {value: Observation<Links>; isKnown: boolean} {
    const known = links.filter(link => isSettled(link) && !this.#told.has(link.index));
    this.#known = new Map(known.map(link => [link.index, link]));
    this.#taps = links.filter(link => link.tun !== null).length;
    const value = present(new Map(links.map(link => [link.name, link])));
    return {value, isKnown: known.length === links.length};
  }
}

/** A link of this index, name, mark and address is the one that was known, as far as anybody can tell. */
const isSame = (known: Link | undefined, {name, alias, mac}: BareLink): boolean =>
  known?.name === name && known.alias === alias && known.mac === mac;

/** A tap that bears no mark and is on nothing may be in the making: its owner and flags are read each time. */
const isSettled = ({tun, alias, master, carrier}: Link): boolean =>
  tun === null || (tun.ownerUid !== unresolvedUid && (alias !== null || master !== null || carrier));

/** ip prints a tap's owner by name when there is one; /etc/passwd is read at most once. */
const lazyUsers = ({files}: Lists): {uidOf: (user: string) => number | null; wereAsked: () => boolean} => {
  let users: Map<string, number> | undefined;
  return {
    uidOf: user => {
      users ??= parseUsers(files.read('/etc/passwd')?.toString('utf8') ?? '');
      return users.get(user) ?? null;
    },
    wereAsked: () => users !== undefined,
  };
};

const parseUsers = (passwd: string): Map<string, number> =>
  new Map(
    passwd.split('\n').flatMap(line => {
      const [name = '', , uid = ''] = line.split(':');
      return /^\d+$/.test(uid) ? [[name, Number(uid)] as const] : [];
    }),
  );
