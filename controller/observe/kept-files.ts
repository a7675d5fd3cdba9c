// What was read of a file, kept while the file is the same one: (device, inode, size, mtime, ctime, owner, mode). Reads
// only through the caller; nothing here knows what is in a file.
import type {Clock, FileFacts} from '../host/host.ts';

export type KeptFiles<Value> = {
  /** `read()`, or what it said of this very file before; undefined says nothing and is not kept. `facts` are of now. */
  of(path: string, facts: FileFacts, read: () => Value | undefined): Value | undefined;
};

/** Two writes within one tick of the kernel's clock leave one time: what changed so lately is read anew. */
const settledAfterMs = 2_000;
/** Far above what one host has; a path that is gone may lie here for as long as that. */
const mostKept = 20_000;

/** An empty memory of one kind of reading. */
export const keptFiles = <Value>(clock: Pick<Clock, 'now'>): KeptFiles<Value> => {
  const kept = new Map<string, {readonly facts: FileFacts; readonly value: Value}>();
  return {
    of: (path, facts, read) => {
      const last = kept.get(path);
      if (last !== undefined && isSameFile(last.facts, facts)) return last.value;
      const value = read();
      const ageMs = Date.parse(clock.now()) - Number(facts.ctimeNs / 1_000_000n);
      if (value === undefined || ageMs < settledAfterMs) kept.delete(path);
      else {
        if (kept.size >= mostKept) kept.clear();
        kept.set(path, {facts, value});
      }
      return value;
    },
  };
};

const isSameFile = (left: FileFacts, right: FileFacts): boolean =>
  left.ctimeNs === right.ctimeNs &&
  left.mtimeNs === right.mtimeNs &&
  left.inode === right.inode &&
  left.device === right.device &&
  left.sizeBytes === right.sizeBytes &&
  left.type === right.type &&
  left.uid === right.uid &&
  left.mode === right.mode;
