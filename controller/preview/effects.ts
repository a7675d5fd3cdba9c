// What each action would leave behind: on the host as the next look would see it, and in memory. Nothing is done. The
// simulation holds it to the truth: what is planned on these values is what a daemon then does (test/sim/plan-is-run).
import {createHash} from 'node:crypto';
import {linkAlias} from '../desired/names.ts';
import type {HotChange} from '../drivers/driver.ts';
import type {HostReads, World} from '../world.ts';
import {forgetLife} from '../world.ts';
import {absent, present} from '../observe/snapshot.ts';
import type {DiskFile, StoredImage} from '../observe/snapshot.ts';
import type {VmObservation} from '../observe/vm.ts';
import type {Action} from '../plan/action.ts';
import {changeMarked, foreseeLink} from './links.ts';
import type {Foreseen, PreviewWorld} from './world.ts';

/** False when it cannot be told what comes of it: whoever needs that waits. */
export const foresee = async ({world, foreseen}: PreviewWorld, action: Action): Promise<boolean> => {
  switch (action.type) {
    case 'record.write':
      world.records.set(action.key, action.record);
      return true;
    case 'record.remove':
      forgetLife(world, action.key, action.record.uid);
      return true;
    case 'revision.write':
      world.revisions.set(`${action.uid}/${String(action.revision.number)}`, action.revision);
      return true;
    case 'image.import':
    case 'image.build':
      return storeImage(world, foreseen, action);
    case 'bridge.create':
    case 'bridge.configure':
    case 'bridge.delete':
    case 'tap.create':
    case 'tap.attach':
    case 'tap.limit':
    case 'tap.delete':
    case 'macvtap.create':
      foreseeLink(foreseen, action);
      return true;
    case 'overlay.create': {
      const {path, base, sizeBytes, ownerUid} = action;
      makeDisk(foreseen, path, {sizeBytes, ownerUid, backing: {path: base.path, format: base.format}});
      return true;
    }
    case 'blank.create':
      makeDisk(foreseen, action.path, {...action, backing: null});
      return true;
    case 'disk.grow':
      grow(world.reads, foreseen, action.path, action.sizeBytes);
      return true;
    case 'vm.prepare':
      return true;
    case 'vm.start':
      foreseen.vms.set(action.uid, running(action));
      changeMarked(foreseen, linkAlias(action.uid), {carrier: true});
      return true;
    case 'vm.continue': {
      const seen = world.vms.observe(action.uid);
      if (seen.monitor.state === 'connected')
        foreseen.vms.set(action.uid, {...seen, monitor: {...seen.monitor, runState: 'running'}});
      return true;
    }
    case 'vm.stop':
      foreseen.vms.set(action.uid, gone);
      foreseen.leftovers.set(action.uid, true);
      changeMarked(foreseen, linkAlias(action.uid), {carrier: false});
      return true;
    case 'vm.change':
      changeLive(world, foreseen, action);
      return true;
    case 'vm.clean':
      foreseen.leftovers.set(action.uid, false);
      return true;
    case 'vm.restore': {
      const {disks} = world.host.paths.vm(action.uid);
      for (const path of foreseen.disks.keys()) if (path.startsWith(`${disks}/`)) foreseen.disks.delete(path);
      foreseen.restored.set(disks, world.host.paths.trash(action.uid));
      return true;
    }
    case 'vm.trash':
    case 'vm.purge':
      foreseen.leftovers.set(action.uid, false);
      loseDisks(world, foreseen, action.uid);
      return true;
    default:
      return action satisfies never;
  }
};

type StoreImage = Extract<Action, {type: 'image.import' | 'image.build'}>;

