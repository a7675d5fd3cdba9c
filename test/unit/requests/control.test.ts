// What people ask for, through the port that the API serves, on the shipped daemon in memory.
import {describe, expect, test} from '@jest/globals';
import {baseYaml, openMachine, vmRef, vmYaml} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';

const running = async (more = ''): Promise<Machine> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/web.yaml', vmYaml('web', more));
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  return machine;
};

const web = vmRef('web');
const pid = (machine: Machine): number | undefined => machine.qemu('web')?.identity.pid;
const power = (machine: Machine, verb: 'start' | 'stop' | 'restart', now = false) =>
  machine.during(machine.control.power(web, verb, {now}));
const memoryOf = (machine: Machine): string | undefined => {
  const argv = machine.qemu('web')?.argv ?? [];
  return argv[argv.indexOf('-m') + 1];
};

describe('approve', () => {
  test('without pending changes is refused', async () => {
    const machine = await running();
    expect(await machine.during(machine.control.approve(web, {prune: false}))).toEqual({
      ok: false,
      code: 'E-CONFLICT',
      message: 'web has no pending changes',
    });
  });

  test('restarts once into the prepared revision; before it the guest is not touched', async () => {
    const machine = await running();
    const before = pid(machine);
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.pass(60_000);
    expect(pid(machine)).toBe(before);
    expect(machine.status('web')?.status.pendingChanges).toEqual([
      expect.objectContaining({path: 'spec.memory.size', disruption: 'restart'}),
    ]);
    expect(await machine.during(machine.control.approve(web, {prune: false}))).toMatchObject({ok: true});
    await machine.until(
      () => pid(machine) !== undefined && pid(machine) !== before && machine.isReady('web'),
    );
    expect(memoryOf(machine)).toContain('1024');
    expect(machine.host.qemus.starts()).toBe(2);
    expect(machine.status('web')?.status.pendingChanges).toEqual([]);
    expect(machine.record('web')?.run).toMatchObject({failures: 0, restarts: 0});
  });

  test('an edit taken back needs none', async () => {
    const machine = await running();
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.put('web.yaml', vmYaml('web'));
    await machine.until(() => machine.status('web')?.status.pendingChanges.length === 0);
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 1, booted: 1});
    expect(await machine.during(machine.control.approve(web, {prune: false}))).toMatchObject({ok: false});
    expect(machine.host.qemus.starts()).toBe(1);
  });

  test('lets a VM that keeps crashing out with the edit that mends it', async () => {
    const machine = await running();
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    for (let crash = 0; crash < 4; crash += 1) {
      await machine.until(() => machine.qemu('web') !== undefined);
      expect(memoryOf(machine)).not.toContain('1024');
      machine.qemu('web')?.end('SIGKILL');
      await machine.pass(200);
    }
    expect(machine.status('web')?.status.phase).toBe('CrashLoopBackOff');
    expect(await machine.during(machine.control.approve(web, {prune: false}))).toMatchObject({ok: true});
    await machine.until(() => machine.isReady('web'));
    expect(memoryOf(machine)).toContain('1024');
  });
});

