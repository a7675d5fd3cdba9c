// Links of a running VM that someone removed, moved or cut: mended without a restart where the machine can. Pure.
import {linkAlias} from '../desired/names.ts';
import type {ResolvedInterface, ResolvedVm} from '../desired/node.ts';
import type {ProcessIdentity} from '../host/host.ts';
import type {Links} from '../observe/snapshot.ts';
import type {Action, Hold} from './action.ts';
import {attachTap, createLink, isOurs, nameTaken, planStaleLinks, whyAstray} from './vm-links.ts';
import type {LinkPlan} from './vm-links.ts';
import {ownerOf, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** Compare the links of what runs (the booted revision) with the host. */
export const planRunningLinks = (
  input: VmPlanInput,
  booted: ResolvedVm,
  process: ProcessIdentity,
  links: Links,
): LinkPlan => {
  const parts = booted.interfaces.map(nic => mend(input, booted, nic, process, links));
  const wanted = [...booted.interfaces, ...(input.node?.vm.interfaces ?? [])];
  const stale = planStaleLinks(ownerOf(input.record), wanted, links, 'no interface uses it any more');
  return {
    actions: [...parts.flatMap(part => part.actions), ...stale],
    holds: parts.flatMap(part => part.holds),
  };
};

const mend = (
  input: VmPlanInput,
  booted: ResolvedVm,
  nic: ResolvedInterface,
  process: ProcessIdentity,
  links: Links,
): LinkPlan => {
  if (nic.binding.kind !== 'tap') return {actions: [], holds: []};
  const owner = ownerOf(input.record);
  const link = links.get(nic.binding.tap);
  if (link !== undefined && !isOurs(owner, nic, link)) return {actions: [], holds: [nameTaken(link.name)]};
  if (links.get(nic.binding.bridge)?.kind !== 'bridge')
    return degraded('BridgeMissing', `bridge ${nic.binding.bridge} is gone; its network makes it anew`);
  // A link that is down has no carrier whoever holds it: what is amiss shows only once it is up.
  if (link?.alias === linkAlias(owner.uid) && whyAstray(nic.binding.bridge, link) !== null)
    return {actions: [attachTap(owner, nic, 'someone changed it')], holds: []};
  if (link?.carrier === true) return {actions: [], holds: []};
  return replug(
    input,
    booted,
    nic,
    process,
    link === undefined ? 'its tap was removed' : 'its tap has no carrier',
  );
};

/**
 * A tap that was deleted under QEMU does not heal when it is made again (and QEMU burns a core until netdev_del):
 * the card is taken out, the tap made anew, the card put back with the same MAC and port.
 */
const replug = (
  input: VmPlanInput,
  booted: ResolvedVm,
  nic: ResolvedInterface,
  process: ProcessIdentity,
  why: string,
): LinkPlan => {
  const {driver} = input.context;
  // QEMU 7.2 aborts (virtio_net_set_queue_pairs) when a card with several queues is unplugged after its tap was deleted.
  if (nic.binding.kind === 'tap' && nic.binding.multiQueue)
    return degraded(
      'InterfaceCut',
      `interface ${nic.name}: ${why}; a card with several queues cannot be replaced while it runs: \`vmlet restart vm/${input.record.name}\``,
    );
  if (!driver.features.hotplugMachines.includes(booted.hypervisor.machine))
    return degraded(
      'InterfaceCut',
      `interface ${nic.name}: ${why}; machine ${booted.hypervisor.machine} cannot replace it while it runs: \`vmlet restart vm/${input.record.name}\``,
    );
  const change = (kind: 'interface.remove' | 'interface.add'): Action =>
    withKey(
      input,
      {
        type: 'vm.change',
        uid: input.record.uid,
        process,
        change: driver.hotChange(booted, {kind, name: nic.name}),
      },
      `interface ${nic.name}: ${why}`,
    );
  return {
    actions: [change('interface.remove'), createLink(ownerOf(input.record), nic), change('interface.add')],
    holds: [],
  };
};

const degraded = (reason: string, message: string): {actions: readonly Action[]; holds: readonly Hold[]} => ({
  actions: [],
  holds: [{condition: 'Degraded', reason, message}],
});
