// Stored images: what was imported, and whether the file still is that. By fingerprint: nothing is hashed here.
import {errorText} from '../errors.ts';
import type {FileFacts, Files} from '../host/host.ts';
import type {Paths} from '../host/paths.ts';
import type {KeptFiles} from './kept-files.ts';
import {absent, present, unknown} from './snapshot.ts';
import type {FileFingerprint, Observation, StoredImage} from './snapshot.ts';

/** Beside each stored image, written after it: an image without it was never finished. */
export type ImageFacts = {
  readonly schema: 1;
  readonly digest: string;
  readonly format: 'raw' | 'qcow2';
  readonly virtualSizeBytes: number;
  readonly sizeBytes: number;
  readonly fingerprint: FileFingerprint;
  /** RFC 3339. */
  readonly importedAt: string;
};

/** (device, inode, size, mtime, ctime): ctime cannot be set back, so any write or chmod shows. */
export const fingerprint = (facts: FileFacts): FileFingerprint =>
  [facts.device, facts.inode, facts.sizeBytes, facts.mtimeNs, facts.ctimeNs].map(String).join(':');

/** `sha256:` and 64 digits: what may name a file of the store. */
export const isDigest = (digest: string): boolean => /^sha256:[0-9a-f]{64}$/.test(digest);

/**
 * Look at a stored image. `intact: false` when the file no longer is what was imported. With `kept`, facts in an
 * untouched file are not read again; what acts on an image does without.
 */
export const readImage = (
  files: Pick<Files, 'read' | 'stat'>,
  paths: Paths,
  digest: string,
  kept?: KeptFiles<ImageFacts>,
): Observation<StoredImage> => {
  if (!isDigest(digest)) return unknown(`${JSON.stringify(digest.slice(0, 80))} is not a digest`);
  try {
    const factsFile = files.stat(paths.imageFacts(digest));
    if (factsFile === undefined) return absent;
    const read = (): ImageFacts | undefined => readFacts(files, paths, digest);
    const facts = kept === undefined ? read() : kept.of(digest, factsFile, read);
    if (facts === undefined) return unknown(`${paths.imageFacts(digest)} is damaged`);
    const path = paths.image(digest);
    const now = files.stat(path, {follow: false});
    if (now === undefined) return absent;
    const why = difference(path, facts, now);
    const {format, virtualSizeBytes, sizeBytes} = facts;
    return present({digest, path, format, virtualSizeBytes, sizeBytes, intact: why === null, why});
  } catch (thrown) {
    return unknown(`cannot read image ${digest}: ${errorText(thrown)}`);
  }
};

const difference = (path: string, facts: ImageFacts, now: FileFacts): string | null => {
  if (now.type !== 'file') return `${path} is a ${now.type}`;
  if (fingerprint(now) === facts.fingerprint) return null;
  if (now.sizeBytes !== facts.sizeBytes)
    return `${path} has ${String(now.sizeBytes)} bytes and was imported with ${String(facts.sizeBytes)}`;
  return `${path} was touched or replaced since it was imported`;
};

/** What stands beside an image, or undefined when that is damaged. */
const readFacts = (files: Pick<Files, 'read'>, paths: Paths, digest: string): ImageFacts | undefined => {
  const text = files.read(paths.imageFacts(digest))?.toString('utf8');
  const facts = text === undefined ? undefined : parseImageFacts(text);
  return facts?.digest === digest ? facts : undefined;
};

const parseImageFacts = (text: string): ImageFacts | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isImageFacts(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const isImageFacts = (value: unknown): value is ImageFacts => {
  if (typeof value !== 'object' || value === null) return false;
  const facts = value as Readonly<Record<string, unknown>>;
  return (
    facts['schema'] === 1 &&
    typeof facts['digest'] === 'string' &&
    (facts['format'] === 'raw' || facts['format'] === 'qcow2') &&
    isSize(facts['virtualSizeBytes']) &&
    isSize(facts['sizeBytes']) &&
    typeof facts['fingerprint'] === 'string'
  );
};

const isSize = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
