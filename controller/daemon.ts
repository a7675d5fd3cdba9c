// The daemon put together: locks, directories, memory, watches, loop, API; and its end. No decisions about objects.
import type {ControlPort} from './api/protocol.ts';
import {openApiServer} from './api/server.ts';
import type {ApiServer} from './api/server.ts';
import type {RunOptions} from './cli/context.ts';
import {openControl} from './requests/control.ts';
import {takeDown} from './requests/down.ts';
import {errorText, systemCode, VmletError} from './errors.ts';
import type {Host, HostIdentity} from './host/host.ts';
import {takeLock} from './host/lock.ts';
import {runtimeDirectoryLimitBytes} from './host/paths.ts';
import type {ObjectRef} from './host/paths.ts';
import {ownIdentity} from './host/process-facts.ts';
import {openLoop} from './loop.ts';
import type {Loop} from './loop.ts';
import {decodingCode, rememberDecoded} from './manifest/decoded-files.ts';
import {createDecoder} from './manifest/decoder.ts';
import type {DecodeFile} from './manifest/scan.ts';
import {openDirectorySource} from './manifest/source.ts';
import type {DirectorySource} from './manifest/source.ts';
import type {WatchTree} from './manifest/watch-tree.ts';
import {openEvents} from './status/events.ts';
import type {StatusDocument} from './status/status-types.ts';
import {openStatusWriter} from './status/writer.ts';
import type {StatusWriter} from './status/writer.ts';
import {openTools, openWorld} from './open-world.ts';
import {sweepTemporaries} from './requests/sweep.ts';
import type {PolicyHolder, World} from './world.ts';

export type DaemonParts = {
  readonly host: Host;
  readonly identity: HostIdentity;
  /** What manifests may ask of this host; everything when left out. */
  readonly policy?: PolicyHolder;
  readonly uid: number;
  readonly version: string;
  readonly options: RunOptions;
  readonly recipesDir: string;
  /** Called after each status write, for the live table. */
  onStatus(document: StatusDocument): void;
  onForgotten(ref: ObjectRef): void;
  /** What listens and watches outside the Host port; the simulation brings its own. */
  readonly openApi?: (host: Host, control: ControlPort) => Promise<ApiServer>;
  readonly watchTree?: WatchTree;
  readonly decode?: DecodeFile;
};

export type Daemon = {
  readonly world: World;
  readonly loop: Loop;
  readonly source: DirectorySource;
  /** Resolves when `vmlet down` has ended everything. */
  readonly down: Promise<void>;
  /** Let go of everything but the VMs. */
  stop(): Promise<void>;
};

/**
 * How many keys are prepared at once: enough for a wave of links that is worth its `ip`, and few enough that the first of a
 * crowd is started while the others are prepared. Who waits for a guest steps aside and delays nobody.
 */
const keyConcurrency = 16;

/** Take the locks; E-LOCKED (exit 75) names the holder. */
export const lockHost = ({paths, files}: Pick<Host, 'paths' | 'files'>): {release(): void} => {
  if (Buffer.byteLength(paths.runtimeDir) > runtimeDirectoryLimitBytes)
    throw new VmletError(
      'E-CONFIG',
      `runtime directory ${paths.runtimeDir} is longer than ${String(runtimeDirectoryLimitBytes)} bytes: its sockets would not fit a socket address; choose a shorter --runtime-dir`,
      {terminal: true},
    );
  try {
    files.makeDirectory(paths.runtimeDir, {mode: 0o711});
  } catch (thrown) {
    throw new VmletError(
      'E-CONFIG',
      `cannot make the runtime directory ${paths.runtimeDir} (${systemCode(thrown) ?? 'error'}); set XDG_RUNTIME_DIR to a directory of your own, or give --runtime-dir`,
      {cause: thrown, terminal: true},
    );
  }
  const holder = `pid ${String(ownIdentity().pid)}, state directory ${paths.stateDir}`;
  const locks = [takeLock(paths.runtimeLock, holder), takeLock(paths.stateLock, holder)];
  return {
    release: () => {
      for (const lock of locks) lock.release();
    },
  };
};

