// The life of VMs with real guests: dropped, edited, approved, broken, moved, rebooted, killed, and every run policy.
// Tests of one file share a host and follow one another; each says what it starts from.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {startHost, vmManifest, yamlFile, vmObject} from './harness.ts';
import type {E2eHost} from './harness.ts';
import type {VmOptions} from './manifests.ts';

let host: E2eHost;

beforeAll(async () => {
  host = await startHost();
  await host.daemon.start();
}, 120_000);

afterAll(() => host.close());

const timeoutMs = 180_000;

const web: VmOptions = {
  memory: '192Mi',
  cpus: 2,
  address: '10.77.0.2/24',
  cmdline: ['vmlet.ping=10.77.0.3', 'demo.word=a=b'],
  labels: {app: 'web'},
};

const settled = async (vm: string, generation: number): Promise<void> => {
  await host.waitFor(`generation ${String(generation)} of ${vm} to be looked at`, () => {
    const {metadata, status} = host.vm(vm);
    return metadata.generation === generation && status.observedGeneration === generation;
  });
};

test(
  'a file that is dropped becomes a guest that sees what the manifest says',
  async () => {
    host.write('web.yaml', vmManifest('web', web));
    host.write('sub/db.yaml', vmManifest('db', {address: '10.77.0.3/24', cmdline: ['vmlet.ping=10.77.0.2']}));
    await host.ready('web', 'db');

    const report = host.console('web');
    const {status} = host.vm('web');
    expect(report.disks).toEqual([
      expect.objectContaining({serial: 'root', sizeBytes: 128 * 1024 * 1024, readOnly: false}),
    ]);
    expect(report.mounts).toEqual([expect.objectContaining({on: '/', type: 'ext4'})]);
    expect(report.links).toEqual([{dev: 'eth0', mac: status.interfaces[0]?.mac, carrier: true}]);
    expect(report.addresses.map(each => each.address)).toEqual(['10.77.0.2/24']);
    expect(report.cmdline).toMatch(
      /^quiet vmlet\.ping=10\.77\.0\.3 demo\.word=a=b console=ttyS0 no_timer_check( tsc_early_khz=\d+)?$/,
    );
    expect(report.cpus).toBe(2);
    // The kernel keeps some for itself.
    expect(report.memKib).toBeLessThan(192 * 1024);
    expect(report.memKib).toBeGreaterThan(128 * 1024);
    expect(report.bootCount).toBe(1);
    await host.shell('web', 'hostname; cat /sys/firmware/qemu_fw_cfg/by_name/opt/vmlet/hostname/raw');
    await host.waitFor('the hostname', () => /^web\r?\nweb/m.test(host.console('web').text));

    expect(status).toMatchObject({
      phase: 'Running',
      runPolicy: 'Always',
      pid: host.qemuPid('web'),
      addresses: ['10.77.0.2'],
      pendingChanges: [],
      lastError: null,
      restarts: 0,
      revisions: {prepared: 1, booted: 1, previous: 0},
      source: {source: 'manifests', file: 'web.yaml', document: 1},
    });
    expect(host.vm('db').status.source).toMatchObject({file: 'sub/db.yaml'});
    expect(host.links().sort()).toEqual(
      ['vmlet0', status.interfaces[0]?.link, host.vm('db').status.interfaces[0]?.link].sort(),
    );
  },
  timeoutMs,
);

test(
  'two guests on one network ping each other',
  async () => {
    await host.waitFor('both pings', () => {
      expect(host.console('web').pings.get('10.77.0.3')).toBe('ok');
      expect(host.console('db').pings.get('10.77.0.2')).toBe('ok');
      return true;
    });
  },
  timeoutMs,
);

test(
  'an edit of labels is taken over without a new generation and without touching the guest',
  async () => {
    const before = host.life('web');
    host.write('web.yaml', vmManifest('web', {...web, labels: {app: 'shop', tier: 'front'}}));
    await host.waitFor('the new labels', () => {
      expect(host.vm('web').metadata.labels).toEqual({app: 'shop', tier: 'front'});
      return true;
    });
    expect(host.vm('web').metadata.generation).toBe(1);
    expect(host.vm('web').status.pendingChanges).toEqual([]);
    expect(host.life('web')).toEqual(before);
    expect(await host.ok('get', 'vm', '-l', 'tier=front', '-o', 'name')).toBe('vm/web\n');
    host.write('web.yaml', vmManifest('web', web));
  },
  timeoutMs,
);

