// A QEMU that something else started, adopted from its process and from its monitor's socket.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {spawn, spawnSync} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {runCli} from '../../controller/cli/cli.ts';
import type {CliContext} from '../../controller/cli/context.ts';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import {randomUUID} from 'node:crypto';

const qemu = '/usr/bin/qemu-system-x86_64';
const isHere = existsSync(qemu);
if (!isHere) console.log(`skipped: ${qemu} is not installed`);
const onQemu = isHere ? test : test.skip;

let directory = '';
let guest: ChildProcess | undefined;

beforeAll(async () => {
  if (!isHere) return;
  directory = mkdtempSync(join(tmpdir(), 'vmlet-adopt-'));
  spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(directory, 'root.qcow2'), '64M']);
  guest = spawn(
    qemu,
    [
      ...['-name', 'guest=Old Web', '-machine', 'q35', '-accel', 'tcg', '-m', '64', '-S', '-display', 'none'],
      ...['-drive', 'file=root.qcow2,format=qcow2,if=virtio', '-nic', 'user,model=virtio-net-pci'],
      ...['-qmp', `unix:${join(directory, 'qmp.sock')},server=on,wait=off`, '-vga', 'std'],
    ],
    {cwd: directory, stdio: 'ignore'},
  );
  for (let tries = 0; tries < 600 && !existsSync(join(directory, 'qmp.sock')); tries += 1) await sleep(50);
}, 60_000);

afterAll(() => {
  guest?.kill('SIGKILL');
  if (directory !== '') rmSync(directory, {recursive: true, force: true});
});

const vmlet = async (...argv: string[]) => {
  let [out, err] = ['', ''];
  const unused = (): Promise<never> => Promise.reject(new Error('not used here'));
  const context: CliContext = {
    argv,
    env: {},
    cwd: directory,
    uid: 0,
    version: 'test',
    stdin: new PassThrough(),
    stdout: {write: text => (out += text), isTty: false, columns: 80, rows: 24},
    stderr: {write: text => (err += text), isTty: false, columns: 80, rows: 24},
    signal: new AbortController().signal,
    host: {files: systemFiles(randomUUID), clock: systemClock()},
    runDaemon: unused,
    planLocally: unused,
    planAgainst: unused,
    policyRefusals: unused,
    snapshotLocally: unused,
    sweepLocally: unused,
    downLocally: unused,
  };
  return {code: await runCli(context), out, err};
};

onQemu('a running QEMU becomes a manifest of its own disk, and the guest does not notice', async () => {
  const before = readFileSync(join(directory, 'root.qcow2'));
  const {code, out, err} = await vmlet('adopt', String(guest?.pid));
  expect([code, err]).toEqual([0, expect.stringContaining('not expressed: -vga std')]);
  expect(out).toContain(`path: ${join(directory, 'root.qcow2')}`);
  expect(out).toContain('name: old-web');
  expect(out).toContain('runPolicy: Halted');
  expect(guest?.exitCode).toBeNull();
  expect(readFileSync(join(directory, 'root.qcow2')).equals(before)).toBe(true);
});

onQemu(
  'a monitor is of the QEMU that has it, not of one whose path begins alike or of a program that talks to it',
  async () => {
    const socket = join(directory, 'qmp.sock');
    const others = [
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', socket], {stdio: 'ignore'}),
      spawn(qemu, ['-M', 'none', '-S', '-display', 'none', '-qmp', `unix:${socket}2,server=on,wait=off`], {
        stdio: 'ignore',
      }),
    ];
    try {
      for (let tries = 0; tries < 600 && !existsSync(`${socket}2`); tries += 1) await sleep(50);
      expect(await vmlet('adopt', 'qmp.sock')).toMatchObject({
        code: 0,
        out: expect.stringContaining('old-web'),
      });
    } finally {
      for (const child of others) child.kill('SIGKILL');
    }
  },
);

onQemu(
  'its monitor names it too, and the file that is written passes validate and is written once',
  async () => {
    expect((await vmlet('adopt', 'qmp.sock', '--output', 'web.yaml')).code).toBe(0);
    expect(await vmlet('validate', 'web.yaml')).toMatchObject({code: 0, out: ''});
    expect(await vmlet('adopt', 'qmp.sock', '--output', 'web.yaml')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    });
    expect((await vmlet('adopt', 'qmp.sock', '--strict')).code).toBe(1);
  },
);

test('what is no QEMU, or not there, is refused', async () => {
  expect(await vmlet('adopt', String(process.pid))).toMatchObject({code: 65, out: ''});
  expect(await vmlet('adopt', '999999999')).toMatchObject({code: 1, out: ''});
  expect(await vmlet('adopt', 'nothing')).toMatchObject({code: 1, out: ''});
});
