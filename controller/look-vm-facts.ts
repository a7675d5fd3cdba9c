// What one look at a VirtualMachine sees: its disks, images, process and directories, and the times that its plan may
// know. Reads only; what follows from it is look-vm.ts.
import type {Lookup} from './desired/collector.ts';
import {linkAlias} from './desired/names.ts';
import type {ResolvedVm, VmNode} from './desired/node.ts';
import {errorText} from './errors.ts';
import type {Seen} from './kept.ts';
import {readDisk} from './observe/disk.ts';
import {readImage} from './observe/image.ts';
import type {ObjectRecord, Revision} from './observe/record.ts';
import {present} from './observe/snapshot.ts';
import type {DiskFile, Links, Observation, ObservedVm, StoredImage} from './observe/snapshot.ts';
import {linksConcerning} from './plan/link-index.ts';
import {restartDelayMs} from './plan/power.ts';
import type {VmContext} from './plan/vm-input.ts';
import type {World} from './world.ts';

/** One look is one moment: each stored image is looked at once in it. */
export const imageReader = ({host: {files, paths}, kept}: World): Seen['image'] => {
  const seen = new Map<string, Observation<StoredImage>>();
  return digest => {
    const image = seen.get(digest) ?? readImage(files, paths, digest, kept.imageFacts);
    seen.set(digest, image);
    return image;
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
  if (policy !== null) vms.expectEvidence(record.uid, policy.readiness, paths.vm(record.uid).consoleLog);
  const known = [node?.vm, booted?.vm, prepared?.vm].filter(vm => vm !== undefined);
  const disks = new Map<string, Observation<DiskFile>>();
  // The newest says where a disk is; each is looked at once.
  for (const {name, source} of known.flatMap(vm => vm.disks))
    if (!disks.has(name))
      disks.set(
        name,
        readDisk(files, source.path, source.kind === 'file' ? source.format : 'qcow2', kept.headers),
      );
  const digests = new Set(known.flatMap(imageDigests));
  const images = new Map([...digests].map(digest => [digest, image(digest)]));
  // What was unclear a moment ago may be clear now; a second pass over /proc costs less than a wrong guess.
  if (vms.observe(record.uid).process.state === 'unknown') vms.refresh();
  const leftovers = files.stat(paths.vm(record.uid).runtime, {follow: false}) !== undefined;
  const seen = vms.observe(record.uid);
  const needsRoom = seen.process.state === 'absent' || isPausedByDisk(seen);
  return {
    ...seen,
    disks,
    links: ownLinks(links, record, known),
    images,
    leftovers,
    freeBytes: needsRoom ? freeBytesOf(world) : null,
  };
};

/** Of the host's links those that it can depend on: what happens to the others is nothing that it must think of. */
const ownLinks = (
  links: Observation<Links>,
  {uid, hostUid}: ObjectRecord,
  known: readonly ResolvedVm[],
): Observation<Links> => {
  if (links.state !== 'present') return links;
  const bindings = known.flatMap(vm => vm.interfaces.map(({binding}) => binding));
  const names = new Set(
    bindings.flatMap(binding => [
      ...('tap' in binding ? [binding.tap] : []),
      ...('bridge' in binding ? [binding.bridge] : []),
    ]),
  );
  return present(linksConcerning(links.value, {alias: linkAlias(uid), names, hostUid}));
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

/** What its plan must know beside what was seen; notes when things were first seen. */
export const contextOf = (
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

/** The context, telling when somebody reads the time in it. */
export const told = (context: VmContext, timed: () => void): VmContext => {
  const read = <Value>(value: Value): Value => {
    timed();
    return value;
  };
  return {
    ...context,
    get now() {
      return read(context.now);
    },
    get monotonicMs() {
      return read(context.monotonicMs);
    },
    get pausedForMs() {
      return read(context.pausedForMs);
    },
    get trashedForMs() {
      return read(context.trashedForMs);
    },
    get ranForMs() {
      return read(context.ranForMs);
    },
  };
};
