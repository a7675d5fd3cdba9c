// What one look at a VirtualMachine sees: its disks, images, process and directories, and the times that its plan may
// know. Reads only; what follows from it is look-vm.ts.
import {derive} from './derivation.ts';
import type {Lookup} from './desired/collector.ts';
import {linkAlias, objectKey} from './desired/names.ts';
import type {ResolvedVm, VmNode} from './desired/node.ts';
import {errorText} from './errors.ts';
import type {Seen, Wanted} from './kept.ts';
import {readDisk} from './observe/disk.ts';
import type {ObjectRecord, Revision} from './observe/record.ts';
import {present} from './observe/snapshot.ts';
import type {DiskFile, Links, Observation, ObservedVm, StoredImage} from './observe/snapshot.ts';
import {linksConcerning} from './plan/link-index.ts';
import {restartDelayMs} from './plan/power.ts';
import type {VmContext} from './plan/vm-input.ts';
import type {World} from './world.ts';

/** What a VM may have on the host, by what it is to be, what it runs as and what it will run as. */
const wantedBy = (known: readonly ResolvedVm[], alias: string): Wanted => {
  const bindings = known.flatMap(vm => vm.interfaces.map(({binding}) => binding));
  const disks = new Map<string, Wanted['disks'][number]>();
  // The newest says where a disk is.
  for (const {name, source} of known.flatMap(vm => vm.disks))
    if (!disks.has(name))
      disks.set(name, {name, path: source.path, format: source.kind === 'file' ? source.format : 'qcow2'});
  return {
    alias,
    disks: [...disks.values()],
    digests: [...new Set(known.flatMap(imageDigests))],
    linkNames: [
      ...new Set(
        bindings.flatMap(binding => [
          ...('tap' in binding ? [binding.tap] : []),
          ...('bridge' in binding ? [binding.bridge] : []),
        ]),
      ),
    ],
  };
};

/** The VM as it is on the host now. */
export const observe = (
  world: World,
  record: ObjectRecord,
  {links, image}: Seen,
  node: VmNode | null,
  booted: Revision | null,
  prepared: Revision | null,
): ObservedVm => {
  const {host, vms, kept} = world;
  const {files, paths} = host;
  const policy = node?.policy ?? record.policy;
  if (policy !== null) vms.expectEvidence(record.uid, policy.readiness);
  const wanted = derive(
    kept.wanted,
    objectKey(record.kind, record.namespace, record.name),
    [record.uid, node?.vm, booted?.vm, prepared?.vm],
    null,
    () =>
      wantedBy(
        [node?.vm, booted?.vm, prepared?.vm].filter(vm => vm !== undefined),
        linkAlias(record.uid),
      ),
  );
  const disks = new Map<string, Observation<DiskFile>>();
  for (const {name, path, format} of wanted.disks) disks.set(name, readDisk(files, path, format, kept.disks));
  const images = new Map<string, Observation<StoredImage>>();
  for (const digest of wanted.digests) images.set(digest, image(digest));
  // What was unclear a moment ago may be clear now; a second pass over /proc costs less than a wrong guess.
  if (vms.observe(record.uid).process.state === 'unknown') vms.refresh();
  const seen = vms.observe(record.uid);
  const isAbsent = seen.process.state === 'absent';
  const leftovers = isAbsent && files.stat(paths.vm(record.uid).runtime, {follow: false}) !== undefined;
  const needsRoom = isAbsent || isPausedByDisk(seen);
  return {
    ...seen,
    disks,
    links: ownLinks(links, wanted, record.hostUid),
    images,
    leftovers,
    freeBytes: needsRoom ? freeBytesOf(world) : null,
  };
};

/** Of the host's links those that it can depend on: what happens to the others is nothing that it must think of. */
const ownLinks = (
  links: Observation<Links>,
  {alias, linkNames}: Wanted,
  hostUid: number | null,
): Observation<Links> =>
  links.state === 'present'
    ? present(linksConcerning(links.value, {alias, names: linkNames, hostUid}))
    : links;

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

/** The times that its plan may know, by the monotonic clock. */
export type Times = Pick<
  VmContext,
  'monotonicMs' | 'notBeforeMs' | 'pausedForMs' | 'trashedForMs' | 'ranForMs'
>;

/** Notes when things were first seen. */
export const timesOf = (world: World, record: ObjectRecord, observed: ObservedVm): Times => {
  const {clock} = world.host;
  const nowMs = clock.monotonicMs();
  const {exits, runs, pauses} = world.sightings;
  if (observed.process.state === 'present') {
    if (!runs.has(record.uid)) runs.set(record.uid, nowMs);
  } else if (record.run.active === null) runs.delete(record.uid);
  const {lastExit} = record.run;
  if (lastExit !== null) {
    // Two ends may fall into one second of the wall clock, or it may have been set back to that.
    const which = `${lastExit.at} ${String(record.run.failures)}`;
    if (exits.get(record.uid)?.which !== which) exits.set(record.uid, {which, sinceMs: nowMs});
  }
  if (!isPausedByDisk(observed)) pauses.delete(record.uid);
  else if (!pauses.has(record.uid)) pauses.set(record.uid, nowMs);
  const exitedMs = exits.get(record.uid)?.sinceMs ?? 0;
  const startedMs = runs.get(record.uid);
  return {
    monotonicMs: nowMs,
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

/** What its plan must know beside what was seen; tells when somebody reads a time that goes on. */
export const contextOf = (
  world: World,
  times: Times,
  command: Lookup<VmContext['command']>,
  timed: () => void,
): VmContext => {
  const read = <Value>(value: Value): Value => {
    timed();
    return value;
  };
  return {
    bootId: world.identity.bootId,
    driver: world.hypervisor.driver,
    paths: world.host.paths,
    command: 'found' in command ? command.found : {binary: '', version: {major: 0, minor: 0}, tscKhz: null},
    notBeforeMs: times.notBeforeMs,
    get now() {
      return read(world.host.clock.now());
    },
    get monotonicMs() {
      return read(times.monotonicMs);
    },
    get pausedForMs() {
      return read(times.pausedForMs);
    },
    get trashedForMs() {
      return read(times.trashedForMs);
    },
    get ranForMs() {
      return read(times.ranForMs);
    },
  };
};
