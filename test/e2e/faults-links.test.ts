// Links that somebody moves, renames, marks or takes away under running guests, in ways that links.test.ts does not:
// vmlet mends what bears its mark, says what does not, and never touches the guest for it.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {condition, guard, message} from './unbroken.ts';

type Link = {
  readonly ifname: string;
  readonly ifindex: number;
  readonly ifalias?: string;
  readonly master?: string;
};

let host: E2eHost;

const timeoutMs = 120_000;

beforeAll(async () => {
  // A mount namespace of its own, so that a tool can be taken from the daemon and from nobody else.
  host = await startHost({wrap: () => ['unshare', '--mount', '--propagation', 'private']});
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.11/24', cmdline: ['vmlet.ping=10.77.0.1']}));
  host.write('db.yaml', vmManifest('db', {address: '10.77.0.12/24', memory: '128Mi'}));
  await host.daemon.start('--resync', '2s');
  await host.ready('web', 'db');
}, timeoutMs);

afterAll(() => host.close());

/** What tells one link from another; timers of bridges go on by themselves. */
const links = (): Link[] =>
  (host.ip('link', 'show') as Link[]).map(({ifname, ifindex, ifalias, master}) => ({
    ifname,
    ifindex,
    ...(ifalias === undefined ? {} : {ifalias}),
    ...(master === undefined ? {} : {master}),
  }));
const link = (name: string): Link | undefined => links().find(each => each.ifname === name);
const tapOf = (vm: string): string => host.vm(vm).status.interfaces[0]?.link ?? '';

/** Events of this kind that the status file of a VM tells of, how often each happened. */
const count = (vm: string, reason: string): number =>
  host
    .vm(vm)
    .status.events.filter(event => event.reason === reason)
    .reduce((sum, event) => sum + event.count, 0);

/** Spoil something, wait until both guests are Ready and reachable as before; they must not have noticed a stop. */
const survives = async (spoil: () => void, mended: () => boolean): Promise<void> => {
  const unbroken = guard(host, 'web', 'db');
  spoil();
  await host.waitFor('it to be mended', mended);
  await host.ready('web', 'db');
  await answers('10.77.0.11');
  await answers('10.77.0.12');
  await unbroken();
};

const answers = async (address: string): Promise<void> => {
  await host.waitFor(`${address} to answer`, () => {
    host.inside('ip', 'neigh', 'flush', 'to', address);
    try {
      host.inside('curl', '-s', '-m', '2', '-o', '/dev/null', `http://${address}:9/`);
    } catch {
      // Refused is an answer too: the neighbour table tells.
    }
    const known = JSON.parse(host.inside('ip', '-j', 'neigh', 'show', 'to', address)) as {lladdr?: string}[];
    return known.some(each => each.lladdr !== undefined);
  });
};

test(
  'a tap that was moved to another bridge is taken back, and the other bridge is left alone',
  async () => {
    const tap = tapOf('web');
    host.inside('ip', 'link', 'add', 'other0', 'type', 'bridge');
    host.inside('ip', 'link', 'set', 'other0', 'up');
    const before = link(tap)?.ifindex;
    const attached = count('web', 'TapAttached');
    await survives(
      () => host.inside('ip', 'link', 'set', tap, 'master', 'other0'),
      () => link(tap)?.master === 'vmlet0',
    );
    expect(link(tap)?.ifindex).toBe(before);
    expect(count('web', 'TapAttached')).toBe(attached + 1);
    expect(link('other0')).toBeDefined();
  },
  timeoutMs,
);

test(
  'a tap that was renamed is replaced under its own name, and the renamed one does not stay behind',
  async () => {
    const tap = tapOf('web');
    await survives(
      () => {
        host.inside('ip', 'link', 'set', tap, 'down');
        host.inside('ip', 'link', 'set', tap, 'name', 'stolen0');
      },
      () => link(tap)?.master === 'vmlet0' && link('stolen0') === undefined,
    );
    expect(link(tap)?.ifalias).toBe(`vmlet:${host.uid('web')}`);
  },
  timeoutMs,
);

test(
  'a tap whose mark was taken away is named as a stranger and left alone until the mark is back',
  async () => {
    const unbroken = guard(host, 'web', 'db');
    const tap = tapOf('web');
    host.inside('ip', 'link', 'set', tap, 'alias', 'somebody else');
    await host.waitFor('the condition', () => host.condition('web', 'Degraded') === 'True NameTaken');
    expect(host.condition('web', 'Ready')).toBe('False TapNotOurs');
    expect(message(host, 'VirtualMachine', 'web', 'Degraded')).toMatch(
      new RegExp(`link ${tap} exists and is not vmlet's.*remove or rename it`),
    );
    await answers('10.77.0.11');
    host.inside('ip', 'link', 'set', tap, 'alias', `vmlet:${host.uid('web')}`);
    await host.ready('web');
    expect(host.condition('web', 'Degraded')).toBe('False AsExpected');
    await unbroken();
  },
  timeoutMs,
);

