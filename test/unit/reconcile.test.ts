// One run of one key, seen from outside: order of actions, the end of a failed run, events and log lines.
import {describe, expect, test} from '@jest/globals';
import {encodeState} from '../../controller/host/state-file.ts';
import {readRevision} from '../../controller/observe/records.ts';
import {baseYaml, openMachine, vmKey, vmRef, vmYaml} from '../fakes/machine.ts';
import type {Machine} from '../fakes/machine.ts';

const ready = async (): Promise<Machine> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  return machine;
};

const eventsOf = (machine: Machine): {object: string; reason: string; count: number; message: string}[] =>
  (machine.host.files.read(machine.host.paths.eventsFile)?.toString() ?? '')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as {object: string; reason: string; count: number; message: string});

describe('a run', () => {
  test('writes each intent before the effect that it announces', async () => {
    const machine = await ready();
    const at = (pattern: RegExp) => machine.effects.findIndex(effect => pattern.test(effect));
    const uid = machine.record('web')?.uid ?? '';
    const launch = at(new RegExp(`^launch launch ${uid}`));
    const steps = [
      at(/^write writeAtomic .*records\/default\/virtualmachine\/web\.json/),
      at(new RegExp(`^write writeAtomic .*revisions/${uid}/1\\.json`)),
      at(new RegExp(`^write linkNoClobber .*vms/${uid}/root`)),
      launch,
    ];
    expect(steps.every(step => step >= 0)).toBe(true);
    expect([...steps].sort((left, right) => left - right)).toEqual(steps);
    // The record that says "it is about to start" is the last durable write of a record before the launch.
    const written = machine.effects
      .slice(0, launch)
      .filter(effect => effect.includes('virtualmachine/web.json'));
    expect(written.length).toBeGreaterThanOrEqual(3);
  });

  test('does nothing to the host while a loss of power could still take a record of its VM back', async () => {
    const machine = await ready();
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.record('web')?.run.restarts === 1 && machine.isReady('web'));
    await machine.control.power(vmRef('web'), 'stop', {now: true});
    await machine.until(() => machine.record('web')?.run.active === null);
    const records = 'records/default/virtualmachine';
    let isOpen = false;
    let acted = 0;
    for (const effect of machine.effects) {
      if (effect.startsWith('write writeAtomic') && effect.includes(`${records}/web.json`)) isOpen = true;
      else if (effect.startsWith('write settle') && effect.endsWith(records)) isOpen = false;
      else if (
        /^(launch|signal|run ip batch tuntap|qmp (cont|quit)|write (copy|linkNoClobber|removeTree))/.test(
          effect,
        )
      ) {
        acted += 1;
        if (isOpen) throw new Error(`${effect} came before its record was settled`);
      }
    }
    expect(acted).toBeGreaterThan(8);
  });

  test('syncs the directory of the records once for all who wrote at the same time', async () => {
    const machine = await ready();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) machine.host.files.control.put(`/m/${name}.yaml`, vmYaml(name));
    const before = machine.effects.length;
    await machine.control.rescan();
    await machine.until(() => names.every(name => machine.isReady(name)));
    const since = machine.effects.slice(before);
    const count = (pattern: RegExp) => since.filter(effect => pattern.test(effect)).length;
    expect(count(/^write writeAtomic .*records\/default\/virtualmachine/)).toBe(12);
    expect(count(/^write settle .*records\/default\/virtualmachine/)).toBeLessThan(8);
  });

  test('answers a crash with one look at the links, two writes of the record, and the start; the status comes behind', async () => {
    const machine = await ready();
    const before = machine.effects.length;
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() === 2);
    const since = machine.effects.slice(before);
    const upToStart = since.slice(
      0,
      since.findIndex(effect => effect.startsWith('launch')),
    );
    const count = (pattern: RegExp) => upToStart.filter(effect => pattern.test(effect)).length;
    expect(count(/^run ip/)).toBeLessThanOrEqual(1);
    expect(count(/^write writeAtomic .*records\//)).toBe(2);
    expect(count(/^write writeAtomic .*status\//)).toBe(0);
    await machine.until(() => machine.isReady('web'));
    const behind = machine.effects.slice(before + upToStart.length);
    expect(behind.filter(effect => /^write writeAtomic .*status\/.*web/.test(effect)).length).toBeGreaterThan(
      1,
    );
  });

  test('makes a tap, marks it and looks at it by one ip, which is that of all who need one at the time', async () => {
    const machine = await ready();
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) machine.host.files.control.put(`/m/${name}.yaml`, vmYaml(name));
    const before = machine.effects.length;
    await machine.control.rescan();
    await machine.until(() => names.every(name => machine.isReady(name)));
    const batches = machine.effects.slice(before).filter(effect => effect.startsWith('run ip batch'));
    // The first has its disk before the others.
    expect(batches).toHaveLength(2);
    expect(batches[1]?.match(/tuntap add/g)).toHaveLength(3);
  });

  test('tells one event and one log line for each change, and none for bookkeeping', async () => {
    const machine = await ready();
    const events = eventsOf(machine).filter(event => event.object === vmKey('web'));
    expect(events.map(event => event.reason)).toEqual(['OverlayCreated', 'TapCreated', 'VmStarted']);
    const lines = machine.host.log.filter(
      line =>
        line.level === 'info' && (line.fields as {object?: string} | undefined)?.object === vmKey('web'),
    );
    expect(lines).toHaveLength(events.length);
  });

  test('that fails shows its error in the status and an event, goes on by itself, and forgets the error', async () => {
    const machine = await ready();
    machine.host.qemus.failNextLaunch('2026-01-01T00:00:00Z qemu-system-x86_64: no such thing\n');
    const errors: unknown[] = [];
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => {
      const error = machine.status('web')?.status.lastError;
      if (error != null) errors.push(error);
      return errors.length > 0 && machine.isReady('web');
    });
    expect(errors[0]).toMatchObject({code: 'E-TOOL', message: 'not started: QEMU: no such thing'});
    expect(machine.status('web')?.status.lastError).toBeNull();
    expect(eventsOf(machine)).toContainEqual(
      expect.objectContaining({object: vmKey('web'), reason: 'VmStartFailed'}),
    );
  });

  test('does no action after one that failed', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    await machine.start();
    await machine.until(() => machine.isReady('base', 'Image') && machine.isReady('kernel', 'Image'));
    const mend = machine.host.links.control.fail('batch');
    await machine.put('web.yaml', vmYaml('web'));
    await machine.pass(30_000);
    expect(machine.host.qemus.starts()).toBe(0);
    mend();
    await machine.until(() => machine.isReady('web'));
  });

  test('of an object that was purged removes its status file', async () => {
    const machine = await ready();
    const path = machine.host.paths.status({kind: 'Image', namespace: 'default', name: 'spare'});
    await machine.put('spare.yaml', baseYaml.split('---')[0]?.replace('kernel', 'spare') ?? '');
    await machine.until(() => machine.host.files.stat(path) !== undefined);
    await machine.put('spare.yaml', null);
    await machine.until(() => machine.record('spare', 'Image') === undefined);
    await machine.pass(1_000);
    expect(machine.host.files.stat(path)).toBeUndefined();
  });
});

