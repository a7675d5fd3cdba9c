// Every field of a revision, and what changing it costs.
import {describe, expect, test} from '@jest/globals';
import type {ResolvedVm} from '../../../controller/desired/node.ts';
import type {Driver} from '../../../controller/drivers/driver.ts';
import {diffVm} from '../../../controller/plan/diff.ts';
import {base, dataDisk, driver, GiB, image, initrd, kernel, lan, rootDisk, vm} from './good.ts';

const costs = (wanted: ResolvedVm, booted: ResolvedVm = vm, by: Driver = driver) => {
  const {changes, hot} = diffVm(booted, wanted, by);
  return {
    changes: changes.map(({path, from, to, disruption}) => `${disruption} ${path}: ${from} -> ${to}`),
    hot: hot.map(step => `${step.kind} ${step.name}`),
  };
};

const qemu = (change: Partial<ResolvedVm['hypervisor']>): ResolvedVm => ({
  ...vm,
  hypervisor: {...vm.hypervisor, ...change},
});
const boot = (change: object): ResolvedVm => ({...vm, boot: {...vm.boot, ...change}});
const root = (change: object, source: object = {}): ResolvedVm => ({
  ...vm,
  disks: [{...rootDisk, ...change, source: {...rootDisk.source, ...source}}],
});
const nic = (change: object, binding: object = {}): ResolvedVm => ({
  ...vm,
  interfaces: [{...lan, ...change, binding: {...lan.binding, ...binding}}],
});
const onMicrovm = qemu({machine: 'microvm'});

test('two equal values differ in nothing', () => {
  expect(costs(structuredClone(vm))).toEqual({changes: [], hot: []});
});

describe('fields that only a restart takes', () => {
  test.each<[string, ResolvedVm, string]>([
    ['the machine', onMicrovm, 'spec.hypervisor.qemu.machine: q35 -> microvm'],
    ['the accelerator', qemu({accelerator: 'kvm'}), 'spec.hypervisor.qemu.accelerator: tcg -> kvm'],
    ['the CPU model', qemu({cpuModel: 'qemu64'}), 'spec.hypervisor.qemu.cpuModel: max -> qemu64'],
    ['extra arguments', qemu({extraArgs: ['-s']}), 'spec.hypervisor.qemu.extraArgs: [] -> ["-s"]'],
    ['the CPU count', {...vm, cpuCount: 2}, 'spec.cpu.count: 1 -> 2'],
    ['memory', {...vm, memoryBytes: GiB}, 'spec.memory.size: 256Mi -> 1Gi'],
    ['the balloon', {...vm, balloon: true}, 'spec.memory.balloon: false -> true'],
    ['the cmdline', boot({cmdline: ['debug']}), 'spec.boot.cmdline: ["quiet"] -> ["debug"]'],
    ['the hostname', {...vm, hostname: 'other'}, 'spec.bootstrap.hostname: web -> other'],
    ['the guest agent', {...vm, guestAgent: true}, 'spec.guestAgent.enabled: false -> true'],
    [
      'host devices',
      {...vm, devices: [{kind: 'pci', address: '00:1f.0'}]},
      'spec.devices: [] -> [{"kind":"pci","address":"00:1f.0"}]',
    ],
    [
      'a MAC',
      nic({mac: '52:54:00:00:00:09'}),
      'spec.interfaces[lan].mac: 52:54:00:00:00:01 -> 52:54:00:00:00:09',
    ],
    [
      'addresses',
      nic({addresses: ['10.0.0.3/24']}),
      'spec.interfaces[lan].addresses: ["10.0.0.2/24"] -> ["10.0.0.3/24"]',
    ],
    [
      'the binding of an interface',
      {...vm, interfaces: [{...lan, binding: {kind: 'user', restrict: false, forwards: []}}]},
      'spec.interfaces[lan]: tap on lan -> user, 0 forwarded ports',
    ],
    [
      'queues of a tap',
      nic({}, {multiQueue: true}),
      'spec.interfaces[lan].tap: one queue -> one queue per vCPU',
    ],
    ['a disk on an image taken away', {...vm, disks: []}, 'spec.disks[root]: present -> absent'],
    ['a serial', root({serial: 'r2'}), 'spec.disks[root].serial: root -> r2'],
    ['a disk made read-only', root({readOnly: true}), 'spec.disks[root].readOnly: false -> true'],
  ])('%s', (_what, wanted, change) => {
    expect(costs(wanted)).toEqual({changes: [`restart ${change}`], hot: []});
  });

  test('kernel and initrd, by content and not by path', () => {
    const moved = {...kernel, path: '/elsewhere'};
    expect(costs(boot({kernel: moved})).changes).toEqual([]);
    expect(costs(boot({kernel: image('kernel', 'd')})).changes).toHaveLength(1);
    expect(costs(boot({initrd: null})).changes[0]).toMatch(
      /^restart spec\.boot\.kernel\.initrd: sha256:b+ -> absent/,
    );
  });

  test('firmware instead of a kernel, which also ends the cmdline', () => {
    const {changes} = costs({...vm, boot: {kind: 'firmware', firmware: 'bios'}});
    expect(changes.map(change => change.split(':')[0])).toEqual([
      'restart spec.boot.firmware',
      'restart spec.boot.kernel.image',
      'restart spec.boot.kernel.initrd',
      'restart spec.boot.cmdline',
    ]);
  });
});

