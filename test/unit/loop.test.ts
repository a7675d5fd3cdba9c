// The shipped daemon on a host in memory: what it does, what it does not do, and what doing nothing costs.
import {describe, expect, test} from '@jest/globals';
import {readDisk} from '../../controller/observe/disk.ts';
import {baseYaml, openMachine, vmKey, vmRef, vmYaml} from '../fakes/machine.ts';
import type {Machine} from '../fakes/machine.ts';

const running = async (vms: readonly string[] = ['web'], more = ''): Promise<Machine> => {
  const machine = openMachine();
  machine.host.files.control.put('/m/base.yaml', baseYaml);
  for (const name of vms) machine.host.files.control.put(`/m/${name}.yaml`, vmYaml(name, more));
  await machine.start();
  await machine.until(() => vms.every(name => machine.isReady(name)));
  return machine;
};

const changing = (effects: readonly string[]): string[] =>
  effects.filter(effect => !effect.startsWith('read ') && !effect.startsWith('connect '));

describe('from a file to a guest', () => {
  test('a declared VM runs, on a tap of its own in the bridge of its network', async () => {
    const machine = await running();
    expect(machine.host.qemus.all()).toHaveLength(1);
    const links = [...machine.host.links.control.links().values()];
    const tap = links.find(link => link.kind === 'tun');
    expect(tap).toMatchObject({
      master: 'br-lan',
      up: true,
      carrier: true,
      alias: `vmlet:${machine.record('web')?.uid ?? ''}`,
    });
    expect(machine.record('web')?.revisions).toEqual({prepared: 1, booted: 1, previous: 0});
  });

  test('dependents wait by name and are woken, whatever the order of the files', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
    await machine.start();
    await machine.pass(1_000);
    expect(machine.host.qemus.starts()).toBe(0);
    expect(
      machine.status('web')?.status.conditions.find(each => each.type === 'DependenciesReady'),
    ).toMatchObject({status: 'False', message: expect.stringContaining('Image')});
    const before = machine.host.clock.monotonicMs();
    await machine.put('base.yaml', baseYaml);
    await machine.until(() => machine.isReady('web'));
    // By being woken, not by a resync.
    expect(machine.host.clock.monotonicMs() - before).toBeLessThan(5_000);
  });

  test('one VM that cannot start delays no other', async () => {
    const machine = await running();
    machine.host.qemus.failNextLaunch('2026-01-01T00:00:00Z qemu-system-x86_64: no such thing\n');
    await machine.put('bad.yaml', vmYaml('bad'));
    await machine.until(() => machine.host.log.some(line => line.message === 'action failed'));
    await machine.put('good.yaml', vmYaml('good', '  dependsOn: [{name: web}]\n'));
    await machine.until(() => machine.isReady('good'));
    expect(machine.host.log).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'action failed',
        fields: expect.objectContaining({object: vmKey('bad')}),
      }),
    );
  });
});

describe('several VMs', () => {
  test('on one image have one base in the store and an overlay each, made from one template', async () => {
    const machine = await running(['a', 'b', 'c']);
    const {files, paths} = machine.host;
    const named = (directory: string) => Object.keys(files.control.tree(directory));
    const overlays = named(paths.vmsDir);
    expect(overlays.map(path => path.split('/').at(-1))).toEqual(['root.qcow2', 'root.qcow2', 'root.qcow2']);
    const bases = overlays.map(path => readDisk(files, path, 'qcow2'));
    const backing = bases.map(disk => (disk.state === 'present' ? disk.value.backing?.path : undefined));
    expect(new Set(backing).size).toBe(1);
    // Kernel and base, each with its facts.
    expect(named(paths.imagesDir)).toHaveLength(4);
    expect(machine.effects.filter(effect => effect.startsWith('run qemu-img create'))).toHaveLength(1);
  });

  test('are not touched by the edit, the approval or the end of one', async () => {
    const machine = await running(['web', 'db']);
    const db = machine.qemu('db');
    const commands = db?.commands.length;
    const tap = [...machine.host.links.control.links().values()].find(
      link => link.alias === `vmlet:${db?.uid ?? ''}`,
    );
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.during(machine.control.approve(vmRef('web'), {prune: false}));
    await machine.until(() => machine.host.qemus.starts() === 3 && machine.isReady('web'));
    await machine.put('web.yaml', null);
    await machine.until(() => machine.qemu('web') === undefined);
    expect(machine.qemu('db')).toBe(db);
    expect(db?.commands).toHaveLength(commands ?? 0);
    expect(machine.host.links.control.links().get(tap?.name ?? '')).toEqual(tap);
    expect(machine.isReady('db')).toBe(true);
  });
});

