// Where each object of a scan was seen, and what is wrong with it. Pure; the consequences are drawn in safety.ts.
import {dirname} from 'node:path';
import type {ObjectKey} from '../desired/node.ts';
import type {OwnedObject} from './memory.ts';
import type {DecodedFile, DecodedObject, Diagnostic, Scan} from './object.ts';

/** All places of one identity in one scan. */
export type Sighting = {
  readonly valid: readonly DecodedObject[];
  /** Files with an invalid document of this identity, once for each document. */
  readonly invalidIn: readonly string[];
  /** What decoding said of it. */
  readonly diagnostics: readonly Diagnostic[];
};

/** Index a scan by identity. */
export const sightings = (scan: Scan): ReadonlyMap<ObjectKey, Sighting> => {
  const seen = new Map<ObjectKey, {valid: DecodedObject[]; invalidIn: string[]; diagnostics: Diagnostic[]}>();
  const at = (key: ObjectKey) => {
    let known = seen.get(key);
    if (known === undefined) {
      known = {valid: [], invalidIn: [], diagnostics: []};
      seen.set(key, known);
    }
    return known;
  };
  for (const {file, objects, invalid} of scan.files) {
    for (const decoded of objects) at(decoded.key).valid.push(decoded);
    for (const key of invalid) at(key).invalidIn.push(file);
  }
  for (const {diagnostics} of scan.files)
    for (const diagnostic of diagnostics)
      if (diagnostic.object !== null) seen.get(diagnostic.object)?.diagnostics.push(diagnostic);
  return seen;
};

/** Two documents with one identity: one error for each, naming the others. */
export const duplicateDiagnostics = (key: ObjectKey, {valid, invalidIn}: Sighting): Diagnostic[] => {
  const places = [
    ...valid.map(({source, line}) => ({
      file: source.file,
      line: line ?? 1,
      text: `${source.file} (document ${String(source.document)})`,
    })),
    ...invalidIn.map(file => ({file, line: 1, text: `${file} (invalid)`})),
  ];
  return places.map((place, index) => ({
    severity: 'error',
    file: place.file,
    line: place.line,
    column: 1,
    path: '',
    what: `${key} in ${place.text} is also in ${places
      .filter((_, other) => other !== index)
      .map(({text}) => text)
      .join(', ')}`,
    expected: 'one document for each object',
    fix: 'remove all but one; until then none of them changes anything',
    code: 'E-DUPLICATE',
    object: key,
  }));
};

/** Files and directories that could not be read, by path. */
export type BrokenFiles = ReadonlyMap<string, DecodedFile>;

export const brokenFiles = (scan: Scan): BrokenFiles =>
  new Map(scan.files.flatMap(decoded => (decoded.broken ? [[decoded.file, decoded] as const] : [])));

/** The broken file, or directory, that `file` belongs to, if there is one. */
export const brokenHolder = (broken: BrokenFiles, file: string): DecodedFile | undefined => {
  if (broken.size === 0) return undefined;
  for (let path = file; path !== '.' && path !== '/'; path = dirname(path)) {
    const holder = broken.get(path);
    if (holder !== undefined) return holder;
  }
  return undefined;
};

/**
 * Files that declared an object when they were last read, and that this scan could not read, or did not see while the
 * tree moved: the object may be in them still. A document elsewhere does not count before they are read.
 */
export const unreadPlaces = (
  {valid, invalidIn}: Sighting,
  {file, alsoIn}: Pick<OwnedObject, 'file' | 'alsoIn'>,
  {scan, broken}: {readonly scan: Scan; readonly broken: BrokenFiles},
): readonly string[] =>
  scan.stable && broken.size === 0
    ? []
    : [file, ...alsoIn].filter(
        place =>
          !invalidIn.includes(place) &&
          !valid.some(({source}) => source.file === place) &&
          (!scan.stable || brokenHolder(broken, place) !== undefined),
      );
