// More daemons than one: on the same directories, on a copy of the state, once while another runs. The first goes on and
// its guests are nobody else's. daemon.test.ts has a second daemon that shares one directory only.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {execFileSync} from 'node:child_process';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {guard} from './unbroken.ts';

let host: E2eHost;

const timeoutMs = 120_000;

beforeAll(async () => {
  host = await startHost();
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.2/24'}));
  await host.daemon.start('--resync', '1s');
  await host.ready('web');
}, timeoutMs);

afterAll(() => host.close());

/** An edit is obeyed: whoever was not disturbed does his work. */
const works = async (edit: string): Promise<void> => {
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.2/24', labels: {edit}}));
  await host.waitFor(`edit ${edit}`, () => host.vm('web').metadata.labels['edit'] === edit);
  await host.ready('web');
};

test(
  'a second daemon, once or for long, on the same directories ends with 75, names the first and disturbs nothing',
  async () => {
    const unbroken = guard(host, 'web');
    const places = ['--manifests', host.manifestsDir, '--runtime-dir', host.paths.runtimeDir];
    for (const words of [['run'], ['run', '--once']]) {
      const {code, stderr} = await host.cli(...words, ...places);
      expect([words, code]).toEqual([words, 75]);
      expect(stderr).toContain(`pid ${String(host.daemon.pid())}, state directory ${host.paths.stateDir}`);
      expect(stderr).toContain('talk to that one, or stop it first');
    }
    await works('after-second');
    await unbroken();
  },
  timeoutMs,
);

test(
  'three daemons that race for the lock after a kill leave one guest, and the next one has its place',
  async () => {
    const unbroken = guard(host, 'web');
    const places = ['--manifests', host.manifestsDir, '--runtime-dir', host.paths.runtimeDir];
    await host.daemon.kill9();
    const racing = Promise.all([1, 2, 3].map(() => host.cli('run', '--once', '--timeout', '1ms', ...places)));
    const codes = (await racing).map(({code}) => code);
    // Each either held the lock for its one look, or was turned away.
    for (const code of codes) expect([0, 1, 75]).toContain(code);
    await host.daemon.start('--resync', '1s');
    await works('after-race');
    await unbroken();
  },
  timeoutMs,
);

test(
  'a daemon on a copy of the state directory is refused before it looks at anything, and so is `down` there',
  async () => {
    const unbroken = guard(host, 'web');
    const links = host.links();
    const copy = join(host.paths.stateDir, '../copy');
    execFileSync('cp', ['-a', host.paths.stateDir, copy]);
    const before = filesOf(copy);
    const places = ['--state-dir', copy, '--runtime-dir', join(host.paths.runtimeDir, '../r2')];
    for (const words of [
      ['run', '--manifests', host.manifestsDir],
      ['run', '--once', '--manifests', host.manifestsDir],
    ]) {
      const {code, stderr} = await host.cli(...words, ...places);
      expect([words, code]).toEqual([words, 78]);
      expect(stderr).toContain(`${copy} is a copy of ${host.paths.stateDir}, which is still there`);
      expect(stderr).toContain(`use --state-dir ${host.paths.stateDir}, or move that one away first`);
    }
    // The copy names the first daemon as the one to talk to; without that, `down` has to find out by itself.
    fs.rmSync(join(copy, 'daemon.json'));
    const down = await host.cli('down', '--now', '--state-dir', copy);
    expect([down.code, down.stderr]).toEqual([78, expect.stringContaining('is a copy of')]);
    expect(filesOf(copy)).toEqual(before.filter(path => path !== 'daemon.json'));
    expect(host.links()).toEqual(links);
    await works('after-copy');
    await unbroken();
  },
  timeoutMs,
);

const filesOf = (directory: string): string[] =>
  fs.readdirSync(directory, {recursive: true, encoding: 'utf8'}).sort();