/** Start the daemon; the caller holds the locks. */
export const startDaemon = async (parts: DaemonParts): Promise<Daemon> => {
  const {host, identity, options} = parts;
  const {paths, files, log} = host;
  prepareDirectories(parts);
  const statusFiles = openStatusWriter(host, {
    onWrite: document => {
      parts.onStatus(document);
    },
  });
  const writer: StatusWriter = {
    ...statusFiles,
    remove: ref => {
      statusFiles.remove(ref);
      parts.onForgotten(ref);
    },
  };
  const events = openEvents(host, key => writer.previous(refOf(key))?.status.events ?? []);
  // The watches speak to the loop, which needs the watches: whatever comes before it stands is covered by its start.
  const hub: {loop: Loop | null} = {loop: null};
  const {world, close} = openWorld(
    host,
    identity,
    parts.version,
    {
      linksChanged: () => hub.loop?.linksChanged(),
      vmChanged: uid => hub.loop?.vmChanged(uid),
    },
    parts.policy,
  );
  const decoder = createDecoder({clock: host.clock});
  const decoded =
    parts.decode === undefined
      ? rememberDecoded({
          path: paths.decodedFile('manifests'),
          host,
          code: decodingCode(host),
          decode: (file, bytes, decodeOptions) => decoder.decode(file, bytes, decodeOptions),
        })
      : {decode: parts.decode, seen: () => undefined, close: () => undefined};
  const source = openDirectorySource({
    name: 'manifests',
    root: options.manifestsDir,
    host,
    decode: decoded.decode,
    decodeOnce: parts.decode ?? ((file, bytes, decodeOptions) => decoder.decode(file, bytes, decodeOptions)),
    onSeen: decoded.seen,
    onChange: () => hub.loop?.sourceChanged(),
    ownUid: parts.uid,
    ...(parts.watchTree === undefined ? {} : {watchTree: parts.watchTree}),
  });
  const tools = openTools(world, parts.recipesDir);
  const loop = openLoop({
    world,
    tools,
    writer,
    events,
    source,
    resyncMs: options.resyncMs,
    concurrency: keyConcurrency,
  });
  hub.loop = loop;
  const end = withResolvers();
  const control = openControl({
    world,
    loop,
    source,
    tools,
    manifestsDir: options.manifestsDir,
    statusOutage: () => statusFiles.outage(),
    down: async ({now}) => {
      await loop.stop();
      const problems = await takeDown(world, tools, {now, signal: new AbortController().signal});
      end.resolve();
      if (problems.length > 0)
        throw new VmletError('E-HOST', `not all could be taken down: ${problems.join('; ')}`);
    },
  });
  const api = await (parts.openApi ?? openApiServer)(host, control);
  const stopTelling = announce(parts);
  await loop.start();
  log.info('vmlet runs', {
    pid: identity.daemon.pid,
    manifests: options.manifestsDir,
    state: paths.stateDir,
    objects: world.records.size,
  });
  return {
    world,
    loop,
    source,
    down: end.promise,
    stop: async () => {
      stopTelling();
      await loop.stop();
      await api.close();
      close();
      decoded.close();
      await decoder.close();
      files.remove(paths.apiSocket);
    },
  };
};

/** Modes are repaired at each start; docs/on-disk.md lists them. */
const prepareDirectories = ({host, identity}: DaemonParts): void => {
  const {files, paths} = host;
  // Half-made files of a former daemon; nobody else works in there while we hold the lock.
  files.removeTree(paths.workDir);
  sweepTemporaries(host);
  const shared = identity.isRoot ? 0o711 : 0o700;
  for (const path of [paths.imagesDir, paths.vmsDir, paths.templatesDir, paths.vmRuntimeDir, paths.logsDir])
    files.makeDirectory(path, {mode: shared});
  for (const path of [paths.recordsDir, paths.revisionsDir, paths.sourcesDir])
    files.makeDirectory(path, {mode: 0o700});
};

/** Between two tries to write what the CLI finds the daemon by. */
const announceAgainMs = 5_000;

/** Tell the CLI where this daemon is, as soon as the disk takes it; the result gives up. */
const announce = ({host, identity, version, options}: DaemonParts): (() => void) => {
  const {files, paths, clock, log} = host;
  const content = {
    ...identity.daemon,
    bootId: identity.bootId,
    version,
    runtimeDir: paths.runtimeDir,
    statusDir: paths.statusDir,
    apiSocket: paths.apiSocket,
    manifestsDir: options.manifestsDir,
  };
  let cancel = (): void => undefined;
  const tell = (onFailure: (thrown: unknown) => void): void => {
    try {
      files.writeAtomic(paths.daemonFile, `${JSON.stringify(content)}\n`, {mode: 0o644, durable: false});
    } catch (thrown) {
      onFailure(thrown);
      cancel = clock.after(announceAgainMs, () => {
        tell(() => undefined);
      });
    }
  };
  tell(thrown => {
    log.warn('the CLI may not find this daemon', {path: paths.daemonFile, error: errorText(thrown)});
  });
  return () => {
    cancel();
  };
};

const refOf = (key: string) => {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return {kind, namespace, name};
};

/** Promise.withResolvers, which Node 20 does not have. */
const withResolvers = (): {promise: Promise<void>; resolve: () => void} => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return {promise, resolve};
};
