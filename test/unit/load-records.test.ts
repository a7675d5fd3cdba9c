import {describe, expect, test} from '@jest/globals';
import {encodeState} from '../../controller/host/state-file.ts';
import {baseYaml, openMachine, vmRef, vmYaml} from '../fakes/machine.ts';
import type {Machine} from '../fakes/machine.ts';

const running = async (): Promise<Machine> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  return machine;
};

const path = (machine: Machine): string => machine.host.paths.record(vmRef('web'));
const aside = (machine: Machine): string[] =>
  Object.keys(machine.host.files.control.tree('/var/lib/vmlet/records')).filter(each =>
    each.includes('.damaged-'),
  );

test('a record that was rebuilt is on disk again before anything is done in its name', async () => {
  const machine = await running();
  machine.kill();
  machine.host.files.control.put(path(machine), 'spoilt');
  // Its tap is gone, and its manifest says nothing that is new.
  const tap = [...machine.host.links.control.links().values()].find(link => link.kind === 'tun')?.name ?? '';
  machine.host.links.control.remove(tap);
  machine.host.files.control.put('/m/web.yaml', 'kind: [');
  const mend = machine.host.files.control.failOn(path(machine), 'EACCES', 'writeAtomic');
  const effects = machine.effects.length;
  await machine.start();
  await machine.pass(10_000);
  expect(machine.effects.slice(effects).filter(effect => effect.startsWith('run ip batch'))).toEqual([]);
  mend();
  await machine.until(() => machine.host.links.control.links().has(tap));
  expect(machine.host.files.read(path(machine))?.toString()).toContain('VirtualMachine');
});

