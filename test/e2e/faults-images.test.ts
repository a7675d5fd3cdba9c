// Base images that somebody changes, touches, swaps or takes away while guests run on them: the guest goes on as it is,
// what is wrong is said, nothing starts on anything but what was imported, and it heals when the image is back.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import * as fs from 'node:fs';
import {join} from 'node:path';
import {sharedGuest} from '../fixtures/guest.ts';
import type {GuestFiles} from '../fixtures/guest.ts';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {imageManifests} from './manifests.ts';
import {condition, guard, message} from './unbroken.ts';

let host: E2eHost;
/** Copies of the guest's files: what the manifests name, and what tests take away. */
let sources: GuestFiles;

const timeoutMs = 120_000;

const parked = vmManifest('parked', {
  memory: '128Mi',
  cmdline: ['vmlet.report=0'],
  spec: {runPolicy: 'Manual'},
});

beforeAll(async () => {
  host = await startHost();
  sources = copies(join(host.manifestsDir, '../sources'), await sharedGuest());
  host.write('images.yaml', imageManifests(sources));
  host.write('web.yaml', vmManifest('web'));
  host.write('parked.yaml', parked);
  await host.daemon.start('--resync', '1s');
  await host.ready('web');
  await host.waitFor('parked', () => host.vm('parked').status.phase === 'Stopped');
}, timeoutMs);

afterAll(() => host.close());

const copies = (directory: string, guest: GuestFiles): GuestFiles => {
  fs.mkdirSync(directory);
  const copy = (path: string, name: string): string => {
    fs.copyFileSync(path, join(directory, name));
    return join(directory, name);
  };
  return {
    kernel: copy(guest.kernel, 'kernel'),
    initrd: copy(guest.initrd, 'initrd'),
    disk: copy(guest.disk, 'disk'),
  };
};

/** The stored file of the running guest's disk. */
const stored = (): string => {
  const digest = host.vm('web').status.disks[0]?.image ?? '';
  return host.paths.image(digest);
};

const imageReady = (): string | undefined => condition(host, 'Image', 'tiny-disk', 'Ready');
const isReady = async (): Promise<void> => {
  await host.waitFor('the image to be Ready', () => imageReady() === 'True Stored');
  await host.ready('web');
};

/** Take the source away, so that nothing can be imported again, and give it back. */
const withoutSource = async (work: () => Promise<void>): Promise<void> => {
  fs.renameSync(sources.disk, `${sources.disk}.away`);
  try {
    await work();
  } finally {
    fs.renameSync(`${sources.disk}.away`, sources.disk);
  }
};

/** A byte in the middle, in place, as a stray tool writes it; the answer puts it back. */
const flip = (path: string): (() => void) => {
  const write = (change: (byte: number) => number): void => {
    const descriptor = fs.openSync(path, 'r+');
    try {
      const byte = Buffer.alloc(1);
      fs.readSync(descriptor, byte, 0, 1, 4096);
      fs.writeSync(descriptor, Buffer.from([change(byte[0] ?? 0)]), 0, 1, 4096);
    } finally {
      fs.closeSync(descriptor);
    }
  };
  write(byte => byte ^ 0xff);
  return () => write(byte => byte ^ 0xff);
};

test(
  'a stored image that was touched, changed, swapped or removed is brought in again under the running guest',
  async () => {
    const unbroken = guard(host, 'web');
    const path = stored();
    const content = fs.readFileSync(path);
    const faults: Record<string, () => void> = {
      'its times': () => fs.utimesSync(path, 1, 1),
      'its mode': () => fs.chmodSync(path, 0o666),
      'its content, in place': () => flip(path),
      'its content and its times': () => {
        const {atime, mtime} = fs.statSync(path);
        flip(path);
        fs.utimesSync(path, atime, mtime);
      },
      'another file by rename': () => {
        fs.writeFileSync(`${path}.new`, 'not an image');
        fs.renameSync(`${path}.new`, path);
      },
      'a link to another file': () => {
        fs.rmSync(path);
        fs.symlinkSync(sources.kernel, path);
      },
      'cut short': () => fs.truncateSync(path, 65_536),
      removed: () => fs.rmSync(path),
      'its facts removed': () => fs.rmSync(`${path}.json`),
    };
    for (const [name, spoil] of Object.entries(faults)) {
      const known = fs.statSync(`${path}.json`, {bigint: true}).mtimeNs;
      spoil();
      await host.waitFor(`the image to be whole after: ${name}`, () => {
        const facts = fs.lstatSync(path);
        expect([facts.isFile(), facts.mode & 0o777]).toEqual([true, 0o444]);
        expect(fs.statSync(`${path}.json`, {bigint: true}).mtimeNs).not.toBe(known);
        return fs.readFileSync(path).equals(content) && imageReady() === 'True Stored';
      });
    }
    await isReady();
    expect(host.vm('web').status.disks).toEqual([expect.objectContaining({path: expect.any(String)})]);
    await unbroken();
  },
  timeoutMs,
);

