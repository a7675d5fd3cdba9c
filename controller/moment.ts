// What is known, at one moment, of the host that is no object's own: its links, its hypervisor, its stored images. One look
// has one of these, or many looks at the same instant. Each thing is looked at once, when somebody first needs it.
import {readImage} from './observe/image.ts';
import {absent} from './observe/snapshot.ts';
import type {Links, Observation, StoredImage} from './observe/snapshot.ts';
import type {Hypervisor, World} from './world.ts';

export type HypervisorSettings = Parameters<Hypervisor['prepare']>[0];
export type PreparedHypervisor = Awaited<ReturnType<Hypervisor['prepare']>>;

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
export const openMoment = ({host, identity, hypervisor, links: table, kept}: World): Moment => {
  let links = seenOf(identity);
  const prepared = new Map<string, PreparedHypervisor>();
  const images = new Map<string, Observation<StoredImage>>();
  return {
    links: () => links,
    hypervisor: settings => prepared.get(nameOf(settings)),
    image: digest => {
      const image = images.get(digest) ?? readImage(host.files, host.paths, digest, kept.imageFacts);
      images.set(digest, image);
      return image;
    },
    obtain: async ({needs}) => {
      if (needs === 'links') links = await table.read();
      else {
        prepared.set(nameOf(needs), await hypervisor.prepare(needs));
        // A probe takes its time: what was seen before it is not of the same moment.
        links = seenOf(identity);
        images.clear();
      }
    },
  };
};

/** Only root has links; who has none needs no look. */
const seenOf = ({isRoot}: World['identity']): Observation<Links> | undefined => (isRoot ? undefined : absent);

const nameOf = ({machine, accelerator, cpuModel, bootsFirmware}: HypervisorSettings): string =>
  `${machine} ${accelerator} ${String(bootsFirmware)} ${cpuModel ?? ''}`;
