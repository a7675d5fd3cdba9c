// P1, P5, P19: what a record says was declared by a manifest that counts, or asked for by a person; what was answered
// is durable by then, and no later write forgets it.
import {dirname} from 'node:path';
import {decodeState} from '../../controller/host/state-file.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {Effect} from '../fakes/host.ts';
import {manifestsDir} from './manifests.ts';
import type {Truth} from './manifests.ts';
import type {Monitor} from './monitors.ts';
import {parseRecord} from './records.ts';
import type {Simulation} from './simulation.ts';

const reads: readonly Effect[] = ['readRegular', 'list', 'stat'].flatMap(operation =>
  [manifestsDir, `${manifestsDir}/a.yaml`].map(subject => ({
    door: 'read' as const,
    operation,
    subject,
    detail: null,
  })),
);

/** How long a run of a key may rest on a scan that read too little. */
const restsOnMs = 120_000;

/** Scans that a run of a key may rest on. */
const keptScans = 20;

export const watchRecords = (
  sim: Simulation,
): Monitor & {
  /** A person is about to ask for something that is kept in this file; call the result with the answer. */
  asked(path: string): (what: string, ok: boolean) => void;
} => {
  const {host} = sim;
  const writes = new Map<string, number>();
  let scans: Truth[] = [];

  /** While manifests cannot be read in full, one of two twins may speak for both: until then nothing is proved. */
  let unreadUntilMs = 0;
  const readsFail = sim.activeFaults.some(fault => reads.some(effect => fault.appliesTo(effect)));
  const mayMiss = (): boolean => sim.outages.size > 0 || (sim.faultsOn && readsFail);

  /** Revisions that some record named: what they say stays. */
  const announced = new Set<string>();
  let {bootId} = host;

  const checkRollback = (before: ObjectRecord, after: ObjectRecord): void => {
    const isEdited = before.specHash !== '' && before.specHash !== after.specHash;
    if (isEdited && before.rollback != null && after.rollback?.since === before.rollback.since)
      sim.violate(`the rollback of ${after.name} outlives the manifest that it was made against`);
  };

  const checkRevision = (path: string, content: unknown): void => {
    const before = decodeState(host.files.read(path));
    if (before.state !== 'good' || !announced.has(path)) return;
    if (JSON.stringify(before) !== JSON.stringify(decodeState(Buffer.from(String(content)))))
      sim.violate(`${path} is written over: its number was given twice`);
  };

  const check = (path: string, content: unknown): void => {
    const after = parseRecord(String(content));
    const before = parseRecord(host.files.read(path));
    if (after?.kind !== 'VirtualMachine') return;
    for (const number of [after.revisions.prepared, after.revisions.booted])
      announced.add(host.paths.revision(after.uid, number));
    const {name} = after;
    // Whose twin was never seen is new, and nothing is lost by it.
    if (before === null) return;
    if (before.uid !== after.uid) sim.violate(`${name} gets another uid while it is remembered`);
    checkRollback(before, after);
    if (mayMiss() || host.clock.monotonicMs() < unreadUntilMs) return;
    const manifest = JSON.stringify(after.manifest);
    const scanned = scans.flatMap(truth => truth.vms.get(name)?.decoded.object ?? []);
    if (
      JSON.stringify(before.manifest) !== manifest &&
      !scanned.some(object => JSON.stringify(object) === manifest)
    )
      sim.violate(`${name} is recorded as no scan found it declared: ${manifest}`);
    if (scanned.length > 0) return;
    if (before.deleteRequested && !after.deleteRequested)
      sim.violate(`the request to delete ${name} is forgotten`);
    if (before.tombstone?.purgeRequested === true && after.tombstone?.purgeRequested !== true)
      sim.violate(`the request to purge ${name} is forgotten`);
  };

  return {
    seesReads: true,
    step: () => {
      if (mayMiss()) unreadUntilMs = host.clock.monotonicMs() + restsOnMs;
    },
    daemonStarts: () => {
      scans = [];
      // A host that crashed may have lost the record; nothing was done yet in the name of what it alone named.
      if (host.bootId !== bootId) announced.clear();
      ({bootId} = host);
    },
    asked: path => {
      const before = writes.get(path) ?? 0;
      // What could not be written, but was on disk already, is answered well.
      const directory = dirname(path);
      const effects: Effect[] = [
        {door: 'write', operation: 'writeAtomic', subject: path, detail: ''},
        {door: 'read', operation: 'stat', subject: directory, detail: null},
        {door: 'write', operation: 'makeDirectory', subject: directory, detail: null},
      ];
      const faults = [...sim.outages.values(), ...sim.activeFaults];
      const mayFail = sim.faultsOn && faults.some(fault => effects.some(effect => fault.appliesTo(effect)));
      return (what, ok) => {
        if (ok && !mayFail && (writes.get(path) ?? 0) === before)
          sim.violate(`${what} was answered, and nothing of it is on disk`);
      };
    },
    before: ({door, operation, subject, detail}) => {
      if (door === 'write' && operation === 'writeAtomic' && subject.startsWith(`${host.paths.recordsDir}/`))
        check(subject, detail);
      if (
        door === 'write' &&
        operation === 'writeAtomic' &&
        subject.startsWith(`${host.paths.revisionsDir}/`)
      )
        checkRevision(subject, detail);
    },
    after: ({door, operation, subject}) => {
      if (door === 'write' && operation === 'writeAtomic')
        writes.set(subject, (writes.get(subject) ?? 0) + 1);
      if (door === 'read' && operation === 'list' && subject === manifestsDir)
        scans = [...scans.slice(1 - keptScans), sim.truth()];
    },
  };
};
