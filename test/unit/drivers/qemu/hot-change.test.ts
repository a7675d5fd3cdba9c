import {describe, expect, test} from '@jest/globals';
import type {ResolvedVm} from '../../../../controller/desired/node.ts';
import {qemuCommand} from '../../../../controller/drivers/qemu/command-line.ts';
import {qemuFeatures} from '../../../../controller/drivers/qemu/features.ts';
import {qemuHotChange} from '../../../../controller/drivers/qemu/hot-change.ts';
import {drivers} from '../../../../controller/drivers/registry.ts';
import {blank, overlay, plainContext, plainVm, qemuCases, userNet} from '../../../fixtures/qemu/cases.ts';

const vm: ResolvedVm = {
  ...plainVm('/r'),
  disks: [overlay('/r', 'root', 0), blank('/r', 'data', 2)],
  interfaces: [userNet('lan', 1)],
};

const bootValues = (option: string): unknown[] => {
  const {argv} = qemuCommand(vm, plainContext('/r'));
  return argv.filter((_, index) => argv[index - 1] === option).map(value => JSON.parse(value) as unknown);
};

const argumentsOf = (execute: string, change: ReturnType<typeof qemuHotChange>): unknown[] =>
  'commands' in change
    ? change.commands.filter(command => command.execute === execute).map(command => command.arguments)
    : [];

describe('what is added while a guest runs is what the next boot has', () => {
  test.each(['root', 'data'])('disk %s', name => {
    const change = qemuHotChange(vm, {kind: 'disk.add', name});
    const device = `disk${name === 'root' ? '0' : '2'}`;
    expect(change).toMatchObject({kind: 'disk.add', disk: name, deviceId: device});
    expect(bootValues('-blockdev')).toEqual(expect.arrayContaining(argumentsOf('blockdev-add', change)));
    expect(argumentsOf('blockdev-add', change)).toHaveLength(name === 'root' ? 4 : 2);
    expect(bootValues('-device')).toEqual(expect.arrayContaining(argumentsOf('device_add', change)));
    expect('commands' in change && change.commands.at(-1)?.execute).toBe('device_add');
  });

  test('an interface', () => {
    const change = qemuHotChange(vm, {kind: 'interface.add', name: 'lan'});
    expect(change).toMatchObject({kind: 'interface.add', interface: 'lan', deviceId: 'nic1'});
    expect(bootValues('-netdev')).toEqual(argumentsOf('netdev_add', change));
    expect(bootValues('-device')).toEqual(expect.arrayContaining(argumentsOf('device_add', change)));
  });

  test('node names come before those that use them', () => {
    const known = new Set<unknown>();
    for (const node of argumentsOf('blockdev-add', qemuHotChange(vm, {kind: 'disk.add', name: 'root'}))) {
      const {file, backing, ...rest} = node as Record<string, unknown>;
      for (const used of [file, backing]) if (typeof used === 'string') expect(known).toContain(used);
      known.add(rest['node-name']);
    }
  });
});

test('growing names the node and the size in bytes', () => {
  expect(qemuHotChange(vm, {kind: 'disk.grow', name: 'root'})).toEqual({
    kind: 'disk.grow',
    disk: 'root',
    nodeName: 'disk0',
    sizeBytes: 32 * 1024 * 1024,
    commands: [{execute: 'block_resize', arguments: {'node-name': 'disk0', size: 32 * 1024 * 1024}}],
  });
});

describe('CPUs', () => {
  const model = {...vm.hypervisor, cpuModel: 'qemu64,+aes'};
  const three: ResolvedVm = {...vm, hypervisor: model, cpuCount: 3, cpuMax: 4};

  test('are added to the cores that the machine started with room for, of its model', () => {
    const {argv} = qemuCommand(three, plainContext('/r'));
    expect(argv[argv.indexOf('-smp') + 1]).toBe('cpus=3,maxcpus=4,sockets=1,cores=4,threads=1');
    const change = qemuHotChange(three, {kind: 'cpu.add', name: 'cpu'});
    expect('cpus' in change && change.cpus.map(({coreId}) => coreId)).toEqual([1, 2]);
    expect('cpus' in change && change.cpus[1]?.command).toEqual({
      execute: 'device_add',
      arguments: {driver: 'qemu64-x86_64-cpu', id: 'cpu2', 'socket-id': 0, 'core-id': 2, 'thread-id': 0},
    });
  });

  test('are not added to a microvm, and no room is kept on one', () => {
    const microvm: ResolvedVm = {...three, hypervisor: {...model, machine: 'microvm'}};
    expect(() => qemuHotChange(microvm, {kind: 'cpu.add', name: 'cpu'})).toThrow('takes no CPUs');
    expect(drivers.qemu.refusal(microvm)).toContain('machine microvm takes no CPUs while it runs');
  });
});

