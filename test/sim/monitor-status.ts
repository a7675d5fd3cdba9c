// P12, P13: a status never says Ready when the host said otherwise for longer than a hint may take.
import {tapName} from '../../controller/desired/names.ts';
import {readRevisionFile} from '../../controller/observe/records.ts';
import type {FakeQemu} from '../fakes/qemu.ts';
import type {Monitor} from './monitors.ts';
import {vmRecord} from './records.ts';
import {resyncMs, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

/** From a change on the host to the status that knows of it, when hints arrive. */
const hintMs = 500;

export const watchStatus = (sim: Simulation): Monitor => {
  const {host} = sim;
  /** When the guest, and when its links, were last as Ready says: each is seen by itself. */
  const soundMs = {guest: new Map<string, number>(), links: new Map<string, number>()};
  /** Hints were lost or late until then. */
  let hintsUnreliableUntilMs = 0;

  const runs = (qemu: FakeQemu): boolean => qemu.monitor !== 'answers' || qemu.runState === 'running';

  const isConnected = (qemu: FakeQemu): boolean => {
    if (qemu.monitor !== 'answers') return true;
    for (const {id, tap} of tapsOf(qemu)) {
      if (!qemu.netdevs.has(id) && !declaredTaps(qemu).has(tap)) continue;
      const link = host.links.control.links().get(tap);
      if (link?.alias !== `vmlet:${qemu.uid}` || !link.up || link.master === null) return false;
    }
    return true;
  };

  /** A card that was taken out because its manifest says so is missed by nobody, nor one that is still to be put in. */
  const declaredTaps = (qemu: FakeQemu): ReadonlySet<string> => {
    const name = vmNameOf(qemu);
    const record = vmRecord(host, name);
    const manifest = record?.manifest as {spec?: {interfaces?: readonly {name: string}[]}} | null;
    // Under a rollback the manifest is not what counts.
    const target = readRevisionFile(host, qemu.uid, record?.rollback?.to ?? 0)?.vm;
    const booted = readRevisionFile(host, qemu.uid, record?.revisions.booted ?? 0)?.vm;
    const parts = (target?.interfaces ?? manifest?.spec?.interfaces ?? [])
      .map(nic => nic.name)
      .filter(part => booted?.interfaces.some(({name: other}) => other === part) ?? true);
    return new Set(parts.map(part => tapName({hostId: 'sim-host', namespace: 'default', name, part})));
  };

  /** Time in which anybody could have done anything. */
  const awakeMs = (): number => host.clock.monotonicMs() - host.clock.stalledMs();

  const look = (): void => {
    const nowMs = awakeMs();
    for (const qemu of host.qemus.all()) {
      if (runs(qemu)) soundMs.guest.set(qemu.uid, nowMs);
      if (isConnected(qemu)) soundMs.links.set(qemu.uid, nowMs);
    }
    if (
      sim.faultsOn &&
      sim.activeFaults.some(fault => fault.name.includes('hint') || fault.name.includes('link'))
    )
      hintsUnreliableUntilMs = nowMs + resyncMs + 15_000;
  };

  return {
    step: look,
    acted: look,
    before: ({door, operation, subject, detail}) => {
      if (door !== 'write' || operation !== 'writeAtomic' || !subject.startsWith(host.paths.statusDir))
        return;
      if (!subject.includes('/virtualmachine/')) return;
      const text = String(detail);
      if (!/- type: Ready\n\s+status: "?True/.test(text)) return;
      const uid = /^ {2}uid: "?([0-9a-f-]+)/m.exec(text)?.[1] ?? '';
      look();
      const nowMs = awakeMs();
      const slackMs = nowMs < hintsUnreliableUntilMs ? resyncMs + 15_000 : hintMs;
      const lastMs = Math.min(...[soundMs.guest, soundMs.links].map(each => each.get(uid) ?? -Infinity));
      const sinceMs = nowMs - lastMs;
      if (sinceMs > slackMs)
        sim.violate(`${subject} says Ready, which was last so ${String(sinceMs)} ms ago`);
    },
  };
};

const knownTaps = new WeakMap<FakeQemu, readonly Card[]>();

type Card = {readonly id: string; readonly tap: string};

/** The taps that a hypervisor was started with, by their netdev. */
const tapsOf = (qemu: FakeQemu): readonly Card[] => {
  const known = knownTaps.get(qemu);
  if (known !== undefined) return known;
  const taps = qemu.argv.flatMap(value => {
    if (!value.startsWith('{"type":"tap"')) return [];
    const {id, ifname} = JSON.parse(value) as {id: string; ifname?: string};
    return ifname === undefined ? [] : [{id, tap: ifname}];
  });
  knownTaps.set(qemu, taps);
  return taps;
};
