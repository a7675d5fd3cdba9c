// The daemon may die, be ended, be started twice or lose its files at any time: guests never notice, and it knows
// what happened meanwhile.
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

beforeAll(async () => {
  host = await startHost({recordCommands: true});
  await host.daemon.start('--resync', '2s');
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.2/24'}));
  host.write('job.yaml', vmManifest('job', {memory: '128Mi', spec: {runPolicy: 'RerunOnFailure'}}));
  await host.ready('web', 'job');
}, 180_000);

afterEach(async () => {
  if (host.daemon.pid() === null) await host.daemon.start('--resync', '2s');
});

afterAll(() => host.close());

const timeoutMs = 180_000;

/** The guest goes on: it counts the same boot, and later than before. */
const goesOn = async (vm: string, sinceS: number | null): Promise<void> => {
  await host.waitFor(`${vm} to go on`, () => (host.console(vm).uptimeS ?? 0) > (sinceS ?? 0));
};

test(
  'a resync in which nothing changed writes nothing, logs nothing, and runs one command for all VMs',
  async () => {
    const seen = (): unknown => ({
      files: tree(host.paths.statusDir).map(path => {
        const {mtimeNs, ino} = fs.statSync(path, {bigint: true});
        return [path, String(mtimeNs), String(ino), fs.readFileSync(path, 'utf8')];
      }),
      log: host.daemon.log(),
      events: fs.readFileSync(host.paths.eventsFile, 'utf8'),
    });
    const before = seen();
    const asked = host.commands().length;
    const sinceMs = performance.now();
    const uptimeS = host.console('web').uptimeS ?? 0;
    // Two resyncs and more, by the guest's clock.
    await host.waitFor('6 s of the guest', () => (host.console('web').uptimeS ?? 0) > uptimeS + 6);
    expect(seen()).toEqual(before);
    // One process for a look at the whole host, however many VMs it has; and no timer fires early.
    const commands = host.commands().slice(asked);
    // A resync may fall on each edge of the time that was measured.
    const resyncs = Math.floor((performance.now() - sinceMs) / 2000) + 2;
    expect(new Set(commands)).toEqual(new Set(['ip -j -d addr show']));
    expect(commands.length).toBeGreaterThanOrEqual(2);
    expect(commands.length).toBeLessThanOrEqual(resyncs);
  },
  timeoutMs,
);

test('status files can be read by everyone and written by root alone', () => {
  const paths = tree(host.paths.statusDir);
  expect(paths.length).toBeGreaterThanOrEqual(6);
  for (const path of paths) {
    const facts = fs.statSync(path);
    expect([path, facts.mode & 0o7777, facts.uid]).toEqual([path, 0o644, 0]);
    for (let up = join(path, '..'); up.startsWith(host.paths.statusDir); up = join(up, '..'))
      expect([up, fs.statSync(up).mode & 0o7777]).toEqual([up, 0o755]);
  }
});

test(
  'after kill -9 and a start, guests have gone on and the daemon knows them as its own',
  async () => {
    const before = host.life('web');
    const {interfaces, revisions, bootedAt} = host.vm('web').status;
    const uptimeS = host.console('web').uptimeS;
    await host.daemon.kill9();
    await goesOn('web', uptimeS);
    const log = host.daemon.log().length;
    await host.daemon.start('--resync', '2s');
    await host.ready('web', 'job');
    expect(host.life('web')).toEqual(before);
    expect(host.vm('web').status).toMatchObject({
      phase: 'Running',
      pid: before.qemu,
      interfaces,
      revisions,
      bootedAt,
      lastExit: null,
      pendingChanges: [],
    });
    expect(host.daemon.log().slice(log)).not.toMatch(/vm\.(start|stop|continue)|tap\.|overlay\./);
  },
  timeoutMs,
);

test(
  'SIGTERM ends the daemon with 0 and leaves the guests running',
  async () => {
    const before = host.life('web');
    const uptimeS = host.console('web').uptimeS;
    expect(await host.daemon.stop()).toBe(0);
    expect(fs.existsSync(host.paths.apiSocket)).toBe(false);
    await goesOn('web', uptimeS);
    expect(host.life('web')).toEqual(before);
    await host.daemon.start('--resync', '2s');
    await host.ready('web', 'job');
    expect(host.life('web')).toEqual(before);
  },
  timeoutMs,
);