describe('edits of a running guest', () => {
  test('a disk is added hot where the machine has a free place, else by a restart', () => {
    const wanted = {...vm, disks: [rootDisk, dataDisk]};
    expect(costs(wanted)).toEqual({
      changes: ['hot spec.disks[data]: absent -> present'],
      hot: ['disk.add data'],
    });
    expect(costs({...onMicrovm, disks: wanted.disks}, onMicrovm).changes).toEqual([
      'restart spec.disks[data]: absent -> present',
    ]);
  });

  test('a place that was not there at boot cannot be filled hot', () => {
    const beyond = driver.slotCount(vm);
    const added = (slot: number) => costs({...vm, disks: [rootDisk, {...dataDisk, slot}]}).hot;
    expect(added(beyond - 1)).toEqual(['disk.add data']);
    expect(added(beyond)).toEqual([]);
  });

  test('a disk grows hot, or by a restart when the driver cannot', () => {
    expect(costs(root({}, {sizeBytes: 4 * GiB}))).toEqual({
      changes: ['hot spec.disks[root].size: 2Gi -> 4Gi'],
      hot: ['disk.grow root'],
    });
    const plain: Driver = {...driver, features: {...driver.features, growDisk: false}};
    expect(costs(root({}, {sizeBytes: 4 * GiB}), vm, plain)).toEqual({
      changes: ['restart spec.disks[root].size: 2Gi -> 4Gi'],
      hot: [],
    });
  });

  test('a cable is pulled and plugged in hot, on every machine', () => {
    const down = nic({linkState: 'down'});
    const onMicro = (one: ResolvedVm): ResolvedVm => ({...one, hypervisor: onMicrovm.hypervisor});
    for (const at of [(one: ResolvedVm) => one, onMicro]) {
      expect(costs(at(down), at(vm))).toEqual({
        changes: ['hot spec.interfaces[lan].linkState: up -> down'],
        hot: ['interface.link lan'],
      });
      expect(costs(at(vm), at(down)).changes).toEqual(['hot spec.interfaces[lan].linkState: down -> up']);
    }
  });

  test('limits are set, changed and taken away hot, on every machine', () => {
    const reading = (readBytesPerSecond: number): ResolvedVm => root({rate: {readBytesPerSecond}});
    expect(costs(reading(GiB))).toEqual({
      changes: ['hot spec.disks[root].rate: absent -> readBytesPerSecond 1Gi'],
      hot: ['disk.rate root'],
    });
    expect(costs(vm, reading(GiB)).changes).toEqual([
      'hot spec.disks[root].rate: readBytesPerSecond 1Gi -> absent',
    ]);
    const rate = {inboundBytesPerSecond: GiB, outboundBytesPerSecond: 2 * GiB};
    expect(costs({...nic({rate}), hypervisor: onMicrovm.hypervisor}, onMicrovm)).toEqual({
      changes: [
        'hot spec.interfaces[lan].rate: absent -> inboundBytesPerSecond 1Gi, outboundBytesPerSecond 2Gi',
      ],
      hot: ['interface.rate lan'],
    });
  });

  test('CPUs are added hot up to what the process was started with, and by a restart beyond or back', () => {
    const withCpus = (cpuCount: number, cpuMax?: number): ResolvedVm => ({
      ...vm,
      cpuCount,
      ...(cpuMax === undefined ? {} : {cpuMax}),
    });
    const hot = {changes: ['hot spec.cpu.count: 1 -> 4'], hot: ['cpu.add cpu']};
    const restart = {changes: ['restart spec.cpu.count: 1 -> 4'], hot: []};
    expect(costs(withCpus(4, 4), withCpus(1, 4))).toEqual(hot);
    expect(costs(withCpus(5, 4), withCpus(1, 4)).hot).toEqual([]);
    expect(costs(withCpus(4), withCpus(1))).toEqual(restart);
    expect(costs(withCpus(1, 4), withCpus(4, 4))).toEqual({
      changes: ['restart spec.cpu.count: 4 -> 1'],
      hot: [],
    });
    const microvm = (of: ResolvedVm): ResolvedVm => ({...of, hypervisor: onMicrovm.hypervisor});
    expect(costs(microvm(withCpus(4, 4)), microvm(withCpus(1, 4)))).toEqual(restart);
  });

  test('room is what the process was started with, whatever live changes have made of it since', () => {
    const started = {...vm, cpuCount: 1, cpuMax: 2};
    const {changes} = diffVm(
      {...vm, cpuCount: 2, cpuMax: 2},
      {...vm, cpuCount: 4, cpuMax: 4},
      driver,
      started,
    );
    expect(changes.map(({path, disruption}) => `${path} ${disruption}`)).toEqual([
      'spec.cpu.max restart',
      'spec.cpu.count restart',
    ]);
    const beyond = driver.slotCount(vm);
    const last = {...dataDisk, slot: beyond - 1};
    const full = {...vm, disks: [rootDisk, last]};
    const wanted = {...full, disks: [rootDisk, last, {...dataDisk, name: 'more', slot: beyond}]};
    expect(diffVm(full, wanted, driver, vm).hot).toEqual([]);
    expect(diffVm(full, wanted, driver, null).hot).toEqual([]);
  });

  describe('memory', () => {
    const MiB = 1024 ** 2;
    const of = (sizeMi: number, more: Partial<ResolvedVm> = {}): ResolvedVm => ({
      ...vm,
      memoryBytes: sizeMi * MiB,
      ...more,
    });
    const grows = {memoryMaxBytes: 512 * MiB, balloon: true};
    const classOf = (
      to: ResolvedVm,
      from: ResolvedVm,
      started: ResolvedVm | null = from,
    ): string | undefined =>
      diffVm(from, to, driver, started).changes.find(({path}) => path === 'spec.memory.size')?.disruption;

    test('is changed hot from a quarter of what it started with up to its maximum', () => {
      const started = of(256, grows);
      for (const size of [64, 128, 384, 512]) {
        expect(costs(of(size, grows), started).hot).toEqual(['memory.resize memory']);
        expect(classOf(started, of(size, grows), started)).toBe('hot');
      }
      for (const size of [63, 513]) expect(classOf(of(size, grows), started)).toBe('restart');
      expect(classOf(of(640, {...grows, memoryMaxBytes: 640 * MiB}), started)).toBe('restart');
    });

    test('goes by what the process was started with, whatever live changes have made of it', () => {
      expect(classOf(of(64, grows), of(512, grows), of(256, grows))).toBe('hot');
      expect(classOf(of(64, grows), of(512, grows))).toBe('restart');
      expect(classOf(of(384, grows), of(256, grows), null)).toBe('restart');
    });

    test('goes down only with a balloon, and up only where the machine has a memory device', () => {
      expect(classOf(of(128), of(256))).toBe('restart');
      expect(classOf(of(128, {balloon: true}), of(256, {balloon: true}))).toBe('hot');
      expect(classOf(of(512, {balloon: true}), of(256, {balloon: true}))).toBe('restart');
      const microvm = {...grows, hypervisor: onMicrovm.hypervisor};
      expect(classOf(of(128, microvm), of(256, microvm))).toBe('hot');
      expect(classOf(of(384, microvm), of(256, microvm))).toBe('restart');
    });
  });

  test('a tap or user interface is added hot, a macvtap by a restart', () => {
    const added = (binding: object) =>
      costs({
        ...vm,
        interfaces: [lan, {...lan, name: 'wan', slot: 2, binding: {...lan.binding, ...binding}}],
      }).hot;
    expect(added({tap: 'vmt-wan'})).toEqual(['interface.add wan']);
    expect(added({kind: 'user'})).toEqual(['interface.add wan']);
    expect(added({kind: 'macvtap'})).toEqual([]);
  });

  test('a data disk is taken out hot, or by a restart where the machine gives up no device', () => {
    const both = {...vm, disks: [rootDisk, dataDisk]};
    expect(costs(vm, both)).toEqual({
      changes: ['hot spec.disks[data]: present -> absent'],
      hot: ['disk.remove data'],
    });
    expect(costs(onMicrovm, {...onMicrovm, disks: both.disks})).toEqual({
      changes: ['restart spec.disks[data]: present -> absent'],
      hot: [],
    });
  });

  test('an interface is taken out hot, one with many queues or of a microvm by a restart', () => {
    const none = {interfaces: []};
    expect(costs({...vm, ...none}).hot).toEqual(['interface.remove lan']);
    expect(costs({...onMicrovm, ...none}, onMicrovm)).toEqual({
      changes: ['restart spec.interfaces[lan]: present -> absent'],
      hot: [],
    });
    expect(costs({...vm, ...none}, nic({}, {multiQueue: true})).hot).toEqual([]);
  });

  test('another network moves the tap, hot', () => {
    expect(costs(nic({}, {network: 'dmz', bridge: 'br1'}))).toEqual({
      changes: ['hot spec.interfaces[lan].tap.network: lan -> dmz'],
      hot: ['interface.move lan'],
    });
  });

  test('the order of disks and interfaces in the file means nothing', () => {
    const both = {...vm, disks: [rootDisk, dataDisk]};
    expect(costs({...vm, disks: [dataDisk, rootDisk]}, both)).toEqual({changes: [], hot: []});
  });
});

