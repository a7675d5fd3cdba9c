// What a guest said of itself on its serial console, as values. Pure; the lines are those of
// controller/install/recipes/debian-tiny/guest.

export type GuestDisk = {
  readonly serial: string;
  readonly dev: string;
  readonly sizeBytes: number;
  readonly readOnly: boolean;
};

export type GuestLink = {readonly dev: string; readonly mac: string; readonly carrier: boolean};

export type GuestAddress = {readonly dev: string; readonly mac: string; readonly address: string};

/** The newest boot on the console; facts that were told as gone are not in it. */
export type GuestReport = {
  /** The whole console of this run of the hypervisor. */
  readonly text: string;
  /** Random per boot of the guest's kernel; null before the guest spoke. */
  readonly bootId: string | null;
  /** Every boot on this console, oldest first: more than one means that the guest rebooted itself. */
  readonly bootIds: readonly string[];
  /** Kept on the root disk: how often this disk was booted. */
  readonly bootCount: number | null;
  readonly ready: boolean;
  /** Seconds, the newest that was told. */
  readonly uptimeS: number | null;
  readonly cmdline: string | null;
  readonly cpus: number | null;
  readonly memKib: number | null;
  readonly disks: readonly GuestDisk[];
  readonly mounts: readonly {readonly dev: string; readonly on: string; readonly type: string}[];
  readonly links: readonly GuestLink[];
  readonly addresses: readonly GuestAddress[];
  /** By address of the peer. */
  readonly pings: ReadonlyMap<string, 'ok' | 'lost'>;
  /** `power-button`, `ctrl-alt-del`: what the guest felt, in order. */
  readonly events: readonly string[];
};

/** Read a console. */
export const readGuestReport = (text: string): GuestReport => {
  const lines = [...text.matchAll(/VMLET-GUEST ([^\r\n]*)/g)].map(match => match[1] ?? '');
  const bootIds = lines.flatMap(line => /^boot id=(\S+)$/.exec(line)?.[1] ?? []);
  const lastBoot = lines.findLastIndex(line => line.startsWith('boot id='));
  const told = lastBoot === -1 ? [] : lines.slice(lastBoot);
  const facts = standing(told);
  const last = (pattern: RegExp): string | null =>
    told.map(line => pattern.exec(line)?.[1]).findLast(value => value !== undefined) ?? null;
  return {
    text,
    bootId: bootIds.at(-1) ?? null,
    bootIds,
    bootCount: number(last(/^boot-count (\d+)$/)),
    ready: told.some(line => line.startsWith('ready ')),
    uptimeS: number(last(/^(?:ready uptime=|uptime )([\d.]+)$/)),
    cmdline: last(/^cmdline (.*)$/),
    cpus: number(last(/^cpus (\d+)$/)),
    memKib: number(last(/^mem (\d+)$/)),
    disks: facts.flatMap(fact => {
      const match = /^disk serial=(\S*) dev=(\S+) size=(\d+) ro=([01])$/.exec(fact);
      if (match === null) return [];
      const [, serial = '', dev = '', size, ro] = match;
      return [{serial, dev, sizeBytes: Number(size), readOnly: ro === '1'}];
    }),
    mounts: facts.flatMap(fact => {
      const match = /^mount dev=(\S+) on=(\S+) type=(\S+)/.exec(fact);
      return match === null ? [] : [{dev: match[1] ?? '', on: match[2] ?? '', type: match[3] ?? ''}];
    }),
    links: facts.flatMap(fact => {
      const match = /^link dev=(\S+) mac=(\S+) carrier=([01])$/.exec(fact);
      return match === null ? [] : [{dev: match[1] ?? '', mac: match[2] ?? '', carrier: match[3] === '1'}];
    }),
    addresses: facts.flatMap(fact => {
      const match = /^addr dev=(\S+) mac=(\S+) addr=(\S+)$/.exec(fact);
      return match === null ? [] : [{dev: match[1] ?? '', mac: match[2] ?? '', address: match[3] ?? ''}];
    }),
    pings: new Map(
      told.flatMap((line): [string, 'ok' | 'lost'][] => {
        const match = /^ping (\S+) (ok|lost)$/.exec(line);
        return match === null ? [] : [[match[1] ?? '', match[2] === 'ok' ? 'ok' : 'lost']];
      }),
    ),
    events: told.flatMap(line => /^event (\S+)$/.exec(line)?.[1] ?? []),
  };
};

/** Facts minus those that a later line took back. */
const standing = (told: readonly string[]): string[] => {
  const facts = new Set<string>();
  for (const line of told) {
    if (line.startsWith('gone ')) facts.delete(line.slice('gone '.length));
    else facts.add(line);
  }
  return [...facts];
};

const number = (text: string | null): number | null => (text === null ? null : Number(text));
