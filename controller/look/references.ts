// What the names in a VM's spec lead to: images, networks and other VMs, as the memory of the controller and one look have
// them. Each thing that is looked up is asked, so that a resolution is used again while all answers are the same.
import type {Deriving} from './derivation.ts';
import {linkAlias, objectKey} from '../desired/names.ts';
import type {Lookup, VmResolution, VmResolveInput} from '../desired/collector.ts';
import type {ImageRef, NetworkNode} from '../desired/node.ts';
import {machineRefusals} from '../desired/policy.ts';
import {resolveVm} from '../desired/resolve-vm.ts';
import {rolledBack} from '../desired/rollback.ts';
import type {Seen} from './kept.ts';
import {networkOf} from './shared.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {VirtualMachineSpec} from '../manifest/types.gen.ts';
import type {ObjectRecord, RevisionFile} from '../observe/record.ts';
import type {Observation, StoredImage} from '../observe/snapshot.ts';
import {isReady} from '../world.ts';
import type {World} from '../world.ts';

/** Resolve the VM of this record, following what it names. */
export const resolve = (
  world: World,
  record: ObjectRecord,
  rollbackTarget: RevisionFile | null,
  {
    spec,
    class: given,
    latest,
    booted,
    accelerator,
  }: Pick<VmResolveInput, 'spec' | 'class' | 'latest' | 'booted' | 'accelerator'>,
  ask: Deriving<Seen>['ask'],
): VmResolution => {
  const input: VmResolveInput = {
    object: record.manifest as ManifestObject<VirtualMachineSpec>,
    spec,
    class: given,
    record,
    latest,
    booted,
    hostId: world.identity.hostId,
    isRoot: world.identity.isRoot,
    paths: world.host.paths,
    image: name => {
      const key = objectKey('Image', record.namespace, name);
      const declared = ask(() => world.records.get(key));
      const digest = declared?.imageDigest ?? null;
      return imageOf(
        record.namespace,
        name,
        declared,
        digest === null ? null : ask(({image}) => image(digest)),
      );
    },
    bridge: name => {
      const key = objectKey('Network', record.namespace, name);
      const declared = ask(() => world.records.get(key));
      if (declared === undefined) return networkMissing(record.namespace, name);
      const {bridge} = networkOf(world, declared);
      return bridgeOf(
        declared,
        bridge,
        ask(({links}) => (links.state === 'present' ? links.value.get(bridge.name)?.alias : undefined)),
      );
    },
    accelerator,
    isReady: key => ask(() => isReady(world, key)),
  };
  const own = resolveVm(input);
  const resolution = rollbackTarget === null ? own : rolledBack(own, input, rollbackTarget);
  const {node} = resolution;
  if (node === null) return resolution;
  const {files} = world.host;
  const refusals = machineRefusals(
    ask(() => world.policy.current()),
    record.source.source,
    node.vm,
    node.policy,
    path => ask(() => files.realpath(path) ?? path),
  );
  if (refusals.length === 0) return resolution;
  const refused = {
    condition: 'Admitted',
    reason: 'RefusedByPolicy',
    message: `the host policy forbids it: ${refusals.join('; ')}; what runs of it goes on as it is`,
    waitsFor: [],
  } as const;
  return {...resolution, node: null, unresolved: [...resolution.unresolved, refused]};
};

/** `stored` is null for what is not in the store yet. */
const imageOf = (
  namespace: string,
  name: string,
  declared: ObjectRecord | undefined,
  stored: Observation<StoredImage> | null,
): Lookup<ImageRef> => {
  if (declared === undefined)
    return {
      missing: {reason: 'ImageMissing', message: `there is no Image ${name} in namespace ${namespace}`},
    };
  const digest = declared.imageDigest;
  if (digest === null || stored === null)
    return {missing: {reason: 'ImageNotReady', message: `image ${name} is not in the store yet`}};
  if (stored.state !== 'present')
    return {
      missing: {
        reason: 'ImageNotReady',
        message: `image ${name} (${digest.slice(0, 19)}) is not in the store`,
      },
    };
  const {path, format, virtualSizeBytes} = stored.value;
  return {found: {name, digest, path, format, virtualSizeBytes}};
};

const networkMissing = (namespace: string, name: string): Lookup<string> => ({
  missing: {reason: 'NetworkMissing', message: `there is no Network ${name} in namespace ${namespace}`},
});

/**
 * Taps join an owned bridge only when it bears its network's mark: another vmlet's bridge may have the same name. `alias` is
 * undefined when there is no such link.
 */
const bridgeOf = (
  {uid, name}: ObjectRecord,
  bridge: NetworkNode['bridge'],
  alias: string | null | undefined,
): Lookup<string> => {
  const isForeign = bridge.management === 'Owned' && alias !== undefined && alias !== linkAlias(uid);
  return isForeign
    ? {
        missing: {
          reason: 'NetworkNotReady',
          message: `link ${bridge.name} of network ${name} is not this vmlet's; see \`vmlet describe network/${name}\``,
        },
      }
    : {found: bridge.name};
};
