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

  test('without any revision is as if it had never been: the others are not touched', async () => {
    const machine = await running();
    await machine.put('db.yaml', vmYaml('db'));
    await machine.until(() => machine.isReady('db'));
    const db = machine.qemu('db');
    const lost = machine.record('web')?.uid ?? '';
    machine.kill();
    machine.host.files.control.put(path(machine), 'x');
    machine.host.files.removeTree(machine.host.paths.vm(lost).revisions);
    await machine.start();
    await machine.until(() => machine.isReady('db'));
    expect(machine.qemu('db')).toBe(db);
    expect(machine.record('web')?.uid).not.toBe(lost);
  });
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
