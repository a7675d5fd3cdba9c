// What is known, at one moment, of the host that is no object's own: its links, its hypervisor, its stored images. One look
// has one of these, or many looks at the same instant. Each thing is looked at once, when somebody first needs it.
import {absent} from '../observe/snapshot.ts';
import type {Links, Observation, StoredImage} from '../observe/snapshot.ts';
import {isSame} from '../desired/same.ts';
import type {HypervisorSettings, PreparedHypervisor, World} from '../world.ts';

/** What has to be waited for before a look can go on. */
export type Need = {readonly needs: 'links' | HypervisorSettings};

export type Moment = {
  /** Undefined until it was obtained. */
  links(): Observation<Links> | undefined;
  hypervisor(settings: HypervisorSettings): PreparedHypervisor | undefined;
  image(digest: string): Observation<StoredImage>;
  obtain(need: Need): Promise<void>;
};

export const isNeed = (seen: object | boolean | null): seen is Need =>
  typeof seen === 'object' && seen !== null && 'needs' in seen;

/** A moment of which nothing is known yet. */
export const openMoment = ({identity, hypervisor, links: table, reads, kept}: World): Moment => {
  let links = seenOf(identity);
  const prepared = new Map<string, PreparedHypervisor>();
  const images = new Map<string, Observation<StoredImage>>();
  return {
    links: () => links,
    hypervisor: settings => prepared.get(nameOf(settings)),
    image: digest => {
      const known = images.get(digest);
      if (known !== undefined) return known;
      return shared(images, kept.images, digest, reads.image(digest));
    },
    obtain: async ({needs}) => {
      if (needs === 'links') links = await table.read();
      else {
        shared(prepared, kept.hypervisors, nameOf(needs), await hypervisor.prepare(needs));
        // A probe takes its time: what was seen before it is not of the same moment.
        links = seenOf(identity);
        images.clear();
      }
    },
  };
};

/** The value of an earlier moment when it is equal, so that whoever compares is told at once. */
const shared = <Value>(
  here: Map<string, Value>,
  before: Map<string, Value>,
  name: string,
  value: Value,
): Value => {
  const last = before.get(name);
  const same = last !== undefined && isSame(last, value) ? last : value;
  before.set(name, same);
  here.set(name, same);
  return same;
};

/** Only root has links; who has none needs no look. */
const seenOf = ({isRoot}: World['identity']): Observation<Links> | undefined => (isRoot ? undefined : absent);

const nameOf = ({machine, accelerator, cpuModel, bootsFirmware}: HypervisorSettings): string =>
  `${machine} ${accelerator} ${String(bootsFirmware)} ${cpuModel ?? ''}`;
