// What one look at a VirtualMachine sees: its disks, images, process and directories, and the times that its plan may
// know. Reads only; what follows from it is vm.ts.
import {budgetsOf} from './budgets.ts';
import {shortage} from './capacity.ts';
import type {Lookup} from '../desired/collector.ts';
import {linkAlias, objectKey} from '../desired/names.ts';
import type {ObjectKey, ResolvedVm, VmNode} from '../desired/node.ts';
import type {Kept, Seen, Wanted} from './kept.ts';
import {windowState} from '../manifest/window.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import {present} from '../observe/snapshot.ts';
import type {DiskFile, Link, Links, Observation, ObservedVm, StoredImage} from '../observe/snapshot.ts';
import type {VmObservation} from '../observe/vm.ts';
import {linksConcerning} from '../plan/link-index.ts';
import {restartDelayMs} from '../plan/power.ts';
import {stopsAfter} from '../plan/stop-order.ts';
import type {VmContext} from '../plan/vm-input.ts';
import type {LookBase} from './view.ts';
import type {World} from '../world.ts';

/** What a VM may have on the host, by what it runs as, what it is to be and what it will run as. */
const wantedBy = (known: readonly ResolvedVm[], alias: string): Wanted => {
  const bindings = known.flatMap(vm => vm.interfaces.map(({binding}) => binding));
  const disks = new Map<string, Wanted['disks'][number]>();
  // The first says where a disk is.
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

/** What was seen of a VM, in the order of what it wants: to be compared with what was seen before. */
export type Sight = VmObservation & {
  readonly wanted: Wanted;
  readonly disks: readonly Observation<DiskFile>[];
  readonly images: readonly Observation<StoredImage>[];
  /** Of the host's links those that it can depend on: what happens to the others is nothing that it must think of. */
  readonly links: readonly Link[] | Exclude<Observation<Links>, {state: 'present'}>;
  readonly leftovers: boolean;
  readonly freeBytes: number | null;
};

/** The VM as it is on the host now. */
export const sightOf = (
  world: World,
  {key, record}: Pick<LookBase, 'key' | 'record'>,
  {links, image}: Seen,
  node: VmNode | null,
  booted: Revision | null,
  prepared: Revision | null,
): Sight => {
  const {reads, vms, kept} = world;
  const {uid, hostUid} = record;
  const policy = node?.policy ?? record.policy;
  if (policy !== null) vms.expectEvidence(uid, policy.readiness);
  // Another source of a disk is refused, and must not hide the disk that the machine has and is started with again.
  const wanted = wantedOf(kept, key, uid, booted?.vm, node?.vm, prepared?.vm);
  let seen = vms.observe(uid);
  if (seen.process.state === 'unknown') {
    // What was unclear a moment ago may be clear now; a second pass over /proc costs less than a wrong guess.
    vms.refresh();
    seen = vms.observe(uid);
  }
  const isAbsent = seen.process.state === 'absent';
  return {
    process: seen.process,
    monitor: seen.monitor,
    evidence: seen.evidence,
    wanted,
    disks: wanted.disks.map(({path, format}) => reads.disk(path, format)),
    images: wanted.digests.map(image),
    links:
      links.state === 'present'
        ? linksConcerning(links.value, {alias: wanted.alias, names: wanted.linkNames, hostUid})
        : links,
    leftovers: isAbsent && reads.hasLeftovers(uid),
    freeBytes: isAbsent || isPausedByDisk(seen) ? reads.freeBytes() : null,
  };
};

/** The same value as long as it is the same life of the VM and of these versions of it. */
const wantedOf = (
  {wanted}: Kept,
  key: ObjectKey,
  uid: string,
  ...vms: readonly [ResolvedVm | undefined, ResolvedVm | undefined, ResolvedVm | undefined]
): Wanted => {
  const known = wanted.get(key);
  if (known?.uid === uid && known.vms.every((vm, at) => vm === vms[at])) return known.value;
  const value = wantedBy(
    vms.filter(vm => vm !== undefined),
    linkAlias(uid),
  );
  wanted.set(key, {uid, vms, value});
  return value;
};

/** The same by name, for whoever plans. */
export const observedOf = ({wanted, disks, images, links, ...seen}: Sight): ObservedVm => ({
  ...seen,
  disks: new Map(disks.map((disk, at) => [wanted.disks[at]?.name ?? '', disk])),
  images: new Map(images.map((image, at) => [wanted.digests[at] ?? '', image])),
  links: 'state' in links ? links : present(new Map(links.map(link => [link.name, link]))),
});

const isPausedByDisk = ({process, monitor}: Pick<ObservedVm, 'process' | 'monitor'>): boolean =>
  process.state === 'present' && monitor.state === 'connected' && monitor.runState === 'io-error';

const imageDigests = (vm: ResolvedVm): string[] => [
  ...vm.disks.flatMap(disk => (disk.source.kind === 'overlay' ? [disk.source.image.digest] : [])),
  ...(vm.boot.kind === 'kernel'
    ? [vm.boot.kernel.digest, ...(vm.boot.initrd === null ? [] : [vm.boot.initrd.digest])]
    : []),
];

/** The times that its plan may know, by the monotonic clock. */
export type Times = Pick<
  VmContext,
  'monotonicMs' | 'notBeforeMs' | 'pausedForMs' | 'trashedForMs' | 'ranForMs' | 'resetForMs'
>;

/** Notes when things were first seen. */
export const timesOf = (world: World, record: ObjectRecord, observed: VmObservation): Times => {
  const {clock} = world.host;
  const nowMs = clock.monotonicMs();
  const {exits, runs, pauses} = world.sightings;
  noteRun(runs, record, observed, nowMs);
  const {lastExit} = record.run;
  if (lastExit !== null) {
    // Two ends may fall into one second of the wall clock, or it may have been set back to that.
    const which = `${lastExit.at} ${String(record.run.failures)}`;
    if (exits.get(record.uid)?.which !== which) exits.set(record.uid, {which, sinceMs: nowMs});
  }
  if (!isPausedByDisk(observed)) pauses.delete(record.uid);
  else if (!pauses.has(record.uid)) pauses.set(record.uid, nowMs);
  const exitedMs = exits.get(record.uid)?.sinceMs ?? 0;
  const startedMs = runs.get(record.uid)?.sinceMs;
  return {
    monotonicMs: nowMs,
    notBeforeMs: exitedMs + restartDelayMs(record.run.failures),
    pausedForMs: nowMs - (pauses.get(record.uid) ?? nowMs),
    trashedForMs: trashedForMs(world, record, nowMs),
    ranForMs: startedMs === undefined ? null : nowMs - startedMs,
    resetForMs: resetForMs(world, record.uid, observed, nowMs),
  };
};

/** Of a process that is gone, how long it ran is known until its end is written down. */
const noteRun = (
  runs: World['sightings']['runs'],
  {uid, run}: ObjectRecord,
  {process}: VmObservation,
  nowMs: number,
): void => {
  if (process.state === 'present') {
    const {pid, startTicks} = process.value;
    const seen = runs.get(uid);
    if (seen?.pid !== pid || seen.startTicks !== startTicks) runs.set(uid, {pid, startTicks, sinceMs: nowMs});
  } else if (run.active === null) runs.delete(uid);
};

/** Since a guest reset itself under our eyes; what it did before we were connected is nobody's news. */
const resetForMs = (
  {sightings: {resets}}: World,
  uid: string,
  {monitor}: VmObservation,
  nowMs: number,
): number | null => {
  if (monitor.state !== 'connected' || monitor.resets === 0) {
    resets.delete(uid);
    return null;
  }
  const seen = resets.get(uid);
  if (seen?.count !== monitor.resets) resets.set(uid, {count: monitor.resets, sinceMs: nowMs});
  return nowMs - (resets.get(uid)?.sinceMs ?? nowMs);
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

/** Of a circle, which manifests may not declare any more, one link is left out, so that nobody waits for himself. */
const removedDependents = ({records, vms}: World, {kind, namespace, name}: ObjectRecord): ObjectKey[] => {
  const removed = [...records.values()].filter(each => each.kind === kind && each.tombstone !== null);
  const first = stopsAfter(removed).get(objectKey(kind, namespace, name)) ?? [];
  return first.filter(key => {
    const other = records.get(key);
    return (
      other !== undefined && (other.run.active !== null || vms.observe(other.uid).process.state !== 'absent')
    );
  });
};

/** What its plan must know beside what was seen; tells when somebody reads a time that goes on. */
export const contextOf = (
  world: World,
  times: Times,
  command: Lookup<VmContext['command']>,
  record: ObjectRecord,
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
    get wallMs() {
      return read(Date.parse(world.host.clock.now()));
    },
    // Of other machines, whose changes no fact of this one tells.
    budgets: () => read(budgetsOf(world, record)),
    stopsAfter: () => read(removedDependents(world, record)),
    shortage: vm => read(shortage(world, record, vm)),
    get diskReserveBytes() {
      return read(world.policy.current().capacity.diskReserveBytes);
    },
    windowState: window => read(windowState(window, Date.parse(world.host.clock.now()))),
    get resetForMs() {
      return read(times.resetForMs);
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
