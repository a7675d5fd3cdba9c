// `vmlet plan` without a daemon: read, observe and plan here and now. Takes no lock, writes nothing.
import type {CliContext, LocalPlanOptions} from './cli/context.ts';
import {planReport} from './api/plan-report.ts';
import type {PlanReport} from './api/protocol.ts';
import type {ObjectKey} from './desired/node.ts';
import type {Host} from './host/host.ts';
import {readIdentity} from './host/identity.ts';
import {formatDiagnostic} from './manifest/diagnostic.ts';
import {createDecoder} from './manifest/decoder.ts';
import {readPolicy} from './manifest/policy.ts';
import {scanDirectory} from './manifest/scan.ts';
import {openWorld} from './open-world.ts';
import {preview} from './preview.ts';

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
    const scan = await scanDirectory({
      source: 'manifests',
      root: options.manifestsDir,
      files: host.files,
      clock: host.clock,
      decode: (file, bytes, decodeOptions) => decoder.decode(file, bytes, decodeOptions),
      cache: new Map(),
      ownUid: context.uid,
    });
    for (const {objects} of scan.files)
      for (const decoded of objects)
        world.verdicts.set(decoded.key, {state: 'present', decoded, diagnostics: []});
    const keys = new Set<ObjectKey>([...world.records.keys(), ...world.verdicts.keys()]);
    const errors = scan.files.flatMap(file => file.diagnostics.filter(each => each.severity === 'error'));
    return planReport(await preview(world, keys), errors.map(formatDiagnostic));
  } finally {
    close();
    await decoder.close();
  }
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
