// What our header check accepts opens no second file: each such image is opened by the real QEMU, with the nodes that
// vmlet would give it, and by qemu-img, under strace. A secret stands where the hostile headers point.
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {ResolvedDisk} from '../../controller/desired/node.ts';
import {diskNodes} from '../../controller/drivers/qemu/devices.ts';
import {parseQcow2Header, qcow2HeadBytes} from '../../controller/observe/qcow2.ts';
import {foreignHeads, headerCases, withExtensions} from '../fixtures/qcow2/headers.ts';
import {bent} from '../fuzz/bytes.ts';

let directory = '';
let secret = '';
let base = '';
let good: Buffer;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-opens-'));
  secret = join(directory, 'secret');
  base = join(directory, 'base');
  writeFileSync(secret, Buffer.alloc(1024 * 1024, 's'));
  writeFileSync(base, Buffer.alloc(1024 * 1024, 'b'));
  const made = join(directory, 'good.qcow2');
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', made, '1M']);
  good = readFileSync(made);
  mkdirSync(join(directory, 'cases'));
});

afterAll(() => {
  rmSync(directory, {recursive: true, force: true});
});

type Case = {readonly name: string; readonly path: string; readonly hasBase: boolean};

const put = (name: string, bytes: Buffer): string => {
  const path = join(directory, 'cases', name.replaceAll(/[^A-Za-z0-9]/g, '-'));
  writeFileSync(path, bytes);
  return path;
};

/** The cases that our check accepts, as files. */
const accepted = (all: readonly {name: string; bytes: Buffer}[]): Case[] =>
  all.flatMap(({name, bytes}) => {
    const verdict = parseQcow2Header(bytes.subarray(0, qcow2HeadBytes));
    return verdict.ok ? [{name, path: put(name, bytes), hasBase: verdict.backing !== null}] : [];
  });

const overlay = (slot: number, path: string): ResolvedDisk => ({
  ...{name: `d${String(slot)}`, serial: 'x', slot, readOnly: true},
  source: {
    ...{kind: 'overlay', path, sizeBytes: 1024 * 1024},
    image: {name: 'base', digest: 'sha256:00', path: base, format: 'raw', virtualSizeBytes: 1024 * 1024},
  },
});

const alone = (slot: number, path: string, format: 'raw' | 'qcow2'): ResolvedDisk => ({
  ...{name: `d${String(slot)}`, serial: 'x', slot, readOnly: true},
  source: {kind: 'file', path, format},
});

