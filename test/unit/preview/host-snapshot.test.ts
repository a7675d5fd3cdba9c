import {describe, expect, test} from '@jest/globals';
import {parseSnapshot, takeSnapshot} from '../../../controller/preview/host-snapshot.ts';
import type {HostSnapshot} from '../../../controller/preview/host-snapshot.ts';
import {emptyMemory} from '../../../controller/manifest/memory.ts';
import {snapshotWorld} from '../../../controller/preview/snapshot-world.ts';
import {fakeClock} from '../../fakes/clock.ts';
import {baseYaml, openMachine, vmYaml} from '../../fakes/machine.ts';

const log = {debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined};
const settings = {machine: 'q35', accelerator: 'tcg', cpuModel: null, bootsFirmware: false} as const;

const taken = async (): Promise<HostSnapshot> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  const snapshot = await machine.during(
    takeSnapshot(machine.daemon.world, {
      manifestsDir: '/m',
      memory: {memory: emptyMemory, released: new Set()},
    }),
  );
  return parseSnapshot(JSON.stringify(snapshot), 'host.json');
};

describe('a host that is written down', () => {
  test('is seen as it was: the guest that runs, its disk, its links and its images', async () => {
    const snapshot = await taken();
    const world = snapshotWorld(snapshot, {clock: fakeClock(), log});
    const record = world.records.get('VirtualMachine/default/web');
    expect(world.vms.observe(record?.uid ?? '').process.state).toBe('present');
    expect(world.vms.observe('nobody').process.state).toBe('absent');
    expect(world.reads.disk(world.host.paths.disk(record?.uid ?? '', 'root'), 'qcow2').state).toBe('present');
    expect((await world.links.read()).state).toBe('present');
    expect(world.host.clock.now()).toBe(snapshot.takenAt);
  });

  test('knows what lies in its state directory, and nothing of files elsewhere', async () => {
    const {reads} = snapshotWorld(await taken(), {clock: fakeClock(), log});
    expect(reads.disk('/var/lib/vmlet/vms/x/root.qcow2', 'qcow2')).toEqual({state: 'absent'});
    expect(reads.disk('/elsewhere.raw', 'raw')).toEqual({
      state: 'unknown',
      why: '/elsewhere.raw is not in the snapshot of the host',
    });
  });

  test('says what a machine would run with, also for a CPU model that nobody asked for', async () => {
    const {hypervisor} = snapshotWorld(await taken(), {clock: fakeClock(), log});
    expect(await hypervisor.prepare(settings)).toMatchObject({accelerator: {found: {cpuModel: 'max'}}});
    expect(await hypervisor.prepare({...settings, cpuModel: 'qemu64'})).toMatchObject({
      accelerator: {found: {accelerator: 'tcg', cpuModel: 'qemu64'}},
    });
  });

  test('can only be looked at', async () => {
    const world = snapshotWorld(await taken(), {clock: fakeClock(), log});
    await expect(
      world.vms.changed('x', {timeoutMs: 1, signal: new AbortController().signal}),
    ).rejects.toThrow('only looked at');
    expect(() => world.host.processes.list()).toThrow('a snapshot has no processes');
  });
});

test.each([
  ['', 'cannot read host.json: '],
  ['null', 'it is no host snapshot'],
  ['{"kind": "HostSnapshot", "schema": 2}', 'it has schema 2'],
  ['{"kind": "HostSnapshot", "schema": 1, "hypervisors": []}', 'it has no list records'],
])('%j is refused with what is wrong and what to do', (text, why) => {
  expect(() => parseSnapshot(text, 'host.json')).toThrow(why);
  expect(() => parseSnapshot(text, 'host.json')).toThrow('vmlet snapshot-host');
});
