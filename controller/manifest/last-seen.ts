// What was wrong with a manifest stays said while its source is away: nobody can mend it meanwhile, and that nothing is
// seen of it now does not make it valid. Pure.
import type {ObjectKey} from '../desired/node.ts';
import type {Diagnostic, Verdict} from './object.ts';

/** Verdicts on a source that is not to be read, with what was last seen of each object before it went. */
export const withLastSeen = (
  verdicts: ReadonlyMap<ObjectKey, Verdict>,
  before: ReadonlyMap<ObjectKey, Verdict>,
): ReadonlyMap<ObjectKey, Verdict> => {
  const told = new Map(verdicts);
  for (const [key, verdict] of verdicts) {
    if (verdict.state !== 'held' || !awayReasons.has(verdict.reason)) continue;
    const diagnostics = problemsOf(before.get(key));
    if (diagnostics.length > 0) told.set(key, {...verdict, diagnostics});
  }
  return told;
};

const awayReasons: ReadonlySet<string> = new Set(['SourceUnavailable', 'SourceEmpty']);

const problemsOf = (verdict: Verdict | undefined): readonly Diagnostic[] =>
  verdict?.state === 'invalid' || verdict?.state === 'held' ? (verdict.diagnostics ?? []) : [];
