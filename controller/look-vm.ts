// look() for a VirtualMachine: class, images, networks and accelerator followed, disks and links seen, plan made.
import {linkAlias, objectKey} from './desired/names.ts';
import type {Lookup, VmResolution, VmResolveInput} from './desired/collector.ts';
import type {ImageRef, ResolvedVm, Unresolved, VmNode} from './desired/node.ts';
import {resolveVm} from './desired/resolve-vm.ts';
import {resolveNetwork} from './desired/resolve-network.ts';
import {errorText} from './errors.ts';
import {planOrHold} from './view.ts';
import type {LookBase, View} from './view.ts';
import {mergeClass} from './manifest/classes.ts';
import type {MergedVmSpec} from './manifest/classes.ts';
import type {ManifestObject} from './manifest/object.ts';
import type {NetworkSpec, VirtualMachineClassSpec, VirtualMachineSpec} from './manifest/types.gen.ts';
import {readDisk} from './observe/disk.ts';
import {readImage} from './observe/image.ts';
import type {ObjectRecord, Revision} from './observe/record.ts';
import {readRevision} from './observe/records.ts';
import {absent} from './observe/snapshot.ts';
import type {DiskFile, Links, Observation, ObservedVm, StoredImage} from './observe/snapshot.ts';
import {restartDelayMs, wantsRunning as wants} from './plan/power.ts';
import {planVm} from './plan/vm.ts';
import type {Plan} from './plan/action.ts';
import type {VmContext} from './plan/vm-input.ts';
import {vmStatus} from './status/documents.ts';
import {isReady} from './world.ts';
import type {World} from './world.ts';

export const lookVm = async (world: World, base: LookBase): Promise<View> => {
  const {record} = base;
  const booted = revisionOf(world, record, record.revisions.booted);
  const prepared = revisionOf(world, record, record.revisions.prepared);
  const spec = merge(world, record);
  const tools = await world.hypervisor.prepare({
    ...settingsOf(spec),
    bootsFirmware:
      (spec !== null && 'firmware' in spec.boot) ||
      [booted, prepared].some(revision => revision?.vm.boot.kind === 'firmware'),
  });
  const {command} = tools;
  const links = world.identity.isRoot ? await world.links.read() : absent;
  const image = imageReader(world);
  const resolution =
    spec === null
      ? {node: null, unresolved: [classMissing(record)], policy: null, notes: []}
      : resolve(world, record, spec, tools.accelerator, {
          links,
          image,
          latest: prepared?.vm ?? booted?.vm ?? null,
        });
  const observed = observe(world, record, {links, image}, resolution.node, booted, prepared);
  const unresolved =
    'found' in command ? resolution.unresolved : [...resolution.unresolved, missingHypervisor(command)];
  const node = 'found' in command ? resolution.node : null;
  const plan = planOrHold(() =>
    planVm({
      record,
      node,
      unresolved,
      policy: resolution.policy,
      booted,
      prepared,
      observed,
      context: contextOf(world, record, observed, command),
    }),
  );
  const policy = resolution.policy ?? record.policy;
  const wantsRunning = policy === null ? null : wants(record, policy.runPolicy);
  const notes = resolution.notes.map(message => ({
    condition: 'Degraded' as const,
    reason: 'UserNetworking',
    message,
  }));
  const shown: Plan = {...plan, holds: [...plan.holds, ...notes]};
  return {
    ...base,
    plan,
    unresolved,
    status: facts =>
      vmStatus({
        ...base,
        ...facts,
        unresolved,
        plan: shown,
        node: resolution.node,
        booted: booted?.vm ?? null,
        observed,
        wantsRunning,
      }),
  };
};

const missingHypervisor = (lookup: {missing: {reason: string; message: string}}): Unresolved => ({
  condition: 'Admitted',
  ...lookup.missing,
  waitsFor: [],
});

/** Revisions never change, so what was read once is kept. */
const revisionOf = (world: World, record: ObjectRecord, number: number): Revision | null => {
  const id = `${record.uid}/${String(number)}`;
  const kept = world.revisions.get(id);
  if (kept !== undefined) return kept;
  const revision = readRevision(world.host, record.uid, number);
  if (revision !== null) world.revisions.set(id, revision);
  return revision;
};

const classNameOf = (record: ObjectRecord): string | undefined =>
  (record.manifest as ManifestObject<VirtualMachineSpec>).spec.class;

