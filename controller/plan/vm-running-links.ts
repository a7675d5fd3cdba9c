// Links of a running VM that someone removed, moved or cut: mended without a restart where the machine can. Pure.
import {linkAlias} from '../desired/names.ts';
import type {ResolvedInterface, ResolvedVm} from '../desired/node.ts';
import type {ProcessIdentity} from '../host/host.ts';
import type {Links} from '../observe/snapshot.ts';
import type {Action, Hold} from './action.ts';
import {attachTap, createLink, isOurs, nameTaken, planLimits, planStaleLinks, whyAstray} from './vm-links.ts';
import type {LinkPlan} from './vm-links.ts';
import {ownerOf, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** A link as it is mended, and what that means for the card on it. */
type Mend = LinkPlan & {readonly card: 'stays' | 'is replaced' | 'is put back'};

/** Compare the links of what runs (the booted revision) with the host. */
export const planRunningLinks = (
  input: VmPlanInput,
  booted: ResolvedVm,
  process: ProcessIdentity,
  links: Links,
): LinkPlan => {
  const parts = booted.interfaces.map(nic => ({
    name: nic.name,
    ...mend(input, booted, nic, process, links),
  }));
  const wanted = [...booted.interfaces, ...(input.node?.vm.interfaces ?? [])];
  const stale = planStaleLinks(ownerOf(input.record), wanted, links, 'no interface uses it any more');
  return {
    actions: [...withIntent(input, process, parts), ...stale],
    holds: parts.flatMap(part => part.holds),
  };
};

/** Names of the interfaces whose cards an earlier plan has begun to replace. */
const beingReplaced = ({record: {run}}: VmPlanInput, process: ProcessIdentity): readonly string[] =>
  run.replacing?.pid === process.pid && run.replacing.startTicks === process.startTicks
    ? run.replacing.interfaces
    : [];

/**
 * Before a card is taken out it is written down that it will be back: the tap has carrier again before the card is in,
 * so a daemon that begins in between would find nothing amiss.
 */
const withIntent = (
  input: VmPlanInput,
  process: ProcessIdentity,
  parts: readonly (Mend & {readonly name: string})[],
): readonly Action[] => {
  const begun = beingReplaced(input, process);
  const actions = parts.flatMap(part => part.actions);
  const replaced = parts.filter(({card}) => card === 'is replaced').map(({name}) => name);
  const handled = new Set(parts.filter(({card}) => card !== 'stays').map(({name}) => name));
  if (handled.size === 0) return actions;
  const written = (interfaces: readonly string[], why: string): Action => {
    const {pid, startTicks} = process;
    const replacing = interfaces.length === 0 ? null : {pid, startTicks, interfaces};
    const {record} = input;
    return withKey(input, {type: 'record.write', record: {...record, run: {...record.run, replacing}}}, why);
  };
  const open = [...new Set([...begun, ...replaced])];
  return [
    ...(open.length === begun.length ? [] : [written(open, 'its card is about to be replaced')]),
    ...actions,
    written(
      open.filter(name => !handled.has(name)),
      'its card is back',
    ),
  ];
};

const mend = (
  input: VmPlanInput,
  booted: ResolvedVm,
  nic: ResolvedInterface,
  process: ProcessIdentity,
  links: Links,
): Mend => {
  if (nic.binding.kind !== 'tap') return stays([]);
  const owner = ownerOf(input.record);
  const link = links.get(nic.binding.tap);
  if (link !== undefined && !isOurs(owner, nic, link)) return stays([], [nameTaken(link.name)]);
  if (links.get(nic.binding.bridge)?.kind !== 'bridge')
    return degraded('BridgeMissing', `bridge ${nic.binding.bridge} is gone; its network makes it anew`);
  // A link that is down has no carrier whoever holds it: what is amiss shows only once it is up.
  if (link?.alias === linkAlias(owner.uid) && whyAstray(nic.binding.bridge, link) !== null)
    return stays([attachTap(owner, nic, 'someone changed it')]);
  if (link?.carrier === true) {
    if (!beingReplaced(input, process).includes(nic.name)) return stays([]);
    const why = `interface ${nic.name}: its replacement was interrupted`;
    return {
      actions: [cardChange(input, booted, nic, process, 'interface.add', why)],
      holds: [],
      card: 'is put back',
    };
  }
  return replug(
    input,
    booted,
    nic,
    process,
    link === undefined ? 'its tap was removed' : 'its tap has no carrier',
  );
};

const stays = (actions: readonly Action[], holds: readonly Hold[] = []): Mend => ({
  actions,
  holds,
  card: 'stays',
});

const cardChange = (
  input: VmPlanInput,
  booted: ResolvedVm,
  nic: ResolvedInterface,
  process: ProcessIdentity,
  kind: 'interface.remove' | 'interface.add',
  why: string,
): Action =>
  withKey(
    input,
    {
      type: 'vm.change',
      uid: input.record.uid,
      process,
      change: input.context.driver.hotChange(booted, {kind, name: nic.name}),
    },
    why,
  );

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
): Mend => {
  const {driver} = input.context;
  if (input.node !== null && !input.node.vm.interfaces.some(({name}) => name === nic.name)) return stays([]);
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
    cardChange(input, booted, nic, process, kind, `interface ${nic.name}: ${why}`);
  return {
    actions: [
      change('interface.remove'),
      createLink(ownerOf(input.record), nic),
      ...planLimits(ownerOf(input.record), [nic], []),
      change('interface.add'),
    ],
    holds: [],
    card: 'is replaced',
  };
};

const degraded = (reason: string, message: string): Mend =>
  stays([], [{condition: 'Degraded', reason, message}]);
