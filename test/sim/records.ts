// What the daemon's durable files say, read from the fake disk behind its back.
import {dirname} from 'node:path';
import {decodeState} from '../../controller/host/state-file.ts';
import {asRecord} from '../../controller/observe/record.ts';
import type {ObjectRecord} from '../../controller/observe/record.ts';
import type {FakeHost} from '../fakes/host.ts';

const parsed = new Map<string, ObjectRecord | null>();
/** The fake disk gives the same Buffer for the same bytes. */
const parsedBytes = new WeakMap<Buffer, ObjectRecord | null>();

/** A record from the bytes of its file. */
export const parseRecord = (content: string | Buffer | undefined): ObjectRecord | null => {
  if (content === undefined) return null;
  if (typeof content === 'string') return parseText(content);
  const known = parsedBytes.get(content);
  if (known !== undefined) return known;
  const record = parseText(content.toString());
  parsedBytes.set(content, record);
  return record;
};

const parseText = (text: string): ObjectRecord | null => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const state = decodeState(Buffer.from(text));
  const record = state.state === 'good' ? asRecord(state.content) : null;
  if (parsed.size > 500) parsed.clear();
  parsed.set(text, record);
  return record;
};

/** Every good record on disk. */
export const recordsOf = ({files, paths}: FakeHost): ObjectRecord[] => {
  const root = paths.recordsDir;
  return (files.list(root) ?? []).flatMap(namespace =>
    (files.list(`${root}/${namespace}`) ?? []).flatMap(kind =>
      (files.list(`${root}/${namespace}/${kind}`) ?? []).flatMap(file => {
        if (!file.endsWith('.json')) return [];
        const record = parseRecord(files.read(`${root}/${namespace}/${kind}/${file}`));
        return record === null ? [] : [record];
      }),
    ),
  );
};

export const vmRecord = ({files, paths}: FakeHost, name: string): ObjectRecord | null =>
  parseRecord(files.read(paths.record({kind: 'VirtualMachine', namespace: 'default', name})));

type SourceObject = {
  readonly key: string;
  readonly missing: {readonly isGranted: boolean; readonly change: number | null} | null;
};
export type SourceMemoryFile = {
  readonly objects: readonly SourceObject[];
  readonly released: readonly string[];
};

/** The memory of the directory source, or null when it is not there or damaged. */
export const parseSourceMemory = (content: string | Buffer | undefined): SourceMemoryFile | null => {
  if (content === undefined) return null;
  try {
    return (JSON.parse(content.toString()) as {content: SourceMemoryFile}).content;
  } catch {
    return null;
  }
};

/** When something was asked of the host. */
export type Instant = {readonly monotonicMs: number; readonly wallMs: number};

/** systemd takes its time, and nobody can look again once it was asked: has this file changed since? */
export const changedSince = ({clock, files}: FakeHost, path: string, asked: Instant | undefined): boolean => {
  const ageMs = asked === undefined ? 0 : clock.monotonicMs() - asked.monotonicMs;
  // In one instant nobody knows which was first.
  if (asked === undefined || ageMs === 0) return false;
  // What is gone went when its directory changed.
  const changed = files.stat(path) ?? files.stat(dirname(path));
  const changedAtMs = Number((changed?.ctimeNs ?? 0n) / 1_000_000n);
  // The date may have been set before or after the change.
  return changedAtMs >= Math.floor(asked.wallMs) || clock.wallMs() - changedAtMs <= ageMs;
};
