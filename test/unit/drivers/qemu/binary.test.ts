import {beforeEach, describe, expect, test} from '@jest/globals';
import type {Processes, RunResult} from '../../../../controller/host/host.ts';
import {
  findMicrovmFirmware,
  findQemu,
  findUefiFirmware,
  parseQemuVersion,
} from '../../../../controller/drivers/qemu/binary.ts';
import {fakeFiles} from '../../../fakes/files.ts';

const said = (version: string): RunResult => ({
  exitCode: 0,
  stdout: `QEMU emulator version ${version} (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright (c) 2003-2022\n`,
  stderr: '',
});

let files = fakeFiles();
let answer = said('7.2.22');
let runs: string[] = [];
let processes: Processes;

beforeEach(() => {
  files = fakeFiles();
  answer = said('7.2.22');
  runs = [];
  const unused = (): never => {
    throw new Error('only run() is needed');
  };
  processes = {
    run: (command, args) => {
      runs.push([command, ...args].join(' '));
      return Promise.resolve(answer);
    },
    launch: unused,
    follow: unused,
    list: unused,
    inspect: unused,
    signal: unused,
  };
});

const find = (override?: string) => findQemu({files, processes}, 'x86_64', override);

describe('the QEMU program', () => {
  test('of the distribution comes before a local one', async () => {
    files.control.put('/usr/local/bin/qemu-system-x86_64', 'elf');
    expect((await find()).binary).toBe('/usr/local/bin/qemu-system-x86_64');
    files.control.put('/usr/bin/qemu-system-x86_64', 'elf');
    expect(await find()).toEqual({binary: '/usr/bin/qemu-system-x86_64', version: {major: 7, minor: 2}});
  });

  test('is only the given one when one is given', async () => {
    files.control.put('/usr/bin/qemu-system-x86_64', 'elf');
    await expect(find('/opt/qemu')).rejects.toThrow(
      'qemu-system-x86_64 was not found in /opt/qemu: install the package qemu-system-x86',
    );
    files.control.put('/opt/qemu', 'elf');
    expect((await find('/opt/qemu')).binary).toBe('/opt/qemu');
  });

  test('that is missing is named with every place that was looked at', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'E-TOOL',
      message:
        'qemu-system-x86_64 was not found in /usr/bin/qemu-system-x86_64 or /usr/local/bin/qemu-system-x86_64: install the package qemu-system-x86',
    });
  });

  test('is asked for its version once, and again when it was replaced', async () => {
    files.control.put('/usr/bin/qemu-system-x86_64', 'elf');
    await find();
    await find();
    expect(runs).toEqual(['/usr/bin/qemu-system-x86_64 --version']);
    answer = said('10.0.1');
    files.control.put('/usr/bin/qemu-system-x86_64', 'newer elf');
    expect((await find()).version).toEqual({major: 10, minor: 0});
    expect(runs).toHaveLength(2);
  });

  test.each(['7.1.0', '6.2.0'])('of version %s is too old, for good', async version => {
    files.control.put('/usr/bin/qemu-system-x86_64', 'elf');
    answer = said(version);
    await expect(find()).rejects.toMatchObject({
      code: 'E-TOOL',
      terminal: true,
      message: `/usr/bin/qemu-system-x86_64 is version ${version.slice(0, 3)}; vmlet needs 7.2 or newer`,
    });
  });

  test.each([
    [{exitCode: 127, stdout: '', stderr: 'error while loading shared libraries: libfdt.so.1\n'}],
    [{exitCode: 0, stdout: 'hello\n', stderr: ''}],
  ])('that answers %j is an error that quotes it', async result => {
    files.control.put('/usr/bin/qemu-system-x86_64', 'elf');
    answer = result;
    await expect(find()).rejects.toThrow(JSON.stringify((result.stderr || result.stdout).trim()));
  });
});

test.each([
  ['QEMU emulator version 9.2.0', {major: 9, minor: 2}],
  ['QEMU emulator version 10.0.13 (Debian 1:10)', {major: 10, minor: 0}],
  ['warning: x\nQEMU emulator version 7.2.22', {major: 7, minor: 2}],
  ['qemu-img version 7.2.22', undefined],
])('the version in %j is %j', (output, version) => {
  expect(parseQemuVersion(output)).toEqual(version);
});

test('UEFI firmware is the first image that is there, by architecture', () => {
  expect(findUefiFirmware({files}, 'x86_64')).toBeNull();
  files.control.put('/usr/share/ovmf/OVMF.fd', 'fw');
  expect(findUefiFirmware({files}, 'x86_64')).toBe('/usr/share/ovmf/OVMF.fd');
  expect(findUefiFirmware({files}, 'aarch64')).toBeNull();
});

test('a microvm boots disks with the firmware of seabios before the one that QEMU may have replaced', () => {
  expect(findMicrovmFirmware({files})).toBeNull();
  files.control.put('/usr/share/qemu/bios-microvm.bin', 'fw');
  expect(findMicrovmFirmware({files})).toBe('/usr/share/qemu/bios-microvm.bin');
  files.control.put('/usr/share/seabios/bios-microvm.bin', 'fw');
  expect(findMicrovmFirmware({files})).toBe('/usr/share/seabios/bios-microvm.bin');
});
