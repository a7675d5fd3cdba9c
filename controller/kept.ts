// What looks need not read or think through again while nothing changed. All of it can be thrown away at any instant.
import type {Derivations} from './derivation.ts';
import type {VmResolution} from './desired/collector.ts';
import type {ObjectKey} from './desired/node.ts';
import type {Clock} from './host/host.ts';
import type {ImageFacts} from './observe/image.ts';
import {keptFiles} from './observe/kept-files.ts';
import type {KeptFiles} from './observe/kept-files.ts';
import type {Qcow2Header} from './observe/qcow2.ts';
import type {Links, Observation, StoredImage} from './observe/snapshot.ts';
import type {View} from './view.ts';

/** What a look has seen of the host that is not one object's own. */
export type Seen = {
  readonly links: Observation<Links>;
  /** Each stored image is looked at once in a look, whoever asks. */
  readonly image: (digest: string) => Observation<StoredImage>;
};

/** The part of a view that follows from facts alone. */
export type Derived = Pick<View, 'plan' | 'unresolved' | 'status'>;

export type Kept = {
  readonly resolutions: Derivations<Seen, VmResolution>;
  readonly views: Derivations<null, Derived>;
  readonly headers: KeptFiles<Qcow2Header>;
  readonly imageFacts: KeptFiles<ImageFacts>;
};

export const nothingKept = (clock: Pick<Clock, 'now'>): Kept => ({
  resolutions: new Map(),
  views: new Map(),
  headers: keptFiles(clock),
  imageFacts: keptFiles(clock),
});

/** Nothing that was derived for this object is used again. */
export const forgetDerived = ({resolutions, views}: Kept, key: ObjectKey): void => {
  resolutions.delete(key);
  views.delete(key);
};
