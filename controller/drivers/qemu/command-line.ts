// The QEMU command line of a VM: small parts, concatenated. Pure; test/fixtures/qemu/ holds whole ones.
// A string that a manifest can choose stands alone as an argument (-append, -kernel), in JSON (devices.ts), or has
// passed a pattern (refusal.ts). The comma forms below hold only constants, numbers and names made by vmlet.
//
// Tried on QEMU 7.2 and written so that 10 takes it unchanged: what differs between them (-runas, -run-with) is not
// used, since the launch wrapper drops privileges before QEMU starts.
import {VmletError} from '../../errors.ts';
import type {ResolvedVm} from '../../desired/node.ts';
import type {CommandContext, VmmCommand} from '../driver.ts';
import {deviceParts, doubleCommas, inheritedDevices} from './device-arguments.ts';
import type {Part} from './device-arguments.ts';
import {beforeRun} from './hot-change.ts';
import {kernelLine} from './kernel-line.ts';
import {memorySize} from './memory.ts';
import {qemuRefusal} from './refusal.ts';

/** The kernel keeps 15 bytes of a process name. */
const processNameLimit = 15;

const guestName = /(?:^|,)guest=[a-z0-9-]+\/[a-z0-9-]+@([1-9][0-9]{0,9})(?:,|$)/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const mebibyte = 1024 * 1024;

/** Everything needed to start `vm`. Throws E-CONFIG (terminal) for what qemuRefusal names, E-HOST when a device node is missing. */
export const qemuCommand = (vm: ResolvedVm, context: CommandContext): VmmCommand => {
  const refusal = qemuRefusal(vm);
  if (refusal !== null) throw new VmletError('E-CONFIG', refusal, {terminal: true});
  const told = beforeRun(vm);
  return {
    argv: [context.binary, ...parts.flatMap(part => part(vm, context))],
    needsTun: vm.interfaces.some(({binding}) => binding.kind === 'tap'),
    ...(vm.interfaces.some(({binding}) => binding.kind === 'user') ? {needsInternet: true} : {}),
    needsKvm: vm.hypervisor.accelerator === 'kvm',
    devices: inheritedDevices(vm, context),
    ...(told === undefined ? {} : {beforeRun: told}),
  };
};

/**
 * The uid and revision in the command line of a VM that vmlet started, or null for any other process. It also reads
 * the command line of the launch wrapper, which carries QEMU's behind its own. The first of a repeated option counts:
 * ours come first, extraArgs last.
 */
export const parseVmmArgv = (argv: readonly string[]): {uid: string; revision: number} | null => {
  const uid = valueAfter(argv, '-uuid');
  const revision = guestName.exec(valueAfter(argv, '-name') ?? '')?.[1];
  return uid !== undefined && uuid.test(uid) && revision !== undefined
    ? {uid, revision: Number(revision)}
    : null;
};

/** Read back by parseVmmArgv. */
const identityPart: Part = (vm, {revision}) => [
  '-name',
  `guest=${vm.namespace}/${vm.name}@${String(revision)},process=${processName(vm.name)}`,
  '-uuid',
  vm.uid,
];

/** What `ps` and `top` show. */
const processName = (vmName: string): string => `vmlet:${vmName}`.slice(0, processNameLimit);

const valueAfter = (argv: readonly string[], option: string): string | undefined => {
  const at = argv.indexOf(option);
  return at === -1 ? undefined : argv[at + 1];
};

/**
 * Paused until the monitor has answered (-S). A guest that powers off or panics leaves a paused process behind, so that
 * why it went down can still be asked when nobody was listening.
 */
const processPart: Part = () => [
  '-S',
  '-nodefaults',
  '-no-user-config',
  '-display',
  'none',
  '-msg',
  'timestamp=on',
  '-action',
  'reboot=reset,shutdown=pause,panic=pause',
];

/** The bridge helper is a setuid child: with it, spawning and raising privileges must stay possible. */
const sandboxPart: Part = vm => {
  const children = vm.interfaces.some(({binding}) => binding.kind === 'bridgeHelper') ? 'allow' : 'deny';
  return [
    '-sandbox',
    `on,obsolete=deny,elevateprivileges=${children},spawn=${children},resourcecontrol=deny`,
  ];
};

