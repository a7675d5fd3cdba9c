// A source directory, read whole: every manifest decoded once per content. The scan is the truth; hints only say when.
// Nothing is decided here: what a missing or broken file means is the table in safety.ts.
import {createHash} from 'node:crypto';
import {dirname, join} from 'node:path';
import {errorText, systemCode} from '../errors.ts';
import type {Clock, FileFacts, Files} from '../host/host.ts';
import {brokenFile} from './broken-file.ts';
import type {DecodedFile, Diagnostic, Scan} from './object.ts';
import {makePace} from './pace.ts';
import type {Pace} from './pace.ts';
import {walkSource} from './walk.ts';
import type {Candidate, Walk, WalkLimits} from './walk.ts';

/** Decode one file; pure but for time. `directory` is where its relative paths begin. */
export type DecodeFile = (
  file: string,
  bytes: Buffer,
  options: {source: string; directory: string},
) => DecodedFile | Promise<DecodedFile>;

/** What was decoded before, by path below the root. Belongs to one source. */
export type ScanCache = Map<string, CacheEntry>;

type CacheEntry = {
  /** Of the file that was read. */
  readonly facts: FileFacts;
  /** When a scan first met this file with these facts, and when the content was last read with them; monotonic ms. */
  readonly factsSinceMs: number;
  readonly readMs: number;
  readonly hash: string;
  readonly decoded: DecodedFile;
  readonly decodedMs: number;
};

export type ScanOptions = {
  readonly source: string;
  readonly root: string;
  /** The directory that this one is read in the place of: relative paths begin there. */
  readonly standsFor?: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly decode: DecodeFile;
  readonly cache: ScanCache;
  /** Our own uid: other owners (but root) are worth a warning. */
  readonly ownUid: number;
  readonly limits?: WalkLimits;
};

/** 1 MiB a file: contract. */
export const fileLimitBytes = 1024 * 1024;

/** A tree that changes under the reader is read again at once, this often. */
const attempts = 3;

/**
 * File times tick every 4 ms (2 s on FAT): a file changed twice within a tick looks unchanged. So facts are
 * believed without reading only after the content was read this long after they were first met.
 */
const settledMs = 2_000;

/** One complete pass. Never throws for what it finds: that is in the result. */
export const scanDirectory = async (options: ScanOptions): Promise<Scan> => {
  for (let attempt = 1; ; attempt++) {
    const scan = await scanOnce(options);
    if (scan.stable || attempt === attempts) return scan;
  }
};

const scanOnce = async (options: ScanOptions): Promise<Scan> => {
  const {source, root, files, clock, cache, ownUid, limits} = options;
  const pace = makePace(clock);
  const walk = await walkSource({root, files, ownUid, pace, ...(limits === undefined ? {} : {limits})});
  if ('unavailable' in walk)
    return {
      source,
      state: 'unavailable',
      why: walk.unavailable,
      files: [],
      stable: true,
      ignored: [],
      warnings: [],
    };
  const {decoded, torn} = await readAll(walk.candidates, options, pace);
  const stable = !torn && (await walk.isStable());
  const all = [...walk.broken, ...decoded];
  if (stable) forget(cache, decoded);
  return {
    source,
    state: all.length === 0 ? 'empty' : 'complete',
    why: explain(root, all, stable),
    files: all,
    stable,
    ignored: walk.ignored,
    warnings: ownerWarnings(walk.foreign),
  };
};

const readAll = async (
  candidates: readonly Candidate[],
  options: ScanOptions,
  pace: Pace,
): Promise<{decoded: DecodedFile[]; torn: boolean}> => {
  const decoded: DecodedFile[] = [];
  let torn = false;
  for (const candidate of candidates) {
    const read = standing(candidate, options) ?? (await readOne(candidate, options));
    if (read === 'vanished' || read === 'torn') torn = true;
    if (read === 'torn')
      decoded.push(
        brokenFile(candidate.file, {
          code: 'E-FILE',
          what: 'changed while it was being read',
          expected: 'a file that is complete',
          fix: 'write to another name and rename it; it is read again at the next scan',
        }),
      );
    else if (read !== 'vanished') decoded.push(read);
    if (pace.isDue()) await pace.yieldTurn();
  }
  return {decoded, torn};
};

