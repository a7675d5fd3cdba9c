import {beforeEach, describe, expect, test} from '@jest/globals';
import type {HotChange} from '../../../controller/drivers/driver.ts';
import {changeVm} from '../../../controller/execute/vm-change.ts';
import {startVm} from '../../../controller/execute/vm-start.ts';
import {done} from '../../../controller/plan/action.ts';
import type {FakeQemu} from '../../fakes/qemu.ts';
import type {LinkTable} from '../../../controller/observe/links.ts';
import type {Link, Links} from '../../../controller/observe/snapshot.ts';
import {fakeVmHost, uid} from '../../fakes/vm-host.ts';
import type {FakeVmHost} from '../../fakes/vm-host.ts';

let fake: FakeVmHost;
let qemu: FakeQemu;
const {signal} = new AbortController();

beforeEach(async () => {
  table = new Map();
  looks = [];
  fake = fakeVmHost({sizeOf: () => 1_000});
  await fake.during(startVm(fake.startAction(), fake.tools, {signal}));
  const started = fake.qemus.of(uid);
  if (started === undefined) throw new Error('not started');
  qemu = started;
});

/** What the host's links are, to whoever looks afresh. */
let table: Links;
let looks: string[];
const links: LinkTable = {
  read: () => {
    looks.push('read');
    return Promise.resolve({state: 'present', value: table});
  },
  invalidate: () => {
    looks.push('invalidate');
  },
  last: () => table,
  learn: () => undefined,
  close: () => undefined,
};
const change = (body: HotChange) =>
  fake.during(
    changeVm(
      {type: 'vm.change', uid, process: qemu.identity, change: body},
      {...fake.tools, links},
      {signal},
    ),
  );

const addDisk: HotChange = {
  kind: 'disk.add',
  disk: 'data',
  deviceId: 'disk1',
  commands: [
    {execute: 'blockdev-add', arguments: {'node-name': 'disk1-file', driver: 'file', filename: '/d'}},
    {execute: 'blockdev-add', arguments: {'node-name': 'disk1-node', driver: 'qcow2', file: 'disk1-file'}},
    {execute: 'device_add', arguments: {driver: 'virtio-blk-pci', id: 'disk1', drive: 'disk1-node'}},
  ],
};
const addNic: HotChange = {
  kind: 'interface.add',
  interface: 'lan',
  deviceId: 'nic1',
  commands: [
    {execute: 'netdev_add', arguments: {type: 'tap', id: 'net1', ifname: 't'}},
    {execute: 'device_add', arguments: {driver: 'virtio-net-pci', id: 'nic1', netdev: 'net1'}},
  ],
};
const growDisk = (sizeBytes: number): HotChange => ({
  kind: 'disk.grow',
  disk: 'data',
  nodeName: 'disk1-node',
  sizeBytes,
  commands: [{execute: 'block_resize', arguments: {'node-name': 'disk1-node', size: sizeBytes}}],
});
const removeNic: HotChange = {
  kind: 'interface.remove',
  interface: 'lan',
  tap: 'vmt-lan',
  deviceId: 'nic1',
  netdevId: 'net1',
};

const removeDisk: HotChange = {
  kind: 'disk.remove',
  disk: 'data',
  deviceId: 'disk1',
  nodeNames: ['disk1-node', 'disk1-file'],
};