describe('memory', () => {
  const started: ResolvedVm = {
    ...vm,
    memoryBytes: 256 * 1024 ** 2,
    memoryMaxBytes: 300 * 1024 ** 2,
    balloon: true,
  };
  const to = (sizeMi: number, from = started) => {
    const change = qemuHotChange(
      {...from, memoryBytes: sizeMi * 1024 ** 2},
      {kind: 'memory.resize', name: 'memory'},
      from,
    );
    if (change.kind !== 'memory.resize') throw new Error(change.kind);
    return change;
  };

  test('beyond what it started with is asked of the memory device, in its blocks, and below that of the balloon', () => {
    expect(to(299).commands).toEqual([
      {
        execute: 'qom-set',
        arguments: {path: '/machine/peripheral/memory', property: 'requested-size', value: 42 * 1024 ** 2},
      },
      {execute: 'balloon', arguments: {value: 256 * 1024 ** 2}},
    ]);
    expect(to(128)).toMatchObject({pluggedBytes: 0, balloonBytes: 128 * 1024 ** 2});
  });

  test('of a machine that started without a maximum is the balloon alone', () => {
    const {memoryMaxBytes: _none, ...plain} = started;
    expect(to(128, plain).commands).toEqual([{execute: 'balloon', arguments: {value: 128 * 1024 ** 2}}]);
  });

  test('of a machine has room in whole blocks of Linux, and a kernel that puts it online', () => {
    const {argv} = qemuCommand(started, plainContext('/r'));
    expect(argv[argv.indexOf('-m') + 1]).toBe('size=256M,maxmem=384M');
    expect(argv[argv.indexOf('-append') + 1]).toContain(' memhp_default_state=online_movable');
    expect(argv.filter(each => each.includes('virtio-balloon'))).toHaveLength(1);
  });

  test('is not added to a microvm, and no room is kept on one', () => {
    const microvm: ResolvedVm = {...started, hypervisor: {...vm.hypervisor, machine: 'microvm'}};
    expect(drivers.qemu.refusal(microvm)).toContain('machine microvm takes no memory beyond');
    expect(drivers.qemu.refusal({...microvm, memoryMaxBytes: 256 * 1024 ** 2})).toBeNull();
  });
});

describe('limits of a disk', () => {
  const root = {...overlay('/r', 'root', 0), rate: {readBytesPerSecond: 1_000, writeOperationsPerSecond: 7}};
  const limited: ResolvedVm = {...vm, disks: [root]};
  const limits = {bps: 0, bps_rd: 1_000, bps_wr: 0, iops: 0, iops_rd: 0, iops_wr: 7};
  const command = (id: string) => ({execute: 'block_set_io_throttle', arguments: {id, ...limits}});
  const onPci = '/machine/peripheral/disk0/virtio-backend';

  test('hold from the first instruction, from when it is added, and from when they change', () => {
    expect(qemuCommand(limited, plainContext('/r')).beforeRun).toEqual([command(onPci)]);
    const added = qemuHotChange(limited, {kind: 'disk.add', name: 'root'});
    expect('commands' in added && added.commands.at(-1)).toEqual(command(onPci));
    expect(qemuHotChange(limited, {kind: 'disk.rate', name: 'root'})).toEqual({
      kind: 'disk.rate',
      disk: 'root',
      qdev: onPci,
      limits,
      commands: [command(onPci)],
    });
  });

  test('are those of the device itself on a microvm', () => {
    const microvm: ResolvedVm = {...limited, hypervisor: {...vm.hypervisor, machine: 'microvm'}};
    expect(qemuHotChange(microvm, {kind: 'disk.rate', name: 'root'})).toMatchObject({qdev: 'disk0'});
  });

  test('are taken away by noughts', () => {
    const change = qemuHotChange(vm, {kind: 'disk.rate', name: 'root'});
    expect('limits' in change && new Set(Object.values(change.limits))).toEqual(new Set([0]));
  });
});

