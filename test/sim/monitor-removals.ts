// P2, P3, P10: nothing is removed before two complete good scans at least 2 s apart, one observation of the host, and
// inside the prune budget and the limits of the host policy. Judged at the moment when the grant becomes durable, from what the scans could have seen.
import type {PolicyRemoval} from '../../controller/desired/node.ts';
import type {ManifestObject} from '../../controller/manifest/object.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import {manifestsDir} from './manifests.ts';
import type {Truth} from './manifests.ts';
import type {Monitor} from './monitors.ts';
import {followPolicy} from './policy-in-force.ts';
import {parseRecord, parseSourceMemory, vmRecord} from './records.ts';
import type {Simulation} from './simulation.ts';

type Batch = {readonly names: Set<string>; readonly allowed: number; used: number; approved: boolean};

const hasRoom = ({approved, used, allowed}: Batch): boolean => approved || used < allowed;

const hasLabels = (record: ObjectRecord | null, labels: PolicyRemoval['matchLabels']): boolean => {
  const own = (record?.manifest as ManifestObject | undefined)?.metadata.labels ?? {};
  return Object.entries(labels ?? {}).every(([name, value]) => own[name] === value);
};

const secondScanMs = 2_000;
const grantGapMs = 10_000;
/** How long one run of a key may rest on what it looked at. */
const overlapMs = 1_000;

