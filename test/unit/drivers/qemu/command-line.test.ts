import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {ResolvedVm} from '../../../../controller/desired/node.ts';
import {parseVmmArgv, qemuCommand} from '../../../../controller/drivers/qemu/command-line.ts';
import {plainContext, plainVm, qemuCases, uid} from '../../../fixtures/qemu/cases.ts';

// With a comma, which QEMU's own syntax would split at.
const root = '/srv/vm,state';
const fixtures = new URL('../../../fixtures/qemu/', import.meta.url);

/** UPDATE_GOLDEN=1 writes the files; read the diff before committing it. */
const golden = (name: string, argv: readonly string[]): string => {
  const file = new URL(`${name}.txt`, fixtures);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(fixtures, {recursive: true});
    writeFileSync(file, `${argv.join('\n')}\n`);
  }
  return readFileSync(file, 'utf8');
};

const valuesOf = (argv: readonly string[], option: string): string[] =>
  argv.flatMap((argument, index) => (argument === option ? [argv[index + 1] ?? ''] : []));

const jsonOf = (argv: readonly string[], option: string): Record<string, unknown>[] =>
  valuesOf(argv, option).map(value => JSON.parse(value) as Record<string, unknown>);

const plain = plainVm(root);
const context = plainContext(root);

describe('whole command lines', () => {
  test.each(qemuCases(root))('$name is the golden one', ({name, vm, context: caseContext}) => {
    const {argv} = qemuCommand(vm, caseContext);
    expect(`${argv.join('\n')}\n`).toBe(golden(name, argv));
  });

  test('macvtap devices are inherited from descriptor 3 on, in the order of the interfaces', () => {
    const {vm, context: caseContext} = qemuCases(root).find(({name}) => name === 'macvtap')!;
    const command = qemuCommand(vm, caseContext);
    expect(command.devices).toEqual([
      {fd: 3, path: '/dev/tap70701'},
      {fd: 4, path: '/dev/tap70702'},
    ]);
    expect(jsonOf(command.argv, '-netdev').map(({fd}) => fd)).toEqual(['3', '4']);
    expect(command.needsTun).toBe(false);
  });

  test('a macvtap without a device node cannot be started yet', () => {
    const {vm} = qemuCases(root).find(({name}) => name === 'macvtap')!;
    expect(() => qemuCommand(vm, context)).toThrow('interface lan: macvtap vmv1 has no device node yet');
  });

  test('only a tap needs the tun node, and only KVM the kvm node', () => {
    expect(qemuCommand(plain, context)).toMatchObject({needsTun: true, needsKvm: false});
    const kvm: ResolvedVm = {
      ...plain,
      interfaces: [],
      hypervisor: {...plain.hypervisor, accelerator: 'kvm', cpuModel: 'host'},
    };
    expect(qemuCommand(kvm, context)).toMatchObject({needsTun: false, needsKvm: true});
  });

  test('uefi without a firmware image says what to install', () => {
    const vm: ResolvedVm = {...plain, boot: {kind: 'firmware', firmware: 'uefi'}};
    expect(() => qemuCommand(vm, context)).toThrow(/install the package ovmf/);
  });
});