describe('power', () => {
  test('stop asks the guest, and it stays down over a new daemon until it is started', async () => {
    const machine = await running();
    const qemu = machine.qemu('web');
    expect(await power(machine, 'stop')).toMatchObject({ok: true});
    await machine.until(() => machine.qemu('web') === undefined);
    expect(qemu?.commands).toContain('system_powerdown');
    machine.kill();
    await machine.start();
    await machine.pass(60_000);
    expect(machine.qemu('web')).toBeUndefined();
    expect(machine.status('web')?.status.phase).toBe('Stopped');
    expect(await power(machine, 'start')).toMatchObject({ok: true});
    await machine.until(() => machine.isReady('web'));
  });

  test('an edit ends what was said by hand', async () => {
    const machine = await running();
    await power(machine, 'stop');
    await machine.until(() => machine.qemu('web') === undefined);
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.until(() => machine.isReady('web'));
    expect(memoryOf(machine)).toContain('1024');
  });

  test('restart comes back as another process with the newest spec', async () => {
    const machine = await running();
    const before = pid(machine);
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await power(machine, 'restart');
    await machine.until(
      () => pid(machine) !== undefined && pid(machine) !== before && machine.isReady('web'),
    );
    expect(memoryOf(machine)).toContain('1024');
    await machine.pass(120_000);
    expect(machine.host.qemus.starts()).toBe(2);
  });

  test('stop --now cuts a slow stop short: the request is not lost to the run that it interrupts', async () => {
    const machine = await running('');
    const qemu = machine.qemu('web');
    if (qemu !== undefined) Object.assign(qemu.guest, {powerdownMs: null});
    await power(machine, 'stop');
    await machine.pass(2_000);
    expect(machine.qemu('web')).toBe(qemu);
    expect(await power(machine, 'stop', true)).toMatchObject({ok: true});
    const before = machine.host.clock.monotonicMs();
    await machine.until(() => machine.qemu('web') === undefined);
    expect(machine.host.clock.monotonicMs() - before).toBeLessThan(5_000);
    expect(machine.record('web')?.powerOverride).toBe('Halted');
  });

  test('start of a VM that runs does nothing to it', async () => {
    const machine = await running();
    const before = pid(machine);
    expect(await power(machine, 'start')).toMatchObject({ok: true});
    await machine.pass(60_000);
    expect(pid(machine)).toBe(before);
  });

  test('a guest run by hand (Manual) that powers off stays off, and starts with what is declared then', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    machine.host.files.control.put('/m/web.yaml', vmYaml('web', '  runPolicy: Manual\n'));
    await machine.start();
    await machine.pass(10_000);
    expect(machine.qemu('web')).toBeUndefined();
    await power(machine, 'start');
    await machine.until(() => machine.isReady('web'));
    machine.qemu('web')?.powerOff();
    await machine.pass(60_000);
    expect(machine.qemu('web')).toBeUndefined();
    await machine.put('web.yaml', vmYaml('web', '  runPolicy: Manual\n  memory: {size: 1Gi}\n'));
    await power(machine, 'start');
    await machine.until(() => machine.isReady('web'));
    expect(memoryOf(machine)).toContain('1024');
  });

  test('of what is not known is refused by name', async () => {
    const machine = await running();
    expect(await machine.control.power(vmRef('ghost'), 'stop', {now: false})).toEqual({
      ok: false,
      code: 'E-NOT-FOUND',
      message: 'there is no VirtualMachine ghost in namespace default',
    });
  });
});

describe('removal', () => {
  test('delete of what is still declared is refused, with the file', async () => {
    const machine = await running();
    expect(await machine.control.delete(web, {now: false})).toEqual({
      ok: false,
      code: 'E-CONFLICT',
      message: 'web is declared in web.yaml and would come back; remove it there',
    });
  });

  test('a removed manifest stops the guest and keeps its disk; the same manifest brings the same VM back', async () => {
    const machine = await running();
    const before = machine.record('web');
    const disk = machine.host.paths.disk(before?.uid ?? '', 'root');
    const inode = machine.host.files.stat(disk)?.inode;
    await machine.put('web.yaml', null);
    await machine.until(() => machine.record('web')?.tombstone != null && machine.qemu('web') === undefined);
    await machine.pass(5_000);
    expect([...machine.host.links.control.links().values()].filter(link => link.kind === 'tun')).toEqual([]);
    expect(machine.host.files.stat(disk)?.inode).toBe(inode);
    await machine.put('web.yaml', vmYaml('web'));
    await machine.until(() => machine.isReady('web'));
    expect(machine.record('web')).toMatchObject({uid: before?.uid, generation: 1, tombstone: null});
    expect(machine.host.files.stat(disk)?.inode).toBe(inode);
  });

  test('undelete puts the manifest back where it can be read', async () => {
    const machine = await running();
    const uid = machine.record('web')?.uid;
    await machine.put('web.yaml', null);
    await machine.until(() => machine.record('web')?.tombstone != null);
    const reply = await machine.during(machine.control.undelete(web));
    expect(reply).toMatchObject({ok: true});
    await machine.until(() => machine.isReady('web'));
    expect(machine.record('web')?.uid).toBe(uid);
  });

  test('purge of what is declared is refused; of what was removed it leaves nothing', async () => {
    const machine = await running();
    const uid = machine.record('web')?.uid ?? '';
    expect(await machine.during(machine.control.purge(web))).toMatchObject({ok: false, code: 'E-CONFLICT'});
    await machine.put('web.yaml', null);
    await machine.until(() => machine.record('web')?.tombstone != null && machine.qemu('web') === undefined);
    await machine.during(machine.control.purge(web));
    await machine.until(() => machine.record('web') === undefined);
    await machine.pass(2_000);
    expect(Object.keys(machine.host.files.control.tree('/')).filter(path => path.includes(uid))).toEqual([]);
    await machine.put('web.yaml', vmYaml('web'));
    await machine.until(() => machine.isReady('web'));
    expect(machine.record('web')?.uid).not.toBe(uid);
  });
});

