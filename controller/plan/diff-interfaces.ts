// Differences of network interfaces: cards put in and taken out, taps that move, bindings that need a start. Pure.
import type {ResolvedInterface, ResolvedVm} from '../desired/node.ts';
import type {Driver} from '../drivers/driver.ts';
import {canHotplug, exceptionOf, isHotplugMachine, part, rateText, same} from './diff-part.ts';
import type {Part} from './diff-part.ts';
import {vmCost} from './disruption.ts';

export const diffInterfaces = (
  booted: ResolvedVm,
  wanted: ResolvedVm,
  driver: Driver,
  started: ResolvedVm | null,
): Part[] => [
  ...wanted.interfaces.flatMap(nic => {
    const old = booted.interfaces.find(other => other.name === nic.name);
    return old === undefined ? [added(nic, started, driver)] : changed(old, nic);
  }),
  ...booted.interfaces
    .filter(nic => !wanted.interfaces.some(other => other.name === nic.name))
    .map(nic => removed(nic, booted, driver)),
];

const pathOf = ({name}: ResolvedInterface): string => `spec.interfaces[${name}]`;

const added = (nic: ResolvedInterface, started: ResolvedVm | null, driver: Driver): Part => {
  const row = vmCost('spec.interfaces[]');
  // A macvtap is an open file of the process; there is no way to hand one to a guest that runs.
  const isHot =
    canHotplug(started, nic.slot, driver) && driver.features.hotplugBindings.includes(nic.binding.kind);
  return isHot
    ? part(pathOf(nic), 'absent', 'present', row, {kind: 'interface.add', name: nic.name})
    : part(pathOf(nic), 'absent', 'present', exceptionOf(row));
};

/** QEMU 7.2 aborts when a card with several queues is unplugged after its tap was deleted, which anybody may do. */
const removed = (nic: ResolvedInterface, booted: ResolvedVm, driver: Driver): Part => {
  const row = vmCost('spec.interfaces[] removed');
  const hasQueues = nic.binding.kind === 'tap' && nic.binding.multiQueue;
  return isHotplugMachine(booted, driver) && !hasQueues
    ? part(pathOf(nic), 'present', 'absent', row, {kind: 'interface.remove', name: nic.name})
    : part(pathOf(nic), 'present', 'absent', exceptionOf(row));
};

const changed = (old: ResolvedInterface, nic: ResolvedInterface): Part[] => [
  ...(['mac', 'addresses'] as const)
    .filter(field => !same(old[field], nic[field]))
    .map(field =>
      part(`${pathOf(nic)}.${field}`, old[field], nic[field], vmCost(`spec.interfaces[].${field}`)),
    ),
  ...(old.linkState === nic.linkState
    ? []
    : [
        part(
          `${pathOf(nic)}.linkState`,
          old.linkState ?? 'up',
          nic.linkState ?? 'up',
          vmCost('spec.interfaces[].linkState'),
          {kind: 'interface.link', name: nic.name},
        ),
      ]),
  ...(same(old.rate, nic.rate)
    ? []
    : [
        part(
          `${pathOf(nic)}.rate`,
          rateText(old.rate),
          rateText(nic.rate),
          vmCost('spec.interfaces[].rate.inboundBytesPerSecond'),
          {kind: 'interface.rate', name: nic.name},
        ),
      ]),
  ...(same(old.binding, nic.binding) ? [] : [rebound(old, nic)]),
];

const rebound = (old: ResolvedInterface, nic: ResolvedInterface): Part => {
  const path = pathOf(nic);
  const [from, to] = [old.binding, nic.binding];
  if (from.kind !== 'tap' || to.kind !== 'tap')
    return part(path, bindingText(old), bindingText(nic), vmCost('spec.interfaces[].macvtap.link'));
  return same({...from, bridge: '', network: ''}, {...to, bridge: '', network: ''})
    ? part(`${path}.tap.network`, from.network, to.network, vmCost('spec.interfaces[].tap.network'), {
        kind: 'interface.move',
        name: nic.name,
      })
    : part(`${path}.tap`, queues(from.multiQueue), queues(to.multiQueue), {
        disruption: 'restart',
        reason: 'a tap has one queue per vCPU',
      });
};

/** Told apart also when only the mode or the ports differ. */
const bindingText = ({binding}: ResolvedInterface): string => {
  switch (binding.kind) {
    case 'tap':
      return `tap on ${binding.network}`;
    case 'macvtap':
      return `macvtap over ${binding.link} (${binding.mode})`;
    case 'bridgeHelper':
      return `bridge ${binding.bridge}`;
    case 'user':
      return `user, ${String(binding.forwards.length)} forwarded ports`;
    default:
      return binding satisfies never;
  }
};

const queues = (multiQueue: boolean): string => (multiQueue ? 'one queue per vCPU' : 'one queue');