/** The spec with its class merged in; null when the class it names does not exist. */
const merge = (world: World, record: ObjectRecord): MergedVmSpec | null => {
  const object = record.manifest as ManifestObject<VirtualMachineSpec>;
  const className = classNameOf(record);
  if (className === undefined || className === 'default') return mergeClass(object.spec, undefined);
  const found = world.records.get(objectKey('VirtualMachineClass', record.namespace, className));
  if (found === undefined) return null;
  return mergeClass(object.spec, (found.manifest as ManifestObject<VirtualMachineClassSpec>).spec);
};

const classMissing = (record: ObjectRecord): Unresolved => {
  const name = classNameOf(record) ?? '';
  return {
    condition: 'DependenciesReady',
    reason: 'ClassMissing',
    message: `there is no VirtualMachineClass ${name} in namespace ${record.namespace}`,
    waitsFor: [objectKey('VirtualMachineClass', record.namespace, name)],
  };
};

const settingsOf = (spec: MergedVmSpec | null) =>
  spec !== null && 'qemu' in spec.hypervisor
    ? spec.hypervisor.qemu
    : ({machine: 'q35', accelerator: 'auto', cpuModel: null} as const);

const resolve = (
  world: World,
  record: ObjectRecord,
  spec: MergedVmSpec,
  accelerator: VmResolveInput['accelerator'],
  {links, image, latest}: Seen & {readonly latest: ResolvedVm | null},
): VmResolution =>
  resolveVm({
    object: record.manifest as ManifestObject<VirtualMachineSpec>,
    spec,
    record,
    latest,
    hostId: world.identity.hostId,
    isRoot: world.identity.isRoot,
    paths: world.host.paths,
    image: name => imageOf(world, record.namespace, name, image),
    bridge: name => bridgeOf(world, record.namespace, name, links),
    accelerator,
    isReady: key => isReady(world, key),
  });

/** What one look has seen of the host apart from the VM itself. */
type Seen = {readonly links: Observation<Links>; readonly image: ImageReader};
type ImageReader = (digest: string) => Observation<StoredImage>;

/** One look is one moment: each stored image is looked at once in it, whoever asks. */
const imageReader = ({host: {files, paths}}: World): ImageReader => {
  const seen = new Map<string, Observation<StoredImage>>();
  return digest => {
    const image = seen.get(digest) ?? readImage(files, paths, digest);
    seen.set(digest, image);
    return image;
  };
};

