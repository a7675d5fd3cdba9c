// Edits of running guests, seen from inside: what is hot happens at once and interrupts nothing, what is not waits for
// a person, and what would lose data is refused.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {networkManifest} from './manifests.ts';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

const root = {name: 'root', image: 'tiny-disk', size: '128Mi'};
const grown = {...root, size: '160Mi'};
const data = {name: 'data', blank: {}, size: '20Mi'};
const lan = {name: 'lan', tap: {network: 'lan'}, addresses: ['10.77.0.11/24']};
const dmz = {name: 'dmz', tap: {network: 'dmz'}, addresses: ['10.88.0.11/24']};

const mebibytes = (count: number): number => count * 1024 * 1024;

const cpu = {count: 1, max: 3};

/** The q35 guest `c`, with room for CPUs. */
const writeC = (spec: object): void =>
  host.write('c.yaml', vmManifest('c', {spec: {disks: [root], ...spec}}));

/** The q35 guest `a`; it pings the host's side of `lan`. */
const writeA = (disks: readonly unknown[], interfaces: readonly unknown[], memory = '160Mi'): void =>
  host.write(
    'a.yaml',
    vmManifest('a', {memory, cmdline: ['vmlet.ping=10.77.0.1'], spec: {disks, interfaces}}),
  );

/** The microvm `m`. */
const writeM = (disks: readonly unknown[], interfaces: readonly unknown[]): void =>
  host.write(
    'm.yaml',
    vmManifest('m', {spec: {hypervisor: {qemu: {machine: 'microvm'}}, disks, interfaces}}),
  );

const serials = (vm: string): string[] =>
  host
    .console(vm)
    .disks.map(disk => disk.serial)
    .sort();

const sizeOf = (vm: string, serial: string): number | undefined =>
  host.console(vm).disks.find(disk => disk.serial === serial)?.sizeBytes;

/** `path disruption` of each pending change. */
const pending = (vm: string): string[] =>
  host.vm(vm).status.pendingChanges.map(({path, disruption}) => `${path} ${disruption}`);

beforeAll(async () => {
  host = await startHost();
  host.write('dmz.yaml', networkManifest('dmz', 'vmlet1', '10.88.0.1/24'));
  host.write(
    'other.yaml',
    readFileSync(`${host.manifestsDir}/images.yaml`, 'utf8').replaceAll('tiny-', 'other-'),
  );
  writeA([root], [lan]);
  writeM([root], []);
  await host.daemon.start();
  await host.ready('a', 'm');
}, 180_000);

afterAll(() => host.close());