test(
  'while a changed image cannot be brought in again the guest runs on, a start is refused, and both say why',
  async () => {
    const unbroken = guard(host, 'web');
    await withoutSource(async () => {
      const back = flip(stored());
      await host.waitFor('the image to say so', () => imageReady()?.startsWith('False'));
      await host.waitFor(
        'why it is not brought in again',
        () => condition(host, 'Image', 'tiny-disk', 'Degraded') === 'True ActionFailed',
      );
      expect(message(host, 'Image', 'tiny-disk', 'Degraded')).toMatch(/there is no file .*disk \[E-IMAGE\]/);
      await host.waitFor(
        'the VM to say so',
        () => host.condition('web', 'Degraded') === 'True ImageNotIntact',
      );
      expect(message(host, 'VirtualMachine', 'web', 'Degraded')).toMatch(
        /image tiny-disk .*, which it runs on: .*it goes on, and starts again only when that is mended/,
      );
      expect(host.condition('web', 'Ready')).toMatch(/^True/);
      await host.ok('start', 'parked');
      await host.waitFor('the refusal', () =>
        host.condition('parked', 'DependenciesReady')?.startsWith('False'),
      );
      expect(host.condition('parked', 'DependenciesReady')).toBe('False ImageNotIntact');
      const said = message(host, 'VirtualMachine', 'parked', 'DependenciesReady');
      expect(said).toMatch(
        /image tiny-disk \(sha256:[0-9a-f]+\): .*was touched or replaced since it was imported/,
      );
      expect(said).toMatch(/put back the stored file or the source that it is imported from/);
      expect(host.qemuPid('parked')).toBeUndefined();
      // Touched it still is, and there is no source: its content is proof enough.
      back();
      await isReady();
      await host.ready('parked');
    });
    await unbroken();
    await host.ok('stop', '--now', 'parked');
    await host.waitFor('parked to be stopped', () => host.vm('parked').status.phase === 'Stopped');
  },
  timeoutMs,
);

test(
  'a source file that is gone, changed or swapped is nobody’s business once it was imported',
  async () => {
    const unbroken = guard(host, 'web');
    const {disks} = host.vm('web').status;
    const content = fs.readFileSync(sources.disk);
    for (const spoil of [
      () => fs.rmSync(sources.disk),
      () => fs.writeFileSync(sources.disk, 'not an image at all'),
      () => fs.copyFileSync(sources.kernel, sources.disk),
    ]) {
      spoil();
      const asked = host.daemon.log().length;
      // An edit of the image that changes nothing makes the daemon look at it.
      host.write(
        'images.yaml',
        imageManifests(sources).replace(
          'name: tiny-disk',
          `name: tiny-disk\n  labels: {asked: a${String(asked)}}`,
        ),
      );
      await host.waitFor(
        'the edit',
        () => host.status('Image', 'tiny-disk')?.metadata.labels['asked'] === `a${String(asked)}`,
      );
      expect(imageReady()).toBe('True Stored');
      expect(host.daemon.log().slice(asked)).not.toContain('image.import');
    }
    await host.ok('start', 'parked');
    await host.ready('parked');
    await host.ok('stop', '--now', 'parked');
    await host.waitFor('parked to be stopped', () => host.vm('parked').status.phase === 'Stopped');
    expect(host.vm('web').status.disks).toEqual(disks);
    fs.writeFileSync(sources.disk, content);
    await unbroken();
  },
  timeoutMs,
);

test(
  'with image and source both changed the disks stay on the image that they were made on, until that is back',
  async () => {
    const unbroken = guard(host, 'web');
    const path = stored();
    const {disks} = host.vm('parked').status;
    const content = fs.readFileSync(sources.disk);
    // A sound image, and another one: its last sector differs.
    fs.appendFileSync(sources.disk, Buffer.alloc(65_536, 1));
    fs.rmSync(path);
    await host.waitFor('the other image', () => {
      const digest = (host.status('Image', 'tiny-disk')?.status as {digest?: string} | undefined)?.digest;
      return digest !== undefined && host.paths.image(digest) !== path && imageReady() === 'True Stored';
    });
    await host.ok('start', 'parked');
    await host.waitFor('the refusal', () => host.condition('parked', 'Ready')?.startsWith('False'));
    await host.waitFor('why', () => {
      const {conditions} = host.vm('parked').status;
      return conditions.some(({message: words}) => /overlay was made on|image tiny-disk/.test(words));
    });
    expect(host.qemuPid('parked')).toBeUndefined();
    await unbroken();
    fs.writeFileSync(sources.disk, content);
    fs.rmSync(
      host.paths.image((host.status('Image', 'tiny-disk')?.status as unknown as {digest: string}).digest),
    );
    await host.waitFor('the first image', () => fs.existsSync(path));
    await host.ready('web', 'parked');
    expect(host.vm('parked').status.disks).toEqual(disks);
    await unbroken();
  },
  timeoutMs,
);
