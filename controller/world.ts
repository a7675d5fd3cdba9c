// What the controller has in memory: records, verdicts, and the handles of what it watches. Everything in here can be
// lost at any instant: it is read again from the state directory and the host. No logic beyond keeping it together.
import type {CommandContext, Driver} from './drivers/driver.ts';
import {objectKey, splitKey} from './desired/names.ts';
import type {HostPolicy, ObjectKey, QemuSettings, ResolvedVm} from './desired/node.ts';
import type {Fresh} from './desired/admit.ts';
import type {Lookup} from './desired/collector.ts';
import type {Host, HostIdentity, ProcessIdentity} from './host/host.ts';
import {forgetDerived} from './look/kept.ts';
import type {Kept} from './look/kept.ts';
import type {Verdict} from './manifest/object.ts';
import type {LinkTable} from './observe/links.ts';
import type {ObjectRecord, Revision, RevisionFile} from './observe/record.ts';
import type {DiskFile, Observation, StoredImage} from './observe/snapshot.ts';
import type {VmWatch} from './observe/vm.ts';
import type {StatusDocument} from './status/status-types.ts';

/** What a hypervisor needs to be put on a command line, looked at anew each time: a package upgrade moves things. */
export type Hypervisor = {
  readonly driver: Driver;
  prepare(settings: HypervisorSettings): Promise<PreparedHypervisor>;
};

export type HypervisorSettings = {
  readonly machine: QemuSettings['machine'];
  readonly accelerator: 'auto' | 'kvm' | 'tcg';
  readonly cpuModel: string | null;
  /** Firmware images are looked for only then. */
  readonly bootsFirmware: boolean;
};

export type PreparedHypervisor = {
  readonly command: Lookup<Omit<CommandContext, 'paths' | 'revision' | 'macvtapNodes'>>;
  readonly accelerator: Lookup<Pick<QemuSettings, 'accelerator' | 'cpuModel'>>;
};

/** What looks read of the host's files, and nothing else does: so that they can look at a host that is written down, too. */
export type HostReads = {
  disk(path: string, format: 'raw' | 'qcow2'): Observation<DiskFile>;
  image(digest: string): Observation<StoredImage>;
  /** `sha256:` and what the content of a file is hashed to; null where it cannot be read. */
  digest(path: string): Promise<string | null>;
  revision(uid: string, number: number): Revision | null;
  /** With what only people read of it. */
  revisionFile(uid: string, number: number): RevisionFile | null;
  /** Something of a former run of this VM lies in its runtime directory. */
  hasLeftovers(uid: string): boolean;
  /** Room where disks are; null where it cannot be told. */
  freeBytes(): number | null;
};

/** When something was first seen, by the monotonic clock: what delays and stable runs are measured from. */
export type Sightings = {
  /** Last exit of a VM, by uid: `which` tells it from the one before, the monotonic time counts. */
  readonly exits: Map<string, {which: string; sinceMs: number}>;
  /** Start of the present run as we saw it, by uid. */
  readonly runs: Map<string, ProcessIdentity & {sinceMs: number}>;
  /** Since a write error was seen to pause the guest, or since it was last continued. */
  readonly pauses: Map<string, number>;
  /** Disks in the trash, by uid: the time that was written down, and since when more has passed. */
  readonly trash: Map<string, {notedMs: number; sinceMs: number}>;
  /** Last reset of a guest that we saw, by uid: how many there were then, and when. */
  readonly resets: Map<string, {count: number; sinceMs: number}>;
};

export type PolicyHolder = {
  /** The last good one. */
  current(): HostPolicy;
  /** Read the file again when it is another one; true when another policy is in force now. */
  reload(): boolean;
};

export type World = {
  readonly host: Host;
  readonly identity: HostIdentity;
  readonly version: string;
  readonly hypervisor: Hypervisor;
  readonly vms: VmWatch;
  readonly links: LinkTable;
  readonly reads: HostReads;
  readonly records: Map<ObjectKey, ObjectRecord>;
  /** Records that were rebuilt and are not on disk yet: nothing is done in their name before they are. */
  readonly unsaved: WeakSet<ObjectRecord>;
  readonly verdicts: Map<ObjectKey, Verdict>;
  readonly revisions: Map<string, Revision>;
  readonly sightings: Sightings;
  /** What a first record of a key will get; given once, so that two looks (or two keys) never get the same. */
  readonly fresh: Map<ObjectKey, Fresh>;
  /** What looks need not read or think through again while nothing changed. */
  readonly kept: Kept;
  /** The host policy in force. */
  readonly policy: PolicyHolder;
  /** Machines that are about to be started and whose record does not say so yet, as what: their room is taken. */
  readonly starting: Map<ObjectKey, {readonly vm: ResolvedVm; readonly source: string}>;
  /** Machines that are about to be interrupted and whose record does not say so yet: they count as unavailable. */
  readonly interrupting: Set<ObjectKey>;
  /** Last status of each object, for dependents and the next status. */
  readonly statuses: Map<ObjectKey, StatusDocument>;
};

