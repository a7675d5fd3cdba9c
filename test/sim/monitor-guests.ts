// P1, P8, P9, P11, P18, P23: no second hypervisor, no start without its intent, and no guest interrupted or changed unless
// somebody asked, approved, removed it, or the guest itself ended.
import {decodeState} from '../../controller/host/state-file.ts';
import {readRevisionFile} from '../../controller/observe/records.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {Effect} from '../fakes/host.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import type {Monitor} from './monitors.ts';
import {changedSince, parseRecord, recordsOf} from './records.ts';
import type {Instant} from './records.ts';
import {optionOf, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

/** Why a VM may be interrupted (`stop`) or changed while it runs (`change`). */
export type Licenses = {
  grant(name: string, kind: 'stop' | 'change', why: string): void;
  /** All is quiet: what was allowed before is used up, but for these. */
  expire(keep: (name: string) => boolean): void;
};

const stopping: ReadonlySet<string> = new Set([
  'system_powerdown',
  'send-key',
  'quit',
  'stop',
  'system_reset',
]);
const changing: ReadonlySet<string> = new Set([
  'device_add',
  'device_del',
  'netdev_add',
  'netdev_del',
  'blockdev-add',
  'blockdev-del',
  'block_resize',
  'balloon',
  'qom-set',
]);

const isResize = ({operation, detail}: Effect): boolean =>
  operation === 'balloon' ||
  operation === 'qom-set' ||
  (operation === 'device_add' && String(detail).includes('-cpu"'));

/** Done for an edit alone: cards are also replaced, and memory is given again after a reboot. */
const isEdit = ({operation, detail}: Effect): boolean =>
  operation === 'block_resize' ||
  operation === 'blockdev-add' ||
  (operation === 'device_add' && String(detail).includes('-cpu"'));

const isLeftAlone = (sim: Simulation, name: string): boolean =>
  sim.truth().vms.get(name)?.spec.update.approval === 'ManualAll';

export const watchGuests = (sim: Simulation): Monitor & {licenses: Licenses} => {
  const {host} = sim;
  const granted = {stop: new Map<string, string>(), change: new Map<string, string>()};
  /** Processes whose stop was allowed when it began. */
  const doomed = new Set<number>();
  const lastBoot = new Map<string, {readonly config: string; readonly revision: number}>();
  /** Machines that were under ManualAll when all was quiet: nothing of them may be changed without a person. */
  const left = new Set<string>();
  /** The revision of each that there was leave for, by uid. */
  const agreed = new Map<string, number>();
  /** Machines that were given CPUs or memory since. */
  const resized = new Set<string>();

  const checkStop = (effect: Effect): void => {
    const qemu = host.qemus.of(effect.subject);
    // One that waits for room on the disk is to wait, and never to be healed by a restart.
    const isAlive = qemu?.runState === 'running' || qemu?.runState === 'io-error';
    if (qemu === undefined || !isAlive || doomed.has(qemu.identity.pid)) return;
    const name = vmNameOf(qemu);
    if (!granted.stop.has(name))
      sim.violate(`${effect.operation} interrupts ${name}, which nobody asked for`);
    doomed.add(qemu.identity.pid);
  };

  const checkChange = (effect: Effect): void => {
    const qemu = host.qemus.of(effect.subject);
    if (qemu === undefined) return;
    const name = vmNameOf(qemu);
    if (!granted.change.has(name)) sim.violate(`${effect.operation} changes ${name}, which nobody edited`);
    if (isEdit(effect) && left.has(name) && isLeftAlone(sim, name) && !granted.stop.has(name))
      sim.violate(`${effect.operation} changes ${name}, which is left alone and nobody approved`);
    if (isResize(effect)) resized.add(qemu.uid);
    if (effect.operation !== 'block_resize') return;
    const wish = JSON.parse(String(effect.detail)) as {arguments: {'node-name': string; size: number}};
    if (wish.arguments.size < (qemu.nodes.get(wish.arguments['node-name']) ?? 0))
      sim.violate(`block_resize shrinks a disk of ${name}`);
  };

  const checkIntent = (uid: string, name: string, revision: string): void => {
    const record = parseRecord(
      host.files.read(host.paths.record({kind: 'VirtualMachine', namespace: 'default', name})),
    );
    if (record?.uid !== uid) sim.violate(`${name} is started without a durable record`);
    if (String(record?.run.active?.revision) !== revision)
      sim.violate(`${name}@${revision} is started without its intent`);
    if (host.files.stat(host.paths.revision(uid, Number(revision))) === undefined)
      sim.violate(`${name}@${revision} is started without its durable revision`);
    if (record?.tombstone != null) sim.violate(`${name} is started although it was removed`);
  };

  const checkLaunch = (effect: Effect): void => {
    const uid = effect.subject;
    const {argv, asked} = effect.detail as {argv: readonly string[]; asked?: Instant};
    const [, name = '', revision = ''] = /guest=[^/]+\/([^@]+)@(\d+)/.exec(optionOf({argv}, '-name')) ?? [];
    if (host.qemus.all().some(qemu => qemu.uid === uid))
      sim.violate(`a second hypervisor is started for ${name}`);
    const path = host.paths.record({kind: 'VirtualMachine', namespace: 'default', name});
    if (!changedSince(host, path, asked)) checkIntent(uid, name, revision);
    const config = ['-m', '-smp', '-append'].map(option => optionOf({argv}, option)).join(' ');
    const before = lastBoot.get(uid);
    // Of a revision that somebody damaged nobody knows what it was, nor of one that live changes made since.
    const isWhole = (number: number): boolean => isGood(host.files.read(host.paths.revision(uid, number)));
    const replaced = parseRecord(host.files.read(path))?.revisions.previous ?? 0;
    const isKnown = before !== undefined && isWhole(before.revision) && (replaced === 0 || isWhole(replaced));
    // What was changed while it ran comes back with it.
    const isAgreed = granted.stop.has(name) || agreed.get(uid) === Number(revision);
    if (isKnown && !resized.has(uid) && before.config !== config && !isAgreed)
      sim.violate(
        `${name}@${revision} is started as ${config} instead of ${before.config}, which nobody approved`,
      );
    // A variant is for one boot: what ran before it is what comes back.
    resized.delete(uid);
    if (readRevisionFile(host, uid, Number(revision))?.variant === undefined)
      lastBoot.set(uid, {config, revision: Number(revision)});
  };

  /** With leave it was to be started, however many attempts that took. */
  const noteIntent = (record: ObjectRecord | null): void => {
    const revision = record?.run.active?.revision;
    if (record === null || revision === undefined || record.variant != null) return;
    if (granted.stop.has(record.name)) agreed.set(record.uid, revision);
  };

  const checkUids = (): void => {
    const seen = new Map<number, string>();
    for (const record of recordsOf(host)) {
      if (record.hostUid === null) continue;
      const other = seen.get(record.hostUid);
      if (other !== undefined)
        sim.violate(`${record.name} and ${other} have one host uid ${String(record.hostUid)}`);
      seen.set(record.hostUid, record.name);
    }
  };

  const checkPairs = (qemus: readonly FakeQemu[]): void => {
    const seen = new Set<string>();
    for (const qemu of qemus) {
      if (seen.has(qemu.uid)) sim.violate(`two hypervisors run for ${vmNameOf(qemu)}`);
      seen.add(qemu.uid);
    }
  };

  return {
    licenses: {
      grant: (name, kind, why) => {
        granted[kind].set(name, why);
      },
      expire: keep => {
        for (const table of [granted.stop, granted.change])
          for (const name of [...table.keys()]) if (!keep(name)) table.delete(name);
        left.clear();
        for (const name of sim.names) if (isLeftAlone(sim, name)) left.add(name);
      },
    },
    before: effect => {
      if (effect.door === 'write' && effect.subject.startsWith(host.paths.recordsDir))
        noteIntent(parseRecord(String(effect.detail)));
      if (effect.door === 'launch') checkLaunch(effect);
      else if (effect.door === 'signal' || (effect.door === 'qmp' && stopping.has(effect.operation)))
        checkStop(effect);
      else if (effect.door === 'qmp' && changing.has(effect.operation)) checkChange(effect);
    },
    step: () => {
      checkPairs(host.qemus.all());
    },
    acted: checkUids,
  };
};

const isGood = (bytes: Buffer | undefined): boolean => decodeState(bytes).state === 'good';
