// What is asked about revisions: the history of a VM, one revision whole, and what two of them differ in. Reads only.
import type {DiffReply, History, HistoryEntry, RevisionName} from '../api/protocol.ts';
import {objectKey} from '../desired/names.ts';
import {isSame} from '../desired/same.ts';
import type {ObjectRef} from '../host/paths.ts';
import type {ManifestObject} from '../manifest/object.ts';
import type {ObjectRecord, RevisionFile} from '../observe/record.ts';
import {readRevisionFile, revisionNumbers} from '../observe/records.ts';
import {diffVm} from '../plan/diff.ts';
import {policyChanges} from '../plan/diff-policy.ts';
import type {PendingChange} from '../plan/action.ts';
import type {World} from '../world.ts';

/** Annotation of a VM that says why it was edited, shown in its history. */
const changeCause = 'vmlet.dev/change-cause';

type Refusal = Extract<DiffReply, {ok: false}>;

/** All revisions of a VM that are still there, oldest first. */
export const historyOf = (world: World, ref: ObjectRef): History | Refusal => {
  const record = vmRecord(world, ref);
  if ('ok' in record) return record;
  const files = revisionNumbers(world.host, record.uid).flatMap(number => {
    const file = readRevisionFile(world.host, record.uid, number);
    return file === null ? [] : [file];
  });
  return {
    ok: true,
    object: `${ref.kind}/${ref.namespace}/${ref.name}`,
    revisions: files.map((file, at) => entryOf(world, record, file, files[at - 1])),
  };
};

/** One revision whole. */
export const revisionNamed = (
  world: World,
  ref: ObjectRef,
  name: RevisionName,
): {ok: true; revision: RevisionFile} | Refusal => {
  const record = vmRecord(world, ref);
  if ('ok' in record) return record;
  const number = typeof name === 'number' ? name : record.revisions[name];
  const revision = readRevisionFile(world.host, record.uid, number);
  if (revision !== null) return {ok: true, revision};
  const known = revisionNumbers(world.host, record.uid).join(', ');
  const which = number === 0 ? `has no ${name} revision` : `has no revision ${String(number)}`;
  return refused(`${ref.name} ${which}; there is ${known === '' ? 'none' : known}`);
};

/** What differs between two revisions, field by field, and what each costs. */
export const diffOf = (world: World, ref: ObjectRef, from: RevisionName, to: RevisionName): DiffReply => {
  const left = revisionNamed(world, ref, from);
  if (!left.ok) return left;
  const right = revisionNamed(world, ref, to);
  if (!right.ok) return right;
  return {
    ok: true,
    object: `${ref.kind}/${ref.namespace}/${ref.name}`,
    from: left.revision.number,
    to: right.revision.number,
    changes: changesBetween(world, left.revision, right.revision),
    hypervisor: {from: left.revision.hypervisor ?? null, to: right.revision.hypervisor ?? null},
    argv: isSame(plain(left.revision), plain(right.revision))
      ? null
      : {from: left.revision.argv ?? null, to: right.revision.argv ?? null},
  };
};

/** The command line but for the revision's own number. */
const plain = ({argv, number}: RevisionFile): readonly string[] | null =>
  argv?.map(word => word.replace(`@${String(number)},`, '@,')) ?? null;

const changesBetween = (world: World, from: RevisionFile, to: RevisionFile): readonly PendingChange[] => [
  ...diffVm(from.vm, to.vm, world.hypervisor.driver).changes,
  ...policyChanges(from.spec, to.spec),
];

const entryOf = (
  world: World,
  {revisions: {prepared, booted, previous}}: ObjectRecord,
  file: RevisionFile,
  before: RevisionFile | undefined,
): HistoryEntry => {
  const marks = [
    ...(file.number === booted ? ['booted'] : []),
    ...(file.number === previous ? ['previous'] : []),
    ...(file.number === prepared && prepared !== booted ? ['prepared'] : []),
  ];
  const annotations = (file.manifest as Partial<ManifestObject> | undefined)?.metadata?.annotations ?? {};
  return {
    number: file.number,
    createdAt: file.createdAt,
    generation: file.generation,
    source: file.source ?? null,
    cause: annotations[changeCause] ?? null,
    marks,
    changes: before === undefined ? [] : changesBetween(world, before, file),
  };
};

const vmRecord = ({records}: World, {kind, namespace, name}: ObjectRef): ObjectRecord | Refusal => {
  const record = records.get(objectKey(kind, namespace, name));
  if (kind !== 'VirtualMachine') return refused(`${kind} ${name} has no revisions; only a VM has`);
  return record ?? refused(`there is no ${kind} ${name} in namespace ${namespace}`);
};

const refused = (message: string): Refusal => ({ok: false, code: 'E-NOT-FOUND', message});