test('a disk that is added and one that is grown change in the running guest, which never reboots', async () => {
  writeA([grown, data], [lan]);
  await host.waitFor(
    'the guest to see both',
    () => sizeOf('a', 'data') !== undefined && sizeOf('a', 'root') === mebibytes(160),
  );
  expect(sizeOf('a', 'data')).toBe(mebibytes(20));
  // The guest sees it before the record says that it is in force.
  await host.waitFor('the revision', () => host.vm('a').status.revisions.booted === 2);
  expect(host.vm('a').status.revisions).toEqual({prepared: 2, booted: 2, previous: 1});
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test('a smaller disk is refused with a condition and the guest keeps what it has', async () => {
  const before = host.qemuPid('a');
  writeA([{...root, size: '96Mi'}, data], [lan]);
  await host.waitFor('the refusal', () => host.condition('a', 'Admitted') === 'False ChangeRefused');
  expect(pending('a')).toEqual(['spec.disks[root].size refused']);
  const approved = await host.cli('approve', 'a');
  expect(approved.code).not.toBe(0);
  expect(sizeOf('a', 'root')).toBe(mebibytes(160));
  expect(host.qemuPid('a')).toBe(before);
  writeA([grown, data], [lan]);
  await host.waitFor('the old value to be fine', () => host.condition('a', 'Admitted') === 'True Admitted');
}, 120_000);

test('another image under a disk is refused, because it would orphan the data of the guest', async () => {
  writeA([{...grown, image: 'other-disk'}, data], [lan]);
  await host.waitFor('the refusal', () => host.condition('a', 'Admitted') === 'False ChangeRefused');
  expect(host.vm('a').status.pendingChanges[0]?.reason).toMatch(/orphan/);
  writeA([grown, data], [lan]);
  await host.waitFor('the old value to be fine', () => host.condition('a', 'Admitted') === 'True Admitted');
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test('an interface that is added is in the running guest and reaches its network', async () => {
  writeA([grown, data], [lan, dmz]);
  const link = await host.waitFor('the guest to see it', () => host.console('a').links[1]);
  await host.ready('a');
  // What fw_cfg tells is of the boot: the address of a card that came later is the guest's own business.
  const echo = `echo VMLET-GUEST ping 10.88.0.1 "o"k`;
  await host.type('a', `ip addr add 10.88.0.11/24 dev ${link.dev}; ping -c 1 -W 5 10.88.0.1 && ${echo}\n`);
  await host.waitFor('the ping', () => host.console('a').pings.get('10.88.0.1') === 'ok');
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test("an interface moves to another network's bridge and back while the guest runs", async () => {
  await host.waitFor('the guest to reach lan', () => host.console('a').pings.get('10.77.0.1') === 'ok');
  writeA([grown, data], [{...lan, tap: {network: 'dmz'}}, dmz]);
  await host.waitFor('lan to be out of reach', () => host.console('a').pings.get('10.77.0.1') === 'lost');
  expect(host.vm('a').status.interfaces.map(each => each.bridge)).toEqual(['vmlet1', 'vmlet1']);
  writeA([grown, data], [lan, dmz]);
  await host.waitFor('lan to be back', () => host.console('a').pings.get('10.77.0.1') === 'ok');
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test('a cable is pulled from the running guest, which sees no carrier, and plugged in again', async () => {
  const carriers = () => host.console('a').links.map(({carrier}) => carrier);
  writeA([grown, data], [{...lan, linkState: 'down'}, dmz]);
  await host.waitFor('the carrier to be gone', () => carriers().includes(false));
  await host.waitFor('lan to be out of reach', () => host.console('a').pings.get('10.77.0.1') === 'lost');
  writeA([grown, data], [lan, dmz]);
  await host.waitFor('the carrier to be back', () => !carriers().includes(false));
  await host.waitFor('lan to be back', () => host.console('a').pings.get('10.77.0.1') === 'ok');
  expect(host.console('a').bootIds).toHaveLength(1);
  expect(host.vm('a').status.pendingChanges).toEqual([]);
}, 120_000);

test('limits of a disk and of a tap hold in the running guest, and go again', async () => {
  /** Seconds that the guest needs for a command, by its own clock. */
  const seconds = async (name: string, command: string): Promise<number> => {
    await host.type(
      'a',
      `read s _ </proc/uptime; ${command} >/dev/null 2>&1; read e _ </proc/uptime; echo "VMLET-GUEST" took ${name} \${s%.*} \${e%.*}\n`,
    );
    const told = new RegExp(`VMLET-GUEST took ${name} (\\d+) (\\d+)`);
    const [, start, end] = await host.waitFor(
      `the end of ${name}`,
      () => told.exec(host.console('a').text) ?? undefined,
    );
    return Number(end) - Number(start);
  };
  const read = 'dd if=/dev/disk/by-id/virtio-data of=/dev/null bs=64k count=64';
  const limited = {...data, rate: {readBytesPerSecond: '512Ki'}};
  writeA([grown, limited], [{...lan, rate: {inboundBytesPerSecond: '64Ki'}}, dmz]);
  await host.waitFor('the tap', () => host.inside('tc', 'qdisc').includes('tbf'));
  await host.waitFor('the disk', () => host.vm('a').status.pendingChanges.length === 0);
  await host.ready('a');
  // 4 MiB at 512 KiB a second take eight seconds, however fast the host is; the bucket holds a tenth of one.
  expect(await seconds('slow-read', read)).toBeGreaterThanOrEqual(6);
  const receive = seconds('slow-net', 'nc -l -p 9 </dev/null');
  await host.waitFor('the guest to listen', () => {
    host.inside('bash', '-c', 'head -c 400000 /dev/zero >/dev/tcp/10.77.0.11/9');
    return true;
  });
  expect(await receive).toBeGreaterThanOrEqual(4);
  expect(host.inside('tc', '-s', 'qdisc')).toMatch(/tbf .*rate 524288bit[^\n]*\n[^\n]*overlimits [1-9]/);
  writeA([grown, data], [lan, dmz]);
  await host.waitFor('the limits to be gone', () => !host.inside('tc', 'qdisc').includes('tbf'));
  await host.ready('a');
  expect(host.console('a').bootIds).toHaveLength(1);
}, 180_000);

test('a disk and an interface are taken out of the running guest, and the data file stays', async () => {
  const file = host.paths.disk(host.uid('a'), 'data');
  const tap = host.vm('a').status.interfaces.find(each => each.name === 'dmz')?.link ?? '';
  writeA([grown], [lan]);
  await host.waitFor('the guest to have neither', () => {
    const {disks, links} = host.console('a');
    return disks.length === 1 && links.length === 1;
  });
  await host.waitFor('its tap to be gone', () => !host.links().includes(tap));
  expect(serials('a')).toEqual(['root']);
  await host.ready('a');
  expect(existsSync(file)).toBe(true);
  expect(host.console('a').bootIds).toHaveLength(1);
}, 180_000);

test('a disk that is declared again is back in the running guest with its data', async () => {
  const file = host.paths.disk(host.uid('a'), 'data');
  const inode = statSync(file).ino;
  writeA([grown, data], [lan]);
  await host.waitFor('the guest to see it', () => serials('a').includes('data'));
  expect(statSync(file).ino).toBe(inode);
  writeA([grown], [lan]);
  await host.waitFor('the guest to be without it', () => !serials('a').includes('data'));
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test('of an edit with both kinds the hot part happens at once and the rest waits', async () => {
  writeA([grown, data], [lan], '192Mi');
  await host.waitFor('the disk', () => serials('a').includes('data'));
  await host.waitFor('the memory to wait', () => host.condition('a', 'RestartRequired')?.startsWith('True'));
  expect(pending('a')).toEqual(['spec.memory.size restart']);
  expect(host.console('a').bootIds).toHaveLength(1);
}, 120_000);

test('CPUs are added to the running guest, which runs on them, up to what it was started with', async () => {
  writeC({cpu});
  await host.ready('c');
  expect(host.console('c').cpus).toBe(1);
  writeC({cpu: {...cpu, count: 3}});
  await host.waitFor('the guest to have three', () => host.console('c').cpus === 3);
  expect(host.console('c').bootIds).toHaveLength(1);
  writeC({cpu: {count: 2, max: 3}});
  await host.waitFor('two to wait', () => pending('c').includes('spec.cpu.count restart'));
  writeC({cpu: {count: 3, max: 3}});
  await host.waitFor('nothing to wait', () => pending('c').length === 0);
}, 180_000);

/** What the guest's own kernel counts, in MiB. */
const guestMi = (vm: string): number => Math.round((host.console(vm).memKib ?? 0) / 1024);

/** Pages that its kernel has put into the balloon since it booted, less those that it took out again, in MiB. */
const inflatedMi = async (vm: string, asked: string): Promise<number> => {
  await host.type(
    vm,
    `while read k v; do case $k in balloon_inflate) i=$v ;; balloon_deflate) d=$v ;; esac; done </proc/vmstat; echo "VMLET-GUEST" balloon ${asked} $(((i - d) / 256))\n`,
  );
  const told = new RegExp(`VMLET-GUEST balloon ${asked} (\\d+)`);
  const [, pages] = await host.waitFor('its balloon', () => told.exec(host.console(vm).text) ?? undefined);
  return Number(pages);
};

const memoryOf = (vm: string): unknown => host.vm(vm).status.memory;

/** The q35 guest `g`, whose memory changes. */
const writeG = (memory: object): void =>
  host.write('g.yaml', vmManifest('g', {spec: {disks: [root], memory}}));

test('memory is added to the running guest and taken again, and more of it by the balloon', async () => {
  writeG({size: '256Mi', max: '512Mi'});
  await host.ready('g');
  const life = host.life('g');
  const bootMi = guestMi('g');
  expect(memoryOf('g')).toEqual({size: '256Mi', guest: '256Mi'});
  writeG({size: '512Mi', max: '512Mi'});
  await host.waitFor('the guest to have it', () => guestMi('g') >= bootMi + 250);
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"512Mi","guest":"512Mi"}',
  );
  writeG({size: '256Mi', max: '512Mi'});
  await host.waitFor('the guest to be without it', () => guestMi('g') < bootMi + 10);
  writeG({size: '192Mi', max: '512Mi'});
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"192Mi","guest":"192Mi"}',
  );
  await host.shell('g', '');
  expect(await inflatedMi('g', 'small')).toBe(64);
  writeG({size: '256Mi', max: '512Mi'});
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"256Mi","guest":"256Mi"}',
  );
  expect(await inflatedMi('g', 'large')).toBe(0);
  expect(host.condition('g', 'Degraded')).toMatch(/^False/);
  expect(host.life('g')).toEqual(life);
}, 240_000);

test('memory that a reboot of the guest takes away is there again once its driver is', async () => {
  writeG({size: '384Mi', max: '512Mi'});
  const {qemu} = host.life('g');
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"384Mi","guest":"384Mi"}',
  );
  await host.shell('g', 'reboot -f');
  await host.waitFor('the second boot', () => host.console('g').bootIds.length === 2);
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"384Mi","guest":"384Mi"}',
  );
  expect(host.life('g').qemu).toBe(qemu);
}, 180_000);