export const watchRemovals = (sim: Simulation): Monitor & {pruneApproved(): void} => {
  const {host} = sim;
  const inForce = followPolicy(sim);
  let scans: {atMs: number; truth: Truth}[] = [];
  let observedLinks = false;
  let observedProcesses = false;
  /** VMs of the source by name, with the file that held each last. */
  const seen = new Map<string, string>();
  let batches: Batch[] = [];
  /** Removals paid from the budget, newest last. */
  let grants: {readonly key: string; readonly atMs: number; batch: Batch | undefined}[] = [];

  /** Complete good scans without it, newest first, back to the last one that was anything else. */
  const evidenceMs = (name: string): number => {
    const without: number[] = [];
    for (const {atMs, truth} of [...scans].reverse()) {
      if (truth.state !== 'complete' || truth.vms.has(name) || truth.invalid.has(name)) break;
      if (!truth.broken) without.push(atMs);
    }
    return without.length < 2 ? 0 : (without[0] ?? 0) - (without.at(-1) ?? 0);
  };

  /** What was paid from this loss may have been paid from an earlier one of the same VM, which the daemon saw. */
  const makeRoom = (batch: Batch): boolean => {
    for (const grant of grants.filter(each => each.batch === batch)) {
      const name = grant.key.split('/')[2] ?? '';
      const other = batches.find(each => each !== batch && each.names.has(name) && hasRoom(each));
      if (other === undefined) continue;
      batch.used -= 1;
      other.used += 1;
      grant.batch = other;
      return true;
    }
    return false;
  };

  const granted = (key: string, isReleased: boolean): void => {
    const name = key.split('/')[2] ?? '';
    if (vmRecord(host, name)?.deleteRequested === true) return;
    if (evidenceMs(name) < secondScanMs - 0.5)
      sim.violate(
        `${name} is removed on too little evidence: ${String(evidenceMs(name))} ms between good scans`,
      );
    if (!observedLinks || !observedProcesses)
      sim.violate(`${name} is removed before the host was observed in full`);
    if (vmRecord(host, name)?.policy?.deletion.protect === true)
      sim.violate(`${name} is protected and removed`);
    if (isReleased) return;
    const nowMs = host.clock.monotonicMs();
    const sinceMs = nowMs - (grants.at(-1)?.atMs ?? -Infinity);
    if (sinceMs < grantGapMs - 0.5) sim.violate(`${name} is removed ${String(sinceMs)} ms after another`);
    // A loss that the daemon missed to see mended is still the loss that it saw.
    const lost = batches.filter(each => each.names.has(name));
    const batch = lost.findLast(hasRoom) ?? lost.findLast(makeRoom) ?? lost.at(-1);
    grants = [...grants.slice(-20), {key, atMs: nowMs, batch}];
    if (batch === undefined) sim.violate(`${name} is removed although it never left the source`);
    else if (++batch.used > batch.allowed && !batch.approved)
      sim.violate(`${name} is removed beyond the prune budget of ${String(batch.allowed)}`);
    checkLimits(name, batch);
  };

  /** Of those paid since the policy counts: what a limit lets go of one loss is no more than it says. */
  const checkLimits = (name: string, batch: Batch | undefined): void => {
    const sinceMs = inForce.sinceMs();
    const paid = grants.filter(each => each.batch === batch && each.atMs >= sinceMs);
    for (const {field, source, matchLabels, max} of inForce.policy()?.removals ?? []) {
      const isCovered = (each: string): boolean =>
        (source === null || source === 'manifests') && hasLabels(vmRecord(host, each), matchLabels);
      if (!isCovered(name)) continue;
      const count = paid.filter(({key}) => isCovered(key.split('/')[2] ?? '')).length;
      // Of no more than seven machines every share but 0% is one, or more than the prune budget gives.
      const most = typeof max === 'number' ? max : max === '0%' ? 0 : 1;
      if (count > most)
        sim.violate(`${name} is removed as number ${String(count)}, and ${field} lets ${String(max)} go`);
    }
  };

  /** A grant whose write was reported as failed is taken back by the next one, and then was none. */
  const takeBack = (isGranted: (key: string) => boolean): void => {
    const last = grants.at(-1);
    if (last === undefined || isGranted(last.key)) return;
    if (vmRecord(host, last.key.split('/')[2] ?? '')?.tombstone != null) return;
    if (last.batch !== undefined) last.batch.used -= 1;
    grants = grants.slice(0, -1);
  };

  const grantedUntilMs = new Map<string, number>();

  const sourceMemoryChanges = (content: unknown): void => {
    const before = parseSourceMemory(host.files.read(host.paths.sourceFile('manifests')));
    const after = parseSourceMemory(String(content));
    takeBack(
      key => after?.objects.some(each => each.key === key && each.missing?.isGranted === true) ?? false,
    );
    for (const object of before?.objects ?? [])
      if (object.missing?.isGranted === true) grantedUntilMs.set(object.key, host.clock.monotonicMs());
    for (const object of after?.objects ?? []) {
      const old = before?.objects.find(each => each.key === object.key);
      if (!object.key.startsWith('VirtualMachine/') || object.missing?.isGranted !== true) continue;
      if (old?.missing?.isGranted !== true)
        granted(object.key, before?.released.includes(object.key) === true);
    }
  };

  const recordChanges = (path: string, content: unknown): void => {
    const after = parseRecord(String(content));
    if (after?.kind !== 'VirtualMachine' || after.tombstone === null) return;
    const before = parseRecord(host.files.read(path));
    if (before?.tombstone != null || before?.deleteRequested === true) return;
    const memory = parseSourceMemory(host.files.read(host.paths.sourceFile('manifests')));
    const key = `VirtualMachine/${after.namespace}/${after.name}`;
    const owned = memory?.objects.find(each => each.key === key);
    // A run that looked just before the object came back ends with a tombstone that its next look takes away.
    const sinceMs = host.clock.monotonicMs() - (grantedUntilMs.get(key) ?? -Infinity);
    if (owned?.missing?.isGranted !== true && sinceMs > overlapMs)
      sim.violate(`${after.name} gets a tombstone that was not granted durably`);
  };

  return {
    daemonStarts: () => {
      scans = [];
      observedLinks = false;
      observedProcesses = false;
    },
    pruneApproved: () => {
      for (const batch of batches) batch.approved = true;
    },
    seesReads: true,
    before: ({door, operation, subject, detail}) => {
      if (door !== 'write' || operation !== 'writeAtomic') return;
      if (subject === host.paths.sourceFile('manifests')) sourceMemoryChanges(detail);
      else if (subject.startsWith(`${host.paths.recordsDir}/`)) recordChanges(subject, detail);
    },
    after: ({door, operation, subject}) => {
      if (door === 'run' && operation === 'ip show') observedLinks = true;
      if (door === 'read' && operation === 'processes') observedProcesses = true;
      if (door !== 'read' || operation !== 'list' || subject !== manifestsDir) return;
      scans.push({atMs: host.clock.monotonicMs(), truth: sim.truth()});
      if (scans.length > 400) scans.splice(0, 200);
    },
    step: inForce.look,
    acted: () => {
      inForce.look();
      const truth = sim.truth();
      if (truth.state !== 'complete') return;
      for (const [name, {decoded}] of truth.vms) seen.set(name, decoded.source.file);
      const names = new Set([...truth.vms.keys(), ...truth.invalid]);
      const lost = [...seen].filter(([name, file]) => !names.has(name) && !truth.brokenFiles.has(file));
      if (lost.length > 0)
        batches.push({
          names: new Set(lost.map(([name]) => name)),
          allowed: Math.max(1, Math.floor(seen.size / 5)),
          used: 0,
          approved: false,
        });
      for (const [name] of lost) seen.delete(name);
      batches = batches.slice(-50);
    },
  };
};