test(
  'an edit of the memory waits for approval and leaves the guest alone',
  async () => {
    const before = host.life('web');
    host.write('web.yaml', vmManifest('web', {...web, memory: '224Mi'}));
    await host.waitFor('the pending change', () => {
      expect(host.vm('web').status.pendingChanges).toEqual([
        expect.objectContaining({
          path: 'spec.memory.size',
          from: '192Mi',
          to: '224Mi',
          disruption: 'restart',
        }),
      ]);
      return true;
    });
    expect(host.condition('web', 'RestartRequired')).toBe('True AwaitingApproval');
    expect(host.condition('web', 'Ready')).toMatch(/^True/);
    expect(host.vm('web').status.revisions).toEqual({prepared: 2, booted: 1, previous: 0});
    expect((await host.cli('plan')).code).toBe(3);
    expect(host.life('web')).toEqual(before);
  },
  timeoutMs,
);

test(
  'an edit that is taken back leaves nothing pending',
  async () => {
    const before = host.life('web');
    host.write('web.yaml', vmManifest('web', web));
    await settled('web', 3);
    await host.waitFor('nothing pending', () => {
      expect(host.vm('web').status.pendingChanges).toEqual([]);
      expect(host.condition('web', 'RestartRequired')).toMatch(/^False/);
      expect(host.vm('web').status.revisions.prepared).toBe(1);
      return true;
    });
    expect((await host.cli('approve', 'web')).code).toBe(1);
    expect((await host.cli('plan')).code).toBe(0);
    expect(host.life('web')).toEqual(before);
  },
  timeoutMs,
);

test(
  'an approved edit restarts the guest with the new memory on the same disk, tap and MAC',
  async () => {
    const before = host.vm('web').status;
    const db = host.life('db');
    host.write('web.yaml', vmManifest('web', {...web, memory: '224Mi'}));
    await host.waitFor('the pending change', () => host.vm('web').status.pendingChanges.length === 1);
    await host.ok('approve', 'web');
    await host.waitFor('the new memory', () => {
      expect(host.console('web').bootCount).toBe(2);
      expect(host.console('web').memKib).toBeGreaterThan(160 * 1024);
      return true;
    });
    await host.ready('web');
    const after = host.vm('web').status;
    expect(host.previousConsole('web')).toContain('event power-button');
    expect(after.interfaces).toEqual(before.interfaces);
    expect(after.disks).toEqual(before.disks);
    expect(after.pid).not.toBe(before.pid);
    expect(after.pendingChanges).toEqual([]);
    expect(host.condition('web', 'RestartRequired')).toMatch(/^False/);
    expect(after.revisions.booted).toBe(after.revisions.prepared);
    expect(after.lastExit).toMatchObject({cause: 'Stopped'});
    expect(host.life('db')).toEqual(db);
  },
  timeoutMs,
);

test(
  'a broken edit keeps the last good version and says where it is broken, and mending it is enough',
  async () => {
    const before = host.life('web');
    const good = vmManifest('web', {...web, memory: '224Mi'});
    host.write('web.yaml', good.replace('size: 224Mi', 'size: plenty'));
    await host.waitFor('the error', () => host.condition('web', 'ManifestValid') === 'False Invalid');
    const {conditions} = host.vm('web').status;
    const line = good.split('\n').findIndex(each => each.includes('size: 224Mi')) + 1;
    expect(conditions.find(each => each.type === 'ManifestValid')?.message).toMatch(
      new RegExp(`web\\.yaml:${String(line)}:\\d+ spec\\.memory\\.size: .*\\[E-`),
    );
    expect(host.condition('web', 'Ready')).toMatch(/^True/);
    host.write('web.yaml', 'apiVersion: [\n');
    // What is no YAML at all names nothing; the object it held stays what it was.
    await host.waitFor('the parse error', () => {
      const valid = host.vm('web').status.conditions.find(each => each.type === 'ManifestValid');
      return (
        valid?.status === 'False' &&
        /web\.yaml:\d+:\d+/.test(valid.message) &&
        !valid.message.includes('plenty')
      );
    });
    expect((await host.cli('validate')).code).toBe(65);
    expect(host.life('web')).toEqual(before);

    host.write('web.yaml', good);
    await host.waitFor('a good manifest', () => host.condition('web', 'ManifestValid') === 'True Valid');
    expect(host.vm('web').status.pendingChanges).toEqual([]);
    expect(host.life('web')).toEqual(before);
  },
  timeoutMs,
);

