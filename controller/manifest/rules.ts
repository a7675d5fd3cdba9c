// Rules across fields that a schema cannot say, for objects that the schema accepts. Pure; no host facts: what this
// host allows is admission (desired/admit.ts), what only shows with the class merged in is mergedProblem (classes.ts).
import type {Kind} from './object.ts';
import {addressProblems, macProblems} from './address-rules.ts';
import {parseQuantity, formatQuantity} from './quantity.ts';
import {rateProblems} from './rate-rules.ts';
import {cmdlineProblems, cpuProblems, memoryMaxProblems, memoryProblems} from './size-rules.ts';
import type {Path, Problem} from './tree.ts';
import type {NetworkSpec, VirtualMachineClassSpec, VirtualMachineSpec} from './types.gen.ts';
import {rule, timeProblems, value, windowProblems} from './time-rules.ts';

const maxDiskBytes = 64 * 2 ** 40;

/** Every broken rule of one object. `spec` passed the schema, with defaults filled in. */
export const ruleProblems = (kind: Kind, name: string, spec: unknown): Problem[] => {
  switch (kind) {
    case 'VirtualMachine':
      return machineProblems(name, spec as VirtualMachineSpec);
    case 'VirtualMachineClass':
      return sharedProblems(spec as VirtualMachineClassSpec);
    case 'Network':
      return networkProblems(spec as NetworkSpec);
    case 'Image':
    case 'DisruptionBudget':
      return [];
    default:
      return kind satisfies never;
  }
};

const machineProblems = (name: string, spec: VirtualMachineSpec): Problem[] => [
  ...sharedProblems(spec),
  ...bootProblems(spec),
  ...diskProblems(spec),
  ...macProblems(spec.interfaces),
  ...spec.interfaces.flatMap((one, index) =>
    addressProblems(one.addresses, ['spec', 'interfaces', index, 'addresses']),
  ),
  ...forwardProblems(spec),
  ...rateProblems(spec),
  ...spec.dependsOn.flatMap((one, index) =>
    one.name === name
      ? [
          rule(
            ['spec', 'dependsOn', index, 'name'],
            'a machine cannot wait for itself',
            'another machine',
            'remove it',
          ),
        ]
      : [],
  ),
];

// Fields that a class has too.
const sharedProblems = (spec: VirtualMachineClassSpec): Problem[] => [
  ...memoryProblems(spec.memory?.size),
  ...memoryMaxProblems(spec.memory),
  ...cpuProblems(spec.cpu),
  ...cmdlineProblems(spec.boot),
  ...timeProblems(['spec', 'shutdown', 'timeout'], spec.shutdown?.timeout, 'h', 24),
  ...timeProblems(['spec', 'readiness', 'timeout'], spec.readiness?.timeout, 'h', 24, 1),
  ...timeProblems(['spec', 'deletion', 'grace'], spec.deletion?.grace, 'd', 3650),
  ...windowProblems(spec.update?.window),
  ...(spec.update?.snapshotBefore === true
    ? [
        rule(
          ['spec', 'update', 'snapshotBefore'],
          'this version takes no snapshots, and would interrupt the guest without one',
          'false',
          'remove it, and save the disks yourself before `vmlet approve`',
        ),
      ]
    : []),
  ...(spec.preStart ?? []).flatMap((one, index) =>
    timeProblems(['spec', 'preStart', index, 'timeout'], one.timeout, 'h', 1, 1),
  ),
];

const bootProblems = (spec: VirtualMachineSpec): Problem[] => {
  const problems: Problem[] = [];
  if (spec.boot !== undefined && 'firmware' in spec.boot && spec.disks.length === 0) {
    problems.push(
      rule(
        ['spec', 'boot', 'firmware'],
        'firmware without a disk',
        'a bootable disk',
        'add spec.disks, or boot.kernel',
      ),
    );
  }
  if (spec.boot === undefined && spec.class === undefined && spec.disks.length === 0) {
    problems.push(
      rule(
        ['spec'],
        'nothing to boot from',
        'boot.kernel, or a bootable disk',
        'add spec.boot or spec.disks',
      ),
    );
  }
  const agent = spec.guestAgent?.enabled ?? (spec.class === undefined ? false : undefined);
  if (spec.readiness !== undefined && 'guestAgent' in spec.readiness && agent === false) {
    problems.push(
      rule(
        ['spec', 'readiness', 'guestAgent'],
        'no guest agent to ask',
        'guestAgent.enabled beside it',
        'add guestAgent: {enabled: true}',
      ),
    );
  }
  return problems;
};

