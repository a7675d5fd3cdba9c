// Worlds that nobody promised to keep tidy: odd names, odd files, a frozen hypervisor. Running guests go on.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {dirname, join} from 'node:path';
import {networkManifest} from './manifests.ts';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

/** The VM with a root disk of this many MiB: growing it is an edit that the running guest sees. */
const web = (sizeMiB: number): string =>
  vmManifest('web', {
    address: '10.77.0.11/24',
    spec: {disks: [{name: 'root', image: 'tiny-disk', size: `${String(sizeMiB)}Mi`}]},
  });

const grownTo = async (sizeMiB: number): Promise<void> => {
  await host.waitFor(
    `the guest to see ${String(sizeMiB)} MiB`,
    () => host.console('web').disks[0]?.sizeBytes === sizeMiB * 1024 * 1024,
  );
  await host.ready('web');
  expect(host.console('web').bootIds).toHaveLength(1);
};

beforeAll(async () => {
  host = await startHost({stateName: "my state, it's=odd"});
  host.write('web.yaml', web(128));
  // Left by a daemon that a power cut ended: the files are there, nobody holds them.
  for (const lock of [host.paths.stateLock, host.paths.runtimeLock]) {
    fs.mkdirSync(dirname(lock), {recursive: true, mode: 0o711});
    fs.writeFileSync(lock, 'pid 1, state directory /elsewhere\n');
  }
  await host.daemon.start('--resync', '2s');
}, 60_000);

afterAll(() => host.close());

test('a state directory with blanks, commas and quotes, and locks without a holder, do not stop a start', async () => {
  await host.ready('web');
  await host.ok('get', 'vm', 'web');
  const second = await host.cli(
    'run',
    '--manifests',
    host.manifestsDir,
    '--runtime-dir',
    host.paths.runtimeDir,
  );
  expect(second.code).toBe(75);
  expect(second.stderr).toContain(String(host.daemon.pid()));
}, 120_000);

test('pipes and a directory that are named like manifests do not keep an edit from happening', async () => {
  for (const name of ['a.yaml', 'b.yml', 'c.json', 'zz.yaml'])
    host.inside('mkfifo', join(host.manifestsDir, name));
  fs.mkdirSync(join(host.manifestsDir, 'directory.yaml'));
  host.write('directory.yaml/dmz.yaml', networkManifest('dmz', 'vmlet1', '10.88.0.1/24'));
  host.write('web.yaml', web(136));
  await grownTo(136);
  await host.waitFor('what is in the directory', () => host.links().includes('vmlet1'));
  for (const name of ['a.yaml', 'b.yml', 'c.json', 'zz.yaml']) host.remove(name);
}, 120_000);

test('a thousand other manifests do not keep an edit from happening', async () => {
  const many = join(host.manifestsDir, 'many');
  fs.mkdirSync(many);
  for (let index = 0; index < 1_000; index += 1)
    fs.writeFileSync(
      join(many, `n${String(index)}.yaml`),
      yamlFile({
        apiVersion: 'vmlet.dev/v1alpha1',
        kind: 'Network',
        metadata: {name: `n${String(index)}`},
        spec: {bridge: {name: `ext${String(index)}`, management: 'External'}},
      }),
    );
  host.write('web.yaml', web(144));
  await grownTo(144);
  await host.waitFor('all of them to have a status', () => host.status('Network', 'n999') !== undefined);
  fs.rmSync(many, {recursive: true});
}, 120_000);

test('a directory that is swapped by a link, as a ConfigMap volume does it, is an edit and no removal', async () => {
  const version = (name: string, sizeMiB: number): void => {
    const directory = join(host.manifestsDir, name);
    fs.mkdirSync(directory);
    fs.writeFileSync(join(directory, 'web.yaml'), web(sizeMiB));
    fs.symlinkSync(name, join(host.manifestsDir, '..data_tmp'));
    fs.renameSync(join(host.manifestsDir, '..data_tmp'), join(host.manifestsDir, '..data'));
  };
  version('..2026_01', 144);
  fs.symlinkSync('..data/web.yaml', join(host.manifestsDir, '.web.tmp'));
  fs.renameSync(join(host.manifestsDir, '.web.tmp'), join(host.manifestsDir, 'web.yaml'));
  version('..2026_02', 152);
  fs.rmSync(join(host.manifestsDir, '..2026_01'), {recursive: true});
  await grownTo(152);
  expect(host.condition('web', 'ManifestValid')).toBe('True Valid');
  expect(host.condition('web', 'RemovalHeld')).toBe('False NotHeld');
}, 120_000);

test('a hypervisor that someone froze is Unknown, is not killed for it, and is Ready when it goes on', async () => {
  const pid = host.qemuPid('web');
  if (pid === undefined) throw new Error('web does not run');
  process.kill(pid, 'SIGSTOP');
  try {
    await host.waitFor('Ready to be Unknown', () => host.condition('web', 'Ready')?.startsWith('Unknown'));
    expect(host.vm('web').status.phase).toBe('Unknown');
    expect(host.qemuPid('web')).toBe(pid);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await host.ready('web');
  expect(host.qemuPid('web')).toBe(pid);
  expect(host.console('web').bootIds).toHaveLength(1);
}, 120_000);
