// What a host policy refuses of manifests that are only read: nothing of a host is needed for it, no image and no hypervisor.
// The same questions as a look asks (look/references.ts, look/shared.ts), for `vmlet validate`.
import type {PolicyRefusal} from '../cli/context.ts';
import {imageRefusals, machineRefusals, networkRefusals} from '../desired/policy.ts';
import {objectKey} from '../desired/names.ts';
import type {HostPolicy, ObjectKey} from '../desired/node.ts';
import {resolveVm} from '../desired/resolve-vm.ts';
import type {Files} from '../host/host.ts';
import {makePaths} from '../host/paths.ts';
import {mergeClass} from '../manifest/classes.ts';
import type {DecodedObject, ManifestObject} from '../manifest/object.ts';
import type {
  ImageSpec,
  NetworkSpec,
  VirtualMachineClassSpec,
  VirtualMachineSpec,
} from '../manifest/types.gen.ts';

type Question = {
  readonly policy: HostPolicy;
  /** As the policy calls it. */
  readonly source: string;
  readonly objects: readonly DecodedObject[];
  readonly files: Pick<Files, 'realpath'>;
};

/** Each object that the policy refuses something of; names that lead out of `objects` are not followed. */
export const policyRefusals = ({policy, source, objects, files}: Question): PolicyRefusal[] => {
  const known = new Map(objects.map(({key, object}) => [key, object]));
  const realPath = (path: string): string => files.realpath(path) ?? path;
  const refusalsOf = (object: ManifestObject): readonly string[] => {
    switch (object.kind) {
      case 'VirtualMachine':
        return machineRefusalsOf(object as ManifestObject<VirtualMachineSpec>);
      case 'Network': {
        const {bridge} = object.spec as NetworkSpec;
        // Another's bridge is asked for by the machines on it.
        return bridge.management === 'Owned' ? networkRefusals(policy, source, bridge.name) : [];
      }
      case 'Image': {
        const {source: from} = object.spec as ImageSpec;
        return 'file' in from && from.file !== undefined
          ? imageRefusals(policy, source, realPath(from.file.path))
          : [];
      }
      default:
        return [];
    }
  };
  const machineRefusalsOf = (object: ManifestObject<VirtualMachineSpec>): readonly string[] => {
    const {namespace} = object.metadata;
    const bridgeOf = (network: string): string | undefined =>
      (known.get(objectKey('Network', namespace, network))?.spec as NetworkSpec | undefined)?.bridge.name;
    const named = known.get(objectKey('VirtualMachineClass', namespace, object.spec.class ?? ''));
    const merged = mergeClass(object.spec, named?.spec as VirtualMachineClassSpec | undefined);
    const interfaces = merged.interfaces.filter(
      nic => !('tap' in nic) || bridgeOf(nic.tap.network) !== undefined,
    );
    const {node} = resolveVm({
      ...nobody,
      object,
      spec: {...merged, interfaces},
      bridge: network => ({found: bridgeOf(network) ?? ''}),
    });
    return node === null ? [] : machineRefusals(policy, source, node.vm, node.policy, realPath);
  };
  return objects.flatMap(decoded => {
    const refusals = refusalsOf(decoded.object);
    return refusals.length === 0 ? [] : [{decoded, refusals}];
  });
};

/** All else that a machine is resolved from decides nothing of what a policy speaks of. */
const nobody = {
  class: null,
  record: {uid: '', hostUid: null, generation: 1},
  latest: null,
  booted: null,
  hostId: '',
  isRoot: true,
  paths: makePaths({stateDir: '/var/lib/vmlet', runtimeDir: '/run/vmlet'}),
  image: (name: string) => ({
    found: {name, digest: '', path: '', format: 'raw' as const, virtualSizeBytes: 0},
  }),
  accelerator: {found: {accelerator: 'tcg' as const, cpuModel: 'max'}},
  isReady: (_key: ObjectKey) => true,
} as const;
