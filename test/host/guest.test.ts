// The tiny guest, booted for real under TCG on each machine type. Slow parts are the boots (2-4 s each).
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {bootGuest, makeOverlay} from '../fixtures/guest-machine.ts';
import type {GuestMachine, GuestOptions, RunningGuest} from '../fixtures/guest-machine.ts';
import {buildGuest, guestRecipe, sharedGuest} from '../fixtures/guest.ts';
import type {GuestFiles} from '../fixtures/guest.ts';

let guest: GuestFiles;
let scratch: string;
const running: RunningGuest[] = [];

beforeAll(async () => {
  guest = await sharedGuest();
  scratch = mkdtempSync(join(tmpdir(), 'vmlet-guest-test-'));
}, 120_000);

afterEach(async () => {
  for (const machine of running.splice(0)) await machine.kill();
});

afterAll(() => rmSync(scratch, {recursive: true, force: true}));

const boot = (overlay: string, options: GuestOptions): RunningGuest => {
  const machine = bootGuest(guest, mkdtempSync(join(scratch, 'vm-')), {
    ...options,
    args: [...rootDisk(overlay, options.machine), ...(options.args ?? [])],
  });
  running.push(machine);
  return machine;
};

const bus = (machine: GuestMachine): string => (machine === 'microvm' ? 'device' : 'pci');

const rootDisk = (overlay: string, machine: GuestMachine): string[] => [
  ...['-drive', `id=root,file=${overlay},format=qcow2,if=none`],
  ...['-device', `virtio-blk-${bus(machine)},drive=root,serial=root`],
];

/** Both separators are understood; a comma is doubled on QEMU's command line. */
const spelling = {
  q35: '52:54:00:00:00:01 10.1.1.1/24;52:54:00:12:34:56 10.0.2.15/24 fd77::2/64',
  pc: '52:54:00:12:34:56 10.0.2.15/24,,fd77::2/64',
  microvm: '52:54:00:12:34:56 10.0.2.15/24 fd77::2/64',
};

const nic = (machine: GuestMachine): string[] => [
  ...['-netdev', 'user,id=n0', '-device', `virtio-net-${bus(machine)},netdev=n0,mac=52:54:00:12:34:56`],
  ...['-fw_cfg', `name=opt/vmlet/network,string=${spelling[machine]}`],
  ...['-fw_cfg', 'name=opt/vmlet/hostname,string=probe'],
];

test.each(['q35', 'pc', 'microvm'] as const)(
  'on %s the guest reports disk, address and peers, obeys the power button, and keeps its disk over boots',
  async machine => {
    const overlay = makeOverlay(guest, join(scratch, machine));
    const first = boot(overlay, {machine, args: nic(machine), cmdline: ['vmlet.ping=10.0.2.2,10.0.2.77']});
    const bootId = (await first.see(/VMLET-GUEST boot id=([0-9a-f-]{36})/))[1];
    await first.see(/VMLET-GUEST ready uptime=[0-9.]+/);
    await first.see(/VMLET-GUEST ping 10\.0\.2\.2 ok/);
    await first.see(/VMLET-GUEST ping 10\.0\.2\.77 lost/);
    const said = first.console();
    expect(said).toMatch(/VMLET-GUEST boot-count 1\r/);
    expect(said).toMatch(/VMLET-GUEST cmdline console=ttyS0 .*vmlet\.ping=10\.0\.2\.2,10\.0\.2\.77/);
    expect(said).toContain('VMLET-GUEST disk serial=root dev=vda size=67108864 ro=0\r');
    expect(said).toMatch(/VMLET-GUEST mount dev=vda on=\/ type=ext4 opts=rw/);
    expect(said).toMatch(/VMLET-GUEST cpus 1\r/);
    expect(said).toMatch(/VMLET-GUEST mem [0-9]{6}\r/);
    expect(said).toContain('VMLET-GUEST addr dev=eth0 mac=52:54:00:12:34:56 addr=10.0.2.15/24\r');
    expect(said).toContain('VMLET-GUEST addr dev=eth0 mac=52:54:00:12:34:56 addr=fd77::2/64\r');
    await first.qmp('system_powerdown');
    expect(await first.exited()).toBe(0);
    expect(first.console()).toMatch(/VMLET-GUEST event power-button\r[^]*VMLET-GUEST shutdown uptime=/);

    const second = boot(overlay, {machine});
    await second.see(/VMLET-GUEST boot-count 2\r/);
    expect(second.console()).not.toContain(bootId);
  },
  90_000,
);

test('the root disk is found by its serial, whatever the order of the disks', async () => {
  const other = join(scratch, 'other.raw');
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', other, '8M']);
  const overlay = makeOverlay(guest, join(scratch, 'order'));
  const machine = bootGuest(guest, mkdtempSync(join(scratch, 'vm-')), {
    machine: 'q35',
    cmdline: ['root=serial:root'],
    args: [
      ...[
        '-drive',
        `id=other,file=${other},format=raw,if=none`,
        '-device',
        'virtio-blk-pci,drive=other,serial=data',
      ],
      ...rootDisk(overlay, 'q35'),
    ],
  });
  running.push(machine);
  await machine.see(/VMLET-GUEST ready/);
  expect(machine.console()).toContain('disk serial=data dev=vda size=8388608');
  expect(machine.console()).toMatch(/mount dev=vdb on=\/ /);
}, 60_000);

