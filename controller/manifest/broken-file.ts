// A file of a source that could not be read at all, in the shape of one that was. Pure.
import type {DecodedFile, Diagnostic} from './object.ts';

/** Anything may have been in it: its objects keep their last good versions, and nothing is pruned meanwhile. */
export const brokenFile = (
  file: string,
  problem: Pick<Diagnostic, 'code' | 'what' | 'expected' | 'fix'>,
): DecodedFile => ({
  file,
  objects: [],
  invalid: [],
  broken: true,
  diagnostics: [{...problem, severity: 'error', file, line: 1, column: 1, path: '', object: null}],
});