describe('what would cost data is refused', () => {
  test.each<[string, ResolvedVm, string]>([
    ['a disk made smaller', root({}, {sizeBytes: GiB}), 'spec.disks[root].size: 2Gi -> 1Gi'],
    [
      'another image under a disk',
      root({}, {image: image('other', 'e')}),
      `spec.disks[root]: image base (${base.digest.slice(0, 19)}) -> image other (sha256:${'e'.repeat(12)})`,
    ],
    [
      'a blank disk in place of an overlay',
      {...vm, disks: [{...rootDisk, source: {kind: 'blank', path: '/x', sizeBytes: 2 * GiB}}]},
      `spec.disks[root]: image base (${base.digest.slice(0, 19)}) -> blank`,
    ],
    [
      'a file in place of an overlay',
      {...vm, disks: [{...rootDisk, source: {kind: 'file', path: '/srv/x', format: 'raw'}}]},
      `spec.disks[root]: image base (${base.digest.slice(0, 19)}) -> file /srv/x (raw)`,
    ],
  ])('%s', (_what, wanted, change) => {
    expect(costs(wanted)).toEqual({changes: [`refused ${change}`], hot: []});
  });
});

test('every difference is told at once, in the order of the spec', () => {
  const wanted = {...root({}, {sizeBytes: 4 * GiB}), cpuCount: 2, interfaces: []};
  expect(costs(boot({initrd}))).toEqual({changes: [], hot: []});
  expect(costs(wanted).changes.map(change => change.split(':')[0])).toEqual([
    'restart spec.cpu.count',
    'hot spec.disks[root].size',
    'hot spec.interfaces[lan]',
  ]);
});