test(
  'what happened while the daemon was away is told apart: a poweroff ends RerunOnFailure, a crash does not',
  async () => {
    const count = host.console('web').bootCount ?? 0;
    await host.daemon.kill9();
    await host.shell('job', 'poweroff');
    await host.waitFor('the guest to be down', () => host.console('job').text.includes('shutdown uptime='));
    await host.killQemu('web');
    await host.daemon.start('--resync', '2s');

    await host.waitFor('job to be over', () => host.vm('job').status.phase === 'Stopped');
    expect(host.vm('job').status.lastExit).toMatchObject({cause: 'GuestShutdown'});
    expect(host.condition('job', 'Ready')).toBe('False Finished');
    expect(host.qemuPid('job')).toBeUndefined();

    await host.waitFor('web to be back', () => host.console('web').bootCount === count + 1);
    await host.ready('web');
    expect(host.vm('web').status).toMatchObject({restarts: 1, lastExit: {cause: 'HypervisorCrashed'}});
  },
  timeoutMs,
);

test(
  'a guest that powered itself off while the daemon was away is started again under Always',
  async () => {
    const {bootCount} = host.console('web');
    await host.daemon.kill9();
    await host.shell('web', 'poweroff');
    await host.waitFor('the guest to be down', () => host.console('web').text.includes('shutdown uptime='));
    await host.daemon.start('--resync', '2s');
    await host.waitFor('the next boot', () => host.console('web').bootCount === (bootCount ?? 0) + 1);
    await host.ready('web');
    expect(host.vm('web').status.lastExit).toMatchObject({cause: 'GuestShutdown'});
  },
  timeoutMs,
);

test(
  'a second daemon ends with 75 and names the one that runs, whichever directory they share',
  async () => {
    const pid = String(host.daemon.pid());
    const second = await host.cli(
      'run',
      '--manifests',
      host.manifestsDir,
      '--runtime-dir',
      host.paths.runtimeDir,
    );
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(`pid ${pid}`);
    const {stateDir} = host.paths;
    const other = join(stateDir, '../other');
    const sameState = await host.cli('run', '--manifests', host.manifestsDir, '--runtime-dir', other);
    expect(sameState.code).toBe(75);
    expect(sameState.stderr).toContain(`pid ${pid}`);
    const sameRuntime = await host.cli(
      ...['run', '--manifests', host.manifestsDir, '--state-dir', other],
      ...['--runtime-dir', host.paths.runtimeDir],
    );
    expect(sameRuntime.code).toBe(75);
    expect(sameRuntime.stderr).toContain(stateDir);
    const once = await host.cli('run', '--once', '--manifests', host.manifestsDir);
    expect(once.code).toBe(75);
    await host.ready('web');
  },
  timeoutMs,
);

test(
  'status files that are gone are written anew, and a damaged record is rebuilt around the running guest',
  async () => {
    const before = host.life('web');
    const {uid} = host.vm('web').metadata;
    const {revisions, interfaces, disks} = host.vm('web').status;
    await host.daemon.kill9();
    fs.rmSync(host.paths.statusDir, {recursive: true});
    const record = host.paths.record({kind: 'VirtualMachine', namespace: 'default', name: 'web'});
    fs.writeFileSync(record, fs.readFileSync(record).subarray(0, 100));
    await host.daemon.start('--resync', '2s');
    await host.ready('web');
    expect(host.life('web')).toMatchObject({qemu: before.qemu, bootIds: before.bootIds});
    expect(host.vm('web').metadata.uid).toBe(uid);
    expect(host.vm('web').status).toMatchObject({interfaces, disks, pendingChanges: []});
    expect(host.vm('web').status.revisions.booted).toBe(revisions.booted);
    expect(fs.readdirSync(join(record, '..')).filter(name => name.includes('damaged'))).toHaveLength(1);
    await host.waitFor('the other status file', () => host.status('VirtualMachine', 'job') !== undefined);
    expect(host.vm('job').status.phase).toBe('Stopped');
  },
  timeoutMs,
);

const tree = (directory: string): string[] =>
  fs
    .readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
