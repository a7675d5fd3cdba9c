import {describe, expect, test} from '@jest/globals';
import type {ResolvedVm} from '../../../../controller/desired/node.ts';
import {qemuCommand} from '../../../../controller/drivers/qemu/command-line.ts';
import {qemuRefusal} from '../../../../controller/drivers/qemu/refusal.ts';
import {blank, plainContext, plainVm, qemuCases, tap, userNet} from '../../../fixtures/qemu/cases.ts';

const plain = plainVm('/r');
const on = (change: Partial<ResolvedVm['hypervisor']>): ResolvedVm => ({
  ...plain,
  hypervisor: {...plain.hypervisor, ...change},
});
const booting = (cmdline: readonly string[]): ResolvedVm =>
  plain.boot.kind === 'kernel' ? {...plain, boot: {...plain.boot, cmdline}} : plain;

test.each(qemuCases('/r'))('$name is not refused', ({vm}) => {
  expect(qemuRefusal(vm)).toBeNull();
});

describe('refused, with the field and the fix', () => {
  const cases: readonly [string, ResolvedVm][] = [
    ['cpu.count 256 is more than the 255 of machine microvm', {...on({machine: 'microvm'}), cpuCount: 256}],
    ['CPU model "max,-x;y" is not a QEMU CPU model', on({cpuModel: 'max,-x;y'})],
    ['CPU model host needs KVM; use max under TCG', on({cpuModel: 'host'})],
    [
      'machine virt has no bios; use boot.firmware uefi',
      {...on({machine: 'virt'}), boot: {kind: 'firmware', firmware: 'bios'}},
    ],
    [
      'machine microvm has no uefi; use q35, or boot a kernel directly',
      {...on({machine: 'microvm'}), boot: {kind: 'firmware', firmware: 'uefi'}},
    ],
    ['boot.cmdline holds a control character', booting(['a\nb'])],
    ['boot.cmdline is longer than 1983 bytes', booting(['x'.repeat(1984)])],
    [
      'machine microvm holds 20 disks and interfaces together',
      {...on({machine: 'microvm'}), disks: [blank('/r', 'd', 20)]},
    ],
    ['two devices share a slot', {...plain, disks: [blank('/r', 'd', 1)]}],
    [
      'disk d: serial "aaaaaaaaaaaaaaaaaaaaa" is not 1 to 20 bytes of text',
      {...plain, disks: [{...blank('/r', 'd', 2), serial: 'a'.repeat(21)}]},
    ],
    [
      'disk d: its path is not absolute',
      {...plain, disks: [{...blank('/r', 'd', 2), source: {kind: 'file', path: 'nbd:x', format: 'raw'}}]},
    ],
    [
      'interface lan: mac "52:54:00:00:00:0g" is not six lower-case hex pairs',
      {...plain, interfaces: [{...tap('lan', 1), mac: '52:54:00:00:00:0g'}]},
    ],
    [
      'interface lan: address "10.0.0.1,string=x" is not an address with a prefix length',
      {...plain, interfaces: [{...tap('lan', 1), addresses: ['10.0.0.1,string=x']}]},
    ],
    [
      'interface lan: several queues need a PCI machine, not microvm',
      {...on({machine: 'microvm'}), interfaces: [tap('lan', 1, true)]},
    ],
    [
      'interface lan: host address "::1" is not IPv4',
      {
        ...plain,
        interfaces: [
          {
            ...userNet('lan', 1),
            binding: {
              kind: 'user',
              restrict: false,
              forwards: [{protocol: 'tcp', hostAddress: '::1', hostPort: 1, guestPort: 1}],
            },
          },
        ],
      },
    ],
    [
      'machine microvm takes no host devices; use q35',
      {...on({machine: 'microvm'}), devices: [{kind: 'pci', address: '0000:01:00.0'}]},
    ],
    [
      'a USB device is named by two 4-digit hex numbers',
      {...plain, devices: [{kind: 'usb', vendorId: '12', productId: '1234'}]},
    ],
    ['hostname "a,string=b" is not a DNS name', {...plain, hostname: 'a,string=b'}],
    ['name "a,process=sshd" is not a-z 0-9 -', {...plain, name: 'a,process=sshd'}],
    ['hypervisor.qemu.extraArgs holds a NUL byte', on({extraArgs: ['-x\0']})],
  ];

  test.each(cases)('%s', (reason, vm) => {
    expect(qemuRefusal(vm)).toBe(reason);
    expect(() => qemuCommand(vm, plainContext('/r'))).toThrow(reason);
  });

  test('all reasons are told at once', () => {
    expect(qemuRefusal({...on({cpuModel: 'host'}), hostname: '-'})).toBe(
      'hostname "-" is not a DNS name; CPU model host needs KVM; use max under TCG',
    );
  });
});
