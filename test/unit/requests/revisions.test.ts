// Revisions of a VM on the shipped daemon in memory: what is recorded, how it is numbered, kept and compared.
import {describe, expect, test} from '@jest/globals';
import {readRevisionFile, revisionNumbers} from '../../../controller/observe/records.ts';
import {vmRef} from '../../fakes/machine.ts';
import type {Machine} from '../../fakes/machine.ts';
import {edit, runningWeb} from './revision-scene.ts';

const web = vmRef('web');
const uidOf = (machine: Machine): string => machine.record('web')?.uid ?? '';
const numbers = (machine: Machine): number[] => revisionNumbers(machine.host, uidOf(machine));

describe('a revision', () => {
  test('records all that was resolved: manifest, spec with class, images by digest, names, argv and hypervisor', async () => {
    const machine = await runningWeb('  class: small\n');
    const file = readRevisionFile(machine.host, uidOf(machine), 1);
    expect(file).toMatchObject({
      number: 1,
      source: {file: 'web.yaml', document: 1},
      manifest: {spec: {class: 'small'}},
      class: {name: 'small', spec: {memory: {size: '96Mi'}}},
      spec: {memory: {size: '96Mi', balloon: false}, shutdown: {timeout: '20s', method: 'Powerdown'}},
      vm: {
        boot: {kernel: {digest: expect.stringMatching(/^sha256:/)}},
        interfaces: [{mac: expect.stringMatching(/^52:54:/), binding: {tap: expect.stringMatching(/^vmt-/)}}],
      },
      hypervisor: {path: expect.stringContaining('qemu'), version: expect.stringMatching(/^\d+\.\d+$/)},
    });
    expect(file?.argv).toEqual(machine.qemu('web')?.argv);
  });

  test('that an edit prepared and a revert gave up leaves its number to nobody else', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi');
    await edit(machine, null);
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 1, booted: 1, last: 2});
    await edit(machine, '160Mi');
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 3, booted: 1});
    expect(readRevisionFile(machine.host, uidOf(machine), 2)?.vm.memoryBytes).toBe(128 * 1024 ** 2);
    expect(readRevisionFile(machine.host, uidOf(machine), 3)?.vm.memoryBytes).toBe(160 * 1024 ** 2);
  });

  test('of the oldest goes when there are more than ten, and never the one that runs', async () => {
    const machine = await runningWeb();
    for (let size = 1; size <= 14; size += 1) await edit(machine, `${String(128 + size)}Mi`);
    expect(numbers(machine)).toEqual([1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(machine.record('web')?.revisions).toMatchObject({prepared: 15, booted: 1});
    expect([...machine.daemon.world.revisions.keys()].length).toBeLessThanOrEqual(12);
  });

  test('keeps what its class said: without the class a crash brings the VM back as it was', async () => {
    const machine = await runningWeb('  class: small\n');
    machine.kill();
    const path = machine.host.paths.record({
      kind: 'VirtualMachineClass',
      namespace: 'default',
      name: 'small',
    });
    machine.host.files.remove(path);
    machine.host.files.remove('/m/class.yaml');
    await machine.start();
    await machine.pass(1_000);
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() === 2 && machine.isReady('web'));
    expect(machine.qemu('web')?.argv).toContain('size=96M');
  });
});

describe('history', () => {
  test('lists when, from which file, what changed, why, and what each is now', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi', {cause: 'more room for the cache'});
    const reply = machine.control.history(web);
    expect(reply).toMatchObject({
      ok: true,
      revisions: [
        {number: 1, marks: ['booted'], changes: [], cause: null, source: {file: 'web.yaml', document: 1}},
        {
          number: 2,
          marks: ['prepared'],
          cause: 'more room for the cache',
          changes: [{path: 'spec.memory.size', from: '512Mi', to: '128Mi', disruption: 'restart'}],
        },
      ],
    });
  });

  test('of what is not there, or is no VM, is refused by name', async () => {
    const machine = await runningWeb();
    expect(machine.control.history(vmRef('db'))).toMatchObject({ok: false, code: 'E-NOT-FOUND'});
    expect(machine.control.history({kind: 'Network', namespace: 'default', name: 'lan'})).toMatchObject({
      ok: false,
      message: expect.stringContaining('only a VM has'),
    });
    expect(machine.control.revision(web, 9)).toMatchObject({
      ok: false,
      message: 'web has no revision 9; there is 1',
    });
  });

  test('outlives the daemon, and goes with a purge', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi');
    machine.kill();
    await machine.start();
    expect(machine.control.history(web)).toMatchObject({revisions: [{number: 1}, {number: 2}]});
    const uid = uidOf(machine);
    await machine.put('web.yaml', null);
    await machine.pass(60_000);
    await machine.during(machine.control.delete(web, {now: true}));
    await machine.until(() => machine.status('web')?.status.phase === 'Removed');
    await machine.during(machine.control.purge(web));
    await machine.until(() => machine.record('web') === undefined);
    expect(revisionNumbers(machine.host, uid)).toEqual([]);
  });
});

describe('diff', () => {
  test('names each field with its cost, also those that no machine is made of', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi', {
      more: '  guestAgent: {enabled: true}\n  readiness: {console: {contains: up}}\n',
    });
    const reply = machine.control.diff(web, 'booted', 'prepared');
    expect(reply).toMatchObject({ok: true, from: 1, to: 2});
    if (!reply.ok) throw new Error(reply.message);
    expect(reply.changes.map(({path, disruption}) => [path, disruption])).toEqual([
      ['spec.guestAgent.enabled', 'restart'],
      ['spec.memory.size', 'restart'],
      ['spec.readiness.running', 'hot'],
      ['spec.readiness.console', 'hot'],
    ]);
    expect(reply.argv?.to).toContain('size=128M');
  });

  test('of one with itself is nothing, the command lines included', async () => {
    const machine = await runningWeb();
    await edit(machine, '128Mi');
    await edit(machine, null);
    await edit(machine, '128Mi');
    expect(machine.control.diff(web, 2, 3)).toMatchObject({ok: true, changes: [], argv: null});
  });
});