const diskProblems = (spec: VirtualMachineSpec): Problem[] => {
  const problems: Problem[] = [];
  const serials = new Map<string, string>();
  for (const [index, disk] of spec.disks.entries()) {
    const path = ['spec', 'disks', index];
    if ('blank' in disk && disk.size === undefined)
      problems.push(rule([...path, 'blank'], 'an empty disk without size', 'a size', 'add size: 10Gi'));
    if ('file' in disk && disk.size !== undefined) {
      problems.push(
        rule([...path, 'size'], 'the size of a file is its own', 'no size beside file', 'remove it'),
      );
    }
    problems.push(...sizeProblems([...path, 'size'], disk.size));
    // A disk without a serial uses its name as long as that fits.
    const serial = disk.serial ?? disk.name;
    const other = serials.get(serial);
    if (other !== undefined) {
      problems.push(
        duplicate(
          [...path, disk.serial === undefined ? 'name' : 'serial'],
          `serial ${serial}`,
          `disk ${other}`,
        ),
      );
    }
    serials.set(serial, disk.name);
  }
  return problems;
};

const sizeProblems = (path: Path, size: string | undefined): Problem[] => {
  const bytes = size === undefined ? undefined : parseQuantity(size);
  if (size === undefined || bytes === undefined) return [];
  if (bytes > maxDiskBytes)
    return [value(path, size, `at most ${formatQuantity(maxDiskBytes)}`, 'give it less')];
  if (bytes < 2 ** 20) return [value(path, size, 'at least 1Mi', 'give it more')];
  return bytes % 512 === 0
    ? []
    : [value(path, `${size} is no whole number of sectors`, 'a multiple of 512 bytes', 'use Mi or Gi')];
};

const forwardProblems = (spec: VirtualMachineSpec): Problem[] => {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [index, one] of spec.interfaces.entries()) {
    for (const [at, forward] of ('user' in one ? one.user.forwardPorts : []).entries()) {
      const path = ['spec', 'interfaces', index, 'user', 'forwardPorts', at];
      if (
        forward.hostAddress.split('.').some(part => part === '' || Number(part) > 255) ||
        forward.hostAddress.split('.').length !== 4
      ) {
        problems.push(
          value([...path, 'hostAddress'], forward.hostAddress, 'an IPv4 address', 'write it like 127.0.0.1'),
        );
      }
      const id = `${forward.protocol} ${forward.hostAddress}:${String(forward.hostPort)}`;
      const other = seen.get(id);
      if (other !== undefined) problems.push(duplicate([...path, 'hostPort'], id, other));
      else seen.set(id, `interface ${one.name}`);
    }
  }
  return problems;
};

const networkProblems = ({bridge}: NetworkSpec): Problem[] => {
  const path = ['spec', 'bridge'];
  const problems = addressProblems(bridge.addresses, [...path, 'addresses']);
  if (bridge.management === 'Owned') return problems;
  if (bridge.addresses.length > 0)
    problems.push(
      rule(
        [...path, 'addresses'],
        'an External bridge is not changed',
        'no addresses',
        'remove them, or write management: Owned',
      ),
    );
  if (bridge.mtu !== undefined)
    problems.push(
      rule(
        [...path, 'mtu'],
        'an External bridge is not changed',
        'no mtu',
        'remove it, or write management: Owned',
      ),
    );
  return problems;
};

const duplicate = (path: Path, what: string, other: string): Problem => ({
  code: 'E-DUPLICATE',
  path,
  at: 'value',
  what: `${what} is taken by ${other}`,
  expected: 'each once',
  fix: 'change one',
});