describe('the first observation', () => {
  test('nothing acts before the process table, the links and the source were read once', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
    await machine.start();
    const {effects} = machine;
    const firstAct = effects.findIndex(effect => /^(launch|signal|run ip batch|run qemu-img)/.test(effect));
    const seen = effects.slice(0, firstAct);
    expect(firstAct === -1 || seen.some(effect => effect.startsWith('run ip show'))).toBe(true);
    await machine.until(() => machine.isReady('web'));
    const all = machine.effects;
    expect(all.findIndex(effect => effect.startsWith('read processes'))).toBeLessThan(
      all.findIndex(effect => effect.startsWith('launch ')),
    );
  });

  test('what people ask while the daemon starts is recorded, and acted on once the source was read', async () => {
    const machine = await running(['web', 'db']);
    const db = machine.qemu('db');
    const uid = machine.record('web')?.uid ?? '';
    machine.kill();
    machine.host.qemus.of(uid)?.end('SIGKILL');
    machine.host.files.control.put('/m/web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    // The first observation waits for a monitor that says nothing.
    if (db !== undefined) db.monitor = 'mute';
    machine.effects.length = 0;
    let asked: Promise<unknown> = Promise.resolve();
    await machine.start({
      whileStarting: () => {
        asked = machine.control.power(vmRef('web'), 'restart', {now: false});
      },
    });
    await machine.during(asked);
    await machine.until(() => machine.isReady('web'));
    const at = (pattern: RegExp): number => machine.effects.findIndex(effect => pattern.test(effect));
    expect(at(/^read \w+ \/m\/web\.yaml/)).toBeGreaterThan(0);
    expect(at(/^launch /)).toBeGreaterThan(at(/^read \w+ \/m\/web\.yaml/));
    // Had it acted before, it would have started the old spec first.
    expect(machine.host.qemus.starts()).toBe(3);
    expect(machine.qemu('web')?.argv.join(' ')).toContain('1024M');
  });

  test('links that cannot be read make nothing and start nothing', async () => {
    const machine = openMachine();
    const mend = machine.host.links.control.fail('show');
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    machine.host.files.control.put('/m/web.yaml', vmYaml('web'));
    await machine.start();
    await machine.pass(40_000);
    expect(machine.host.qemus.starts()).toBe(0);
    expect(machine.host.links.control.spawns().batch).toBe(0);
    mend();
    await machine.until(() => machine.isReady('web'));
  });

  test('a daemon that is killed and started again adopts its VM: no start, no stop, no link change', async () => {
    const machine = await running();
    const [qemu] = machine.host.qemus.all();
    machine.kill();
    await machine.pass(5_000);
    machine.effects.length = 0;
    await machine.start();
    await machine.until(() => machine.isReady('web'));
    await machine.pass(60_000);
    expect(machine.host.qemus.all()).toEqual([qemu]);
    expect(
      machine.effects.filter(effect => /^(launch|signal|run ip batch|run qemu-img)/.test(effect)),
    ).toEqual([]);
    expect(qemu?.commands).not.toContain('system_powerdown');
  });
});

