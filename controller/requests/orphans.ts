// What bears our mark on this host and belongs to no object: found, and judged. A uid is random, so whoever has a trace of it is
// its vmlet; what has none here, or was started for another state directory, is only named. Only looks.
import type {Orphan} from '../api/sweep.ts';
import {isDerivedName, objectKey} from '../desired/names.ts';
import {doubleCommas} from '../drivers/qemu/device-arguments.ts';
import {errorText, VmletError} from '../errors.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import {lostRecords} from '../load-records.ts';
import {openProcessTable} from '../observe/process-table.ts';
import type {VmmProcess} from '../observe/process-table.ts';
import type {Link, Links, RunState} from '../observe/snapshot.ts';
import type {World} from '../world.ts';

/** A hypervisor with what only a look at it tells. */
export type SeenProcess = VmmProcess & {
  /** Its command line names files of this state directory. */
  readonly isOurs: boolean;
  /** null where its monitor does not say. */
  readonly runState: RunState | null;
};

export type OrphanFacts = {
  readonly stateDir: string;
  /** Of every object that is known, tombstones too. */
  readonly uids: ReadonlySet<string>;
  /** Machines whose record is lost and can be made anew, by uid. */
  readonly lost: ReadonlyMap<string, {readonly object: string; readonly revision: number}>;
  /** Objects that are given their uid back when they are declared again, by uid. */
  readonly awaited: ReadonlyMap<string, string>;
  readonly links: Links;
  readonly processes: ReadonlyMap<string, readonly SeenProcess[]>;
  /** What there is of a uid in the state directory: disks, revisions, logs. */
  readonly state: ReadonlyMap<string, {readonly path: string; readonly holds: readonly string[]}>;
  readonly runtime: ReadonlyMap<string, string>;
  /** Uids of what lies in the trash: a sweep that was cut short goes on. */
  readonly trashed: ReadonlySet<string>;
};

/** Everything without an object, in the order in which it can be taken away. */
export const orphansOf = (facts: OrphanFacts): Orphan[] => {
  const {uids, lost, links, processes, state, runtime} = facts;
  const isOrphan = ([uid]: readonly [string, unknown]): boolean => !uids.has(uid) && !lost.has(uid);
  const marked = [...links.values()].flatMap(link => {
    const uid = /^vmlet:([0-9a-f-]{36})$/.exec(link.alias ?? '')?.[1];
    return uid === undefined ? [] : [[uid, link] as const];
  });
  return [
    ...[...lost].map(([uid, {object, revision}]) => ({
      kind: 'record' as const,
      name: object,
      uid,
      detail: `its record is lost, revision ${String(revision)} is whole`,
      kept: 'it can be had back: `vmlet sweep --adopt`, or the next start of the daemon',
    })),
    ...[...processes].filter(isOrphan).flatMap(([, list]) => list.map(each => orphanProcess(facts, each))),
    ...marked.filter(isOrphan).map(([uid, link]) => orphanLink(facts, uid, link)),
    ...[...state].filter(isOrphan).map(([uid, {path, holds}]) => ({
      kind: 'state' as const,
      name: path,
      uid,
      detail: holds.length === 0 ? 'empty' : holds.join(', '),
      kept: standsFor(facts, uid) ?? inUse(facts, uid),
    })),
    ...[...runtime].filter(isOrphan).map(([uid, path]) => ({
      kind: 'sockets' as const,
      name: path,
      uid,
      detail: processes.has(uid) ? 'its process runs' : 'no process runs',
      kept: standsFor(facts, uid) ?? stranger(facts, uid) ?? inUse(facts, uid),
    })),
  ];
};

const orphanProcess = (facts: OrphanFacts, process: SeenProcess): Orphan => {
  const {uid, pid, startTicks, launching, isOurs, runState} = process;
  const hasGuest = runState === null || !ended.has(runState);
  const kept = (): string | null => {
    if (!isOurs) return `nothing on its command line lies in ${facts.stateDir}: it is another vmlet's`;
    if (launching) return 'it is being started';
    if ((facts.processes.get(uid)?.length ?? 0) > 1) return 'another process claims the same uid';
    const back = standsFor(facts, uid);
    if (back !== null) return back;
    if (runState === null) return 'its monitor does not tell whether its guest runs: --stop-guests';
    return hasGuest ? 'its guest runs: --stop-guests' : null;
  };
  return {
    kind: 'process',
    name: String(pid),
    uid,
    detail: `revision ${String(process.revision ?? 0)}, ${launching ? 'launching' : (runState ?? 'monitor silent')}`,
    kept: kept(),
    process: {pid, startTicks},
    ...(isOurs && !launching && hasGuest && standsFor(facts, uid) === null ? {hasGuest} : {}),
  };
};

/** Nobody is interrupted by the end of such a hypervisor. */
const ended: ReadonlySet<RunState> = new Set<RunState>([
  'prelaunch',
  'shutdown',
  'guest-panicked',
  'internal-error',
]);

