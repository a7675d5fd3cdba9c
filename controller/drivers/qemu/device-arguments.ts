// The devices of a QEMU command line, one part per kind of device; command-line.ts is everything before them. Pure.
import {VmletError} from '../../errors.ts';
import type {ResolvedVm} from '../../desired/node.ts';
import type {CommandContext, InheritedDevice} from '../driver.ts';
import {diskDevice, diskNodes, netdev, nicDevice, passthroughDevices} from './devices.ts';
import type {Json} from './devices.ts';
import {fixedPlace, rootPorts, transport} from './layout.ts';
import {memoryBackend, memoryDevice, regionBytes} from './memory.ts';

/** Some arguments of a command line. */
export type Part = (vm: ResolvedVm, context: CommandContext) => string[];

/** Descriptors 0 to 2 are stdio. */
const firstInheritedFd = 3;

/** Name of the virtio-serial port that qemu-guest-agent opens. */
const agentPortName = 'org.qemu.guest_agent.0';

/** macvtap descriptors: the launch wrapper opens each node and leaves it at the number given here. */
export const inheritedDevices = (vm: ResolvedVm, {macvtapNodes}: CommandContext): InheritedDevice[] =>
  vm.interfaces
    .flatMap(({name, binding}) => (binding.kind === 'macvtap' ? [{name, tap: binding.tap}] : []))
    .map(({name, tap}, index) => {
      const path = macvtapNodes.get(tap);
      if (path === undefined)
        throw new VmletError('E-HOST', `interface ${name}: macvtap ${tap} has no device node yet`);
      return {fd: firstInheritedFd + index, path};
    });

/** QEMU's comma form reads `,,` as one comma: the state directory is the owner's choice and may hold one. */
export const doubleCommas = (path: string): string => path.replaceAll(',', ',,');

const rootPortsPart: Part = vm => {
  const ports = rootPorts(vm);
  const known = portArguments.get(ports);
  if (known !== undefined) return known;
  const made = ports.flatMap(device);
  portArguments.set(ports, made);
  return made;
};

/** Most of a command line, and the same for each machine of a shape. */
const portArguments = new WeakMap<object, string[]>();

const panicPart: Part = ({hypervisor: {machine}}) =>
  device(
    machine === 'virt'
      ? {driver: 'pvpanic-pci', id: 'pvpanic', ...fixedPlace(machine, 'pvpanic')}
      : {driver: 'pvpanic', id: 'pvpanic'},
  );

/** Without one a microvm cannot be sent Ctrl-Alt-Del. */
const keyboardPart: Part = ({hypervisor: {machine}}) =>
  machine === 'microvm' ? device({driver: 'i8042', id: 'i8042'}) : [];

const randomPart: Part = ({hypervisor: {machine}}) => [
  '-object',
  JSON.stringify({'qom-type': 'rng-builtin', id: 'entropy'}),
  ...device({
    driver: `virtio-rng-${transport(machine)}`,
    id: 'rng',
    ...fixedPlace(machine, 'rng'),
    rng: 'entropy',
  }),
];

const balloonPart: Part = ({balloon, hypervisor: {machine}}) =>
  balloon
    ? device({
        driver: `virtio-balloon-${transport(machine)}`,
        id: 'balloon',
        ...fixedPlace(machine, 'balloon'),
        'free-page-reporting': true,
        'deflate-on-oom': true,
      })
    : [];

const memoryPart: Part = vm =>
  regionBytes(vm) > 0 ? ['-object', JSON.stringify(memoryBackend(vm)), ...device(memoryDevice(vm))] : [];

const agentPart: Part = ({guestAgent, hypervisor: {machine}}, {paths}) =>
  guestAgent
    ? [
        '-chardev',
        `socket,id=agent,path=${doubleCommas(paths.agentSocket)},server=on,wait=off`,
        ...device({
          driver: `virtio-serial-${transport(machine)}`,
          id: 'serial',
          ...fixedPlace(machine, 'serial'),
        }),
        ...device({
          driver: 'virtserialport',
          id: 'agent',
          bus: 'serial.0',
          chardev: 'agent',
          name: agentPortName,
        }),
      ]
    : [];

const disksPart: Part = vm =>
  vm.disks.flatMap(disk => [
    ...diskNodes(disk).flatMap(node => ['-blockdev', JSON.stringify(node)]),
    ...device(diskDevice(vm, disk)),
  ]);

const interfacesPart: Part = (vm, context) => {
  const inherited = inheritedDevices(vm, context);
  return vm.interfaces.flatMap(nic => {
    const {binding} = nic;
    const node = binding.kind === 'macvtap' ? context.macvtapNodes.get(binding.tap) : undefined;
    const fd = inherited.find(({path}) => path === node)?.fd ?? null;
    return ['-netdev', JSON.stringify(netdev(vm, nic, fd)), ...device(nicDevice(vm, nic))];
  });
};

const hostDevicesPart: Part = vm => passthroughDevices(vm).flatMap(device);

const device = (properties: Json): string[] => ['-device', JSON.stringify(properties)];

export const deviceParts: readonly Part[] = [
  rootPortsPart,
  panicPart,
  keyboardPart,
  randomPart,
  balloonPart,
  memoryPart,
  agentPart,
  disksPart,
  interfacesPart,
  hostDevicesPart,
];