test('less than a quarter of what it started with, and more than its maximum, wait for a restart', async () => {
  for (const size of ['48Mi', '640Mi']) {
    writeG({size, max: '640Mi'});
    await host.waitFor('it to wait', () => pending('g').includes('spec.memory.size restart'));
  }
  expect(host.console('g').bootIds).toHaveLength(2);
  writeG({size: '384Mi', max: '512Mi'});
  await host.waitFor('nothing to wait', () => pending('g').length === 0);
}, 120_000);

test('a daemon that was killed in the middle of a memory change brings it to its end', async () => {
  const life = host.life('g');
  const beforeMi = guestMi('g');
  writeG({size: '512Mi', max: '512Mi'});
  await host.waitFor('the guest to get some', () => guestMi('g') > beforeMi);
  await host.daemon.kill9();
  await host.daemon.start();
  await host.waitFor(
    'the status',
    () => JSON.stringify(memoryOf('g')) === '{"size":"512Mi","guest":"512Mi"}',
  );
  await host.waitFor('the record', () => pending('g').length === 0);
  expect(host.life('g')).toEqual(life);
}, 180_000);

test('also a microvm gives memory to its balloon while it runs, and gets it back', async () => {
  const write = (size: string): void =>
    host.write(
      'b.yaml',
      vmManifest('b', {
        spec: {hypervisor: {qemu: {machine: 'microvm'}}, disks: [root], memory: {size, balloon: {}}},
      }),
    );
  write('160Mi');
  await host.ready('b');
  const life = host.life('b');
  for (const size of ['96Mi', '160Mi']) {
    write(size);
    await host.waitFor(
      'the guest to follow',
      () => JSON.stringify(memoryOf('b')) === JSON.stringify({size, guest: size}),
    );
  }
  expect(host.life('b')).toEqual(life);
}, 180_000);