const orphanLink = (facts: OrphanFacts, uid: string, link: Link): Orphan => {
  const {name, kind, master, carrier} = link;
  const ports = [...facts.links.values()].filter(each => each.master === name).length;
  const isMade = kind === 'bridge' || isDerivedName(name);
  const kept = (): string | null => {
    if (!isMade) return `vmlet makes no ${kind} of this name`;
    if (kind === 'bridge' && ports > 0) return `ports in it: ${String(ports)}`;
    const why = standsFor(facts, uid) ?? stranger(facts, uid) ?? inUse(facts, uid);
    if (why !== null) return why;
    return kind === 'tun' && carrier ? 'a process that is not known holds its other end' : null;
  };
  return {
    kind: 'link',
    name,
    uid,
    detail: `${kind}${master === null ? '' : ` in ${master}`}`,
    kept: kept(),
  };
};

const standsFor = ({awaited}: OrphanFacts, uid: string): string | null => {
  const object = awaited.get(uid);
  return object === undefined ? null : `${object} is given it back when it is declared again`;
};

const stranger = ({state, trashed, stateDir}: OrphanFacts, uid: string): string | null =>
  state.has(uid) || trashed.has(uid)
    ? null
    : `${stateDir} has no trace of its uid: it may be another vmlet's`;

const inUse = ({processes}: OrphanFacts, uid: string): string | null => {
  const [process] = processes.get(uid) ?? [];
  return process === undefined ? null : `process ${String(process.pid)} of its uid runs`;
};

/** Look at this host now. Throws when something could not be seen: half a look is none. */
export const findOrphans = async (world: World): Promise<Orphan[]> => {
  const {host, identity, records, vms} = world;
  const {files, paths} = host;
  // Records last: what is made meanwhile has its record before anything bears its mark.
  world.links.invalidate();
  const links = identity.isRoot ? await world.links.read({soon: true}) : null;
  if (links?.state === 'unknown') throw new VmletError('E-HOST', links.why);
  vms.refresh();
  await vms.settled();
  const processes = new Map(
    [...openProcessTable(host).read()].map(([uid, list]) => [uid, list.map(each => seenAs(world, each))]),
  );
  const named = (directory: string): string[] => (files.list(directory) ?? []).filter(isUid);
  const parts = [
    {of: paths.vmsDir, holds: (uid: string) => files.list(paths.vm(uid).disks) ?? []},
    {
      of: paths.revisionsDir,
      holds: (uid: string) => [`${String((files.list(paths.vm(uid).revisions) ?? []).length)} revisions`],
    },
    {of: paths.logsDir, holds: () => ['logs']},
  ];
  const state = new Map<string, {path: string; holds: readonly string[]}>();
  for (const {of, holds} of parts)
    for (const uid of named(of)) {
      const known = state.get(uid) ?? {path: `${of}/${uid}`, holds: []};
      state.set(uid, {...known, holds: [...known.holds, ...holds(uid)]});
    }
  const rebuilt = [...records.values()].filter(record => world.unsaved.has(record));
  const lost = new Map(
    [...rebuilt, ...lostRecords(world)].map(({kind, namespace, name, uid, revisions}) => [
      uid,
      {object: objectKey(kind, namespace, name), revision: revisions.prepared},
    ]),
  );
  return orphansOf({
    stateDir: paths.stateDir,
    uids: new Set([...records.values()].filter(record => !world.unsaved.has(record)).map(({uid}) => uid)),
    lost,
    awaited: new Map([...world.fresh].map(([object, {uid}]) => [uid, object])),
    links: links?.state === 'present' ? links.value : new Map(),
    processes,
    state,
    trashed: new Set((files.list(paths.trashDir) ?? []).map(name => name.split('.')[0] ?? '')),
    runtime: new Map(named(paths.vmRuntimeDir).map(uid => [uid, paths.vm(uid).runtime])),
  });
};

const seenAs = ({host, vms}: World, process: VmmProcess): SeenProcess => {
  const {monitor} = vms.observe(process.uid);
  const isAnswering = monitor.state === 'connected' && monitor.uuid === process.uid;
  return {
    ...process,
    isOurs: namesStateOf(host, process),
    runState: isAnswering ? monitor.runState : null,
  };
};

/** Every hypervisor of ours is told where its console log lies: in the state directory. */
const namesStateOf = (
  {processes, paths, log}: Host,
  {uid, ...identity}: ProcessIdentity & {uid: string},
): boolean => {
  try {
    const argv = processes.inspect(identity)?.argv ?? [];
    return argv.some(word => word.includes(`logfile=${doubleCommas(paths.vm(uid).consoleLog)},`));
  } catch (thrown) {
    log.debug('command line not read', {uid, error: errorText(thrown)});
    return false;
  }
};

const isUid = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
