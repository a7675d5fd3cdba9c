// A VM under a rollback: what an earlier revision was stands in for what the manifest says now. Pure.
import type {ResolvedDisk, ResolvedVm, VmNode} from './node.ts';
import type {VmResolution, VmResolveInput} from './collector.ts';
import type {RevisionFile} from '../observe/record.ts';
import {assignSlots} from './slots.ts';

/**
 * The resolution with the machine of `target` in it. Who may interrupt the guest, when, and when it runs at all stays as
 * it is declared now; what speaks of the guest itself (readiness, preStart) goes back with it. What the manifest leads to
 * is kept aside, so that it can be shown.
 */
export const rolledBack = (
  resolution: VmResolution,
  {record, object, bridge, latest, booted}: VmResolveInput,
  target: RevisionFile,
): VmResolution => {
  if (resolution.policy === null) return resolution;
  const policy = {...resolution.policy, ...target.template};
  const node: VmNode = {
    key: `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`,
    uid: record.uid,
    hostUid: record.hostUid,
    generation: record.generation,
    vm: rolledBackVm(target.vm, {latest, booted}, network => {
      const now = bridge(network);
      return 'found' in now ? now.found : null;
    }),
    policy,
    ...(resolution.node?.variant === undefined ? {} : {variant: resolution.node.variant}),
    declared: {spec: target.spec ?? null, class: target.class ?? null},
  };
  return {
    ...resolution,
    node,
    policy,
    heldBack: resolution.node?.vm ?? null,
    // What the manifest names and cannot be found is nothing that the earlier machine needs.
    unresolved: resolution.unresolved.filter(({reason}) => reason === 'DependencyNotReady'),
  };
};

/**
 * No disk shrinks on the way back, a network has the bridge that it has now, and no device takes the place of one that is
 * still plugged.
 */
export const rolledBackVm = (
  target: ResolvedVm,
  now: {readonly latest: ResolvedVm | null; readonly booted: ResolvedVm | null},
  bridgeOf: (network: string) => string | null,
): ResolvedVm => {
  const slots = assignSlots(target, {...now, wished: target});
  return {
    ...target,
    disks: target.disks.map(disk => ({
      ...disk,
      slot: slots.disk(disk.name),
      source: notSmaller(disk.source, now.latest?.disks.find(({name}) => name === disk.name)?.source),
    })),
    interfaces: target.interfaces.map(nic => ({
      ...nic,
      slot: slots.nic(nic.name),
      binding:
        nic.binding.kind === 'tap'
          ? {...nic.binding, bridge: bridgeOf(nic.binding.network) ?? nic.binding.bridge}
          : nic.binding,
    })),
  };
};

const notSmaller = (
  source: ResolvedDisk['source'],
  now: ResolvedDisk['source'] | undefined,
): ResolvedDisk['source'] =>
  source.kind === 'file' || now === undefined || now.kind !== source.kind
    ? source
    : {...source, sizeBytes: Math.max(source.sizeBytes, now.sizeBytes)};