const storeImage = async (world: World, foreseen: Foreseen, action: StoreImage): Promise<boolean> => {
  const source = action.type === 'image.import' ? world.reads.disk(action.path, action.format) : null;
  // An import that will fail brings nothing. Where the host cannot be asked, the file counts as there.
  if (source?.state === 'absent') return false;
  const before = world.records.get(action.key)?.imageDigest ?? null;
  const digest =
    action.record.imageDigest ??
    (action.type === 'image.import' && action.sha256 !== null
      ? `sha256:${action.sha256.replace(/^sha256:/, '').toLowerCase()}`
      : null) ??
    // Of an image that is in use it matters whether its content is another one; a new one has only to have a name.
    (before !== null && action.type === 'image.import' ? await world.reads.digest(action.path) : null) ??
    standIn(action);
  const stored: StoredImage = {
    digest,
    path: world.host.paths.image(digest),
    format: action.format,
    virtualSizeBytes: source?.state === 'present' ? source.value.virtualSizeBytes : 0,
    sizeBytes: 0,
    intact: true,
    why: null,
  };
  if (world.reads.image(digest).state !== 'present') foreseen.images.set(digest, stored);
  world.records.set(action.key, {...action.record, imageDigest: digest});
  return true;
};

/** A name for content that nobody has seen yet. */
const standIn = ({record}: StoreImage): string =>
  `sha256:${createHash('sha256').update(`${record.uid} ${record.specHash}`).digest('hex')}`;

const makeDisk = (
  {disks}: Foreseen,
  path: string,
  {sizeBytes, ownerUid, backing}: {sizeBytes: number; ownerUid: number | null; backing: DiskFile['backing']},
): void => {
  const disk: DiskFile = {
    path,
    format: 'qcow2',
    virtualSizeBytes: sizeBytes,
    backing,
    inode: 0,
    ownerUid: ownerUid ?? 0,
  };
  disks.set(path, present(disk));
};

const grow = (reads: HostReads, {disks}: Foreseen, path: string, sizeBytes: number): void => {
  const seen = reads.disk(path, 'qcow2');
  if (seen.state === 'present') disks.set(path, present({...seen.value, virtualSizeBytes: sizeBytes}));
};

const running = ({uid, revision, hostUid}: Extract<Action, {type: 'vm.start'}>): VmObservation => ({
  process: present({pid: 0, startTicks: 0, launching: false, revision, hostUid}),
  monitor: {state: 'connected', runState: 'running', uuid: uid, resets: 0, blockErrors: []},
  // That it becomes ready is what is planned for; whether it does, nobody can foresee.
  evidence: {consoleMarkerSeen: true, agentConnected: true},
});

const gone: VmObservation = {
  process: absent,
  monitor: {state: 'silent', why: 'no process'},
  evidence: {consoleMarkerSeen: null, agentConnected: null},
};

const changeLive = (
  world: World,
  foreseen: Foreseen,
  {uid, change}: Extract<Action, {type: 'vm.change'}>,
): void => {
  switch (change.kind) {
    case 'disk.grow':
      grow(world.reads, foreseen, world.host.paths.disk(uid, change.disk), change.sizeBytes);
      return;
    case 'interface.add':
      // Of all taps of a running machine only that of a new card has no carrier yet.
      changeMarked(foreseen, linkAlias(uid), {carrier: true});
      return;
    case 'memory.resize':
      resizeMemory(world, foreseen, uid, change);
      return;
    case 'cpu.add':
    case 'disk.add':
    case 'disk.rate':
    case 'disk.remove':
    case 'interface.link':
    case 'interface.remove':
      return;
    default:
      change satisfies never;
  }
};

/** Whether the guest follows nobody can foresee; what it is asked for is what is planned for. */
const resizeMemory = (
  world: World,
  foreseen: Foreseen,
  uid: string,
  {balloonBytes, pluggedBytes}: Extract<HotChange, {kind: 'memory.resize'}>,
): void => {
  const seen = world.vms.observe(uid);
  if (seen.monitor.state !== 'connected') return;
  const memory = {
    totalBytes: (balloonBytes ?? 0) + (pluggedBytes ?? 0),
    balloonBytes: balloonBytes ?? 0,
    pluggedBytes,
    requestedBytes: pluggedBytes,
  };
  foreseen.vms.set(uid, {...seen, monitor: {...seen.monitor, memory}});
};

const loseDisks = (world: World, foreseen: Foreseen, uid: string): void => {
  const {disks} = world.host.paths.vm(uid);
  foreseen.restored.delete(disks);
  const revisions = [...world.revisions].filter(([id]) => id.startsWith(`${uid}/`));
  for (const [, {vm}] of revisions)
    for (const {source} of vm.disks)
      if (source.path.startsWith(`${disks}/`)) foreseen.disks.set(source.path, absent);
};
