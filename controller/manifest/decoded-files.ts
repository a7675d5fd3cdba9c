// What was decoded before, kept over a restart: a daemon that starts beside a thousand manifests need not parse them again.
// A memory and nothing more: content that is not in it is decoded, and a file that is damaged, or was written by other code
// than runs now, is as if it were not there. Root's alone, like all that stands beside it.
import {createHash} from 'node:crypto';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {errorText} from '../errors.ts';
import type {Host} from '../host/host.ts';
import type {DecodedFile} from './object.ts';
import type {DecodeFile} from './scan.ts';

export type DecodedFiles = {
  readonly decode: DecodeFile;
  /** A source was read whole: what is not among these files is forgotten, here and on disk. */
  readonly seen: (files: readonly Pick<DecodedFile, 'file'>[]) => void;
  /** Write what is not written yet. */
  close(): void;
};

export type DecodedFilesOptions = {
  readonly path: string;
  readonly host: Pick<Host, 'files' | 'clock' | 'log'>;
  readonly decode: DecodeFile;
  /** Differs for every version of what decoding is done with. */
  readonly code: string;
};

/** Edits come in bursts; what is lost with a crash before is decoded again. */
const restMs = 10_000;

/** Beyond this, writing it would hold the event loop for longer than reading it saves. */
const filesLimit = 4_000;

/** The last room is for what cannot be made anew. */
const leastFreeBytes = 256 * 1024 * 1024;

/** A decoder with a memory. */
export const rememberDecoded = ({path, host, decode, code}: DecodedFilesOptions): DecodedFiles => {
  const {files, clock, log} = host;
  const before = readEntries(host, path, code);
  let isFirst = true;
  /** By file: of each only the newest content is remembered, and only what was asked for since the start. */
  const now = new Map<string, Entry>();
  let cancel: (() => void) | undefined;

  const save = (): void => {
    cancel?.();
    cancel = undefined;
    if (now.size > filesLimit) return;
    try {
      files.makeDirectory(dirname(path), {mode: 0o700});
      if (files.freeBytes(dirname(path)) < leastFreeBytes) {
        files.removeTree(path);
        return;
      }
      const content = JSON.stringify({code, entries: [...now.values()]});
      files.writeAtomic(path, `${hash(content)}\n${content}\n`, {mode: 0o600, durable: false});
    } catch (thrown) {
      log.debug('decoded manifests were not kept', {path, why: errorText(thrown)});
    }
  };

  const saveLater = (): void => {
    cancel?.();
    cancel = clock.after(restMs, save);
  };

  return {
    decode: async (file, bytes, options) => {
      const key = hash(JSON.stringify([options.source, options.directory, file]), bytes);
      const known = before.get(key);
      const decoded = known ?? (await decode(file, bytes, options));
      // What could only not be decoded just now is tried again by whoever asks.
      if (decoded.retryAfterMs !== undefined) return decoded;
      now.set(file, [key, decoded]);
      if (known === undefined) saveLater();
      return decoded;
    },
    seen: all => {
      const present = new Set(all.map(({file}) => file));
      const gone = [...now.keys()].filter(file => !present.has(file));
      for (const file of gone) now.delete(file);
      // What the last daemon kept, and the first scan did not ask for, is of files that went meanwhile.
      if (gone.length > 0 || (isFirst && before.size > now.size)) saveLater();
      isFirst = false;
    },
    close: () => {
      if (cancel !== undefined) save();
    },
  };
};

type Entry = readonly [key: string, decoded: DecodedFile];

const readEntries = (
  {files, log}: DecodedFilesOptions['host'],
  path: string,
  code: string,
): ReadonlyMap<string, DecodedFile> => {
  try {
    const text = files.read(path)?.toString('utf8') ?? '';
    const content = text.slice(text.indexOf('\n') + 1, -1);
    if (text === '' || text !== `${hash(content)}\n${content}\n`) return new Map();
    const kept = JSON.parse(content) as {code: string; entries: Entry[]};
    return new Map(kept.code === code ? kept.entries : []);
  } catch (thrown) {
    log.debug('decoded manifests cannot be read', {path, why: errorText(thrown)});
    return new Map();
  }
};

/** What decoding is done with: this directory's files, and the version of the parser. */
export const decodingCode = ({files}: Pick<Host, 'files'>): string => {
  const directory = dirname(fileURLToPath(import.meta.url));
  const parser = createRequire(import.meta.url)('yaml/package.json') as {version: string};
  const paths = (files.list(directory) ?? []).map(name => join(directory, name));
  const others = ['printable', 'kept-text'].map(name =>
    join(directory, `../host/${name}${import.meta.url.slice(-3)}`),
  );
  const contents = [...paths, ...others].map(path => hash(path, files.read(path) ?? ''));
  return hash(JSON.stringify([parser.version, ...contents]));
};

const hash = (text: string, bytes: Buffer | string = ''): string =>
  createHash('sha256').update(text).update('\0').update(bytes).digest('base64');
