// Manifests that are cut, swapped, hammered or made unreadable under a running guest: what can be read is obeyed, what
// cannot is named, and nothing stops. Directories that vanish are in removal.test.ts, swaps of `..data` in world.test.ts.
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {spawn} from 'node:child_process';
import * as fs from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {condition, guard, message} from './unbroken.ts';

let host: E2eHost;

const timeoutMs = 120_000;
const resyncS = 1;

/** The VM as it runs, with a label that tells one edit from another. */
const web = (edit: string): string => vmManifest('web', {address: '10.77.0.2/24', labels: {edit}});

const label = (): string | undefined => host.vm('web').metadata.labels['edit'];

const edited = (edit: string): Promise<unknown> => host.waitFor(`edit ${edit}`, () => label() === edit);

const file = (name: string): string => join(host.manifestsDir, name);

beforeAll(async () => {
  host = await startHost();
  host.write('web.yaml', web('whole'));
  await host.daemon.start('--resync', `${String(resyncS)}s`);
  await host.ready('web');
}, timeoutMs);

/** Every test begins with the manifests of the first, whatever became of the one before. */
afterEach(async () => {
  for (const name of fs.readdirSync(host.manifestsDir))
    if (!['images.yaml', 'lan.yaml', 'web.yaml'].includes(name))
      fs.rmSync(file(name), {recursive: true, force: true});
  fs.rmSync(file('web.yaml'), {recursive: true, force: true});
  host.write('web.yaml', web('whole'));
  await host.waitFor('the manifests of before', () => isValid() === 'True Valid' && label() === 'whole');
}, timeoutMs);

afterAll(() => host.close());

