// The command line against a real daemon and a real guest: --once, down, the console, the verbs without a daemon.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {execFileSync, spawn} from 'node:child_process';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parse} from 'yaml';
import {startHost, vmManifest} from './harness.ts';
import type {E2eHost} from './harness.ts';
import {program} from './program.ts';

let host: E2eHost;

beforeAll(async () => {
  host = await startHost();
  host.write('web.yaml', vmManifest('web', {address: '10.77.0.2/24', memory: '128Mi', labels: {app: 'web'}}));
}, 120_000);

afterAll(() => host.close());

const timeoutMs = 180_000;

const once = (...args: string[]) =>
  host.cli(
    ...['run', '--once', '--manifests', host.manifestsDir, '--runtime-dir', host.paths.runtimeDir],
    ...args,
  );

test(
  'run --once ends with 0 when every object is Ready, and the guests stay up',
  async () => {
    const {code, stdout, stderr} = await once('--timeout', '90s');
    expect([code, stderr]).toEqual([0, expect.anything()]);
    expect(stdout).toContain('every object is Ready');
    expect(host.console('web').ready).toBe(true);
    expect(host.qemuPid('web')).toBeGreaterThan(0);
  },
  timeoutMs,
);

test(
  'run --once ends with 1 and says what is not Ready and why, object by object and file by file',
  async () => {
    const before = host.life('web');
    host.write(
      'late.yaml',
      vmManifest('late', {spec: {disks: [{name: 'root', image: 'nowhere', size: '1Gi'}]}}),
    );
    host.write('bad.yaml', vmManifest('bad', {memory: 'much'}));
    const {code, stderr} = await once('--timeout', '3s');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /VirtualMachine\/default\/late: ImageMissing: there is no Image nowhere in namespace default\n/,
    );
    expect(stderr).toMatch(/bad\.yaml:\d+:\d+ spec\.memory\.size: /);
    expect(stderr).not.toMatch(/VirtualMachine\/default\/web:/);
    expect(host.life('web')).toEqual(before);
    host.remove('late.yaml');
    host.remove('bad.yaml');
  },
  timeoutMs,
);

test(
  'without a daemon the reading verbs say how old their data is and claim nothing about now',
  async () => {
    const table = await host.cli('get', 'vm', 'web');
    expect(table.code).toBe(0);
    expect(table.stderr).toMatch(/^vmlet: daemon not answering, data \d+\w* old \(the daemon does not run\)/);
    expect(table.stdout).toMatch(/web\s.*Unknown/);
    const yaml = await host.cli('get', 'vm', 'web', '-o', 'yaml');
    expect(parse(yaml.stdout)).toMatchObject({
      kind: 'VirtualMachine',
      metadata: {name: 'web', labels: {app: 'web'}},
      status: {phase: 'Unknown'},
    });
    const described = await host.cli('describe', 'vm/web');
    expect([described.code, described.stdout]).toEqual([0, expect.stringContaining('10.77.0.2')]);
    expect(described.stderr).toMatch(/data \d+\w* old/);
    expect(await host.ok('logs', 'web', '--tail', '500')).toContain('VMLET-GUEST boot-count 1');
    expect(await host.ok('events', 'vm/web')).toMatch(/VmStarted\s+vm\/web/);
    expect(await host.ok('explain', 'vm.spec.memory.size')).toMatch(/size/);
    // One guest runs; a plan made here and now sees nothing to do for it.
    expect((await host.cli('plan')).code).toBe(0);
    expect((await host.cli('validate')).code).toBe(0);
  },
  timeoutMs,
);

test(
  'verbs that need the daemon exit 69 without one, 64 when they are used wrongly, 78 on bad configuration',
  async () => {
    for (const words of [
      ['approve', 'web'],
      ['approve', '--prune'],
      ['start', 'web'],
      ['stop', 'web'],
      ['restart', 'web'],
      ['delete', 'web'],
      ['undelete', 'web'],
      ['purge', 'web', '--yes'],
    ]) {
      const {code, stderr} = await host.cli(...words);
      expect([words, code, stderr]).toEqual([words, 69, expect.stringMatching(/^vmlet: .*\n$/)]);
    }
    for (const words of [
      ['fly'],
      ['get', '--colour'],
      ['get', 'vm', '-o', 'xml'],
      ['stop'],
      ['logs', 'image/tiny-disk'],
      ['run', '--resync', 'soon'],
      ['purge', 'web'],
    ]) {
      const {code, stderr} = await host.cli(...words);
      expect([words, code, stderr]).toEqual([words, 64, expect.stringMatching(/^vmlet: .*\n$/)]);
    }
    for (const words of [
      ['run', '--runtime-dir', `/run/${'long'.repeat(20)}`],
      ['run', '--policy', '/nowhere/policy.yaml'],
    ]) {
      const {code, stderr} = await host.cli(...words);
      expect([words, code, stderr]).toEqual([words, 78, expect.stringMatching(/(^|\n)vmlet: .*\n$/)]);
    }
    const {code, stderr} = await host.cli('get', 'vm', 'wen');
    expect([code, stderr]).toEqual([1, expect.stringContaining('web')]);
  },
  timeoutMs,
);

