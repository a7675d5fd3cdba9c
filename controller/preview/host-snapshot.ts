// A host written down: everything that a plan reads of it, as one JSON value. No content of files, no console output, no
// environment; of manifests what their records hold, for a plan compares with it. Reads only; what reads it is snapshot-world.ts.
import type {Fresh} from '../desired/admit.ts';
import type {HostPolicy, ObjectKey} from '../desired/node.ts';
import {errorText, VmletError} from '../errors.ts';
import type {HostIdentity} from '../host/host.ts';
import {serializeMemory} from '../manifest/memory.ts';
import type {StoredMemory} from '../manifest/memory.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {DiskFile, Link, Observation, StoredImage} from '../observe/snapshot.ts';
import type {VmObservation} from '../observe/vm.ts';
import type {HypervisorSettings, PreparedHypervisor, Sightings, World} from '../world.ts';

/** Another number for each shape that an older vmlet cannot read. */
export const snapshotSchema = 1;

type Entries<Of> = Of extends Map<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : never;

export type HostSnapshot = {
  readonly kind: 'HostSnapshot';
  readonly schema: typeof snapshotSchema;
  /** vmlet that wrote it. */
  readonly version: string;
  readonly takenAt: string;
  readonly monotonicMs: number;
  readonly identity: HostIdentity;
  readonly paths: {readonly stateDir: string; readonly runtimeDir: string; readonly statusDir: string};
  /** Where its manifests lie: relative paths of a directory that is planned in their place begin there. */
  readonly manifestsDir: string;
  readonly hypervisors: readonly {
    readonly settings: HypervisorSettings;
    readonly prepared: PreparedHypervisor;
  }[];
  /** Absent of one that an older vmlet wrote down. */
  readonly policy?: HostPolicy;
  readonly records: readonly ObjectRecord[];
  readonly revisions: readonly {readonly uid: string; readonly revision: Revision}[];
  readonly vms: readonly {readonly uid: string; readonly seen: VmObservation}[];
  /** Of a VM that has no record. */
  readonly others: VmObservation;
  readonly links: Observation<readonly Link[]>;
  readonly images: readonly {readonly digest: string; readonly image: Observation<StoredImage>}[];
  readonly disks: readonly {readonly path: string; readonly disk: Observation<DiskFile>}[];
  readonly leftovers: readonly string[];
  readonly freeBytes: number | null;
  readonly sightings: {readonly [Of in keyof Sightings]: Entries<Sightings[Of]>};
  readonly fresh: readonly (readonly [ObjectKey, Fresh])[];
  /** What the source remembers, as its file does. */
  readonly sourceMemory: string;
};

/** Write this host down. */
export const takeSnapshot = async (
  world: World,
  {manifestsDir, memory}: {manifestsDir: string; memory: StoredMemory},
): Promise<HostSnapshot> => {
  const {host, identity, version, reads, sightings} = world;
  const {stateDir, runtimeDir, statusDir} = host.paths;
  const records = [...world.records.values()];
  const vms = records.filter(({kind}) => kind === 'VirtualMachine');
  const revisions = vms.flatMap(record =>
    revisionsOf(world, record).map(revision => ({uid: record.uid, revision})),
  );
  const links = identity.isRoot ? await world.links.read() : ({state: 'absent'} as const);
  return {
    kind: 'HostSnapshot',
    schema: snapshotSchema,
    version,
    takenAt: host.clock.now(),
    monotonicMs: host.clock.monotonicMs(),
    identity,
    paths: {stateDir, runtimeDir, statusDir},
    manifestsDir,
    policy: world.policy.current(),
    hypervisors: await prepareAll(world, revisions),
    records,
    revisions,
    vms: vms.map(({uid}) => ({uid, seen: world.vms.observe(uid)})),
    // No VM has this uid: absent says that the process table was read.
    others: world.vms.observe(''),
    links: links.state === 'present' ? {...links, value: [...links.value.values()]} : links,
    images: digestsOf(records, revisions).map(digest => ({digest, image: reads.image(digest)})),
    disks: disksOf(world, records, revisions),
    leftovers: vms.flatMap(({uid}) => (reads.hasLeftovers(uid) ? [uid] : [])),
    freeBytes: reads.freeBytes(),
    sightings: {
      exits: [...sightings.exits],
      runs: [...sightings.runs],
      pauses: [...sightings.pauses],
      trash: [...sightings.trash],
      resets: [...sightings.resets],
    },
    fresh: [...world.fresh],
    sourceMemory: serializeMemory(memory),
  };
};