/** A generator that gives the same numbers in every run (Park and Miller). */
const numbers = (seed: number) => (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;

const isValid = (): string | undefined => host.condition('web', 'ManifestValid');

test(
  'a manifest that is cut anywhere keeps the guest as it is, and either says what is wrong or means what it says',
  async () => {
    const unbroken = guard(host, 'web');
    const {generation} = host.vm('web').metadata;
    const text = web('cut');
    const below = numbers(20_260_101);
    // Before the first field of the spec nothing valid is left; the label shows whether a cut is still the whole.
    const cuts = [1, text.indexOf('spec:'), ...Array.from({length: 8}, () => below(text.length - 2) + 1)];
    for (const [index, cut] of cuts.entries()) {
      host.write('web.yaml', web(`round-${String(index)}`));
      await edited(`round-${String(index)}`);
      fs.writeFileSync(file('web.yaml'), text.slice(0, cut));
      await host.waitFor(
        `cut at ${String(cut)} to be seen`,
        () => isValid() === 'False Invalid' || label() === 'cut',
      );
      if (isValid() === 'False Invalid')
        expect(message(host, 'VirtualMachine', 'web', 'ManifestValid')).toMatch(
          /^web\.yaml:\d+:\d+.*\[E-[A-Z]+\].*The last good version stays in force/,
        );
    }
    host.write('web.yaml', web('whole'));
    await edited('whole');
    expect(isValid()).toBe('True Valid');
    expect(host.vm('web').status.restarts).toBe(0);
    expect(host.vm('web').metadata.generation).toBeGreaterThanOrEqual(generation ?? 0);
    await unbroken();
  },
  timeoutMs,
);

test(
  'whatever stands in the place of a manifest, its VM runs on and the file is named until it is back',
  async () => {
    const unbroken = guard(host, 'web');
    const path = file('web.yaml');
    const faults: Record<string, {put: () => void; says: RegExp}> = {
      'a directory': {put: () => fs.mkdirSync(path), says: /gone|web\.yaml/},
      'a dangling link': {put: () => fs.symlinkSync('nowhere.yaml', path), says: /symlink to nothing/},
      'a link out of the source': {put: () => fs.symlinkSync('/etc/shadow', path), says: /leaves the source/},
      'a pipe': {put: () => host.inside('mkfifo', path), says: /not a regular file \(fifo\)/},
      'a device': {
        put: () => host.inside('mknod', path, 'c', '1', '5'),
        says: /not a regular file \(device\)/,
      },
      'UTF-16': {
        put: () => fs.writeFileSync(path, Buffer.from(`\ufeff${web('utf16')}`, 'utf16le')),
        says: /UTF-8/,
      },
      'Latin-1': {
        put: () => fs.writeFileSync(path, Buffer.from(`# caf\xe9\n${web('latin')}`, 'latin1')),
        says: /UTF-8/,
      },
      nothing: {put: () => fs.writeFileSync(path, ''), says: /no document found/},
      zeros: {put: () => fs.writeFileSync(path, Buffer.alloc(4096)), says: /web\.yaml:1:1/},
      'writable by everyone': {
        put: () => {
          fs.writeFileSync(path, web('open'));
          fs.chmodSync(path, 0o666);
        },
        says: /writable by everyone/,
      },
    };
    for (const [name, {put, says}] of Object.entries(faults)) {
      fs.rmSync(path, {recursive: true, force: true});
      put();
      await host.waitFor(`${name} to be named`, () => {
        const words = ['ManifestValid', 'RemovalHeld'].map(type =>
          message(host, 'VirtualMachine', 'web', type),
        );
        expect(words.join(' ')).toMatch(says);
        expect(label()).toBe('whole');
        return true;
      });
      expect(host.condition('web', 'Ready')).toMatch(/^True/);
      fs.rmSync(path, {recursive: true, force: true});
      host.write('web.yaml', web('whole'));
      await host.waitFor('the manifest to be good again', () => isValid() === 'True Valid');
    }
    await unbroken();
  },
  timeoutMs,
);

test(
  'of two manifests with one name neither changes anything over many edits, and the one that is left is obeyed',
  async () => {
    const unbroken = guard(host, 'web');
    host.write('a/copy.yaml', web('copy'));
    await host.waitFor('the duplicate', () => isValid() === 'False Duplicate');
    for (const edit of ['one', 'two', 'three']) {
      host.write('web.yaml', web(edit));
      host.write('a/copy.yaml', web(`copy-${edit}`));
    }
    // Something else that is obeyed meanwhile shows that the edits were seen.
    host.write('lan.yaml', lanWithMtu(1400));
    await host.waitFor('the other edit', () => mtu() === 1400);
    await host.waitFor('both files to be named', () => {
      const said = message(host, 'VirtualMachine', 'web', 'ManifestValid');
      return said.includes('web.yaml') && said.includes('a/copy.yaml');
    });
    expect(label()).toBe('whole');
    host.remove('web.yaml');
    await edited('copy-three');
    host.write('web.yaml', web('whole'));
    host.remove('a/copy.yaml');
    await edited('whole');
    await unbroken();
  },
  timeoutMs,
);

const lanWithMtu = (bytes: number): string =>
  yamlFile({
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'Network',
    metadata: {name: 'lan'},
    spec: {bridge: {name: 'vmlet0', management: 'Owned', addresses: ['10.77.0.1/24'], mtu: bytes}},
  });

const mtu = (): number | undefined =>
  (host.ip('link', 'show') as {ifname: string; mtu: number}[]).find(link => link.ifname === 'vmlet0')?.mtu;

/** Ask the daemon itself, as the CLI does, without the cost of a new program; how long it took. */
const asks = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const sinceMs = performance.now();
    const socket = connect(host.paths.apiSocket);
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('connect', () =>
      socket.write('GET /v1/health HTTP/1.1\r\nhost: vmlet\r\nconnection: close\r\n\r\n'),
    );
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () =>
      answer.startsWith('HTTP/1.1 200') ? resolve(performance.now() - sinceMs) : reject(new Error(answer)),
    );
  });