/** A VM whose record and revisions are lost, and whose status is the last to say whose disks are whose. */
export const isRecalled = ({records, fresh}: World, key: ObjectKey): boolean =>
  splitKey(key).kind === 'VirtualMachine' && fresh.has(key) && !records.has(key);

/** Is an object Ready, as far as its last status says? */
export const isReady = (world: Pick<World, 'statuses'>, key: ObjectKey): boolean =>
  world.statuses.get(key)?.status.conditions.some(each => each.type === 'Ready' && each.status === 'True') ??
  false;

/** What a manifest or its class gives it; in force of one that has a record, and as declared of a new one. */
export const startPriority = ({records, verdicts}: World, key: ObjectKey): number => {
  const record = records.get(key);
  if (record !== undefined) return record.policy?.startPriority ?? 0;
  const verdict = verdicts.get(key);
  const spec = verdict?.state === 'present' ? verdict.decoded.object.spec : null;
  return (spec as {readonly startPriority?: number} | null)?.startPriority ?? 0;
};

/** An incarnation is over: nothing of it may reach the next one of that name, its uid least of all. */
export const forgetLife = (world: World, key: ObjectKey, uid: string): void => {
  const {records, fresh, revisions, sightings, kept} = world;
  forgetDerived(kept, key);
  records.delete(key);
  fresh.delete(key);
  for (const seen of Object.values(sightings)) seen.delete(uid);
  for (const id of revisions.keys()) if (id.startsWith(`${uid}/`)) revisions.delete(id);
};

/** VM records that name an object of `kind` in their spec, by key; removed ones count only while they may still run. */
export const usersOf = (
  {records}: Pick<World, 'records'>,
  kind: string,
  namespace: string,
  name: string,
): ObjectKey[] => {
  const users: ObjectKey[] = [];
  for (const [key, record] of records)
    if (
      record.kind === 'VirtualMachine' &&
      record.namespace === namespace &&
      (record.tombstone === null || record.run.active !== null) &&
      references(records, record, kind, name)
    )
      users.push(key);
  return users;
};

/** Does a VM, or its class for it, name this object? */
const references = (records: World['records'], vm: ObjectRecord, kind: string, name: string): boolean => {
  const own = namesIn(vm);
  switch (kind) {
    case 'Image':
      return own.disks.has(name) || (own.boot ?? bootOfClass(records, vm.namespace, own.class)).has(name);
    case 'Network':
      return own.networks.has(name);
    case 'VirtualMachineClass':
      return own.class === name;
    default:
      return false;
  }
};

const bootOfClass = (records: World['records'], namespace: string, name: unknown): ReadonlySet<unknown> => {
  const found =
    typeof name === 'string' ? records.get(objectKey('VirtualMachineClass', namespace, name)) : undefined;
  return (found === undefined ? null : namesIn(found).boot) ?? nothing;
};

/** What a manifest names; `boot` is null where its spec says nothing of it. */
type Names = {
  readonly class: unknown;
  readonly boot: ReadonlySet<unknown> | null;
  readonly disks: ReadonlySet<unknown>;
  readonly networks: ReadonlySet<unknown>;
};

const nothing: ReadonlySet<unknown> = new Set();

/** Walks the plain JSON: any wire shape is safe to ask. */
const namesIn = (record: ObjectRecord): Names => {
  const known = named.get(record);
  if (known !== undefined) return known;
  const spec = field(record.manifest, 'spec');
  const boot = field(spec, 'boot');
  const kernel = field(boot, 'kernel');
  const names: Names = {
    class: field(spec, 'class'),
    boot: boot == null ? null : new Set([field(kernel, 'image'), field(kernel, 'initrd')]),
    disks: new Set(listOf(spec, 'disks').map(disk => field(disk, 'image'))),
    networks: new Set(listOf(spec, 'interfaces').map(nic => field(field(nic, 'tap'), 'network'))),
  };
  named.set(record, names);
  return names;
};

/** Records never change, and each change of a shared object asks all of them. */
const named = new WeakMap<ObjectRecord, Names>();

const listOf = (spec: unknown, name: string): readonly unknown[] => {
  const list = field(spec, name);
  return Array.isArray(list) ? list : [];
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