describe('steady state', () => {
  test.each([1, 12])(
    'a full resync of %d VMs with nothing to do costs one spawn and nothing else',
    async count => {
      const names = Array.from({length: count}, (_, index) => `vm-${String(index)}`);
      const machine = await running(names);
      // Past the first resync: what was in flight has come to rest.
      await machine.pass(65_000);
      const {counts, log, clock} = machine.host;
      const before = {...counts, lines: log.length, atMs: clock.monotonicMs()};
      machine.effects.length = 0;
      await machine.pass(30_000);
      expect(counts.writes - before.writes).toBe(0);
      expect(counts.qmpCommands - before.qmpCommands).toBe(0);
      expect(counts.spawns - before.spawns).toBeLessThanOrEqual(1);
      expect(log.length - before.lines).toBe(0);
      expect(changing(machine.effects).filter(effect => !effect.startsWith('run ip show'))).toEqual([]);
      // It did look: that it costs nothing is not for want of looking.
      expect(machine.effects.some(effect => effect.startsWith('read processes'))).toBe(true);
    },
  );

  test('what is at rest is not put into the queue by a resync, and what is not is, alone', async () => {
    const machine = await running(['a', 'b', 'c']);
    await machine.pass(65_000);
    const {queue} = machine.daemon.loop;
    const queued: string[] = [];
    const {add} = queue;
    queue.add = (key, options) => {
      queued.push(key);
      add(key, options);
    };
    await machine.pass(60_000);
    expect(queued).toEqual([]);
    // Nobody tells of it.
    const tap = [...machine.host.links.control.links().values()].find(
      link => link.alias === `vmlet:${machine.record('b')?.uid ?? ''}`,
    );
    machine.host.links.control.changeUnheard(tap?.name ?? '', {up: false});
    await machine.pass(30_000);
    expect(new Set(queued)).toEqual(new Set([vmKey('b')]));
    expect(machine.host.links.control.links().get(tap?.name ?? '')?.up).toBe(true);
  });

  test('what is at rest is not thought through again by a resync', async () => {
    const machine = await running(['a', 'b', 'c']);
    await machine.pass(65_000);
    const {resolutions, views} = machine.daemon.world.kept;
    const before = {resolutions: new Map(resolutions), views: new Map(views)};
    expect([...before.views.keys()]).toEqual(expect.arrayContaining([vmKey('a'), vmKey('b'), vmKey('c')]));
    await machine.pass(60_000);
    for (const [key, view] of before.views) expect(views.get(key)).toBe(view);
    for (const [key, resolution] of before.resolutions) expect(resolutions.get(key)).toBe(resolution);
  });

  test('an edit of one machine is thought through for that machine alone', async () => {
    const machine = await running(['a', 'b', 'c']);
    await machine.pass(65_000);
    const {views} = machine.daemon.world.kept;
    const before = new Map(views);
    await machine.put('b.yaml', vmYaml('b', '  memory: {size: 1Gi}\n'));
    await machine.pass(60_000);
    const thought = [...views].flatMap(([key, view]) => (before.get(key) === view ? [] : [key]));
    expect(thought).toEqual([vmKey('b')]);
  });

  test('a manifest saved again without a change writes and starts nothing', async () => {
    const machine = await running();
    await machine.pass(65_000);
    const writes = machine.host.counts.writes;
    await machine.put('web.yaml', vmYaml('web'));
    await machine.pass(5_000);
    expect(machine.host.counts.writes).toBe(writes);
    expect(machine.host.qemus.starts()).toBe(1);
  });
});

describe('memory follows the disk', () => {
  test('a record that cannot be written is not remembered, and is tried again until it can', async () => {
    const machine = await running();
    const path = machine.host.paths.record(vmRef('web'));
    const mend = machine.host.files.control.failOn(path, 'ENOSPC', 'writeAtomic');
    const before = machine.record('web');
    await machine.put('web.yaml', vmYaml('web', '  memory: {size: 1Gi}\n'));
    await machine.pass(5_000);
    expect(machine.record('web')).toBe(before);
    expect(machine.qemu('web')).toBeDefined();
    expect(machine.host.log.some(line => line.level === 'warn' && line.message === 'action failed')).toBe(
      true,
    );
    mend();
    await machine.until(() => machine.record('web')?.generation === 2);
    expect(machine.host.files.read(path)?.toString()).toContain('"generation": 2');
  });

  test('an intent that cannot be written starts nothing', async () => {
    const machine = openMachine();
    machine.host.files.control.put('/m/base.yaml', baseYaml);
    await machine.start();
    await machine.until(() => machine.isReady('base', 'Image') && machine.isReady('lan', 'Network'));
    const path = machine.host.paths.record(vmRef('web'));
    const mend = machine.host.files.control.failOn(path, 'EIO', 'writeAtomic');
    await machine.put('web.yaml', vmYaml('web'));
    await machine.pass(20_000);
    expect(machine.record('web')).toBeUndefined();
    expect(machine.host.qemus.starts()).toBe(0);
    mend();
    await machine.until(() => machine.isReady('web'));
  });
});