const imageOf = (world: World, namespace: string, name: string, image: ImageReader): Lookup<ImageRef> => {
  const record = world.records.get(objectKey('Image', namespace, name));
  if (record === undefined)
    return {
      missing: {reason: 'ImageMissing', message: `there is no Image ${name} in namespace ${namespace}`},
    };
  const digest = record.imageDigest;
  if (digest === null)
    return {missing: {reason: 'ImageNotReady', message: `image ${name} is not in the store yet`}};
  const stored = image(digest);
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

/** Taps join an owned bridge only when it bears its network's mark: another vmlet's bridge may have the same name. */
const bridgeOf = (
  world: World,
  namespace: string,
  name: string,
  links: Observation<Links>,
): Lookup<string> => {
  const record = world.records.get(objectKey('Network', namespace, name));
  if (record === undefined)
    return {
      missing: {reason: 'NetworkMissing', message: `there is no Network ${name} in namespace ${namespace}`},
    };
  const object = record.manifest as ManifestObject<NetworkSpec>;
  const {bridge} = resolveNetwork(object, record.uid, world.identity.hostId);
  const link = links.state === 'present' ? links.value.get(bridge.name) : undefined;
  const isForeign =
    bridge.management === 'Owned' && link !== undefined && link.alias !== linkAlias(record.uid);
  return isForeign
    ? {
        missing: {
          reason: 'NetworkNotReady',
          message: `link ${bridge.name} of network ${name} is not this vmlet's; see \`vmlet describe network/${name}\``,
        },
      }
    : {found: bridge.name};
};

const observe = (
  world: World,
  record: ObjectRecord,
  {links, image}: Seen,
  node: VmNode | null,
  booted: Revision | null,
  prepared: Revision | null,
): ObservedVm => {
  const {host, vms} = world;
  const {files, paths} = host;
  const policy = node?.policy ?? record.policy;
  if (policy !== null) vms.expectEvidence(record.uid, policy.readiness, paths.vm(record.uid).consoleLog);
  const known = [node?.vm, booted?.vm, prepared?.vm].filter(vm => vm !== undefined);
  const disks = new Map<string, Observation<DiskFile>>();
  // The newest says where a disk is; each is looked at once.
  for (const {name, source} of known.flatMap(vm => vm.disks))
    if (!disks.has(name))
      disks.set(name, readDisk(files, source.path, source.kind === 'file' ? source.format : 'qcow2'));
  const digests = new Set(known.flatMap(imageDigests));
  const images = new Map([...digests].map(digest => [digest, image(digest)]));
  // What was unclear a moment ago may be clear now; a second pass over /proc costs less than a wrong guess.
  if (vms.observe(record.uid).process.state === 'unknown') vms.refresh();
  const leftovers = files.stat(paths.vm(record.uid).runtime, {follow: false}) !== undefined;
  const seen = vms.observe(record.uid);
  const needsRoom = seen.process.state === 'absent' || isPausedByDisk(seen);
  return {...seen, disks, links, images, leftovers, freeBytes: needsRoom ? freeBytesOf(world) : null};
};

const isPausedByDisk = ({process, monitor}: Pick<ObservedVm, 'process' | 'monitor'>): boolean =>
  process.state === 'present' && monitor.state === 'connected' && monitor.runState === 'io-error';

/** null where it cannot be told: that stops nothing but what needs to know it. */
const freeBytesOf = ({host: {files, paths, log}}: World): number | null => {
  try {
    return files.freeBytes(paths.vmsDir);
  } catch (thrown) {
    log.debug('free space not known', {path: paths.vmsDir, why: errorText(thrown)});
    return null;
  }
};

const imageDigests = (vm: ResolvedVm): string[] => [
  ...vm.disks.flatMap(disk => (disk.source.kind === 'overlay' ? [disk.source.image.digest] : [])),
  ...(vm.boot.kind === 'kernel'
    ? [vm.boot.kernel.digest, ...(vm.boot.initrd === null ? [] : [vm.boot.initrd.digest])]
    : []),
];

const contextOf = (
  world: World,
  record: ObjectRecord,
  observed: ObservedVm,
  command: Lookup<VmContext['command']>,
): VmContext => {
  const {clock, paths} = world.host;
  const nowMs = clock.monotonicMs();
  const {exits, runs, pauses} = world.sightings;
  if (observed.process.state === 'present') {
    if (!runs.has(record.uid)) runs.set(record.uid, nowMs);
  } else if (record.run.active === null) runs.delete(record.uid);
  const {lastExit} = record.run;
  // Two ends may fall into one second of the wall clock, or it may have been set back to that.
  const which = `${lastExit?.at ?? ''} ${String(record.run.failures)}`;
  if (lastExit !== null && exits.get(record.uid)?.which !== which)
    exits.set(record.uid, {which, sinceMs: nowMs});
  if (!isPausedByDisk(observed)) pauses.delete(record.uid);
  else if (!pauses.has(record.uid)) pauses.set(record.uid, nowMs);
  const exitedMs = exits.get(record.uid)?.sinceMs ?? 0;
  const startedMs = runs.get(record.uid);
  return {
    now: clock.now(),
    monotonicMs: nowMs,
    bootId: world.identity.bootId,
    driver: world.hypervisor.driver,
    paths,
    command: 'found' in command ? command.found : {binary: '', version: {major: 0, minor: 0}, tscKhz: null},
    notBeforeMs: exitedMs + restartDelayMs(record.run.failures),
    pausedForMs: nowMs - (pauses.get(record.uid) ?? nowMs),
    trashedForMs: trashedForMs(world, record, nowMs),
    ranForMs: startedMs === undefined ? null : nowMs - startedMs,
  };
};

/** Time in the trash while a daemon ran; a wall clock that jumps does not shorten it. */
const trashedForMs = ({sightings: {trash}}: World, {uid, tombstone}: ObjectRecord, nowMs: number): number => {
  if (tombstone?.trashed !== true) return 0;
  const notedMs = tombstone.trashedForMs;
  const kept = trash.get(uid);
  const seen = kept?.notedMs === notedMs ? kept : {notedMs, sinceMs: nowMs};
  trash.set(uid, seen);
  return notedMs + (nowMs - seen.sinceMs);
};
