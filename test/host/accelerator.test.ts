// The accelerator probe with the real QEMU of this host: its control under TCG, the image against its source, and
// whatever /dev/kvm this host has.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {randomUUID} from 'node:crypto';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {probeAccelerator, probeArguments, probeImage} from '../../controller/drivers/qemu/accelerator.ts';
import type {ProbeHost} from '../../controller/drivers/qemu/accelerator.ts';
import {findQemu} from '../../controller/drivers/qemu/binary.ts';
import {tscKhz} from '../../controller/drivers/qemu/host-tsc.ts';
import {systemClock} from '../../controller/host/clock.ts';
import {systemFiles} from '../../controller/host/files.ts';
import {makePaths} from '../../controller/host/paths.ts';
import {systemProcesses} from '../../controller/host/process.ts';

let directory = '';
let host: ProbeHost;
/** Arguments of every process that was run. */
let runs: (readonly string[])[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vmlet-probe-'));
  runs = [];
  const processes = systemProcesses();
  host = {
    processes: {
      ...processes,
      run: (command, args, options) => {
        runs.push(args);
        return processes.run(command, args, options);
      },
    },
    files: systemFiles(randomUUID),
    paths: makePaths({stateDir: directory, runtimeDir: directory}),
    clock: systemClock(),
  };
});

afterEach(() => {
  rmSync(directory, {recursive: true, force: true});
});

test('the shipped image is what kvm-probe.S assembles to', () => {
  const tools = ['as', 'ld'].map(tool => join('/usr/bin', tool));
  if (!tools.every(tool => existsSync(tool)) || process.arch !== 'x64') {
    console.warn('not run: as and ld for x86_64 (binutils) are not installed');
    return;
  }
  const source = new URL('../../controller/drivers/qemu/kvm-probe.S', import.meta.url).pathname;
  const object = join(directory, 'probe.o');
  const tail = join(directory, 'probe.bin');
  execFileSync('as', ['--64', '-o', object, source]);
  execFileSync('ld', ['-Ttext=0xffc00', '--oformat', 'binary', '-o', tail, object]);
  const assembled = readFileSync(tail);
  expect(assembled).toHaveLength(1024);
  expect(probeImage().subarray(-1024).toString('base64')).toBe(assembled.toString('base64'));
  expect(probeImage()).toHaveLength(64 * 1024);
});

test('the probe passes every stage where a vCPU really runs: under TCG', async () => {
  const {binary} = await findQemu(host, 'x86_64');
  const image = join(directory, 'probe.bin');
  writeFileSync(image, probeImage());
  const result = await host.processes.run(binary, probeArguments('tcg', 'max', image), {timeoutMs: 20_000});
  expect(result).toEqual({exitCode: 85, stdout: 'rplcsxu', stderr: ''});
});

test('a probe guest that stops on its way does not pass', async () => {
  const {binary} = await findQemu(host, 'x86_64');
  const image = join(directory, 'probe.bin');
  writeFileSync(image, probeImage());
  // A CPU without long mode: the stages end there, as on an accelerator that lacks it.
  const result = await host.processes.run(binary, probeArguments('tcg', 'qemu32', image), {
    timeoutMs: 20_000,
  });
  expect(result).toMatchObject({exitCode: 0, stdout: 'rp'});
});

test.each([null, 'qemu64'])(
  'a verdict on this host with CPU model %s comes once, is remembered, and leaves no QEMU behind',
  async cpuModel => {
    const {binary} = await findQemu(host, 'x86_64');
    const before = qemuCount();
    const choice = await probeAccelerator(host, {binary, cpuModel});
    const probes = runs.length;
    expect(qemuCount()).toBe(before);
    if (existsSync('/dev/kvm')) {
      expect(choice.why).toMatch(/KVM/);
      expect(choice.cpuModel).toBe(cpuModel ?? (choice.accelerator === 'kvm' ? 'host' : 'max'));
      expect(await probeAccelerator(host, {binary, cpuModel})).toEqual(choice);
      expect(runs).toHaveLength(probes);
    } else {
      expect(choice).toEqual({accelerator: 'tcg', cpuModel: cpuModel ?? 'max', why: 'there is no /dev/kvm'});
      expect(runs.filter(args => args.includes('-bios'))).toEqual([]);
    }
    expect(readdirSync(directory).filter(name => name.startsWith('core'))).toEqual([]);
  },
  10_000,
);

test('QEMU of this host is found with its version, which is asked for once', async () => {
  const found = await findQemu(host, 'x86_64');
  expect(found.binary).toMatch(/^\/usr\/(local\/)?bin\/qemu-system-x86_64$/);
  expect(found.version.major).toBeGreaterThanOrEqual(7);
  expect(await findQemu(host, 'x86_64')).toEqual(found);
  expect(runs).toEqual([['--version']]);
});

test('the TSC rate of this host is a plausible one or unknown', () => {
  const rate = tscKhz(host);
  if (rate !== null) {
    expect(rate).toBeGreaterThan(500_000);
    expect(rate).toBeLessThan(10_000_000);
  }
});

/** Probe guests of this test's directory that still run. */
const qemuCount = (): number =>
  host.processes.list().filter(({argv}) => argv.some(argument => argument.startsWith(directory))).length;
