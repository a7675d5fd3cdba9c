// A world made of a host that is written down (host-snapshot.ts): looks see that host, on any machine and without its tools. What
// the snapshot does not know is unknown, never absent.
import type {Revision} from '../observe/record.ts';
import {tcgModel} from '../drivers/qemu/accelerator.ts';
import {objectKey} from '../desired/names.ts';
import {VmletError} from '../errors.ts';
import type {Files, Host} from '../host/host.ts';
import {makePaths} from '../host/paths.ts';
import type {HostSnapshot} from './host-snapshot.ts';
import {nothingKept} from '../look/kept.ts';
import {noPolicy} from '../manifest/policy.ts';
import {qemuDriver} from '../open-world.ts';
import {fixedPolicy} from '../policy-file.ts';
import {absent, present, unknown} from '../observe/snapshot.ts';
import type {HostReads, Hypervisor, HypervisorSettings, PreparedHypervisor, World} from '../world.ts';

/** The host of this snapshot; `sleep` is the only thing of this machine that it uses. */
export const snapshotWorld = (snapshot: HostSnapshot, here: Pick<Host, 'clock' | 'log'>): World => {
  const {identity, version, records, revisions, vms, others, links, sightings} = snapshot;
  const seen = new Map(vms.map(vm => [vm.uid, vm.seen]));
  const table =
    links.state === 'present' ? present(new Map(links.value.map(link => [link.name, link]))) : links;
  return {
    host: hostOf(snapshot, here),
    identity,
    version,
    hypervisor: hypervisorOf(snapshot),
    vms: {
      observe: uid => seen.get(uid) ?? others,
      refresh: () => undefined,
      refreshFor: () => undefined,
      doubt: () => undefined,
      settled: () => Promise.resolve(),
      ask: () => Promise.resolve(),
      session: () => undefined,
      expectEvidence: () => undefined,
      attach: notHere,
      changed: notHere,
      close: () => undefined,
    },
    links: {
      read: () => Promise.resolve(table),
      last: () => null,
      learn: () => undefined,
      invalidate: () => undefined,
      close: () => undefined,
    },
    reads: readsOf(snapshot),
    records: new Map(records.map(record => [objectKey(record.kind, record.namespace, record.name), record])),
    unsaved: new WeakSet(),
    verdicts: new Map(),
    revisions: new Map(revisions.map(({uid, revision}) => [`${uid}/${String(revision.number)}`, revision])),
    sightings: {
      exits: new Map(sightings.exits),
      runs: new Map(sightings.runs),
      pauses: new Map(sightings.pauses),
      trash: new Map(sightings.trash),
      resets: new Map(sightings.resets),
    },
    fresh: new Map(snapshot.fresh),
    kept: nothingKept(),
    interrupting: new Set(),
    starting: new Map(),
    policy: fixedPolicy({...noPolicy, ...snapshot.policy}),
    statuses: new Map(),
  };
};

const notHere = (): Promise<never> =>
  Promise.reject(new VmletError('E-HOST', 'a snapshot is only looked at; nothing can be done to it'));

/** Time stands still at the moment that was written down; there are no files and no processes. */
const hostOf = (
  {takenAt, monotonicMs, paths}: HostSnapshot,
  {clock, log}: Pick<Host, 'clock' | 'log'>,
): Host => {
  const noFiles: Partial<Files> = {
    read: () => undefined,
    list: () => undefined,
    stat: () => undefined,
    realpath: () => undefined,
  };
  return {
    clock: {...clock, now: () => takenAt, monotonicMs: () => monotonicMs, sleep: clock.sleep.bind(clock)},
    log,
    paths: makePaths(paths),
    files: noFiles as Files,
    random: {uuid: () => '', fraction: () => 0},
    processes: nothingOf('processes') as Host['processes'],
    sockets: nothingOf('sockets') as Host['sockets'],
  };
};

/** Whoever reaches for it has a defect, and is told. */
const nothingOf = (what: string): object =>
  new Proxy(
    {},
    {
      get: () => () => {
        throw new VmletError('E-INTERNAL', `a snapshot has no ${what}`);
      },
    },
  );

const readsOf = ({images, disks, revisions, leftovers, freeBytes, paths}: HostSnapshot): HostReads => {
  const known = new Map(disks.map(({path, disk}) => [path, disk]));
  const stored = new Map(images.map(({digest, image}) => [digest, image]));
  const revisionOf = (uid: string, number: number): Revision | null =>
    revisions.find(each => each.uid === uid && each.revision.number === number)?.revision ?? null;
  return {
    // All that lies in the state directory was listed.
    disk: path =>
      known.get(path) ??
      (path.startsWith(`${paths.stateDir}/`)
        ? absent
        : unknown(`${path} is not in the snapshot of the host`)),
    image: digest => stored.get(digest) ?? absent,
    digest: () => Promise.resolve(null),
    revision: revisionOf,
    revisionFile: revisionOf,
    hasLeftovers: uid => leftovers.includes(uid),
    freeBytes: () => freeBytes,
  };
};

const hypervisorOf = ({hypervisors, identity}: HostSnapshot): Hypervisor => {
  const prepared = new Map(hypervisors.map(each => [nameOf(each.settings), each.prepared]));
  return {
    driver: qemuDriver(identity),
    prepare: settings => {
      const known = prepared.get(nameOf(settings));
      if (known !== undefined) return Promise.resolve(known);
      const plain = prepared.get(nameOf({...settings, cpuModel: null}));
      const missing = {
        missing: {reason: 'HypervisorMissing', message: 'the snapshot does not know this machine'},
      };
      return Promise.resolve(
        plain === undefined
          ? {command: missing, accelerator: missing}
          : withModel(plain, settings.cpuModel ?? ''),
      );
    },
  };
};

const nameOf = ({machine, accelerator, cpuModel, bootsFirmware}: HypervisorSettings): string =>
  JSON.stringify([machine, accelerator, cpuModel, bootsFirmware]);

/** Nobody tried this CPU model on the host: it is taken to run where the host's own does. */
const withModel = ({command, accelerator}: PreparedHypervisor, cpuModel: string): PreparedHypervisor => ({
  command,
  accelerator:
    'found' in accelerator
      ? {
          found: {
            ...accelerator.found,
            cpuModel: accelerator.found.accelerator === 'kvm' ? cpuModel : tcgModel(cpuModel),
          },
        }
      : accelerator,
});