test(
  'the console verb is the terminal of the guest, with and without the daemon',
  async () => {
    await host.waitFor('a shell', () => host.console('web').text.includes('web# '));
    const talk = async (line: string, answer: RegExp): Promise<void> => {
      const child = spawn(
        'nsenter',
        [`--net=/proc/${String(host.qemuPid('web'))}/ns/net`, process.execPath, program].concat([
          ...['--state-dir', host.paths.stateDir, 'console', 'web'],
        ]),
        {stdio: ['pipe', 'pipe', 'pipe']},
      );
      let heard = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      const ended = new Promise<number | null>(resolve => child.on('close', resolve));
      try {
        await host.waitFor('the connection', () => heard.includes('Connected to web'));
        child.stdin.write(`${line}\r`);
        await host.waitFor(`the guest's answer in ${JSON.stringify(heard)}`, () => answer.test(heard));
        // Control and ], as on any such terminal.
        child.stdin.write('\u001d');
        expect(await ended).toBe(0);
      } finally {
        child.kill();
      }
    };
    await talk('echo $((6 * 7)) | tr 42 ab', /^ab/m);
    await host.daemon.start();
    await host.ready('web');
    await talk('echo $((6 * 8)) | tr 48 cd', /^cd/m);
  },
  timeoutMs,
);

test(
  'with the daemon, get and describe tell what the status file holds, in every format',
  async () => {
    const {pid} = host.vm('web').status;
    const table = await host.waitFor('every status to be of this daemon', async () => {
      const result = await host.cli('get', 'vm');
      return result.stderr === '' && result;
    });
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(/^NAME.*\n(?:.*\n)*web\s+.*Running/);
    const shared = ['image/tiny-disk', 'network/lan'];
    expect(await host.ok('wait', 'vm/web', ...shared, '--timeout', '1m')).toMatch(
      /^vm\/web condition Ready is True$/m,
    );
    expect(await host.cli('wait', 'web', '--for', 'phase=Stopped', '--timeout', '1s')).toMatchObject({
      code: 1,
      stderr: 'vmlet: vm/web: phase is Running, after 1s\n',
    });
    // It was never valid and its manifest went while no daemon ran: nothing is left to tell of it.
    expect(host.status('VirtualMachine', 'bad')).toBeUndefined();
    await host.waitFor(
      'the manifest that is gone to be told',
      () => host.vm('late').status.phase === 'Removed',
    );
    expect(JSON.parse(await host.ok('get', 'vm', 'web', '-o', 'json'))).toMatchObject({
      metadata: {name: 'web'},
      status: {pid, phase: 'Running'},
    });
    expect(await host.ok('get', 'image,network', '-o', 'name')).toBe(
      'image/tiny-disk\nimage/tiny-initrd\nimage/tiny-kernel\nnetwork/lan\n',
    );
    expect(await host.ok('describe', 'web')).toMatch(/Running[\s\S]*10\.77\.0\.2/);
    expect((await host.cli('doctor')).code).toBe(0);
  },
  timeoutMs,
);

test(
  'down shuts every guest down, removes the links, keeps the disks and ends the daemon; run brings all back',
  async () => {
    const {interfaces, disks} = host.vm('web').status;
    const count = host.console('web').bootCount ?? 0;
    expect(host.links().sort()).toEqual(['vmlet0', interfaces[0]?.link].sort());
    const ended = host.daemon.ended();
    await host.ok('down');
    expect(await ended).toBe(0);
    expect(host.qemuPid('web')).toBeUndefined();
    expect(host.links()).toEqual([]);
    expect(host.console('web').events).toEqual(['power-button']);
    expect(disks.map(disk => fs.existsSync(disk.path))).toEqual([true]);
    expect(fs.existsSync(join(host.paths.vmRuntimeDir, host.uid('web')))).toBe(false);

    await host.daemon.start();
    await host.ready('web');
    expect(host.console('web').bootCount).toBe(count + 1);
    expect(host.vm('web').status.interfaces).toEqual(interfaces);
    expect(host.vm('web').status).toMatchObject({restarts: 0, pendingChanges: []});
  },
  timeoutMs,
);

test(
  'down without a daemon takes down what the last one left, and says that none ran',
  async () => {
    await host.daemon.kill9();
    expect(host.qemuPid('web')).toBeGreaterThan(0);
    expect(await host.ok('down')).toContain('no daemon ran');
    expect(host.qemuPid('web')).toBeUndefined();
    expect(host.links()).toEqual([]);
    expect(host.console('web').events).toEqual(['power-button']);
    // Nothing is left to do, and that is no fault.
    await host.ok('down', '--now');
  },
  timeoutMs,
);

test('what is longer than a pipe arrives whole, however late it is read, and a reader may go', () => {
  const state = fs.mkdtempSync(join(tmpdir(), 'vmlet-pipe-'));
  const directory = join(state, 'status/default/network');
  fs.mkdirSync(directory, {recursive: true});
  const status = fs.readFileSync(
    host.paths.status({kind: 'Network', namespace: 'default', name: 'lan'}),
    'utf8',
  );
  for (let index = 0; index < 200; index += 1)
    fs.writeFileSync(join(directory, `n${String(index)}.yaml`), status);
  const get = `'${process.execPath}' '${program}' --state-dir '${state}' get network -o json 2>/dev/null`;
  const shell = (command: string): string => execFileSync('bash', ['-c', command], {encoding: 'utf8'}).trim();
  const sizeBytes = Number(shell(`${get} > '${state}/out'; stat -c %s '${state}/out'`));
  expect(sizeBytes).toBeGreaterThan(4 * 65_536);
  expect(Number(shell(`${get} | { sleep 0.5; wc -c; }`))).toBe(sizeBytes);
  expect(shell(`set -o pipefail; ${get} | head -n 1; echo "\${PIPESTATUS[0]}"`)).toBe('{\n0');
  fs.rmSync(state, {recursive: true});
});