describe('what happens to a guest', () => {
  test('a hypervisor that is killed comes back with the same disk and the same address', async () => {
    const machine = await running();
    const first = machine.qemu('web');
    first?.end('SIGKILL');
    await machine.until(() => machine.qemu('web') !== undefined && machine.isReady('web'));
    const second = machine.qemu('web');
    expect(second).not.toBe(first);
    const nic = (argv: readonly string[] = []) => argv.find(each => each.includes('"mac"'));
    expect(nic(second?.argv)).toBe(nic(first?.argv));
    expect(machine.record('web')?.run).toMatchObject({failures: 1, lastExit: {cause: 'HypervisorCrashed'}});
    expect(machine.effects.filter(effect => effect.includes('linkNoClobber')).length).toBe(1);
  });

  test('one that keeps crashing waits longer each time and says so', async () => {
    const machine = await running();
    for (let crash = 0; crash < 3; crash += 1) {
      await machine.until(() => machine.qemu('web') !== undefined);
      machine.qemu('web')?.end('SIGKILL');
      await machine.pass(500);
    }
    expect(machine.status('web')?.status.phase).toBe('CrashLoopBackOff');
    const starts = machine.host.qemus.starts();
    await machine.pass(5_000);
    expect(machine.host.qemus.starts()).toBe(starts);
    await machine.until(() => machine.host.qemus.starts() === starts + 1);
  });

  test('an end in the very second of the one before, by a wall clock that was set back, waits as long as any', async () => {
    const machine = await running();
    const {clock} = machine.host;
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.qemu('web') !== undefined && machine.isReady('web'));
    await machine.pass(5_000);
    const at = machine.record('web')?.run.lastExit?.at ?? '';
    clock.jumpWallMs(Date.parse(at) - clock.wallMs());
    const starts = machine.host.qemus.starts();
    const endedMs = clock.monotonicMs();
    machine.qemu('web')?.end('SIGKILL');
    await machine.until(() => machine.host.qemus.starts() > starts);
    expect(machine.record('web')?.run.lastExit?.at).toBe(at);
    expect(clock.monotonicMs() - endedMs).toBeGreaterThanOrEqual(10_000);
  });

  test('a tap that is deleted by hand is made anew and plugged while the guest runs', async () => {
    const machine = await running();
    const qemu = machine.qemu('web');
    const tap = [...machine.host.links.control.links().values()].find(link => link.kind === 'tun');
    machine.host.links.control.remove(tap?.name ?? '');
    await machine.until(
      () =>
        machine.host.links.control.links().get(tap?.name ?? '')?.carrier === true && machine.isReady('web'),
    );
    expect(machine.qemu('web')).toBe(qemu);
    expect(qemu?.commands).toEqual(
      expect.arrayContaining(['device_del', 'netdev_del', 'netdev_add', 'device_add']),
    );
  });
});

test('the queue is told which key, and nothing else is remembered of a hint', async () => {
  const machine = await running();
  const {loop} = machine.daemon;
  // The link monitor has subscribed: from now on the kept table is good.
  await machine.pass(2_000);
  machine.effects.length = 0;
  for (let hint = 0; hint < 50; hint += 1) {
    loop.vmChanged(machine.record('web')?.uid ?? '');
    loop.linksChanged();
    loop.wake([vmKey('web')]);
  }
  await machine.pass(1_000);
  expect(changing(machine.effects).filter(effect => !effect.startsWith('run ip show'))).toEqual([]);
  expect(machine.effects.filter(effect => effect.startsWith('run ip show')).length).toBeLessThanOrEqual(2);
});
