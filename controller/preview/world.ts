// A world to look ahead in: it reads the real one until something was foreseen, and nothing that is done to it reaches the
// host. What an action would change is effects.ts; who asks for it is preview.ts.
import {VmletError} from '../errors.ts';
import {nothingKept} from '../look/kept.ts';
import {absent} from '../observe/snapshot.ts';
import type {DiskFile, Link, Links, Observation, StoredImage} from '../observe/snapshot.ts';
import type {VmObservation} from '../observe/vm.ts';
import type {HostReads, World} from '../world.ts';

/** What is foreseen of the host, by what looks ask for. */
export type Foreseen = {
  readonly vms: Map<string, VmObservation>;
  readonly leftovers: Map<string, boolean>;
  readonly disks: Map<string, Observation<DiskFile>>;
  readonly images: Map<string, StoredImage>;
  /** Where disks that were put back may be read from: they still lie in the trash. */
  readonly restored: Map<string, string>;
  /** A table is made once for many looks: what they lead to is in the next one. */
  links: Observation<Links>;
  nextLinks: Map<string, Link> | null;
};

export type PreviewWorld = {readonly world: World; readonly foreseen: Foreseen};

/** A copy of everything that is remembered, in front of what is real. */
export const previewWorld = async (real: World): Promise<PreviewWorld> => {
  const foreseen: Foreseen = {
    vms: new Map(),
    leftovers: new Map(),
    disks: new Map(),
    images: new Map(),
    restored: new Map(),
    links: real.identity.isRoot ? await real.links.read() : absent,
    nextLinks: null,
  };
  const reads = readOnce(real.reads);
  const world: World = {
    ...real,
    // What a new object is given shows in no plan, and the same question gets the same answer.
    host: {...real.host, random: {...real.host.random, uuid: counted()}},
    vms: {
      observe: uid => foreseen.vms.get(uid) ?? real.vms.observe(uid),
      refresh: () => undefined,
      refreshFor: () => undefined,
      doubt: () => undefined,
      settled: () => Promise.resolve(),
      ask: () => Promise.resolve(),
      session: () => undefined,
      expectEvidence: () => undefined,
      attach: impossible,
      changed: impossible,
      close: () => undefined,
    },
    links: {
      read: () => Promise.resolve(foreseen.links),
      invalidate: () => undefined,
      last: () => null,
      learn: () => undefined,
      close: () => undefined,
    },
    reads: {
      ...reads,
      disk: (path, format) => foreseen.disks.get(path) ?? diskOf(reads, foreseen, path, format),
      image: digest => {
        const stored = foreseen.images.get(digest);
        return stored === undefined ? reads.image(digest) : {state: 'present', value: stored};
      },
      hasLeftovers: uid => foreseen.leftovers.get(uid) ?? reads.hasLeftovers(uid),
    },
    records: new Map(real.records),
    unsaved: new WeakSet(),
    verdicts: new Map(real.verdicts),
    revisions: new Map(real.revisions),
    sightings: {
      exits: new Map(real.sightings.exits),
      runs: new Map(real.sightings.runs),
      pauses: new Map(real.sightings.pauses),
      trash: new Map(real.sightings.trash),
      resets: new Map(real.sightings.resets),
    },
    fresh: new Map(real.fresh),
    kept: nothingKept(),
    statuses: new Map(real.statuses),
  };
  return {world, foreseen};
};

/** The host as it is when the plan is made: each thing is read once for all looks of it. */
const readOnce = (reads: HostReads): HostReads => {
  const disks = new Map<string, Observation<DiskFile>>();
  const images = new Map<string, Observation<StoredImage>>();
  const leftovers = new Map<string, boolean>();
  const room = new Map<string, {readonly bytes: number | null}>();
  return {
    ...reads,
    disk: (path, format) => once(disks, path, () => reads.disk(path, format)),
    image: digest => once(images, digest, () => reads.image(digest)),
    hasLeftovers: uid => once(leftovers, uid, () => reads.hasLeftovers(uid)),
    freeBytes: () => once(room, '', () => ({bytes: reads.freeBytes()})).bytes,
  };
};

const once = <Value>(known: Map<string, Value>, name: string, read: () => Value): Value => {
  const value = known.get(name);
  if (value !== undefined) return value;
  const made = read();
  known.set(name, made);
  return made;
};

const impossible = (): Promise<never> =>
  Promise.reject(new VmletError('E-INTERNAL', 'a plan does not wait for a hypervisor'));

/** Disks that were put back still lie where they were. */
const diskOf = (
  reads: HostReads,
  {restored}: Foreseen,
  path: string,
  format: 'raw' | 'qcow2',
): Observation<DiskFile> => {
  const seen = reads.disk(path, format);
  const slash = path.lastIndexOf('/');
  const trash = restored.get(path.slice(0, slash));
  return seen.state === 'absent' && trash !== undefined
    ? reads.disk(`${trash}${path.slice(slash)}`, format)
    : seen;
};

const counted = (): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
};