test('without a disk of the wanted serial the guest says so and panics instead of booting another disk', async () => {
  const overlay = makeOverlay(guest, join(scratch, 'wrong'));
  const machine = boot(overlay, {machine: 'q35', cmdline: ['root=serial:elsewhere']});
  await machine.see(/VMLET-GUEST error no virtio disk has serial elsewhere/);
  await machine.see(/Kernel panic/);
}, 60_000);

test('what is plugged into a running guest is used and reported, and so is what is pulled out', async () => {
  const overlay = makeOverlay(guest, join(scratch, 'hot'));
  const extra = join(scratch, 'extra.raw');
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', extra, '4M']);
  const machine = boot(overlay, {
    machine: 'q35',
    args: [
      ...['-smp', '1,maxcpus=2,sockets=2', '-m', '192,slots=2,maxmem=1G'],
      ...[
        '-device',
        'pcie-root-port,id=rp0,chassis=1,slot=1',
        '-device',
        'pcie-root-port,id=rp1,chassis=2,slot=2',
      ],
    ],
  });
  await machine.see(/VMLET-GUEST ready/);
  const memory = Number((await machine.see(/VMLET-GUEST mem ([0-9]+)/))[1]);

  const file = {driver: 'file', filename: extra};
  await machine.qmp('blockdev-add', {driver: 'raw', 'node-name': 'extra', file});
  await machine.qmp('device_add', {
    driver: 'virtio-blk-pci',
    id: 'e',
    drive: 'extra',
    serial: 'extra',
    bus: 'rp0',
  });
  await machine.see(/VMLET-GUEST disk serial=extra dev=vdb size=4194304 ro=0/);
  await machine.qmp('block_resize', {'node-name': 'extra', size: 8_388_608});
  await machine.see(/VMLET-GUEST disk serial=extra dev=vdb size=8388608 ro=0/);
  await machine.qmp('device_del', {id: 'e'});
  await machine.see(/VMLET-GUEST gone disk serial=extra dev=vdb size=8388608 ro=0/);

  await machine.qmp('netdev_add', {type: 'user', id: 'n1'});
  await machine.qmp('device_add', {
    driver: 'virtio-net-pci',
    id: 'x',
    netdev: 'n1',
    mac: '52:54:00:00:00:09',
    bus: 'rp1',
  });
  // Nothing was told about this MAC: it asks DHCP, which user networking answers.
  await machine.see(/VMLET-GUEST addr dev=eth0 mac=52:54:00:00:00:09 addr=10\.0\.2\.15\/24/);

  await machine.qmp('device_add', {
    driver: 'max-x86_64-cpu',
    id: 'c',
    'socket-id': 1,
    'core-id': 0,
    'thread-id': 0,
  });
  await machine.see(/VMLET-GUEST cpus 2\r/);
  await machine.qmp('object-add', {'qom-type': 'memory-backend-ram', id: 'm', size: 268_435_456});
  await machine.qmp('device_add', {driver: 'pc-dimm', id: 'd', memdev: 'm'});
  const grown = await machine.see(
    new RegExp(`VMLET-GUEST gone mem ${String(memory)}\\r\\n[^]*VMLET-GUEST mem ([0-9]+)\\r`),
  );
  expect(Number(grown[1])).toBe(memory + 262_144);
}, 90_000);

test('a guest told to ignore the power button runs on, answers Ctrl-Alt-Del, and obeys its console', async () => {
  const overlay = makeOverlay(guest, join(scratch, 'deaf'));
  const machine = boot(overlay, {machine: 'q35', cmdline: ['vmlet.ignore=power-button', 'vmlet.report=0']});
  await machine.see(/VMLET-GUEST ready/);
  await machine.qmp('system_powerdown');
  await machine.see(/vmlet-guest# /);
  machine.type('echo sum=$((40 + 2)); cat /boot-count\r');
  await machine.see(/sum=42\r\n1\r\n/);
  expect(machine.console()).not.toContain('power-button\r');
  expect(machine.console()).not.toContain('VMLET-GUEST uptime');
  const keys = ['ctrl', 'alt', 'delete'].map(data => ({type: 'qcode', data}));
  await machine.qmp('send-key', {keys});
  await machine.see(/VMLET-GUEST event ctrl-alt-del/);
  expect(await machine.exited()).toBe(0);
}, 60_000);

test('two builds from the same packages are the same bytes', async () => {
  const again = await buildGuest(join(scratch, 'again'));
  const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  expect(Object.values(again).map(digest)).toEqual(Object.values(guest).map(digest));
}, 120_000);

test('a build that was killed is never taken for a finished one, and the next run completes it', async () => {
  const directory = join(scratch, 'killed');
  const builder = spawn(guestRecipe, [directory], {stdio: 'ignore', detached: true});
  const gone = new Promise(resolve => builder.once('close', resolve));
  const begun = (): boolean =>
    existsSync(directory) && readdirSync(directory).some(name => name.startsWith('build.'));
  while (!begun()) await new Promise(resolve => setTimeout(resolve, 5));
  if (builder.pid !== undefined) process.kill(-builder.pid, 'SIGKILL');
  await gone;
  expect(existsSync(join(directory, 'complete'))).toBe(false);
  await buildGuest(directory);
  expect(readdirSync(directory).sort()).toEqual(['complete', 'initrd.gz', 'lock', 'root.qcow2', 'vmlinuz']);
}, 120_000);
