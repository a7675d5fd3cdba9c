// What bears our mark on this host and belongs to no object that is known: links, processes, disks, sockets. Only looks; who
// deletes one of these does it by hand, with its name. Pure but for what reads the host at the end.
import {readOnly} from './plan-locally.ts';
import type {CliContext} from '../cli/context.ts';
import type {Orphan} from '../api/protocol.ts';
import type {Host} from '../host/host.ts';
import {readIdentityWithoutId} from '../host/identity.ts';
import type {Paths} from '../host/paths.ts';
import {openProcessTable} from '../observe/process-table.ts';
import type {VmmProcess} from '../observe/process-table.ts';
import type {Link, Links} from '../observe/snapshot.ts';
import {openWorld} from '../open-world.ts';

export type OrphanFacts = {
  /** Of every object that is known, tombstones too. */
  readonly uids: ReadonlySet<string>;
  /** Of which this state directory has disks, revisions or logs: what bears such a uid is of this vmlet. */
  readonly traces: ReadonlySet<string>;
  readonly links: Links;
  readonly processes: ReadonlyMap<string, readonly VmmProcess[]>;
  /** uids with disks, with a runtime directory. */
  readonly disks: readonly {readonly uid: string; readonly path: string; readonly files: readonly string[]}[];
  readonly runtime: readonly {readonly uid: string; readonly path: string}[];
};

/** Everything without an object, in the order of how much harm it does. */
export const orphansOf = ({uids, traces, links, processes, disks, runtime}: OrphanFacts): Orphan[] => [
  ...[...processes].flatMap(([uid, list]) =>
    uids.has(uid)
      ? []
      : list.map(({pid, startTicks}): Orphan => ({
          kind: 'process',
          name: String(pid),
          uid,
          isOurs: traces.has(uid),
          detail: `started at tick ${String(startTicks)}; it holds its disks`,
        })),
  ),
  ...[...links.values()].flatMap(link => orphanLink(link, uids, traces)),
  ...disks
    .filter(({uid}) => !uids.has(uid))
    .map(({uid, path, files}): Orphan => ({
      kind: 'disks',
      name: path,
      uid,
      isOurs: true,
      detail: files.length === 0 ? 'empty' : files.join(', '),
    })),
  ...runtime
    .filter(({uid}) => !uids.has(uid))
    .map(({uid, path}): Orphan => ({
      kind: 'sockets',
      name: path,
      uid,
      isOurs: traces.has(uid),
      detail: processes.has(uid) ? 'its process runs' : 'no process runs',
    })),
];

const orphanLink = (
  {name, kind, alias, master}: Link,
  uids: ReadonlySet<string>,
  traces: ReadonlySet<string>,
): Orphan[] => {
  const uid = /^vmlet:([0-9a-f-]{36})$/.exec(alias ?? '')?.[1];
  if (uid === undefined || uids.has(uid)) return [];
  const detail = `${kind}${master === null ? '' : ` in ${master}`}`;
  return [{kind: 'link', name, uid, isOurs: traces.has(uid), detail}];
};

/** Look at this host; nothing is changed, no lock is taken. Throws when something could not be seen: half a look is none. */
export const findOrphans = async (input: {
  context: CliContext;
  host: Omit<Host, 'paths'>;
  paths: Paths;
  arch: string;
}): Promise<readonly Orphan[]> => {
  const {context, paths} = input;
  const host: Host = readOnly({...input.host, paths});
  const identity = readIdentityWithoutId(host, {uid: context.uid, arch: input.arch});
  const nothing = (): void => undefined;
  const {world, close} = openWorld(host, identity, context.version, {
    linksChanged: nothing,
    vmChanged: nothing,
  });
  try {
    const seen = identity.isRoot ? await world.links.read({soon: true}) : null;
    if (seen?.state === 'unknown') throw new Error(seen.why);
    const named = (directory: string): {uid: string; path: string}[] =>
      (host.files.list(directory) ?? []).filter(isUid).map(uid => ({uid, path: `${directory}/${uid}`}));
    const disks = named(paths.vmsDir);
    const traces = [...disks, ...named(paths.revisionsDir), ...named(paths.logsDir)];
    return orphansOf({
      uids: new Set([...world.records.values()].map(record => record.uid)),
      traces: new Set(traces.map(({uid}) => uid)),
      links: seen?.state === 'present' ? seen.value : new Map(),
      processes: openProcessTable(host).read(),
      disks: disks.map(each => ({...each, files: host.files.list(each.path) ?? []})),
      runtime: named(paths.vmRuntimeDir),
    });
  } finally {
    close();
  }
};

const isUid = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