describe('a damaged record', () => {
  test.each([
    ['cut in half', (text: string) => text.slice(0, text.length / 2)],
    ['of zeros, as after a power cut', (text: string) => '\0'.repeat(text.length)],
    ['of another version', () => encodeState({schema: 99})],
  ])(
    '%s is set aside, and its VM is known again by its newest revision and goes on',
    async (_how, damage) => {
      const machine = await running();
      const before = machine.record('web');
      const qemu = machine.qemu('web');
      machine.kill();
      machine.host.files.control.put(
        path(machine),
        damage(machine.host.files.read(path(machine))?.toString() ?? ''),
      );
      await machine.start();
      await machine.until(() => machine.isReady('web'));
      await machine.pass(60_000);
      expect(machine.host.qemus.all()).toEqual([qemu]);
      expect(machine.record('web')).toMatchObject({
        uid: before?.uid,
        hostUid: before?.hostUid,
        revisions: {prepared: 1, booted: 1},
      });
      expect(aside(machine)).toHaveLength(1);
      expect(machine.host.log.filter(line => line.level === 'error').map(line => line.message)).toEqual([
        'a record is damaged and was set aside',
      ]);
    },
  );

  test('whose guest died meanwhile is started on the disks that it had', async () => {
    const machine = await running();
    const before = machine.record('web');
    machine.kill();
    machine.host.qemus.of(before?.uid ?? '')?.end('SIGKILL');
    machine.host.files.control.put(path(machine), 'x');
    const disk = machine.host.paths.disk(before?.uid ?? '', 'root');
    const inode = machine.host.files.stat(disk)?.inode;
    await machine.start();
    await machine.until(() => machine.isReady('web'));
    expect(machine.record('web')?.uid).toBe(before?.uid);
    expect(machine.host.files.stat(disk)?.inode).toBe(inode);
  });

  test.each<[string, (machine: Machine) => void]>([
    ['a directory', ({host}) => host.files.makeDirectory(host.paths.record(vmRef('web')), {mode: 0o700})],
    ['a pipe', ({host}) => host.files.control.special(host.paths.record(vmRef('web')), 'fifo')],
    ['a link', ({host}) => host.files.control.symlink('/nowhere', host.paths.record(vmRef('web')))],
  ])('that became %s is set aside too', async (_what, put) => {
    const machine = await running();
    const qemu = machine.qemu('web');
    machine.kill();
    machine.host.files.remove(path(machine));
    put(machine);
    await machine.start();
    const isWritten = () => machine.host.files.stat(path(machine), {follow: false})?.type === 'file';
    await machine.until(() => machine.isReady('web') && isWritten());
    expect(machine.host.qemus.all()).toEqual([qemu]);
  });

  test('without any revision leaves a status file: its uid, its disks and its process are known by that', async () => {
    const machine = await running();
    const before = machine.record('web');
    const qemu = machine.qemu('web');
    machine.kill();
    machine.host.files.control.put(path(machine), 'x');
    machine.host.files.removeTree(machine.host.paths.vm(before?.uid ?? '').revisions);
    await machine.start();
    await machine.until(() => machine.record('web')?.run.active !== null);
    await machine.pass(60_000);
    expect(machine.record('web')).toMatchObject({uid: before?.uid, hostUid: before?.hostUid});
    expect(machine.host.qemus.all()).toEqual([qemu]);
  });

  test('without any revision is known by its status file also when the source is away at two starts', async () => {
    const machine = await running();
    const before = machine.record('web');
    machine.kill();
    machine.host.files.control.put(path(machine), 'x');
    machine.host.files.removeTree(machine.host.paths.vm(before?.uid ?? '').revisions);
    machine.host.files.rename('/m', '/m-away');
    await machine.start();
    await machine.pass(60_000);
    machine.kill();
    machine.host.files.rename('/m-away', '/m');
    await machine.start();
    await machine.until(() => machine.record('web') !== undefined);
    expect(machine.record('web')).toMatchObject({uid: before?.uid, hostUid: before?.hostUid});
  });

  test('that cannot be set aside keeps no daemon from starting', async () => {
    const machine = await running();
    const before = machine.record('web');
    machine.kill();
    machine.host.files.control.put(path(machine), 'x');
    const mended = machine.host.files.control.failOn(path(machine), 'EACCES', 'rename');
    await machine.start();
    expect(machine.record('web')?.uid).toBe(before?.uid);
    mended();
    await machine.until(() => machine.isReady('web'));
  });

  test('of a VM whose manifest was removed does not start it again', async () => {
    const machine = await running();
    await machine.put('db.yaml', vmYaml('db'));
    await machine.until(() => machine.isReady('db'));
    machine.host.files.remove('/m/web.yaml');
    await machine.pass(60_000);
    expect(machine.record('web')?.tombstone).not.toBeNull();
    const uid = machine.record('web')?.uid ?? '';
    machine.kill();
    machine.host.files.control.put(path(machine), 'x');
    const starts = () => machine.host.log.filter(line => JSON.stringify(line).includes('vm.start')).length;
    const before = starts();
    await machine.start();
    await machine.until(
      () =>
        machine.status('web')?.status.conditions.some(each => each.reason === 'AwaitingManifest') === true,
    );
    await machine.pass(120_000);
    expect(machine.record('web')).toMatchObject({uid, tombstone: {trashed: false}});
    expect(starts()).toBe(before);
  });
});

test('a status file that names the uid of another VM gives it to nobody else', async () => {
  const machine = await running();
  machine.kill();
  const {files, paths} = machine.host;
  const status = files.read(paths.status(vmRef('web')))?.toString() ?? '';
  files.control.put(paths.status(vmRef('evil')), status.replace('name: web', 'name: evil'));
  files.control.put('/m/evil.yaml', vmYaml('evil'));
  await machine.start();
  await machine.until(() => machine.isReady('evil'));
  expect(machine.record('evil')?.uid).not.toBe(machine.record('web')?.uid);
});

test('a network whose record is lost keeps its bridge, and its VMs their network', async () => {
  const machine = await running();
  const lan = {kind: 'Network', namespace: 'default', name: 'lan'};
  const before = machine.record('lan', 'Network')?.uid;
  machine.kill();
  machine.host.files.remove(machine.host.paths.record(lan));
  await machine.start();
  await machine.until(() => machine.record('lan', 'Network') !== undefined);
  await machine.until(() => machine.isReady('web'));
  expect(machine.record('lan', 'Network')?.uid).toBe(before);
});

test('a revision under the directory of another uid rebuilds nothing', async () => {
  const machine = await running();
  machine.kill();
  const {files, paths} = machine.host;
  const uid = '99999999-0000-4000-8000-000000000000';
  const lost = [...Object.keys(files.control.tree(paths.revisionsDir))][0] ?? '';
  files.control.put(paths.revision(uid, 1), files.read(lost) ?? '');
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  expect([...machine.daemon.world.records.values()].map(record => record.uid)).not.toContain(uid);
});
