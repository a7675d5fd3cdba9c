// Taps, bridges and macvtaps under running guests: what is ours is mended when someone breaks it, what is not ours is
// never touched. The host is a network namespace, so that "by hand" is really by hand.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';

type Link = {
  readonly ifname: string;
  readonly ifindex: number;
  readonly ifalias?: string;
  readonly master?: string;
  readonly mtu: number;
  readonly flags: readonly string[];
  readonly addr_info: readonly {readonly local: string; readonly scope: string}[];
};

let host: E2eHost;

const networkFile = (name: string, bridge: Readonly<Record<string, unknown>>): string =>
  yamlFile({apiVersion: 'vmlet.dev/v1alpha1', kind: 'Network', metadata: {name}, spec: {bridge}});

const link = (name: string): Link | undefined =>
  (host.ip('addr', 'show') as Link[]).find(each => each.ifname === name);

const addresses = (name: string): string[] =>
  link(name)?.addr_info.flatMap(each => (each.scope === 'global' ? [each.local] : [])) ?? [];

/** The tap of the first interface of `vm`. */
const tapOf = (vm: string): string => host.vm(vm).status.interfaces[0]?.link ?? '';

/** `True Reason` of a condition of any kind. */
const condition = (kind: string, name: string, type: string): string | undefined => {
  const found = host.status(kind, name)?.status.conditions.find(each => each.type === type);
  return found === undefined ? undefined : `${found.status} ${found.reason}`;
};

/** The host hears the guest answer, now. */
const isReachable = (address: string): boolean => {
  // An ARP entry says that somebody answered; a failed one is asked for again.
  host.inside('ip', 'neigh', 'flush', 'to', address);
  try {
    host.inside('curl', '-s', '-m', '2', '-o', '/dev/null', `http://${address}:9/`);
  } catch {
    // Refused is an answer too: the neighbour table tells.
  }
  const neighbours = JSON.parse(host.inside('ip', '-j', 'neigh', 'show', 'to', address)) as {
    lladdr?: string;
  }[];
  return neighbours.some(each => each.lladdr !== undefined);
};

const reachable = async (address: string): Promise<void> => {
  await host.waitFor(`${address} to answer`, () => isReachable(address));
};

const writeWeb = (): void => host.write('web.yaml', vmManifest('web', {address: '10.77.0.11/24'}));

beforeAll(async () => {
  host = await startHost();
  writeWeb();
  await host.daemon.start();
  await host.ready('web');
}, 120_000);

afterAll(() => host.close());

test('a tap that was deleted by hand is replaced under the running guest, which is reachable again', async () => {
  await reachable('10.77.0.11');
  const tap = tapOf('web');
  const before = link(tap)?.ifindex;
  host.inside('ip', 'link', 'del', tap);
  await host.waitFor('another tap of that name', () => {
    const now = link(tap)?.ifindex;
    return now !== undefined && now !== before;
  });
  await host.ready('web');
  await reachable('10.77.0.11');
  expect(host.console('web').bootIds).toHaveLength(1);
}, 120_000);

test('a tap that was set down or moved off its bridge is put back without touching the card of the guest', async () => {
  const tap = tapOf('web');
  const before = host.console('web').text.split('gone link').length;
  host.inside('ip', 'link', 'set', tap, 'down');
  await host.waitFor('the tap to be up', () => link(tap)?.flags.includes('LOWER_UP'));
  host.inside('ip', 'link', 'set', tap, 'nomaster');
  await host.waitFor('the tap to be in its bridge', () => link(tap)?.master === 'vmlet0');
  await host.ready('web');
  await reachable('10.77.0.11');
  expect(host.console('web').text.split('gone link')).toHaveLength(before);
}, 120_000);

test('a bridge that was deleted by hand comes back with its address and its ports', async () => {
  host.inside('ip', 'link', 'del', 'vmlet0');
  await host.waitFor('the bridge', () => addresses('vmlet0').includes('10.77.0.1'));
  await host.waitFor('its port', () => link(tapOf('web'))?.master === 'vmlet0');
  await host.ready('web');
  await reachable('10.77.0.11');
}, 120_000);

test('an owned bridge gets back the address, the mtu and the state that someone changed', async () => {
  host.write(
    'lan.yaml',
    networkFile('lan', {name: 'vmlet0', addresses: ['10.77.0.1/24', 'fd77:0:0:0::1/64'], mtu: 1400}),
  );
  await host.waitFor(
    'what was declared',
    () => link('vmlet0')?.mtu === 1400 && addresses('vmlet0').includes('fd77::1'),
  );
  host.inside('ip', 'addr', 'del', '10.77.0.1/24', 'dev', 'vmlet0');
  host.inside('ip', 'addr', 'add', '10.99.0.1/24', 'dev', 'vmlet0');
  host.inside('ip', 'link', 'set', 'vmlet0', 'mtu', '1300');
  host.inside('ip', 'link', 'set', 'vmlet0', 'down');
  await host.waitFor('what was declared', () => {
    expect(addresses('vmlet0').sort()).toEqual(['10.77.0.1', 'fd77::1']);
    return link('vmlet0')?.mtu === 1400 && link('vmlet0')?.flags.includes('UP');
  });
  await host.waitFor('the network to be Ready', () =>
    condition('Network', 'lan', 'Ready')?.startsWith('True'),
  );
  expect(condition('Network', 'lan', 'Degraded')).toMatch(/^False/);
  const changes = (): number => host.daemon.log().split('bridge.configure').length;
  const settled = changes();
  // Something else that the daemon looks at meanwhile: what is as declared stays alone.
  host.write('idle.yaml', networkFile('idle', {name: 'idle0'}));
  await host.waitFor('the other network', () => condition('Network', 'idle', 'Ready')?.startsWith('True'));
  expect(changes()).toBe(settled);
}, 120_000);

