// A manifests directory that is a mount, as from a server or a USB stick: unmounted, mounted elsewhere or dead, it is
// a fault and not an empty wish. The mounts are in a namespace of the daemon's own.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {guard, message} from './unbroken.ts';

let host: E2eHost;
/** What is mounted over the manifests directory; the directory below the mount is empty. */
let content: string;

const timeoutMs = 120_000;

const web = (edit: string): string => vmManifest('web', {address: '10.77.0.2/24', labels: {edit}});

const save = (edit: string): void => {
  fs.writeFileSync(join(content, '.web'), web(edit));
  fs.renameSync(join(content, '.web'), join(content, 'web.yaml'));
};

beforeAll(async () => {
  host = await startHost({
    wrap: root => [
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c'],
      `mount --bind '${root}/content' '${root}/m' && exec "$@"`,
      'sh',
    ],
  });
  content = join(host.manifestsDir, '../content');
  fs.renameSync(host.manifestsDir, content);
  fs.mkdirSync(host.manifestsDir);
  save('first');
  await host.daemon.start('--resync', '1s');
  await host.ready('web');
}, timeoutMs);

afterAll(() => host.close());

/** A command where the daemon sees the world. */
const there = (...words: readonly string[]): string =>
  host.inside('nsenter', `--mount=/proc/${String(host.daemon.pid())}/ns/mnt`, ...words);

const held = (reason: string): Promise<unknown> =>
  host.waitFor(
    `the removal to be held: ${reason}`,
    () => host.condition('web', 'RemovalHeld') === `True ${reason}`,
  );

const goesOnAfter = async (edit: string): Promise<void> => {
  save(edit);
  await host.waitFor(`edit ${edit}`, () => host.vm('web').metadata.labels['edit'] === edit);
  await host.waitFor('nothing held', () => host.condition('web', 'RemovalHeld') === 'False NotHeld');
  await host.ready('web');
};

test(
  'a directory that is unmounted looks empty and holds everything until it is mounted again',
  async () => {
    const unbroken = guard(host, 'web');
    there('umount', '--lazy', host.manifestsDir);
    await held('SourceEmpty');
    expect(message(host, 'VirtualMachine', 'web', 'RemovalHeld')).toMatch(
      /holds no manifest; if vm\/web is meant to go: vmlet delete vm\/web/,
    );
    expect(host.condition('web', 'Ready')).toMatch(/^True/);
    there('mount', '--bind', content, host.manifestsDir);
    await goesOnAfter('mounted-again');
    await unbroken();
  },
  timeoutMs,
);

test(
  'an empty file system that is mounted over the directory holds everything until it is gone',
  async () => {
    const unbroken = guard(host, 'web');
    there('mount', '-t', 'tmpfs', '-o', 'size=64k,mode=755', 'none', host.manifestsDir);
    await held('SourceEmpty');
    // Somebody begins to fill it: one manifest is no leave to remove the others.
    there('sh', '-c', `printf 'apiVersion: [' > '${host.manifestsDir}/half.yaml'`);
    await held('SourceHasErrors');
    expect(message(host, 'VirtualMachine', 'web', 'RemovalHeld')).toMatch(
      /half\.yaml, which cannot be read; mend/,
    );
    there('umount', host.manifestsDir);
    await goesOnAfter('uncovered');
    await unbroken();
  },
  timeoutMs,
);

test(
  'a directory that answers every look with an error holds everything until it can be read',
  async () => {
    const unbroken = guard(host, 'web');
    // A link that leads to itself cannot be entered by root either.
    there('umount', '--lazy', host.manifestsDir);
    fs.rmdirSync(host.manifestsDir);
    fs.symlinkSync(host.manifestsDir, host.manifestsDir);
    await held('SourceUnavailable');
    expect(message(host, 'VirtualMachine', 'web', 'RemovalHeld')).toMatch(
      /ELOOP.*last good version stays in force/,
    );
    fs.rmSync(host.manifestsDir);
    await host.waitFor('a directory that is not there', () =>
      message(host, 'VirtualMachine', 'web', 'RemovalHeld').includes('does not exist'),
    );
    fs.mkdirSync(host.manifestsDir);
    there('mount', '--bind', content, host.manifestsDir);
    await goesOnAfter('readable');
    await unbroken();
  },
  timeoutMs,
);
