// The same guest on every machine type, disks that boot by firmware, and what the accelerator came to.
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {startHost, vmManifest, yamlFile} from './harness.ts';
import type {E2eHost} from './harness.ts';

let host: E2eHost;

const machines = ['q35', 'pc', 'microvm'] as const;
const firmwareMachines = ['q35', 'microvm'] as const;
const hello = 'hello from the boot sector';

/** A disk whose boot sector writes `text` to the first serial port and halts: no boot loader, no kernel. */
const bootableDisk = (text: string): Buffer => {
  const code = Buffer.from([
    ...[0xfc, 0x31, 0xc0, 0x8e, 0xd8], // cld; ds = 0
    ...[0xbe, 0x16, 0x7c], // si = the text below, at 0x7c00 + 0x16
    ...[0xac, 0x84, 0xc0, 0x74, 0x06], // next: al = *si++; at 0 jump to halt
    ...[0xba, 0xf8, 0x03, 0xee, 0xeb, 0xf5], // out 0x3f8, al; jump to next
    ...[0xf4, 0xeb, 0xfd], // halt: hlt; jump to halt
  ]);
  const disk = Buffer.alloc(1024 * 1024);
  code.copy(disk);
  disk.write(`${text}\r\n\0`, code.length, 'latin1');
  disk.writeUInt16LE(0xaa55, 510);
  return disk;
};

const argvOf = (vm: string): string[] =>
  readFileSync(`/proc/${String(host.qemuPid(vm))}/cmdline`, 'utf8').split('\0');

beforeAll(async () => {
  host = await startHost();
  for (const [index, machine] of machines.entries())
    host.write(
      `${machine}.yaml`,
      vmManifest(machine, {
        address: `10.77.0.${String(index + 11)}/24`,
        cpus: 2,
        spec: {hypervisor: {qemu: {machine, accelerator: 'auto'}}},
      }),
    );
  writeFileSync(join(host.manifestsDir, 'boot.raw'), bootableDisk(hello));
  host.write(
    'boot.yaml',
    yamlFile({
      apiVersion: 'vmlet.dev/v1alpha1',
      kind: 'Image',
      metadata: {name: 'bootable'},
      spec: {format: 'raw', source: {file: {path: 'boot.raw'}}},
    }),
  );
  for (const machine of firmwareMachines)
    host.write(
      `bios-${machine}.yaml`,
      vmManifest(`bios-${machine}`, {
        spec: {
          hypervisor: {qemu: {machine}},
          boot: {firmware: 'bios'},
          disks: [
            {name: 'root', image: 'bootable'},
            {name: 'data', blank: {}, size: '8Mi'},
          ],
          readiness: {console: {contains: hello}},
        },
      }),
    );
  await host.daemon.start();
}, 60_000);

afterAll(() => host.close());

test.each(machines)(
  'the guest boots on %s with its processors, its disk by serial and its address',
  async machine => {
    await host.ready(machine);
    const seen = host.console(machine);
    expect(seen.cpus).toBe(2);
    expect(seen.disks.map(disk => disk.serial)).toEqual(['root']);
    expect(seen.mounts.map(mount => mount.on)).toContain('/');
    expect(seen.addresses.map(each => each.address)).toEqual([
      `10.77.0.${String(machines.indexOf(machine) + 11)}/24`,
    ]);
    expect(argvOf(machine).find(word => word.startsWith(machine))).toBeDefined();
  },
  180_000,
);

test.each(firmwareMachines)(
  'firmware on %s boots from the first disk',
  async machine => {
    await host.ready(`bios-${machine}`);
    expect(host.console(`bios-${machine}`).text).toContain(hello);
  },
  120_000,
);

test('accelerator auto is what the probe found, in the status, on the command line and in doctor, with the reason', async () => {
  const {accelerator} = host.vm('q35').status;
  const argv = argvOf('q35');
  expect(argv[argv.indexOf('-accel') + 1]?.split(',')[0]).toBe(accelerator);
  const doctor = await host.cli('doctor');
  const line = doctor.stdout.split('\n').find(each => /\baccelerator\b/.test(each)) ?? '';
  expect(line).toMatch(
    accelerator === 'tcg'
      ? /^warn +accelerator +KVM with CPU model \S+ does not run a test guest.*run under TCG/
      : /^ok +accelerator +KVM ran a test guest/,
  );
}, 60_000);