/** Every file that a traced program opened below our directory. */
const openedFiles = (trace: string): Set<string> =>
  new Set(
    [...trace.matchAll(/open(?:at)?\([^"]*"((?:[^"\\]|\\.)*)"/g)]
      .map(([, path = '']) => path)
      .filter(
        path =>
          path.includes(directory) || !/^(?:\/(?:usr|lib|lib64|etc|proc|sys|dev|run|tmp)\b|[^/])/.test(path),
      ),
  );

/** Add and remove the nodes of each disk in one paused QEMU under strace; what it opened, and how many it could open. */
const openInQemu = async (disks: readonly ResolvedDisk[]): Promise<{files: Set<string>; works: number}> => {
  const trace = join(directory, 'trace');
  const qemu = 'qemu-system-x86_64';
  const machine = ['-machine', 'none', '-nodefaults', '-display', 'none', '-S', '-qmp', 'stdio'];
  const child = spawn(
    'strace',
    ['-f', '-qq', '-e', 'trace=open,openat,openat2', '-o', trace, qemu, ...machine],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const {value, done} = await lines.next();
      if (done === true) throw new Error('QEMU ended');
      const message = JSON.parse(value) as Record<string, unknown>;
      if (!('event' in message)) return message;
    }
  };
  const run = async (execute: string, args: unknown = {}): Promise<boolean> => {
    child.stdin.write(`${JSON.stringify({execute, arguments: args})}\n`);
    return 'return' in (await answer());
  };
  await answer();
  await run('qmp_capabilities');
  let works = 0;
  for (const disk of disks) {
    const nodes = diskNodes(disk);
    const added: unknown[] = [];
    for (const node of nodes) if (await run('blockdev-add', node)) added.unshift(node['node-name']);
    if (added.length === nodes.length) works += 1;
    for (const name of added) await run('blockdev-del', {'node-name': name});
  }
  const ended = new Promise(resolve => child.once('close', resolve));
  await run('quit');
  await ended;
  return {files: openedFiles(readFileSync(trace, 'utf8')), works};
};

const traceImg = (...args: readonly string[]): {files: Set<string>; status: number | null} => {
  const trace = join(directory, 'trace-img');
  const strace = ['-f', '-qq', '-e', 'trace=open,openat,openat2', '-o', trace];
  const {status} = spawnSync('strace', [...strace, 'qemu-img', ...args], {encoding: 'utf8', timeout: 60_000});
  return {files: openedFiles(readFileSync(trace, 'utf8')), status};
};

const known = () => headerCases.map(({name, bend}) => ({name, bytes: bend(good, secret)}));

/** Random ones, so that the list above is not all that was ever tried. */
const random = (count: number, seed: number) =>
  fc
    .sample(
      bent(fc.constantFrom(...known().map(({bytes}) => bytes), withExtensions(good, [], undefined)), [
        'DATA',
        'raw',
        secret,
        `json:{"driver":"file","filename":"${secret}"}`,
      ]),
      {numRuns: count, seed},
    )
    .map((bytes, index) => ({name: `random ${String(index)}`, bytes}));

const disksOf = (cases: readonly Case[]): ResolvedDisk[] =>
  cases.map(({path, hasBase}, slot) => (hasBase ? overlay(slot, path) : alone(slot, path, 'qcow2')));

describe('a qcow2 header that is accepted', () => {
  test('opens its own file and the base that vmlet names, and no other, in QEMU', async () => {
    const seed = Math.floor(Math.random() * 1_000_000);
    const cases = [...accepted(known()), ...accepted(random(600, seed))];
    expect(cases.length).toBeGreaterThan(30);
    const {files, works} = await openInQemu(disksOf(cases));
    const expected = new Set([base, ...cases.map(({path}) => path)]);
    expect({seed, others: [...files].filter(path => !expected.has(path))}).toEqual({seed, others: []});
    // Otherwise QEMU refused all of them, and nothing was shown.
    expect(works).toBeGreaterThan(10);
  }, 180_000);

  test('opens no second file in qemu-img either, when it stands alone', () => {
    for (const {name, path, hasBase} of accepted(known())) {
      if (hasBase) continue;
      const {files, status} = traceImg('info', '-f', 'qcow2', path);
      expect({name, others: [...files].filter(file => file !== path), ended: status !== null}).toEqual({
        ...{name, others: [], ended: true},
      });
    }
  }, 180_000);
});

describe('without the check', () => {
  const bytesOf = (name: string): Buffer =>
    known().find(each => each.name === name)?.bytes ?? Buffer.alloc(0);

  test('a data file is opened by QEMU, and this test sees it', async () => {
    const path = put('naive', bytesOf('data file by bit and name'));
    const {files} = await openInQemu([alone(0, path, 'qcow2')]);
    expect([...files]).toContain(secret);
  }, 60_000);

  test.each(['a secret as raw base', 'a base as json:'])(
    '%s is opened by qemu-img, and this test sees it',
    name => {
      const path = put(`naive ${name}`, bytesOf(name));
      const {files} = traceImg('info', '-f', 'qcow2', '--backing-chain', path);
      expect([...files]).toContain(secret);
    },
    60_000,
  );

  test('two images that name each other and a chain of 300 end, and the check refuses to import them', () => {
    const names = Array.from({length: 300}, (_, index) => join(directory, `chain${String(index)}`));
    for (const [index, path] of names.entries())
      writeFileSync(
        path,
        withExtensions(good, [{type: 0xe279_2aca, data: 'qcow2'}], names[(index + 1) % names.length]),
      );
    for (const path of names.slice(0, 2)) {
      const verdict = parseQcow2Header(readFileSync(path).subarray(0, qcow2HeadBytes));
      // Accepted as an overlay, whose base vmlet then compares; image-store.ts refuses every image with a base.
      expect(verdict).toMatchObject({ok: true, backing: {format: 'qcow2'}});
    }
  });
});

describe('a raw disk that begins like another format', () => {
  test.each(Object.keys(foreignHeads))(
    '%s stays raw in QEMU, which opens nothing else',
    async name => {
      const path = put(
        `raw ${name}`,
        Buffer.concat([foreignHeads[name] ?? Buffer.alloc(0), Buffer.alloc(65_536)]),
      );
      const {files, works} = await openInQemu([alone(0, path, 'raw')]);
      expect({works, files: [...files]}).toEqual({works: 1, files: [path]});
    },
    60_000,
  );
});