test('a microvm takes no device while it runs: the same edits wait, and approval brings them', async () => {
  const before = host.qemuPid('m');
  writeM([root, data], [{...lan, addresses: ['10.77.0.12/24']}]);
  await host.waitFor('the change to wait', () => host.condition('m', 'RestartRequired')?.startsWith('True'));
  expect(pending('m').sort()).toEqual(['spec.disks[data] restart', 'spec.interfaces[lan] restart']);
  expect(serials('m')).toEqual(['root']);
  expect(host.qemuPid('m')).toBe(before);
  await host.ok('approve', 'm');
  await host.waitFor('the guest to have them', () => serials('m').includes('data'));
  await host.ready('m');
  await host.waitFor('its address', () => host.console('m').addresses[0]?.address === '10.77.0.12/24');
}, 180_000);

test('also a microvm loses its cable while it runs, and boots without it', async () => {
  const nic = {...lan, addresses: ['10.77.0.12/24']};
  const carrier = () => host.console('m').links[0]?.carrier;
  writeM([root, data], [{...nic, linkState: 'down'}]);
  await host.waitFor('the carrier to be gone', () => carrier() === false);
  expect(host.console('m').bootIds).toHaveLength(1);
  await host.ok('restart', 'm');
  await host.ready('m');
  await host.waitFor('the guest to see its card', () => carrier() !== undefined);
  expect(carrier()).toBe(false);
  writeM([root, data], [nic]);
  await host.waitFor('the carrier to be back', () => carrier() === true);
}, 180_000);
