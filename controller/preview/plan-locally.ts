// `vmlet plan` and `vmlet snapshot-host` without a daemon: read, observe and plan here and now, or against a host that is written
// down. Takes no lock, writes nothing.
import type {CliContext, LocalOptions, LocalPlanOptions, PlanAgainstOptions} from '../cli/context.ts';
import type {PlanReport} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import {parseSnapshot, takeSnapshot} from './host-snapshot.ts';
import type {HostSnapshot} from './host-snapshot.ts';
import type {Files, Host} from '../host/host.ts';
import {readIdentity} from '../host/identity.ts';
import {createDecoder} from '../manifest/decoder.ts';
import {foresee} from '../manifest/foresee.ts';
import {emptyMemory, parseMemory} from '../manifest/memory.ts';
import type {StoredMemory} from '../manifest/memory.ts';
import {readPolicy} from '../manifest/policy.ts';
import {scanDirectory} from '../manifest/scan.ts';
import type {DecodeFile} from '../manifest/scan.ts';
import type {Foresight} from '../manifest/source.ts';
import {openWorld} from '../open-world.ts';
import {fixedPolicy} from '../policy-file.ts';
import {mustBeThere, planOf} from './plan-of.ts';
import {snapshotWorld} from './snapshot-world.ts';
import {sourceFacts} from '../source-facts.ts';
import type {World} from '../world.ts';

type LocalInput<Options> = {
  readonly context: CliContext;
  readonly host: Omit<Host, 'paths'>;
  readonly options: Options;
  readonly arch: string;
};

/** Plan every object of the directory against this host. */
export const planLocally = (input: LocalInput<LocalPlanOptions>): Promise<PlanReport> =>
  withLocalWorld(input, async (world, memory) => {
    const {options, context} = input;
    return withDecoder(world.host.clock, async decode => {
      const foresight = await foresightOf(world, {
        ...options,
        files: world.host.files,
        memory,
        decode,
        ownUid: context.uid,
      });
      if (options.isNamed) mustBeThere(foresight, options.manifestsDir);
      return planOf(world, foresight);
    });
  });

/** Write this host down. */
export const snapshotLocally = (
  input: LocalInput<LocalOptions & {readonly manifestsDir: string}>,
): Promise<HostSnapshot> =>
  withLocalWorld(input, (world, memory) =>
    takeSnapshot(world, {manifestsDir: input.options.manifestsDir, memory}),
  );

/** Plan a directory against a host that is written down. */
export const planAgainst = async ({
  context,
  host,
  options,
}: Omit<LocalInput<PlanAgainstOptions>, 'arch'>): Promise<PlanReport> => {
  const text = host.files.read(options.snapshotFile)?.toString('utf8');
  if (text === undefined) throw new VmletError('E-NOT-FOUND', `there is no ${options.snapshotFile}`);
  const snapshot = parseSnapshot(text, options.snapshotFile);
  const world = snapshotWorld(snapshot, host);
  return withDecoder(host.clock, async decode => {
    const foresight = await foresightOf(world, {
      files: host.files,
      manifestsDir: options.manifestsDir,
      standsFor: snapshot.manifestsDir,
      memory: parseMemory(snapshot.sourceMemory, snapshot.monotonicMs) ?? noMemory,
      decode,
      ownUid: context.uid,
    });
    mustBeThere(foresight, options.manifestsDir);
    return planOf(world, foresight);
  });
};

const withLocalWorld = async <Result>(
  {context, host: doors, options, arch}: LocalInput<LocalOptions>,
  run: (world: World, memory: StoredMemory) => Promise<Result>,
): Promise<Result> => {
  const host: Host = readOnly({...doors, paths: options.paths});
  const policy = readPolicy(host.files, options.policyFile, context.uid);
  const identity = readIdentity(host, {uid: context.uid, arch, hostIdOfPolicy: policy.hostId});
  const {world, close} = openWorld(
    host,
    identity,
    context.version,
    {
      linksChanged: () => undefined,
      vmChanged: () => undefined,
    },
    fixedPolicy(policy),
  );
  try {
    await world.vms.settled();
    return await run(world, storedMemory(host));
  } finally {
    close();
  }
};

const withDecoder = async <Result>(
  clock: Host['clock'],
  run: (decode: DecodeFile) => Promise<Result>,
): Promise<Result> => {
  const decoder = createDecoder({clock});
  try {
    return await run((file, bytes, options) => decoder.decode(file, bytes, options));
  } finally {
    await decoder.close();
  }
};

/** What a directory says in the place of the source, for a host that no daemon runs on now. */
export const foresightOf = async (
  world: World,
  options: {
    /** Where the directory lies: not with the host, when that is only written down. */
    readonly files: Files;
    readonly manifestsDir: string;
    readonly standsFor: string;
    readonly memory: StoredMemory;
    readonly decode: DecodeFile;
    readonly ownUid: number;
  },
): Promise<Foresight> => {
  const {clock} = world.host;
  const scan = await scanDirectory({
    source: 'manifests',
    root: options.manifestsDir,
    standsFor: options.standsFor,
    files: options.files,
    clock,
    decode: options.decode,
    cache: new Map(),
    ownUid: options.ownUid,
  });
  const facts = sourceFacts(world, scan.source, true);
  return {scan, verdicts: foresee({...facts, ...options.memory, scan, nowMs: clock.monotonicMs()})};
};

/** What the last daemon remembered of its source; nothing where there was none, or where it cannot be read. */
const storedMemory = ({files, paths, clock}: Host): StoredMemory => {
  const text = files.read(paths.sourceFile('manifests'))?.toString('utf8');
  const stored = text === undefined ? undefined : parseMemory(text, clock.monotonicMs());
  return stored ?? noMemory;
};

const noMemory: StoredMemory = {memory: emptyMemory, released: new Set()};

/** Looking must not change anything, whatever a look does by habit (setting damaged files aside, a first host id). */
export const readOnly = (host: Host): Host => ({
  ...host,
  files: {
    ...host.files,
    writeAtomic: () => undefined,
    append: () => undefined,
    truncate: () => undefined,
    makeDirectory: () => undefined,
    rename: () => undefined,
    remove: () => undefined,
    removeTree: () => undefined,
  },
});
