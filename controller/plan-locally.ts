// `vmlet plan` without a daemon: read, observe and plan here and now. Takes no lock, writes nothing.
import type {CliContext, LocalPlanOptions} from './cli/context.ts';
import type {PlanReport} from './api/protocol.ts';
import type {Host} from './host/host.ts';
import {readIdentity} from './host/identity.ts';
import {createDecoder} from './manifest/decoder.ts';
import {foresee} from './manifest/foresee.ts';
import {emptyMemory, parseMemory} from './manifest/memory.ts';
import type {StoredMemory} from './manifest/memory.ts';
import {readPolicy} from './manifest/policy.ts';
import {scanDirectory} from './manifest/scan.ts';
import type {DecodeFile} from './manifest/scan.ts';
import type {Foresight} from './manifest/source.ts';
import {openWorld} from './open-world.ts';
import {mustBeThere, planOf} from './plan-of.ts';
import {sourceFacts} from './source-facts.ts';
import type {World} from './world.ts';

/** Plan every object of the directory against this host. */
export const planLocally = async (input: {
  context: CliContext;
  host: Omit<Host, 'paths'>;
  options: LocalPlanOptions;
  arch: string;
}): Promise<PlanReport> => {
  const {context, options} = input;
  const host: Host = readOnly({...input.host, paths: options.paths});
  const policy = readPolicy(host.files, options.policyFile, context.uid);
  const identity = readIdentity(host, {uid: context.uid, arch: input.arch, hostIdOfPolicy: policy.hostId});
  const {world, close} = openWorld(host, identity, context.version, {
    linksChanged: () => undefined,
    vmChanged: () => undefined,
  });
  const decoder = createDecoder({clock: host.clock});
  try {
    await world.vms.settled();
    const foresight = await foresightOf(world, {
      ...options,
      memory: storedMemory(host),
      decode: (file, bytes, decodeOptions) => decoder.decode(file, bytes, decodeOptions),
      ownUid: context.uid,
    });
    if (options.isNamed) mustBeThere(foresight, options.manifestsDir);
    return await planOf(world, foresight);
  } finally {
    close();
    await decoder.close();
  }
};

/** What a directory says in the place of the source, for a host that no daemon runs on now. */
export const foresightOf = async (
  world: World,
  options: {
    readonly manifestsDir: string;
    readonly standsFor: string;
    readonly memory: StoredMemory;
    readonly decode: DecodeFile;
    readonly ownUid: number;
  },
): Promise<Foresight> => {
  const {files, clock} = world.host;
  const scan = await scanDirectory({
    source: 'manifests',
    root: options.manifestsDir,
    standsFor: options.standsFor,
    files,
    clock,
    decode: options.decode,
    cache: new Map(),
    ownUid: options.ownUid,
  });
  const facts = sourceFacts(world, true);
  return {scan, verdicts: foresee({...facts, ...options.memory, scan, nowMs: clock.monotonicMs()})};
};

/** What the last daemon remembered of its source; nothing where there was none, or where it cannot be read. */
const storedMemory = ({files, paths, clock}: Host): StoredMemory => {
  const text = files.read(paths.sourceFile('manifests'))?.toString('utf8');
  const stored = text === undefined ? undefined : parseMemory(text, clock.monotonicMs());
  return stored ?? {memory: emptyMemory, released: new Set()};
};

/** Looking must not change anything, whatever a look does by habit (setting damaged files aside, a first host id). */
const readOnly = (host: Host): Host => ({
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