describe('looking ahead', () => {
  test('the plan of an edit that waits shows it, and leaves no trace', async () => {
    const machine = await running();
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.pass(65_000);
    const {writes} = machine.host.counts;
    const record = machine.record('web');
    const report = await machine.during(machine.control.plan());
    expect(report.objects.map(each => each.object)).toEqual(['VirtualMachine/default/web']);
    expect(report.objects[0]?.pendingChanges).toEqual([
      expect.objectContaining({path: 'spec.memory.size', from: '512Mi', to: '1Gi'}),
    ]);
    expect(machine.host.counts.writes).toBe(writes);
    expect(machine.record('web')).toBe(record);
  });

  test('with nothing to do it is empty, and invalid files are named', async () => {
    const machine = await running();
    expect(await machine.during(machine.control.plan())).toEqual({objects: [], invalid: []});
    await machine.put('bad.yaml', 'kind: [');
    const report = await machine.during(machine.control.plan());
    expect(report.invalid).toEqual([expect.stringMatching(/^bad\.yaml:1:/)]);
  });
});

test('down stops every VM, removes what is owned, and keeps disks', async () => {
  const machine = await running();
  machine.host.links.control.add({name: 'br-office', kind: 'bridge', alias: 'office'});
  const disk = machine.host.paths.disk(machine.record('web')?.uid ?? '', 'root');
  const {control, daemon} = machine;
  expect(await machine.during(control.down({now: false}))).toMatchObject({ok: true});
  await daemon.down;
  expect(machine.host.qemus.all()).toEqual([]);
  expect([...machine.host.links.control.links().keys()]).toEqual(['br-office']);
  expect(machine.host.files.stat(disk)).toBeDefined();
});

describe('a request in the middle of a long step', () => {
  test('is durable when it is answered, and outlives a daemon killed in the next instant', async () => {
    const machine = await running();
    const guest = machine.qemu('web');
    if (guest !== undefined) guest.guest.powerdownMs = 15_000;
    expect(await power(machine, 'stop')).toMatchObject({ok: true});
    await machine.pass(2_000);
    expect(machine.qemu('web')).toBe(guest);
    expect(await machine.control.power(web, 'start', {now: false})).toEqual({
      ok: true,
      message: 'web is to run',
    });
    machine.kill();
    await machine.start();
    await machine.until(() => machine.isReady('web') && machine.qemu('web') !== guest);
    expect(machine.record('web')?.powerOverride).toBeNull();
  });

  test('ends the run that planned with the record of before: nothing it planned is done after it', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
    await machine.start();
    // Its disk is being made: its tap and the launch are what the same plan does next.
    await machine.until(() => machine.effects.some(effect => effect.includes('linkNoClobber')));
    expect(machine.host.qemus.starts()).toBe(0);
    expect(await machine.control.power(web, 'stop', {now: false})).toMatchObject({ok: true});
    await machine.pass(60_000);
    expect(machine.host.qemus.starts()).toBe(0);
    expect(machine.status('web')?.status.phase).toBe('Stopped');
    await power(machine, 'start');
    await machine.until(() => machine.isReady('web'));
  });
});