/** What was decoded before, of a file that is as it was and may be believed unread. */
const standing = (
  {file, facts}: Candidate,
  {clock, cache}: Pick<ScanOptions, 'clock' | 'cache'>,
): DecodedFile | undefined => {
  const cached = cache.get(file);
  const isSettled = cached !== undefined && cached.readMs - cached.factsSinceMs >= settledMs;
  return isSettled && isUntouched(cached.facts, facts) && !isDueAgain(cached, clock.monotonicMs())
    ? cached.decoded
    : undefined;
};

const readOne = async (
  {file, realPath, facts}: Candidate,
  {source, root, standsFor = root, files, clock, decode, cache}: ScanOptions,
): Promise<DecodedFile | 'vanished' | 'torn'> => {
  if (facts.sizeBytes > fileLimitBytes) return tooLarge(file, facts.sizeBytes);
  const cached = cache.get(file);
  try {
    const readMs = clock.monotonicMs();
    const bytes = files.readRegular(realPath, fileLimitBytes);
    const after = files.stat(realPath, {follow: false});
    if (after === undefined) return 'vanished';
    if (!isUntouched(facts, after)) return 'torn';
    const hash = createHash('sha256').update(bytes).digest('base64');
    const isKnown = cached?.hash === hash && !isDueAgain(cached, readMs);
    const decoded = isKnown
      ? cached.decoded
      : await decode(file, bytes, {source, directory: join(standsFor, dirname(file))});
    cache.set(file, {
      facts,
      factsSinceMs: cached !== undefined && isUntouched(cached.facts, facts) ? cached.factsSinceMs : readMs,
      readMs,
      hash,
      decoded,
      decodedMs: isKnown ? cached.decodedMs : readMs,
    });
    return decoded;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT') return 'vanished';
    return brokenFile(file, {
      code: 'E-FILE',
      what: `cannot be read (${code ?? errorText(thrown)})`,
      expected: 'a regular file that vmlet may read',
      fix: 'check its permissions; the last good version stays in force',
    });
  }
};

const isDueAgain = ({decoded: {retryAfterMs}, decodedMs}: CacheEntry, nowMs: number): boolean =>
  retryAfterMs !== undefined && nowMs - decodedMs >= retryAfterMs;

/** The same file with the same content, as far as its facts tell. */
const isUntouched = (before: FileFacts, after: FileFacts): boolean =>
  before.inode === after.inode &&
  before.ctimeNs === after.ctimeNs &&
  before.mtimeNs === after.mtimeNs &&
  before.sizeBytes === after.sizeBytes &&
  before.device === after.device;

const tooLarge = (file: string, sizeBytes: number): DecodedFile =>
  brokenFile(file, {
    code: 'E-LIMIT',
    what: `is ${String(Math.ceil(sizeBytes / 1024))} KiB`,
    expected: `at most ${String(fileLimitBytes / 1024)} KiB`,
    fix: 'split it into several files',
  });

const explain = (root: string, all: readonly DecodedFile[], stable: boolean): string | null => {
  if (all.length === 0) return `${root} holds no manifest`;
  return stable ? null : `${root} kept changing while it was being read`;
};

const forget = (cache: ScanCache, decoded: readonly DecodedFile[]): void => {
  const present = new Set(decoded.map(({file}) => file));
  for (const file of cache.keys()) if (!present.has(file)) cache.delete(file);
};

const ownerWarnings = (foreign: Walk['foreign']): Diagnostic[] =>
  [...foreign].map(([uid, {count, first}]) => ({
    severity: 'warning',
    file: first,
    line: 1,
    column: 1,
    path: '',
    what: `belongs to uid ${String(uid)}${count > 1 ? `, as ${String(count - 1)} more do` : ''}`,
    expected: "root's or vmlet's own user",
    fix: 'whoever owns a manifest decides over this host; chown it if that is not meant',
    code: 'W-OWNER',
    object: null,
  }));