const machinePart: Part = ({hypervisor: {machine}}) => [
  '-machine',
  {
    q35: 'q35,usb=off,vmport=off,dump-guest-core=off',
    pc: 'pc,usb=off,vmport=off,dump-guest-core=off',
    // Debian's kernels find virtio-mmio devices only through ACPI.
    microvm: 'microvm,acpi=on,rtc=on,pcie=off,usb=off,dump-guest-core=off',
    virt: 'virt,gic-version=max,usb=off,dump-guest-core=off',
  }[machine],
  // virtio 1.0 on mmio; the legacy form lacks features that devices of today need.
  ...(machine === 'microvm' ? ['-global', 'virtio-mmio.force-legacy=false'] : []),
];

const cpuPart: Part = ({cpuCount, cpuMax = cpuCount, memoryBytes, hypervisor: {accelerator, cpuModel}}) => [
  '-accel',
  accelerator === 'kvm' ? 'kvm' : `tcg,thread=multi,tb-size=${String(translationCacheMiB(memoryBytes))}`,
  '-cpu',
  cpuModel,
  '-smp',
  `cpus=${String(cpuCount)},maxcpus=${String(cpuMax)},sockets=1,cores=${String(cpuMax)},threads=1`,
];

/** QEMU's own default is up to 1 GiB a guest; 16 MiB was already enough for a small one to boot as fast. */
const translationCacheMiB = (memoryBytes: number): number =>
  Math.min(Math.max(Math.floor(memoryBytes / mebibyte / 8), 32), 256);

const memoryPart: Part = vm => ['-m', memorySize(vm)];

const monitorPart: Part = (_, {paths}) => [
  '-chardev',
  `socket,id=qmp,path=${doubleCommas(paths.qmpSocket)},server=on,wait=off`,
  '-mon',
  'chardev=qmp,mode=control',
];

const consolePart: Part = (_, {paths}) => [
  '-chardev',
  `socket,id=console,path=${doubleCommas(paths.consoleSocket)},server=on,wait=off,` +
    `logfile=${doubleCommas(paths.consoleLog)},logappend=on`,
  '-serial',
  'chardev:console',
];

const bootPart: Part = (vm, context) => {
  const {boot} = vm;
  if (boot.kind === 'kernel') {
    return [
      '-kernel',
      boot.kernel.path,
      ...(boot.initrd === null ? [] : ['-initrd', boot.initrd.path]),
      '-append',
      kernelLine(vm, boot.cmdline, context.tscKhz),
    ];
  }
  if (boot.firmware === 'bios') {
    const own = vm.hypervisor.machine === 'microvm' ? context.microvmFirmware : null;
    return typeof own === 'string' ? ['-bios', own] : [];
  }
  if (typeof context.uefiFirmware !== 'string') {
    throw new VmletError(
      'E-TOOL',
      'no UEFI firmware was found: install the package ovmf (x86) or qemu-efi-aarch64',
    );
  }
  return ['-bios', context.uefiFirmware];
};

/**
 * What the guest is told: `opt/vmlet/hostname`, and `opt/vmlet/network` with one `<mac> <cidr> <cidr>...` per interface,
 * joined by `;`. fw_cfg has no JSON form, and these separators need no escaping.
 */
const guestFactsPart: Part = ({hostname, interfaces}) => [
  ...firmwareString('hostname', hostname),
  ...(interfaces.length === 0
    ? []
    : firmwareString(
        'network',
        interfaces.map(({mac, addresses}) => [mac, ...addresses].join(' ')).join(';'),
      )),
];

const firmwareString = (name: string, value: string): string[] => [
  '-fw_cfg',
  `name=opt/vmlet/${name},string=${value}`,
];

const extraPart: Part = ({hypervisor: {extraArgs}}) => [...extraArgs];

const parts: readonly Part[] = [
  identityPart,
  processPart,
  sandboxPart,
  machinePart,
  cpuPart,
  memoryPart,
  monitorPart,
  consolePart,
  bootPart,
  guestFactsPart,
  ...deviceParts,
  extraPart,
];
