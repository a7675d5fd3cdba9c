// What looks need not read or think through again while nothing changed. All of it can be thrown away at any instant.
import type {Derivations} from './derivation.ts';
import type {VmResolution} from '../desired/collector.ts';
import type {ObjectKey, ResolvedVm} from '../desired/node.ts';
import type {Links, Observation, StoredImage} from '../observe/snapshot.ts';
import type {View} from './view.ts';
import type {PreparedHypervisor} from '../world.ts';

/** What a look has seen of the host that is not one object's own. */
export type Seen = {
  readonly links: Observation<Links>;
  /** Each stored image is looked at once in a look, whoever asks. */
  readonly image: (digest: string) => Observation<StoredImage>;
};

/** Where on the host a VM may have something. */
export type Wanted = {
  readonly alias: string;
  readonly disks: readonly {
    readonly name: string;
    readonly path: string;
    readonly format: 'raw' | 'qcow2';
  }[];
  readonly digests: readonly string[];
  readonly linkNames: readonly string[];
};

export type Kept = {
  readonly wanted: Map<
    ObjectKey,
    {readonly uid: string; readonly vms: readonly (ResolvedVm | undefined)[]; readonly value: Wanted}
  >;
  readonly resolutions: Derivations<Seen, VmResolution>;
  readonly views: Derivations<null, View>;
  /** Of the host, by what they are: equal readings are the same value. */
  readonly images: Map<string, Observation<StoredImage>>;
  readonly hypervisors: Map<string, PreparedHypervisor>;
};

export const nothingKept = (): Kept => ({
  wanted: new Map(),
  resolutions: new Map(),
  views: new Map(),
  images: new Map(),
  hypervisors: new Map(),
});

/** Nothing that was derived for this object is used again. */
export const forgetDerived = ({wanted, resolutions, views}: Kept, key: ObjectKey): void => {
  wanted.delete(key);
  resolutions.delete(key);
  views.delete(key);
};