test('a first record that stands on disk although its write failed goes with its manifest', async () => {
  const machine = await ready();
  const {files, paths} = machine.host;
  const path = paths.record({kind: 'Network', namespace: 'default', name: 'lab'});
  const lab = baseYaml.split('---')[2]?.replace('lan', 'lab').replace('br-lan', 'br-lab') ?? '';
  const {host} = machine.daemon.world;
  const {writeAtomic} = host.files;
  // The file is in place, its directory could not be synced, and somebody takes the manifest away again.
  host.files.writeAtomic = (target, content, options) => {
    writeAtomic(target, content, options);
    if (target !== path) return;
    host.files.writeAtomic = writeAtomic;
    files.remove('/m/lab.yaml');
    void machine.control.rescan();
    throw new Error('EIO: fsync');
  };
  await machine.put('lab.yaml', lab);
  expect(files.stat(path)).toBeDefined();
  await machine.pass(90_000);
  expect(files.stat(path)).toBeUndefined();
});

test('the status file of a purged object goes also when the daemon died right before', async () => {
  const machine = await ready();
  const ref = {kind: 'Network', namespace: 'default', name: 'lab'};
  const {files, paths} = machine.host;
  await machine.put('lab.yaml', baseYaml.split('---')[2]?.replaceAll('lan', 'lab') ?? '');
  await machine.until(() => machine.isReady('lab', 'Network'));
  const status = files.read(paths.status(ref)) ?? '';
  await machine.put('lab.yaml', null);
  await machine.until(() => machine.record('lab', 'Network') === undefined);
  machine.kill();
  // The source still knows that it was removed.
  files.control.put(paths.status(ref), status);
  await machine.start();
  await machine.pass(1_000);
  expect(files.stat(paths.status(ref))).toBeUndefined();
});