/** Those that a look at this VM asks for. */
const revisionsOf = (world: World, {uid, run, rollback, revisions}: ObjectRecord): Revision[] => {
  const {booted, prepared, previous} = revisions;
  const read = (number: number): Revision | null =>
    world.revisions.get(`${uid}/${String(number)}`) ?? world.reads.revision(uid, number);
  const main = read(booted)?.variant?.main ?? 0;
  const numbers = new Set([booted, main, prepared, previous, run.active?.revision ?? 0, rollback?.to ?? 0]);
  return [...numbers].map(read).filter(revision => revision !== null);
};

/** Machines and accelerators that a manifest may ask for; CPU models that one has asked for. */
const machines = ['q35', 'pc', 'microvm', 'virt'] as const;
const accelerators = ['auto', 'kvm', 'tcg'] as const;

const prepareAll = async (
  {hypervisor}: World,
  revisions: HostSnapshot['revisions'],
): Promise<HostSnapshot['hypervisors']> => {
  const models = new Set([null, ...revisions.map(({revision}) => revision.vm.hypervisor.cpuModel)]);
  const all: HostSnapshot['hypervisors'][number][] = [];
  for (const machine of machines)
    for (const accelerator of accelerators)
      for (const bootsFirmware of [false, true])
        for (const cpuModel of models) {
          const settings: HypervisorSettings = {machine, accelerator, cpuModel, bootsFirmware};
          all.push({settings, prepared: await hypervisor.prepare(settings)});
        }
  return all;
};

const digestsOf = (records: readonly ObjectRecord[], revisions: HostSnapshot['revisions']): string[] => [
  ...new Set([
    ...records.flatMap(({imageDigest}) => (imageDigest === null ? [] : [imageDigest])),
    ...revisions.flatMap(({revision: {vm}}) => [
      ...vm.disks.flatMap(({source}) => (source.kind === 'overlay' ? [source.image.digest] : [])),
      ...(vm.boot.kind === 'kernel'
        ? [vm.boot.kernel, vm.boot.initrd].flatMap(image => image?.digest ?? [])
        : []),
    ]),
  ]),
];

/** Of every machine, and those that lie in the trash. */
const disksOf = (
  {host: {paths}, reads}: World,
  records: readonly ObjectRecord[],
  revisions: HostSnapshot['revisions'],
): HostSnapshot['disks'] => {
  const trashed = new Set(records.flatMap(({uid, tombstone}) => (tombstone?.trashed === true ? [uid] : [])));
  const all = new Map<string, 'raw' | 'qcow2'>();
  for (const {uid, revision} of revisions)
    for (const {source, name} of revision.vm.disks) {
      all.set(source.path, source.kind === 'file' ? source.format : 'qcow2');
      if (trashed.has(uid)) all.set(`${paths.trash(uid)}/${name}.qcow2`, 'qcow2');
    }
  return [...all].map(([path, format]) => ({path, disk: reads.disk(path, format)}));
};

/** A snapshot as it was read, or E-STATE for what is none of this version. */
export const parseSnapshot = (text: string, name: string): HostSnapshot => {
  const content = parsed(text, name);
  const {kind, schema} = content;
  if (kind !== 'HostSnapshot') throw notOne(name, 'it is no host snapshot');
  if (schema !== snapshotSchema) throw notOne(name, `it has schema ${String(schema)}`);
  const lists = ['hypervisors', 'records', 'revisions', 'vms', 'images', 'disks', 'leftovers', 'fresh'];
  const bad = lists.find(list => !Array.isArray(content[list]));
  if (bad !== undefined) throw notOne(name, `it has no list ${bad}`);
  return content as unknown as HostSnapshot;
};

const parsed = (text: string, name: string): Record<string, unknown> => {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  } catch (thrown) {
    throw notOne(name, errorText(thrown));
  }
};

const notOne = (name: string, why: string): VmletError =>
  new VmletError('E-STATE', `cannot read ${name}: ${why}; write one with: vmlet snapshot-host > FILE`);