test(
  'a bridge that was renamed is made anew under its name with its ports, and the renamed one goes',
  () =>
    survives(
      () => {
        host.inside('ip', 'link', 'set', 'vmlet0', 'down');
        host.inside('ip', 'link', 'set', 'vmlet0', 'name', 'moved0');
      },
      () =>
        link(tapOf('web'))?.master === 'vmlet0' &&
        link(tapOf('db'))?.master === 'vmlet0' &&
        link('moved0') === undefined,
    ),
  timeoutMs,
);

test(
  'a bridge whose mark was taken away is named, guests go on over it, and all is well when the mark is back',
  async () => {
    const unbroken = guard(host, 'web', 'db');
    const alias = link('vmlet0')?.ifalias ?? '';
    expect(alias).toMatch(/^vmlet:/);
    host.inside('ip', 'link', 'set', 'vmlet0', 'alias', 'somebody else');
    await host.waitFor(
      'the condition',
      () => condition(host, 'Network', 'lan', 'Degraded') === 'True NameTaken',
    );
    expect(message(host, 'Network', 'lan', 'Degraded')).toContain('choose another spec.bridge.name');
    await answers('10.77.0.11');
    host.inside('ip', 'link', 'set', 'vmlet0', 'alias', alias);
    await host.waitFor('the network', () => condition(host, 'Network', 'lan', 'Ready') === 'True BridgeUp');
    await host.ready('web', 'db');
    await unbroken();
  },
  timeoutMs,
);

test(
  'with every link of vmlet deleted at once, bridge and both taps come back under the running guests',
  () =>
    survives(
      () => {
        for (const name of [tapOf('web'), tapOf('db'), 'vmlet0']) host.inside('ip', 'link', 'del', name);
      },
      () => link(tapOf('web'))?.master === 'vmlet0' && link(tapOf('db'))?.master === 'vmlet0',
    ),
  timeoutMs,
);

test(
  'a network name that a stranger took while the bridge was away is reported, and taken back when he goes',
  async () => {
    const unbroken = guard(host, 'web', 'db');
    const daemon = host.daemon.pid() ?? 0;
    // While the daemon cannot look: else it is faster.
    process.kill(daemon, 'SIGSTOP');
    try {
      host.inside('ip', 'link', 'del', 'vmlet0');
      host.inside('ip', 'tuntap', 'add', 'dev', 'vmlet0', 'mode', 'tap');
    } finally {
      process.kill(daemon, 'SIGCONT');
    }
    await host.waitFor(
      'the condition',
      () => condition(host, 'Network', 'lan', 'Degraded') === 'True NameTaken',
    );
    expect(message(host, 'Network', 'lan', 'Degraded')).toMatch(/link vmlet0 exists and is not this vmlet's/);
    await host.waitFor('the VM to say it', () => host.condition('web', 'Ready')?.startsWith('False'));
    expect(host.vm('web').status.phase).toBe('Running');
    host.inside('ip', 'link', 'del', 'vmlet0');
    await host.waitFor('the bridge', () => link(tapOf('web'))?.master === 'vmlet0');
    await host.ready('web', 'db');
    await answers('10.77.0.12');
    await unbroken();
  },
  timeoutMs,
);

test(
  'the ip tool away for a while is an observation that failed: nothing is planned on it, and it passes',
  async () => {
    const unbroken = guard(host, 'web', 'db');
    const before = links();
    const ip = fs.realpathSync(host.inside('sh', '-c', 'command -v ip').trim());
    expect(ip).toMatch(/\/ip$/);
    const daemon = String(host.daemon.pid());
    host.inside('nsenter', `--mount=/proc/${daemon}/ns/mnt`, 'mount', '--bind', '/bin/false', ip);
    await host.waitFor(
      'the failed look',
      () => host.condition('web', 'Degraded') === 'True ObservationFailed',
    );
    expect(host.condition('web', 'Ready')).toBe('Unknown ObservationFailed');
    host.inside('nsenter', `--mount=/proc/${daemon}/ns/mnt`, 'umount', ip);
    await host.ready('web', 'db');
    expect(links()).toEqual(before);
    await unbroken();
  },
  timeoutMs,
);