describe('a live change', () => {
  test('adds a disk once', async () => {
    expect(await change(addDisk)).toEqual(done(true));
    expect(await change(addDisk)).toEqual(done(false));
    expect([...qemu.nodes.keys()]).toEqual(['disk1-file', 'disk1-node']);
  });

  test('finishes what a daemon left between two commands', async () => {
    (qemu.nodes as Map<string, number>).set('disk1-file', 1_000);
    (qemu.netdevs as Set<string>).add('net1');
    expect(await change(addDisk)).toEqual(done(true));
    expect(await change(addNic)).toEqual(done(true));
  });

  test('takes back a disk whose device is refused', async () => {
    const refused = {...addDisk, commands: [...addDisk.commands.slice(0, 2), {execute: 'no-such-command'}]};
    expect(await change(refused)).toEqual({
      kind: 'failed',
      code: 'E-QMP',
      message: 'disk.add not done: no-such-command: The command no-such-command has not been found',
      terminal: false,
    });
    expect([...qemu.nodes.keys()]).toEqual([]);
  });

  test('grows a disk, and never shrinks one', async () => {
    await change(addDisk);
    expect(await change(growDisk(3_000))).toEqual(done(true));
    expect(await change(growDisk(3_000))).toEqual(done(false));
    expect(await change(growDisk(2_999))).toMatchObject({kind: 'failed', code: 'E-CONFLICT', terminal: true});
    expect(qemu.nodes.get('disk1-node')).toBe(3_000);
  });

  test('pulls a cable and plugs it in, as often as it is asked', async () => {
    await change(addNic);
    const link = (up: boolean): HotChange => ({
      kind: 'interface.link',
      interface: 'lan',
      commands: [{execute: 'set_link', arguments: {name: 'net1', up}}],
    });
    expect([await change(link(false)), await change(link(false))]).toEqual([done(true), done(true)]);
    expect([...qemu.unplugged]).toEqual(['net1']);
    await change(link(true));
    expect([...qemu.unplugged]).toEqual([]);
    await change(removeNic);
    expect(await change(link(false))).toMatchObject({kind: 'failed', code: 'E-QMP'});
  });

  test('limits a disk once, and fails when the disk is not there', async () => {
    await change(addDisk);
    const limits = {bps: 0, bps_rd: 5, bps_wr: 0, iops: 0, iops_rd: 0, iops_wr: 0};
    const limited = (id: string): HotChange => ({
      kind: 'disk.rate',
      disk: 'data',
      qdev: id,
      limits,
      commands: [{execute: 'block_set_io_throttle', arguments: {id, ...limits}}],
    });
    // This fake is started without devices, as a microvm is without PCI: a disk is named by itself.
    (qemu.devices as Set<string>).add('disk1-node');
    expect(await change(limited('disk1-node'))).toEqual(done(true));
    expect(await change(limited('disk1-node'))).toEqual(done(false));
    expect(await change(limited('disk9'))).toMatchObject({kind: 'failed', code: 'E-QMP'});
  });

  test('adds the CPUs that are missing, and fails where there is no room', async () => {
    (qemu.argv as string[]).push('-smp', 'cpus=1,maxcpus=3,sockets=1,cores=3,threads=1');
    const cpu = (coreId: number) => ({
      coreId,
      command: {
        execute: 'device_add',
        arguments: {driver: 'max-x86_64-cpu', id: `cpu${String(coreId)}`, 'core-id': coreId},
      },
    });
    const add = (...cores: number[]) => change({kind: 'cpu.add', cpus: cores.map(cpu)});
    expect(await add(1)).toEqual(done(true));
    expect(await add(1, 2)).toEqual(done(true));
    expect(await add(1, 2)).toEqual(done(false));
    expect(qemu.cpus).toBe(3);
    expect(await add(1, 2, 3)).toMatchObject({kind: 'failed', code: 'E-QMP'});
  });

  describe('of memory', () => {
    const MiB = 1024 ** 2;
    const resize = (sizeMi: number): HotChange => ({
      kind: 'memory.resize',
      balloonBytes: Math.min(sizeMi, 256) * MiB,
      pluggedBytes: Math.max(0, sizeMi - 256) * MiB,
      commands: [
        {
          execute: 'qom-set',
          arguments: {
            path: '/machine/peripheral/memory',
            property: 'requested-size',
            value: Math.max(0, sizeMi - 256) * MiB,
          },
        },
        {execute: 'balloon', arguments: {value: Math.min(sizeMi, 256) * MiB}},
      ],
    });
    const guestMi = (): number => qemu.memory.guestBytes / MiB;

    beforeEach(async () => {
      fake = fakeVmHost();
      const action = fake.startAction();
      const argv = [
        ...action.command.argv,
        '-m',
        'size=256M,maxmem=512M',
        '-object',
        JSON.stringify({'qom-type': 'memory-backend-ram', id: 'hot-memory', size: 256 * MiB}),
        '-device',
        JSON.stringify({driver: 'virtio-mem-pci', memdev: 'hot-memory', 'block-size': 2 * MiB}),
        '-device',
        JSON.stringify({driver: 'virtio-balloon-pci'}),
      ];
      await fake.during(startVm({...action, command: {...action.command, argv}}, fake.tools, {signal}));
      const started = fake.qemus.of(uid);
      if (started === undefined) throw new Error('not started');
      qemu = started;
    });

    test('asks both devices, waits for the guest, and does nothing the second time', async () => {
      for (const size of [384, 128, 256]) {
        expect(await change(resize(size))).toEqual(done(true));
        expect(guestMi()).toBe(size);
        expect(await change(resize(size))).toEqual(done(false));
      }
    });

    test('is done when it was asked for, also of a guest that never follows or gives half', async () => {
      qemu.guest.memoryMs = null;
      expect(await change(resize(384))).toEqual(done(true));
      expect([guestMi(), qemu.memory.wantedBytes / MiB]).toEqual([256, 384]);
      qemu.guest.memoryMs = 10;
      qemu.guest.memoryPart = 0.5;
      expect(await change(resize(128))).toEqual(done(true));
      expect(qemu.memory.wantedBytes / MiB).toBe(128);
      expect(guestMi()).toBeGreaterThan(128);
    });

    test('fails where there is no room for it', async () => {
      expect(await change(resize(640))).toMatchObject({kind: 'failed', code: 'E-QMP'});
      expect(guestMi()).toBe(256);
    });
  });

  test('removes an interface once the guest has let go of it', async () => {
    await change(addNic);
    expect(await change(removeNic)).toEqual(done(true));
    expect([[...qemu.devices], [...qemu.netdevs]]).toEqual([[], []]);
    expect(await change(removeNic)).toEqual(done(false));
  });

  test('takes the backend even from a guest that keeps the device, and comes back', async () => {
    await change(addNic);
    qemu.guest.releasesDevices = false;
    expect(await change(removeNic)).toMatchObject({kind: 'recheck'});
    expect([[...qemu.devices], [...qemu.netdevs]]).toEqual([['nic1'], []]);
  });

  test('removes a disk and then what it lay on, once the guest has let go of it', async () => {
    await change(addDisk);
    expect(await change(removeDisk)).toEqual(done(true));
    expect([[...qemu.devices], [...qemu.nodes.keys()]]).toEqual([[], []]);
    expect(await change(removeDisk)).toEqual(done(false));
  });

  test('leaves a disk whole as long as the guest keeps it', async () => {
    await change(addDisk);
    qemu.guest.releasesDevices = false;
    expect(await change(removeDisk)).toMatchObject({kind: 'recheck', why: 'the guest has not released data'});
    expect([...qemu.nodes.keys()]).toEqual(['disk1-file', 'disk1-node']);
  });

  test('removes an interface that is connected when it is to go whatever it has', async () => {
    await change(addNic);
    table = new Map([['vmt-lan', {name: 'vmt-lan', carrier: true} as Link]]);
    expect(await change({...removeNic, tap: null})).toEqual(done(true));
    expect(looks).toEqual([]);
  });

  test('takes no interface whose tap is connected when it is looked at once more', async () => {
    await change(addNic);
    table = new Map([['vmt-lan', {name: 'vmt-lan', carrier: true} as Link]]);
    const before = qemu.commands.length;
    expect(await change(removeNic)).toMatchObject({kind: 'recheck', why: 'lan has its tap after all'});
    expect(looks).toEqual(['invalidate', 'read']);
    expect(qemu.commands.length).toBe(before);
    expect(qemu.devices.has('nic1')).toBe(true);
  });

  test('is not tried on another process, nor while the monitor is silent', async () => {
    const other = {...qemu.identity, pid: 1};
    const action = {type: 'vm.change' as const, uid, process: other, change: addDisk};
    expect(await changeVm(action, {...fake.tools, links}, {signal})).toMatchObject({kind: 'recheck'});
    qemu.monitor = 'mute';
    qemu.dropMonitor();
    expect(await change(addDisk)).toMatchObject({kind: 'recheck'});
    expect(qemu.commands).not.toContain('blockdev-add');
  });
});