test(
  'of two manifests with one name neither changes anything, and taking one away ends it',
  async () => {
    const before = host.life('db');
    host.write('other.yaml', vmManifest('db', {address: '10.77.0.9/24', memory: '256Mi'}));
    await host.waitFor('the duplicate', () => host.condition('db', 'ManifestValid') === 'False Duplicate');
    const valid = host.vm('db').status.conditions.find(each => each.type === 'ManifestValid');
    expect(valid?.message).toContain('other.yaml');
    expect(valid?.message).toContain('sub/db.yaml');
    expect(host.vm('db').status.pendingChanges).toEqual([]);
    host.remove('other.yaml');
    await host.waitFor('one manifest', () => host.condition('db', 'ManifestValid') === 'True Valid');
    expect(host.vm('db').metadata.generation).toBe(1);
    expect(host.life('db')).toEqual(before);
  },
  timeoutMs,
);

test(
  'a manifest that moves to another file, alone or with its directory, changes nothing but its source',
  async () => {
    const before = host.life('db');
    const {uid} = host.vm('db').metadata;
    host.inside('mv', `${host.manifestsDir}/sub`, `${host.manifestsDir}/moved`);
    await host.waitFor('the directory', () => host.vm('db').status.source?.file === 'moved/db.yaml');
    host.inside('mv', `${host.manifestsDir}/moved/db.yaml`, `${host.manifestsDir}/renamed.yaml`);
    await host.waitFor('the file', () => host.vm('db').status.source?.file === 'renamed.yaml');
    expect(host.condition('db', 'RemovalHeld')).toMatch(/^False/);
    expect(host.vm('db').metadata).toMatchObject({uid, generation: 1});
    expect(host.life('db')).toEqual(before);
  },
  timeoutMs,
);

test(
  'a guest that reboots itself keeps its QEMU',
  async () => {
    const before = host.life('web');
    const count = host.console('web').bootCount ?? 0;
    await host.shell('web', 'reboot');
    await host.waitFor('the next boot', () => {
      const {bootCount, ready, bootIds} = host.console('web');
      return bootCount === count + 1 && ready && bootIds.length === 2;
    });
    await host.ready('web');
    expect(host.life('web')).toMatchObject({qemu: before.qemu, restarts: before.restarts});
  },
  timeoutMs,
);

test(
  'a guest that powers itself off under Always comes back on the same disk',
  async () => {
    const before = host.life('web');
    const count = host.console('web').bootCount ?? 0;
    await host.shell('web', 'poweroff');
    await host.waitFor('the next boot', () => host.console('web').bootCount === count + 1);
    await host.ready('web');
    expect(host.qemuPid('web')).not.toBe(before.qemu);
    expect(host.vm('web').status.lastExit).toMatchObject({cause: 'GuestShutdown'});
  },
  timeoutMs,
);

test(
  'a QEMU that is killed is replaced by a new one with the same data, and counted',
  async () => {
    expect(host.vm('db').status.restarts).toBe(0);
    const pid = host.qemuPid('db');
    await host.killQemu('db');
    await host.waitFor('the next boot', () => host.console('db').bootCount === 2);
    await host.ready('db');
    expect(host.qemuPid('db')).not.toBe(pid);
    expect(host.vm('db').status).toMatchObject({
      restarts: 1,
      lastExit: {cause: 'HypervisorCrashed'},
      phase: 'Running',
    });
    expect(host.console('db').addresses.map(each => each.address)).toEqual(['10.77.0.3/24']);
  },
  timeoutMs,
);

