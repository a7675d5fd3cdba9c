// `vmlet rollback` and its end, as changes of one record. What it leads to is planned like any edit, and waits like one.
import {rolledBackVm} from '../desired/rollback.ts';
import {isSame} from '../desired/same.ts';
import type {ObjectRecord, RevisionFile} from '../observe/record.ts';
import {readRevision, readRevisionFile, revisionNumbers} from '../observe/records.ts';
import {diffVm} from '../plan/diff.ts';
import type {Patch} from './requests.ts';
import type {World} from '../world.ts';

/** Want again what revision `to` was; null is the one that ran before. */
export const rollbackPatch =
  (world: World, to: number | null): Patch =>
  record => {
    if (record.tombstone !== null)
      return {refused: `${record.name} was removed; put its manifest back first`};
    const number = to ?? earlierThan(world, record);
    if (number === null) return {refused: `${record.name} has no earlier revision; see \`vmlet history\``};
    const target = readRevisionFile(world.host, record.uid, number);
    if (target === null)
      return {
        refused: `${record.name} has no revision ${String(number)}; there is ${revisionNumbers(world.host, record.uid).join(', ')}`,
      };
    const {booted, prepared} = record.revisions;
    if (number === booted && prepared === booted && record.rollback == null)
      return {
        refused: `${record.name} runs as revision ${String(number)} was; there is nothing to roll back`,
      };
    const obstacle = refusalOf(world, record, target);
    if (obstacle !== null) return {refused: obstacle};
    return {
      record: {
        ...record,
        rollback: {to: number, from: booted, since: world.host.clock.now(), by: 'Request', why: ''},
        approvedRevision: 0,
        run: {...record.run, failures: 0},
      },
    };
  };

/** What the manifest says counts again. */
export const undoRollbackPatch: Patch = record =>
  record.rollback == null
    ? {refused: `${record.name} is not rolled back`}
    : {record: {...record, rollback: null, approvedRevision: 0}};

/** The one that ran before what runs; the newest that differs where that one is not there any more. */
const earlierThan = ({host}: World, {uid, revisions: {booted, previous}}: ObjectRecord): number | null => {
  const now = readRevision(host, uid, booted);
  const earlier = revisionNumbers(host, uid).filter(number => number < booted);
  const candidates = [previous, ...earlier.reverse()].filter(number => number > 0 && number !== booted);
  return (
    candidates.find(number => {
      const revision = readRevision(host, uid, number);
      return revision !== null && !isSame(revision.vm, now?.vm);
    }) ?? null
  );
};

/** What could never be done is refused at once, and not held for ever. */
const refusalOf = (world: World, record: ObjectRecord, target: RevisionFile): string | null => {
  const booted = readRevision(world.host, record.uid, record.revisions.booted);
  if (booted === null) return null;
  const wanted = rolledBackVm(target.vm, {latest: booted.vm, booted: booted.vm}, () => null);
  const refused = diffVm(booted.vm, wanted, world.hypervisor.driver).changes.filter(
    ({disruption}) => disruption === 'refused',
  );
  return refused.length === 0
    ? null
    : `revision ${String(target.number)} cannot be gone back to: ${refused.map(({path, reason}) => `${path}: ${reason}`).join('; ')}`;
};