describe('a card whose cable is pulled', () => {
  const pulled: ResolvedVm = {...vm, interfaces: [{...userNet('lan', 1), linkState: 'down'}]};
  const down = {execute: 'set_link', arguments: {name: 'net1', up: false}};

  test('is without carrier from the first instruction, or from when it is added', () => {
    expect(qemuCommand(pulled, plainContext('/r')).beforeRun).toEqual([down]);
    const added = qemuHotChange(pulled, {kind: 'interface.add', name: 'lan'});
    expect('commands' in added && added.commands.map(({execute}) => execute)).toEqual([
      'netdev_add',
      'set_link',
      'device_add',
      'set_link',
    ]);
  });

  test('and the same card with it differ in nothing else', () => {
    const {beforeRun: _told, ...rest} = qemuCommand(pulled, plainContext('/r'));
    expect(rest).toEqual(qemuCommand(vm, plainContext('/r')));
    expect(qemuHotChange(pulled, {kind: 'interface.link', name: 'lan'})).toMatchObject({commands: [down]});
    expect(qemuHotChange(vm, {kind: 'interface.link', name: 'lan'})).toMatchObject({
      commands: [{execute: 'set_link', arguments: {name: 'net1', up: true}}],
    });
  });
});

test('taking a disk away names its device, and its nodes from the outermost in', () => {
  expect(qemuHotChange(vm, {kind: 'disk.remove', name: 'root'})).toEqual({
    kind: 'disk.remove',
    disk: 'root',
    deviceId: 'disk0',
    nodeNames: ['disk0', 'disk0-file', 'disk0-base', 'disk0-base-file'],
  });
});

test('taking an interface away names its device and its backend', () => {
  expect(qemuHotChange(vm, {kind: 'interface.remove', name: 'lan'})).toEqual({
    kind: 'interface.remove',
    tap: null,
    interface: 'lan',
    deviceId: 'nic1',
    netdevId: 'net1',
  });
});

describe('what cannot be done to a running guest is an error, not a guess', () => {
  const microvm: ResolvedVm = {...vm, hypervisor: {...vm.hypervisor, machine: 'microvm'}};

  test.each(['disk.add', 'disk.remove', 'interface.add', 'interface.remove'] as const)(
    '%s on a microvm',
    kind => {
      const name = kind.startsWith('disk') ? 'data' : 'lan';
      expect(() => qemuHotChange(microvm, {kind, name})).toThrow(
        'machine microvm takes no devices while it runs',
      );
    },
  );

  test('a microvm disk can grow all the same', () => {
    expect(qemuHotChange(microvm, {kind: 'disk.grow', name: 'data'}).kind).toBe('disk.grow');
  });

  test.each(['macvtap', 'bridge-helper'])('adding the NIC of %s', name => {
    const other = qemuCases('/r').find(entry => entry.name === name)!.vm;
    expect(() => qemuHotChange(other, {kind: 'interface.add', name: 'lan'})).toThrow(
      /is opened at start only/,
    );
    expect(qemuFeatures.hotplugBindings).not.toContain(other.interfaces[0]?.binding.kind);
  });

  test('a disk that is a file of the user is not resized', () => {
    const {vm: other} = qemuCases('/r').find(entry => entry.name === 'firmware-bios')!;
    expect(() => qemuHotChange(other, {kind: 'disk.grow', name: 'seed'})).toThrow(/is not resized/);
  });

  test('a name that the revision does not have', () => {
    expect(() => qemuHotChange(vm, {kind: 'disk.add', name: 'none'})).toThrow(
      'the revision has no disk none',
    );
  });
});

test('every driver stands under its own name', () => {
  for (const [name, driver] of Object.entries(drivers)) expect(driver.name).toBe(name);
});