test(
  'a VM that keeps ending is held in CrashLoopBackOff until its time or a start by hand',
  async () => {
    // The first end (above) was made good at once.
    await host.killQemu('db');
    await host.waitFor('the back-off', () => host.vm('db').status.phase === 'CrashLoopBackOff');
    expect(host.condition('db', 'Ready')).toBe('False CrashLoopBackOff');
    expect(host.vm('db').status.restarts).toBe(2);
    await host.waitFor('the retry when its time has come', () => host.vm('db').status.phase === 'Running');
    await host.killQemu('db');
    await host.waitFor('the back-off after three ends', () => {
      const ready = host.vm('db').status.conditions.find(each => each.type === 'Ready');
      return ready?.reason === 'CrashLoopBackOff' && ready.message.includes('3 times');
    });
    await host.ok('start', 'db');
    await host.ready('db');
    expect(host.console('db').bootCount).toBeGreaterThanOrEqual(3);
  },
  timeoutMs,
);

test(
  'every run policy does what it says when the guest powers itself off, crashes, or is asked for by hand',
  async () => {
    await host.ok('stop', 'web', 'db');
    await host.waitFor('both to be stopped', () =>
      ['web', 'db'].every(name => host.vm(name).status.phase === 'Stopped'),
    );
    const small = (name: string, runPolicy: string) =>
      vmObject(name, {memory: '128Mi', cmdline: ['vmlet.report=0'], spec: {runPolicy}});
    host.write(
      'policies.yaml',
      yamlFile(
        small('rerun', 'RerunOnFailure'),
        small('once', 'Once'),
        small('manual', 'Manual'),
        small('halted', 'Halted'),
      ),
    );
    await host.ready('rerun', 'once');
    for (const name of ['manual', 'halted'])
      await host.waitFor(`${name} to be stopped`, () => host.vm(name).status.phase === 'Stopped');
    expect(host.qemuPid('manual')).toBeUndefined();
    expect(host.qemuPid('halted')).toBeUndefined();

    // A failure brings RerunOnFailure back; Once has had its run.
    await host.killQemu('rerun');
    await host.killQemu('once');
    await host.waitFor('the second boot', () => host.console('rerun').bootCount === 2);
    await host.ready('rerun');
    await host.waitFor('once to be over', () => host.vm('once').status.phase === 'Stopped');
    expect(host.condition('once', 'Ready')).toBe('False Finished');

    await host.shell('rerun', 'poweroff');
    await host.waitFor('rerun to be over', () => host.vm('rerun').status.phase === 'Stopped');
    expect(host.condition('rerun', 'Ready')).toBe('False Finished');
    expect(host.vm('rerun').status.lastExit).toMatchObject({cause: 'GuestShutdown'});

    await host.ok('start', 'manual');
    await host.ready('manual');
    await host.ok('stop', 'manual');
    await host.waitFor('manual to be stopped', () => host.vm('manual').status.phase === 'Stopped');
    expect(host.console('manual').events).toEqual(['power-button']);
    await host.ok('start', 'manual');
    await host.waitFor('the second boot', () => host.console('manual').bootCount === 2);
    await host.shell('manual', 'poweroff');
    await host.waitFor('manual to stay down', () => host.vm('manual').status.phase === 'Stopped');

    for (const name of ['rerun', 'once', 'manual', 'halted']) expect(host.qemuPid(name)).toBeUndefined();
    await host.ok('start', 'rerun');
    await host.ready('rerun');
    expect(host.console('rerun').bootCount).toBe(3);
  },
  timeoutMs,
);

test(
  'stop holds an Always VM down until start, and restart boots it once more',
  async () => {
    expect(host.vm('web').status).toMatchObject({phase: 'Stopped', powerOverride: 'Halted'});
    const count = host.console('web').bootCount ?? 0;
    await host.ok('start', 'web');
    await host.ready('web');
    expect(host.console('web').bootCount).toBe(count + 1);
    await host.ok('restart', 'web', '--now');
    await host.waitFor('the boot after', () => host.console('web').bootCount === count + 2);
    await host.ready('web');
    expect(host.vm('web').status).toMatchObject({powerOverride: null, lastExit: {cause: 'Stopped'}});
  },
  timeoutMs,
);