describe('disks of a VM with deletion.disks Delete', () => {
  const web = vmYaml('web', '  deletion: {disks: Delete}\n');
  const inTrash = async (): Promise<{machine: Machine; uid: string; inode: number | undefined}> => {
    const machine = await ready();
    await machine.put('other.yaml', vmYaml('other'));
    await machine.put('web.yaml', web);
    await machine.until(() => machine.isReady('web') && machine.isReady('other'));
    const uid = machine.record('web')?.uid ?? '';
    const inode = machine.host.files.stat(machine.host.paths.disk(uid, 'root'))?.inode;
    await machine.put('web.yaml', null);
    await machine.until(() => machine.record('web')?.tombstone?.trashed === true);
    return {machine, uid, inode};
  };
  /** The daemon dies with this in its record. */
  const dieWith = (machine: Machine, trashed: boolean): void => {
    const record = machine.record('web');
    machine.kill();
    if (record?.tombstone == null) throw new Error('web is not removed');
    machine.host.files.control.put(
      machine.host.paths.record(vmRef('web')),
      encodeState({...record, tombstone: {...record.tombstone, trashed}}),
    );
  };

  test('come back with the manifest although the daemon died right after it had moved them', async () => {
    const {machine, uid, inode} = await inTrash();
    dieWith(machine, false);
    machine.host.files.control.put('/m/web.yaml', web);
    await machine.start();
    await machine.until(() => machine.isReady('web'));
    expect(machine.host.files.stat(machine.host.paths.disk(uid, 'root'))?.inode).toBe(inode);
    expect(machine.host.files.list(machine.host.paths.trashDir)).toEqual([]);
  });

  test('go to the trash again when the daemon died on their way back and the manifest went again', async () => {
    const {machine, uid, inode} = await inTrash();
    const {files, paths} = machine.host;
    const rename = machine.daemon.world.host.files.rename.bind(null);
    machine.daemon.world.host.files.rename = (from, to) => {
      rename(from, to);
      files.remove('/m/web.yaml');
      machine.kill();
    };
    files.control.put('/m/web.yaml', web);
    void machine.control.rescan();
    await machine.until(() => files.stat(paths.disk(uid, 'root')) !== undefined);
    await machine.start();
    await machine.until(() => files.stat(`${paths.trash(uid)}/root.qcow2`)?.inode === inode);
    await machine.pass(1_000);
    expect(files.list(paths.trashDir)).toEqual([uid, `${uid}.json`]);
  });
});

test('what the CLI finds the daemon by is written as soon as the disk takes it', async () => {
  const machine = openMachine();
  const {files, paths, log} = machine.host;
  const mend = files.control.failOn(paths.daemonFile, 'EIO', 'writeAtomic');
  await machine.start();
  await machine.pass(60_000);
  mend();
  await machine.pass(5_000);
  expect(JSON.parse(files.read(paths.daemonFile)?.toString() ?? 'null')).toMatchObject({pid: 101});
  expect(log.filter(({message}) => message.includes('may not find'))).toHaveLength(1);
});

test('a status directory that cannot be written holds no VM up, is told, and is mended by itself', async () => {
  const machine = openMachine();
  const {files, paths} = machine.host;
  const kindDirectory = `${paths.statusDir}/default/virtualmachine`;
  files.control.put(kindDirectory, 'somebody put a file here');
  files.control.put('/m/base.yaml', baseYaml);
  files.control.put('/m/web.yaml', vmYaml('web'));
  await machine.start();
  await machine.until(() => machine.isReady('web'));
  expect(machine.control.health().statusOutage).toMatchObject({files: 1});
  // Dependents and edits are served from memory as ever.
  await machine.put('db.yaml', vmYaml('db', '  dependsOn: [{name: web}]\n'));
  await machine.until(() => machine.isReady('db'));
  expect(machine.host.log.filter(({level}) => level === 'error')).toHaveLength(1);
  files.remove(kindDirectory);
  await machine.until(() => machine.control.health().statusOutage === null);
  expect(files.read(`${kindDirectory}/web.yaml`)?.toString()).toContain('phase: Running');
});

test('each revision keeps the manifest that it was made from', async () => {
  const machine = await ready();
  await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
  await machine.until(() => machine.record('web')?.revisions.prepared === 2);
  const sizes = [1, 2].map(number => {
    const revision = readRevision(machine.daemon.world.host, machine.record('web')?.uid ?? '', number);
    return (revision?.manifest as {spec: {memory?: {size: string}}}).spec.memory?.size;
  });
  expect(sizes).toEqual([undefined, '1Gi']);
});

test('a declaration that was never valid has a status that says why, and nothing else', async () => {
  const machine = await ready();
  await machine.put('new.yaml', vmYaml('new', '  memory: {size: 12}\n'));
  await machine.pass(2_000);
  expect(machine.record('new')).toBeUndefined();
  expect(machine.status('new')?.status.conditions.find(each => each.type === 'ManifestValid')).toMatchObject({
    status: 'False',
    message: expect.stringContaining('memory'),
  });
});

test('a valid VM whose file breaks runs on with its last good version', async () => {
  const machine = await ready();
  const qemu = machine.qemu('web');
  await machine.put('web.yaml', vmYaml('web').replace('spec:', 'spec: ['));
  await machine.pass(60_000);
  expect(machine.qemu('web')).toBe(qemu);
  expect(machine.record('web')).toMatchObject({tombstone: null, generation: 1});
});