test.each([
  ['by rename', (edit: string) => host.write('web.yaml', web(edit))],
  ['in place', (edit: string) => fs.writeFileSync(file('web.yaml'), web(edit))],
])(
  'of a hundred edits a second for ten seconds %s the last one stands, and the daemon answers all the while',
  async (how, save) => {
    const unbroken = guard(host, 'web');
    const status = host.paths.status({kind: 'VirtualMachine', namespace: 'default', name: 'web'});
    const written = new Set<string>();
    const waits: number[] = [];
    const sinceMs = performance.now();
    let edits = 0;
    while (performance.now() - sinceMs < 10_000) {
      save(`${how.replace(' ', '-')}-${String((edits += 1))}`);
      if (edits % 50 === 0) waits.push(await asks());
      written.add(String(fs.statSync(status, {bigint: true}).mtimeNs));
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    await edited(`${how.replace(' ', '-')}-${String(edits)}`);
    expect(isValid()).toBe('True Valid');
    expect(edits).toBeGreaterThan(200);
    // Hints are folded to ten scans a second; each scan that sees an edit writes the status once.
    const elapsedS = (performance.now() - sinceMs) / 1000;
    expect(written.size).toBeGreaterThan(1);
    expect(written.size).toBeLessThan(12 * elapsedS + 10);
    // An answer needs the event loop; the deadline is for a machine with other things to do.
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThan(5_000);
    const leftovers = [host.manifestsDir, host.paths.stateDir].flatMap(directory =>
      fs.readdirSync(directory, {recursive: true, encoding: 'utf8'}).filter(name => /\.tmp/.test(name)),
    );
    expect(leftovers).toEqual([]);
    host.write('web.yaml', web('whole'));
    await edited('whole');
    await unbroken();
  },
  timeoutMs,
);

test(
  'forty pipes, sockets and devices that are named like manifests delay neither an edit nor an answer',
  async () => {
    const unbroken = guard(host, 'web');
    fs.mkdirSync(file('odd'));
    for (let index = 0; index < 20; index += 1) host.inside('mkfifo', file(`odd/pipe${String(index)}.yaml`));
    for (let index = 0; index < 10; index += 1)
      host.inside('mknod', file(`odd/device${String(index)}.yaml`), index % 2 === 0 ? 'c' : 'b', '1', '7');
    const sockets = spawn(process.execPath, [
      '-e',
      `for (let i = 0; i < 10; i += 1) require('net').createServer().listen('${file('odd')}/socket' + i + '.yaml')`,
    ]);
    try {
      await host.waitFor('the sockets', () => fs.existsSync(file('odd/socket9.yaml')));
      for (const edit of ['odd-1', 'odd-2', 'odd-3']) {
        host.write('web.yaml', web(edit));
        await edited(edit);
        expect(await asks()).toBeLessThan(5_000);
      }
      expect((await host.cli('validate')).stdout).toMatch(/odd\/pipe0\.yaml.*not a regular file \(fifo\)/);
    } finally {
      sockets.kill();
    }
    fs.rmSync(file('odd'), {recursive: true});
    host.write('web.yaml', web('whole'));
    await edited('whole');
    await unbroken();
  },
  timeoutMs,
);

test(
  'a directory that is made anew, swapped by rename or through a link is followed at once, and again by the resync',
  async () => {
    const unbroken = guard(host, 'web');
    const aside = `${host.manifestsDir}.aside`;
    const swaps: Record<string, () => void> = {
      'made anew': () => {
        fs.cpSync(host.manifestsDir, aside, {recursive: true});
        fs.rmSync(host.manifestsDir, {recursive: true});
        fs.mkdirSync(host.manifestsDir);
        fs.cpSync(aside, host.manifestsDir, {recursive: true});
        fs.rmSync(aside, {recursive: true});
      },
      'swapped by rename': () => {
        fs.cpSync(host.manifestsDir, aside, {recursive: true});
        fs.renameSync(host.manifestsDir, `${aside}.old`);
        fs.renameSync(aside, host.manifestsDir);
        fs.rmSync(`${aside}.old`, {recursive: true});
      },
      'a link now': () => {
        fs.renameSync(host.manifestsDir, aside);
        fs.symlinkSync(aside, host.manifestsDir);
      },
      'a link to another directory': () => {
        fs.cpSync(aside, `${aside}.2`, {recursive: true});
        fs.symlinkSync(`${aside}.2`, `${aside}.link`);
        fs.renameSync(`${aside}.link`, host.manifestsDir);
        fs.rmSync(aside, {recursive: true});
      },
      'a directory again': () => {
        fs.rmSync(host.manifestsDir);
        fs.renameSync(`${aside}.2`, host.manifestsDir);
      },
    };
    for (const [index, [name, swap]] of Object.entries(swaps).entries()) {
      swap();
      // The watch of before is lost; an edit in the new place must be seen all the same.
      host.write('web.yaml', web(`swap-${String(index)}`));
      await edited(`swap-${String(index)}`);
      await host.waitFor(`all to be as before after: ${name}`, () => {
        expect(host.condition('web', 'RemovalHeld')).toBe('False NotHeld');
        expect(condition(host, 'Network', 'lan', 'RemovalHeld')).toBe('False NotHeld');
        return true;
      });
    }
    expect(host.vm('web').status.phase).toBe('Running');
    await unbroken();
  },
  timeoutMs,
);