describe('strings from a manifest', () => {
  const text = fc
    .string({unit: 'grapheme', minLength: 1, maxLength: 30})
    .filter(value => !/[\0-\x1f\x7f]/.test(value));
  const path = text.map(value => `/${value}`);
  const evil = fc.oneof(
    text,
    fc.constantFrom('a,script=/p', ',,', '=x', '"},{', '-S', 'on', 'json:{}', '\\', '%s'),
  );

  test('stay one argument each and parse back equal', () => {
    const ordinary = qemuCommand(plain, context).argv;
    fc.assert(
      fc.property(
        evil.filter(value => Buffer.byteLength(value) <= 20),
        path,
        path,
        path,
        fc.array(evil, {maxLength: 5}),
        evil,
        (serial, overlayPath, basePath, kernelPath, cmdline, tapName) => {
          const disk = plain.disks[0]!;
          const nic = plain.interfaces[0]!;
          if (disk.source.kind !== 'overlay' || nic.binding.kind !== 'tap' || plain.boot.kind !== 'kernel')
            throw new Error('the plain VM changed');
          const vm: ResolvedVm = {
            ...plain,
            boot: {...plain.boot, kernel: {...plain.boot.kernel, path: kernelPath}, cmdline},
            disks: [
              {
                ...disk,
                serial,
                source: {...disk.source, path: overlayPath, image: {...disk.source.image, path: basePath}},
              },
            ],
            interfaces: [{...nic, binding: {...nic.binding, tap: tapName}}],
          };
          const {argv} = qemuCommand(vm, context);
          expect(argv).toHaveLength(ordinary.length);
          const changed = argv.flatMap((argument, index) => (argument === ordinary[index] ? [] : [index]));
          const free = ['-kernel', '-append', '-blockdev', '-device', '-netdev'];
          expect(changed.every(index => free.includes(ordinary[index - 1]!))).toBe(true);
          const nodes = jsonOf(argv, '-blockdev');
          expect(nodes.map(({filename}) => filename)).toEqual([basePath, undefined, overlayPath, undefined]);
          expect(jsonOf(argv, '-device').find(({id}) => id === 'disk0')?.['serial']).toBe(serial);
          expect(jsonOf(argv, '-netdev')[0]?.['ifname']).toBe(tapName);
          expect(valuesOf(argv, '-kernel')).toEqual([kernelPath]);
          expect(valuesOf(argv, '-append')[0]?.startsWith([...cmdline, ''].join(' '))).toBe(true);
        },
      ),
      {numRuns: 2_000},
    );
  });

  test('a comma of the state directory is doubled where QEMU would split at it', () => {
    const chardevs = valuesOf(qemuCommand({...plain, guestAgent: true}, context).argv, '-chardev');
    expect(chardevs).toHaveLength(3);
    for (const chardev of chardevs)
      expect(chardev.split(/(?<!,),(?!,)/)[2]).toMatch(/^path=\/srv\/vm,,state\//);
  });
});

describe('the kernel command line', () => {
  const append = (vm: ResolvedVm, tscKhz: number | null = 2596122): string =>
    valuesOf(qemuCommand(vm, {...context, tscKhz}).argv, '-append')[0] ?? '';
  const microvm: ResolvedVm = {...plain, hypervisor: {...plain.hypervisor, machine: 'microvm'}};
  const withCmdline = (vm: ResolvedVm, ...cmdline: string[]): ResolvedVm =>
    vm.boot.kind === 'kernel' ? {...vm, boot: {...vm.boot, cmdline}} : vm;

  test('a microvm under TCG is told the TSC rate of the host', () => {
    expect(append(microvm)).toBe('quiet console=ttyS0 tsc_early_khz=2596122');
  });

  test('an unknown TSC rate is left out', () => {
    expect(append(microvm, null)).toBe('quiet console=ttyS0');
  });

  test('a rate and a console that the user gave are not said again', () => {
    expect(append(withCmdline(microvm, 'console=hvc0', 'a tsc_early_khz=1'))).toBe(
      'console=hvc0 a tsc_early_khz=1',
    );
  });

  test('KVM needs nothing', () => {
    const kvm: ResolvedVm = {...microvm, hypervisor: {...microvm.hypervisor, accelerator: 'kvm'}};
    expect(append(kvm)).toBe('quiet console=ttyS0');
    const plainKvm: ResolvedVm = {...plain, hypervisor: {...plain.hypervisor, accelerator: 'kvm'}};
    expect(append(plainKvm)).toBe('quiet console=ttyS0');
  });

  test('a PC under TCG is told not to judge its timers by a busy host, once', () => {
    expect(append(plain)).toBe('quiet console=ttyS0 no_timer_check tsc_early_khz=2596122');
    expect(append(withCmdline(plain, 'no_timer_check'), null)).toBe('no_timer_check console=ttyS0');
  });
});

describe('what an observer reads back', () => {
  test('uid and revision of every golden command line', () => {
    for (const {vm, context: caseContext} of qemuCases(root))
      expect(parseVmmArgv(qemuCommand(vm, caseContext).argv)).toEqual({uid, revision: 3});
  });

  test('they are found behind the launch wrapper, and extraArgs cannot replace them', () => {
    const vm: ResolvedVm = {
      ...plain,
      hypervisor: {
        ...plain.hypervisor,
        extraArgs: ['-name', 'guest=a/b@9', '-uuid', '00000000-0000-0000-0000-000000000000'],
      },
    };
    expect(parseVmmArgv(['sh', '-c', 'exec "$@"', 'x', ...qemuCommand(vm, context).argv])).toEqual({
      uid,
      revision: 3,
    });
  });

  test.each([
    [[]],
    [['/usr/bin/qemu-system-x86_64', '-uuid', uid]],
    [['qemu', '-uuid', uid, '-name', 'guest=web-1']],
    [['qemu', '-name', 'guest=default/web-1@3', '-uuid']],
    [['qemu', '-name', 'guest=default/web-1@3', '-uuid', 'x']],
    [['qemu', '-name', 'guest=default/web-1@0', '-uuid', uid]],
  ])('%j is not a VM of ours', argv => {
    expect(parseVmmArgv(argv)).toBeNull();
  });

  test('the process name fits the 15 bytes that the kernel keeps', () => {
    const [name] = valuesOf(qemuCommand({...plain, name: 'a-very-long-name-indeed'}, context).argv, '-name');
    expect(name).toBe('guest=default/a-very-long-name-indeed@3,process=vmlet:a-very-lo');
  });
});
