// What of the host a machine, an image or a network asks for that the host policy does not give it. Pure; how much there is of
// memory and the like is look/capacity.ts. An answer names what was asked and which field of the policy says no.
import type {HostPolicy, PolicyAllow, ResolvedVm, VmPolicy} from './node.ts';

/** The rules for objects of a source: the host's, and its own, which only take away. */
const rulesFor = (policy: HostPolicy, source: string): readonly (readonly [string, PolicyAllow])[] => {
  const own = policy.sources.find(({name}) => name === source);
  return [
    ['allow', policy.allow],
    ...(own === undefined ? [] : ([[`sources[${source}].allow`, own.allow]] as const)),
  ];
};

/** What of a machine is refused, in words; empty when it may have all that it asks for. */
export const machineRefusals = (
  policy: HostPolicy,
  source: string,
  vm: ResolvedVm,
  {preStart}: Pick<VmPolicy, 'preStart'>,
  realPath: (path: string) => string,
): string[] =>
  rulesFor(policy, source).flatMap(([where, allow]) => [
    ...vm.disks.flatMap(({name, source: disk}) =>
      disk.kind === 'file' && !isBelow(realPath(disk.path), allow.paths)
        ? [`disk ${name}: ${disk.path} is in no directory of ${where}.paths`]
        : [],
    ),
    ...vm.interfaces.flatMap(({name, binding}) => {
      if (binding.kind === 'user')
        return binding.forwards
          .filter(({hostPort}) => !isInRanges(hostPort, allow.hostPorts))
          .map(({hostPort}) => `interface ${name}: port ${String(hostPort)} is not in ${where}.hostPorts`);
      const link = binding.kind === 'macvtap' ? binding.link : binding.bridge;
      return isNamed(link, allow.bridges)
        ? []
        : [`interface ${name}: link ${link} is not in ${where}.bridges`];
    }),
    ...vm.devices.flatMap(device => {
      if (device.kind === 'usb')
        return allow.usbDevices
          ? []
          : [`USB device ${device.vendorId}:${device.productId}: ${where}.usbDevices is false`];
      return allow.pciDevices === null || allow.pciDevices.includes(device.address)
        ? []
        : [`PCI device ${device.address} is not in ${where}.pciDevices`];
    }),
    ...(allow.extraArgs || vm.hypervisor.extraArgs.length === 0
      ? []
      : [`extraArgs: ${where}.extraArgs is false`]),
    ...(allow.hooks || preStart.length === 0 ? [] : [`preStart: ${where}.hooks is false`]),
  ]);

/** The same of an image that copies a file; `path` is what its name leads to, links followed. */
export const imageRefusals = (policy: HostPolicy, source: string, path: string): string[] =>
  rulesFor(policy, source).flatMap(([where, allow]) =>
    isBelow(path, allow.paths) ? [] : [`${path} is in no directory of ${where}.paths`],
  );

/** The same of a network. */
export const networkRefusals = (policy: HostPolicy, source: string, bridge: string): string[] =>
  rulesFor(policy, source).flatMap(([where, allow]) =>
    isNamed(bridge, allow.bridges) ? [] : [`link ${bridge} is not in ${where}.bridges`],
  );

/** A path that climbs out by `..` is nobody's below: manifests have theirs made plain, and what is not plain is refused. */
const isBelow = (path: string, directories: readonly string[] | null): boolean =>
  directories === null ||
  (!path.split('/').includes('..') &&
    directories.some(each => {
      const directory = each.replace(/\/+$/, '');
      return path === directory || path.startsWith(`${directory}/`);
    }));

const isNamed = (name: string, patterns: readonly string[] | null): boolean =>
  patterns === null || patterns.some(pattern => matches(name, pattern.split('*')));

/** The parts in their order, the first at the start and the last at the end. */
const matches = (name: string, [first = '', ...rest]: readonly string[]): boolean => {
  if (rest.length === 0) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
};

const isInRanges = (port: number, ranges: readonly (readonly [number, number])[] | null): boolean =>
  ranges === null || ranges.some(([from, to]) => port >= from && port <= to);
