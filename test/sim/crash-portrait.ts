// A host as lines of text that do not tell how it came about: files, processes, links, records and conditions, with
// names in the place of random ids. Two runs that end alike have one portrait.
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {parseQcow2Header} from '../../controller/observe/qcow2.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import {parseSourceMemory, recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

/** What tells of the past, or may be thrown away at any time: kept or not as things went. */
const history =
  /\.previous$|\/events\.jsonl|\/templates\/|\/console\.log|\/vmm\.log|\/(work|recipes)\/|\/logs\/[^/]+$|\.tmp-\w+$|^\/(var\/lib|run)\/vmlet\/\w+$/;

export type Portrait = {
  /** Lines that tell how the host is. */
  readonly must: string;
  /** Files of VMs that were removed: how far each had come is the past, but nothing else may be among them. */
  readonly may: readonly string[];
};

export const portraitOf = (sim: Simulation): Portrait => {
  const records = recordsOf(sim.host);
  const plain = plainOf(records);
  const gone = records.filter(each => each.tombstone !== null).map(each => plain(each.uid));
  const isOfGone = (line: string): boolean =>
    /^file \/var\/lib\/vmlet\/(vms|revisions|trash)\//.test(line) && gone.some(id => line.includes(id));
  const told = files(sim, plain);
  const lines = [
    ...told.filter(line => !isOfGone(line)),
    ...records.map(record => `record ${plain(JSON.stringify(remembered(record)))}`),
    ...sim.host.qemus.all().map(qemu => `process ${plain(JSON.stringify(machine(qemu)))}`),
    ...links(sim, plain),
  ];
  return {must: [...new Set(lines)].sort().join('\n'), may: told.filter(isOfGone)};
};

type Plain = (text: string) => string;

/** A random id, or the user of a VM, by the name of whom it belongs to. */
const plainOf = (records: readonly ObjectRecord[]): Plain => {
  const ids = records.flatMap(({kind, name, uid, hostUid}) => [
    [uid, `<${kind} ${name}>`] as const,
    ...(hostUid === null ? [] : [[String(hostUid), `<user of ${name}>`] as const]),
  ]);
  return text => ids.reduce((changed, [id, name]) => changed.replaceAll(id, name), text);
};

const files = (sim: Simulation, plain: Plain): string[] => {
  const {host} = sim;
  const {paths} = host;
  // Stored images stay for ever.
  const used = recordsOf(host).flatMap(({imageDigest}) =>
    imageDigest === null ? [] : [paths.image(imageDigest), paths.imageFacts(imageDigest)],
  );
  const isUnusedImage = (path: string): boolean =>
    path.startsWith(`${paths.imagesDir}/`) && !used.includes(path);
  return [paths.stateDir, paths.runtimeDir]
    .flatMap(root => Object.keys(host.files.control.tree(root)))
    .filter(path => !history.test(path) && !isUnusedImage(path))
    .map(path => {
      const facts = host.files.stat(path, {follow: false});
      const name = plain(path).replace(/\/(revisions\/.*)\/\d+\.json$/, '/$1/N.json');
      const owner = `${facts?.type ?? ''} ${facts?.mode.toString(8) ?? ''} ${plain(String(facts?.uid))}`;
      return `file ${name} ${owner} ${plain(contentOf(sim, path))}`;
    });
};

const contentOf = ({host}: Simulation, path: string): string => {
  const {paths, files: disk} = host;
  if (disk.stat(path, {follow: false})?.type !== 'file') return '';
  const content = disk.read(path) ?? Buffer.alloc(0);
  if (path.endsWith('.qcow2')) {
    const header = parseQcow2Header(content);
    return header.ok
      ? `${String(header.virtualSizeBytes)} bytes on ${header.backing?.path ?? 'nothing'}`
      : 'no qcow2';
  }
  if (path === paths.sourceFile('manifests'))
    // What is missing and was taken away is forgotten by the next start.
    return (parseSourceMemory(content)?.objects ?? [])
      .flatMap(({key, missing}) => (missing === null ? [key] : []))
      .sort()
      .join();
  return path.startsWith(`${paths.statusDir}/`) ? conditions(content.toString()) : '';
};

const conditions = (status: string): string =>
  [
    /^ {2}phase: .*$/m.exec(status)?.[0].trim() ?? '',
    ...[...status.matchAll(/- type: (\w+)\n\s+status: "?(\w+)"?\n\s+reason: (\w+)/g)].map(
      ([, type, is, reason]) => `${type ?? ''}=${is ?? ''} ${reason ?? ''}`,
    ),
  ].join(' ');

const remembered = (record: ObjectRecord) => (record.tombstone === null ? kept(record) : gone(record));

const gone = ({kind, name, tombstone, deleteRequested}: ObjectRecord) => ({
  kind,
  name,
  deleteRequested,
  removed: {...tombstone, since: null, trashedForMs: null},
});

const kept = (record: ObjectRecord) => ({
  kind: record.kind,
  name: record.name,
  deleteRequested: record.deleteRequested,
  isNewestBooted: record.revisions.prepared === record.revisions.booted,
  powerOverride: record.powerOverride,
  variant: record.variant ?? null,
  rollbackTo: record.rollback?.to ?? null,
  restartRequested: record.restartRequested,
  run: {
    isActive: record.run.active !== null,
    stopping: record.run.stopping,
    stopNow: record.run.stopNow,
    finished: record.run.finished,
  },
  policy: record.policy,
  imageDigest: record.imageDigest,
});

/** Places are given in the order of declaration and kept for life, so they are part of the past. */
const withoutPlaces = (text: string): string =>
  text.replaceAll(/@\d+,/g, '@N,').replaceAll(/"(disk|nic|net|port)\d+/g, '"$1');

const machine = (qemu: FakeQemu) => ({
  argv: qemu.argv.map(withoutPlaces).sort(),
  runState: qemu.runState,
  devices: [...qemu.devices].map(id => withoutPlaces(`"${id}`)).sort(),
  nodes: [...qemu.nodes].map(([node, size]) => withoutPlaces(`"${node}" ${String(size)}`)).sort(),
  netdevs: qemu.netdevs.size,
  unplugged: qemu.unplugged.size,
  throttles: [...qemu.throttles].map(([id, limits]) =>
    withoutPlaces(`"${id.replace(/.*peripheral./, '')} ${JSON.stringify(limits)}`),
  ),
  files: [...qemu.files].sort(),
});

const links = ({host}: Simulation, plain: Plain): string[] =>
  [...host.links.control.links().values()].map(
    ({name, kind, alias, altnames, master, up, carrier, group, tun}) =>
      plain(
        `link ${JSON.stringify({name, kind, alias, altnames, master, up, carrier, group, tun, addresses: host.links.control.links().get(name)?.addresses, shape: host.links.control.shape(name)})}`,
      ),
  );
