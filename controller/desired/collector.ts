// What resolving a VM takes and gives, and the collector of everything that could not be followed. Pure.
import type {MergedVmSpec} from '../manifest/classes.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {Paths} from '../host/paths.ts';
import type {ObjectRecord} from '../observe/record.ts';
import {objectKey} from './names.ts';
import type {
  Declared,
  ImageRef,
  ObjectKey,
  QemuSettings,
  ResolvedVm,
  Unresolved,
  VmNode,
  VmPolicy,
} from './node.ts';

/** What a reference leads to. */
export type Lookup<T> =
  {readonly found: T} | {readonly missing: {readonly reason: string; readonly message: string}};

export type VmResolveInput = {
  readonly object: ManifestObject;
  readonly spec: MergedVmSpec;
  readonly class: Declared['class'];
  readonly record: Pick<ObjectRecord, 'uid' | 'hostUid' | 'generation' | 'bootVariant'>;
  /** The newest revision: device slots and images of existing disks are taken from it, so that they stay for life. */
  readonly latest: ResolvedVm | null;
  /** What runs, or ran last: its devices hold their slots until they are unplugged. */
  readonly booted: ResolvedVm | null;
  readonly hostId: string;
  readonly isRoot: boolean;
  readonly paths: Paths;
  readonly image: (name: string) => Lookup<ImageRef>;
  /** Name of the network's bridge. */
  readonly bridge: (network: string) => Lookup<string>;
  /** What the probe found for this VM's machine and CPU model. */
  readonly accelerator: Lookup<Pick<QemuSettings, 'accelerator' | 'cpuModel'>>;
  readonly isReady: (key: ObjectKey) => boolean;
};

export type VmResolution = {
  readonly node: VmNode | null;
  /** Needs no reference but the class: what the owner said of deletion holds while an image is missing, too. */
  readonly policy: VmPolicy | null;
  readonly unresolved: readonly Unresolved[];
  /** Under a rollback: the machine that the manifest would lead to; null where it leads to none. */
  readonly heldBack?: ResolvedVm | null;
  /** Things to know that stop nothing (rootless networking). */
  readonly notes: readonly string[];
};

/** Collects what could not be followed, so that all of it is reported at once. */
export class Collector {
  readonly unresolved: Unresolved[] = [];
  readonly notes: string[] = [];

  take<T>(lookup: Lookup<T>, condition: Unresolved['condition'], waitsFor: readonly ObjectKey[]): T | null {
    if ('found' in lookup) return lookup.found;
    this.unresolved.push({condition, ...lookup.missing, waitsFor});
    return null;
  }

  refuse(reason: string, message: string): void {
    this.unresolved.push({condition: 'Admitted', reason, message, waitsFor: []});
  }
}

/** Follow the name of an Image in the VM's namespace. */
export const takeImage = (input: VmResolveInput, collector: Collector, name: string): ImageRef | null =>
  collector.take(input.image(name), 'DependenciesReady', [
    objectKey('Image', input.object.metadata.namespace, name),
  ]);