test("a stranger's link under a derived name is left alone and named, and its end lets the VM start", async () => {
  const tap = tapOf('web');
  await host.ok('stop', 'web');
  await host.waitFor('the tap to be gone', () => link(tap) === undefined);
  host.inside('ip', 'tuntap', 'add', 'dev', tap, 'mode', 'tap');
  const before = link(tap);
  await host.ok('start', 'web');
  await host.waitFor('the condition', () => host.condition('web', 'Degraded') === 'True NameTaken');
  expect(link(tap)).toEqual(before);
  host.inside('ip', 'link', 'del', tap);
  await host.ready('web');
  expect(link(tap)?.ifalias).toBe(`vmlet:${host.uid('web')}`);
}, 120_000);

test("a stranger's bridge under the name of an owned one is left alone and named", async () => {
  host.inside('ip', 'link', 'add', 'lab0', 'type', 'bridge');
  host.inside('ip', 'addr', 'add', '10.66.0.9/24', 'dev', 'lab0');
  const before = link('lab0');
  host.write('lab.yaml', networkFile('lab', {name: 'lab0', addresses: ['10.66.0.1/24']}));
  await host.waitFor('the condition', () => condition('Network', 'lab', 'Degraded') === 'True NameTaken');
  host.remove('lab.yaml');
  await host.waitFor('the network to be forgotten', () => host.status('Network', 'lab') === undefined);
  expect(link('lab0')).toEqual(before);
}, 120_000);

test('a VM waits for an external bridge, starts when it appears, and leaves it as it was', async () => {
  host.write('ext.yaml', networkFile('ext', {name: 'ext0', management: 'External'}));
  host.write(
    'guest.yaml',
    vmManifest('guest', {
      spec: {interfaces: [{name: 'lan', tap: {network: 'ext'}, addresses: ['10.55.0.2/24']}]},
    }),
  );
  await host.waitFor(
    'the VM to wait',
    () => host.condition('guest', 'DependenciesReady') === 'False BridgeMissing',
  );
  expect(condition('Network', 'ext', 'Ready')).toBe('False BridgeMissing');
  host.inside('ip', 'link', 'add', 'ext0', 'type', 'bridge');
  host.inside('ip', 'addr', 'add', '10.55.0.1/24', 'dev', 'ext0');
  host.inside('ip', 'link', 'set', 'ext0', 'up');
  await host.ready('guest');
  await reachable('10.55.0.2');
  host.remove('guest.yaml');
  host.remove('ext.yaml');
  await host.waitFor('the network to be forgotten', () => host.status('Network', 'ext') === undefined);
  expect(host.vm('guest').status.phase).toBe('Removed');
  expect(isReachable('10.55.0.2')).toBe(false);
  expect(addresses('ext0')).toEqual(['10.55.0.1']);
  expect(link('ext0')?.ifalias).toBeUndefined();
}, 120_000);

test('a network that is removed while a VM uses it stays until that VM is gone, and then takes its bridge along', async () => {
  host.write('tmp.yaml', networkFile('tmp', {name: 'tmp0', addresses: ['10.44.0.1/24']}));
  host.write(
    'user.yaml',
    vmManifest('user', {
      spec: {interfaces: [{name: 'lan', tap: {network: 'tmp'}, addresses: ['10.44.0.2/24']}]},
    }),
  );
  await host.ready('user');
  host.remove('tmp.yaml');
  await host.waitFor('the removal to be held', () =>
    condition('Network', 'tmp', 'RemovalHeld')?.startsWith('True'),
  );
  expect(addresses('tmp0')).toEqual(['10.44.0.1']);
  await reachable('10.44.0.2');
  await host.ready('user');
  host.remove('user.yaml');
  await host.waitFor('the bridge to be gone', () => link('tmp0') === undefined);
  await host.waitFor('the network to be forgotten', () => host.status('Network', 'tmp') === undefined);
}, 120_000);

test('a macvtap guest is reachable from the other end of the wire below it', async () => {
  host.inside('ip', 'link', 'add', 'wire0', 'type', 'veth', 'peer', 'name', 'wire1');
  for (const name of ['wire0', 'wire1']) host.inside('ip', 'link', 'set', name, 'up');
  host.inside('ip', 'addr', 'add', '10.33.0.1/24', 'dev', 'wire1');
  host.write(
    'mac.yaml',
    vmManifest('mac', {
      spec: {interfaces: [{name: 'lan', macvtap: {link: 'wire0'}, addresses: ['10.33.0.2/24']}]},
    }),
  );
  await host.ready('mac');
  await reachable('10.33.0.2');
  const name = tapOf('mac');
  host.remove('mac.yaml');
  await host.waitFor('its link to be gone', () => link(name) === undefined);
}, 120_000);

test('a forwarded port of user networking reaches a web server in the guest', async () => {
  const forwardPorts = [{protocol: 'tcp', hostAddress: '127.0.0.1', hostPort: 18080, guestPort: 80}];
  host.write('slirp.yaml', vmManifest('slirp', {spec: {interfaces: [{name: 'lan', user: {forwardPorts}}]}}));
  await host.ready('slirp');
  await host.waitFor('DHCP', () => host.console('slirp').addresses[0]?.address === '10.0.2.15/24');
  await host.type('slirp', 'mkdir /tmp/www; echo hello from slirp >/tmp/www/index.html; httpd -h /tmp/www\n');
  await host.waitFor(
    'the page',
    () => host.inside('curl', '-s', '-m', '2', 'http://127.0.0.1:18080/') === 'hello from slirp\n',
  );
}, 120_000);
