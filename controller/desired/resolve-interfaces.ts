// Interfaces of a VM: derived names and MACs, bridges of networks, and user networking where there is no root. Pure.
import type {MergedVmSpec} from '../manifest/classes.ts';
import {linkAltname, macAddress, macvtapName, objectKey, tapName} from './names.ts';
import type {Seed} from './names.ts';
import type {ResolvedInterface} from './node.ts';
import type {Collector, VmResolveInput} from './collector.ts';
import {interfaceLimits, resolveRate} from './rates.ts';
import type {Slots} from './slots.ts';

type WireInterface = MergedVmSpec['interfaces'][number];

/** All interfaces, or null when a network is missing. */
export const resolveInterfaces = (
  input: VmResolveInput,
  collector: Collector,
  slots: Slots,
  machine: string,
): ResolvedInterface[] | null => {
  const nics = input.spec.interfaces.map(nic => {
    const seed = seedOf(input, nic);
    const binding = resolveBinding(input, collector, nic, seed, machine);
    return binding === null
      ? null
      : {
          name: nic.name,
          mac: nic.mac?.toLowerCase() ?? macAddress(seed),
          slot: slots.nic(nic.name),
          addresses: nic.addresses,
          ...(nic.linkState === 'down' ? {linkState: nic.linkState} : {}),
          ...(binding.kind === 'tap' ? resolveRate(nic.rate, interfaceLimits) : {}),
          binding,
        };
  });
  return nics.every(nic => nic !== null) ? nics : null;
};

const seedOf = ({hostId, object}: VmResolveInput, nic: WireInterface): Seed => ({
  hostId,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
  part: nic.name,
});

const resolveBinding = (
  input: VmResolveInput,
  collector: Collector,
  nic: WireInterface,
  seed: Seed,
  machine: string,
): ResolvedInterface['binding'] | null => {
  if ('user' in nic) return {kind: 'user', restrict: nic.user.restrict, forwards: nic.user.forwardPorts};
  if ('bridge' in nic) return resolveHelper(input, collector, nic.name, nic.bridge.name);
  if (!input.isRoot) {
    collector.notes.push(
      `interface ${nic.name} uses QEMU user networking: without root vmlet can make neither taps nor bridges`,
    );
    if (nic.rate !== undefined)
      collector.notes.push(`interface ${nic.name} has no limit: only taps are limited, which need root`);
    return {kind: 'user', restrict: false, forwards: []};
  }
  if ('macvtap' in nic)
    return {kind: 'macvtap', tap: macvtapName(seed), altname: linkAltname(seed), ...nic.macvtap};
  const {network} = nic.tap;
  const bridge = collector.take(input.bridge(network), 'DependenciesReady', [
    objectKey('Network', input.object.metadata.namespace, network),
  ]);
  return bridge === null
    ? null
    : {
        kind: 'tap',
        tap: tapName(seed),
        altname: linkAltname(seed),
        bridge,
        network,
        // One queue per vCPU pays off on PCI only; on virtio-mmio inbound flows stall.
        multiQueue: (input.spec.cpu.max ?? input.spec.cpu.count) > 1 && machine !== 'microvm',
      };
};

/** The helper is set-uid, and as root we start hypervisors that can never gain rights (launch-wrapper.ts). */
const resolveHelper = (
  {isRoot}: VmResolveInput,
  collector: Collector,
  nic: string,
  bridge: string,
): ResolvedInterface['binding'] | null => {
  if (!isRoot) return {kind: 'bridgeHelper', bridge};
  collector.refuse(
    'HelperUnusable',
    `interface ${nic}: QEMU's bridge helper cannot raise its rights under a vmlet that runs as root; use tap with a Network of management: External for ${bridge}`,
  );
  return null;
};
