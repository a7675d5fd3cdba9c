// What the table says of a scan in which nothing happened but plain edits, told from the judgement before it: most scans of a
// thousand manifests find one that changed, or none. Pure. It says exactly what judge() would, or nothing.
import type {ObjectKey} from '../desired/node.ts';
import type {SafetyInput, SafetyJudgement} from './judgement.ts';
import type {DecodedFile, Scan, Verdict} from './object.ts';
import {present} from './safety.ts';

/** A judgement with what it was made from. */
export type Judged = {readonly scan: Scan; readonly judgement: SafetyJudgement};

/** Null when the whole table has to be asked. */
export const judgeAgain = (before: Judged, input: SafetyInput): SafetyJudgement | null => {
  const {scan, memory, released, known} = input;
  const {judgement} = before;
  const isAsBefore =
    memory === judgement.memory && released.size === 0 && input.dependsOn.size === 0 && isWhole(scan);
  if (!isAsBefore || !isCalm(before)) return null;
  for (const [key, {tombstone}] of known) if (tombstone || !memory.objects.has(key)) return null;
  const edits = editsOf(before.scan.files, scan.files, judgement.verdicts);
  if (edits === null) return null;
  if (edits.size === 0) return judgement;
  const edited = {...judgement, verdicts: new Map([...judgement.verdicts, ...edits])};
  calm.set(edited, true);
  return edited;
};

const isWhole = ({state, stable}: Scan): boolean => state === 'complete' && stable;

/** Everything that is remembered was seen, in files that could be read, and waits for nothing. */
const isCalm = ({scan, judgement}: Judged): boolean => {
  const known = calm.get(judgement);
  if (known !== undefined) return known;
  const isFound = ({state}: Verdict): boolean => state === 'present' || state === 'invalid';
  const isPlain = ({broken, objects}: DecodedFile): boolean =>
    !broken && objects.every(({dependsOn}) => dependsOn === undefined);
  const result =
    isWhole(scan) &&
    judgement.lookAgainMs === null &&
    scan.files.every(isPlain) &&
    [...judgement.verdicts.values()].every(isFound) &&
    [...judgement.memory.objects.values()].every(
      ({missing, alsoIn}) => missing === null && alsoIn.length === 0,
    );
  calm.set(judgement, result);
  return result;
};

const calm = new WeakMap<SafetyJudgement, boolean>();

/** The verdicts that differ; null when another file came or went, or one says more than its objects anew. */
const editsOf = (
  before: readonly DecodedFile[],
  after: readonly DecodedFile[],
  verdicts: SafetyJudgement['verdicts'],
): ReadonlyMap<ObjectKey, Verdict> | null => {
  if (before.length !== after.length) return null;
  const edits = new Map<ObjectKey, Verdict>();
  for (const [index, file] of after.entries()) {
    const old = before[index];
    if (old === file) continue;
    if (old === undefined || !isPlainEdit(old, file, verdicts)) return null;
    for (const decoded of file.objects) edits.set(decoded.key, present(decoded, []));
  }
  return edits;
};

/** The same objects in the same places, each in no other file, with nothing to be said of any. */
const isPlainEdit = (old: DecodedFile, file: DecodedFile, verdicts: SafetyJudgement['verdicts']): boolean =>
  old.file === file.file &&
  !file.broken &&
  [old.diagnostics, file.diagnostics, old.invalid, file.invalid].every(list => list.length === 0) &&
  old.objects.length === file.objects.length &&
  old.objects.every((was, index) => {
    const is = file.objects[index];
    const verdict = verdicts.get(was.key);
    return (
      is?.key === was.key &&
      is.source.document === was.source.document &&
      is.dependsOn === undefined &&
      verdict?.state === 'present' &&
      verdict.decoded === was &&
      verdict.diagnostics.length === 0
    );
  });
