// A directory as a source of objects: watch, scan, judge, remember. What a verdict leads to is decided elsewhere.
// It never touches the directory itself.
import {dirname} from 'node:path';
import type {ObjectKey} from '../desired/node.ts';
import {errorText, VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {formatDiagnostic} from './diagnostic.ts';
import {judgeAgain} from './judge-again.ts';
import type {Judged} from './judge-again.ts';
import type {SafetyJudgement, SourceFacts} from './judgement.ts';
import {foresee} from './foresee.ts';
import {withLastSeen} from './last-seen.ts';
import {emptyMemory, isSameMemory, parseMemory, serializeMemory, withoutNewGrants} from './memory.ts';
import type {StoredMemory} from './memory.ts';
import type {Scan, Verdict} from './object.ts';
import {judge} from './safety.ts';
import {scanDirectory} from './scan.ts';
import type {DecodeFile, ScanCache} from './scan.ts';
import {watchDirectory} from './watch.ts';
import type {WatchTree} from './watch-tree.ts';

export type DirectorySource = {
  readonly name: string;
  /** Read everything and judge every object. Call it on start, on `onChange`, and every 30 s. One at a time. */
  scan(facts: SourceFacts): Promise<ReadonlyMap<ObjectKey, Verdict>>;
  /**
   * What the source, or the directory `root` in its place, says now, and what it will mean once nothing changes any more. Looks
   * only: nothing of it is remembered.
   */
  foresee(facts: SourceFacts, root?: string): Promise<Foresight>;
  /** What it remembers now. */
  memory(): StoredMemory;
  /** The newest scan, for `vmlet doctor` and for what concerns the source as a whole. */
  lastScan(): Scan | null;
  /** Release removals that the budget holds now; durable before it returns. Throws E-STATE when that fails. */
  approvePrune(keys: readonly ObjectKey[] | 'all'): PruneApproval;
  close(): Promise<void>;
};

export type Foresight = {readonly scan: Scan; readonly verdicts: ReadonlyMap<ObjectKey, Verdict>};

export type PruneApproval = {
  readonly released: readonly ObjectKey[];
  readonly refused: readonly {readonly key: ObjectKey; readonly why: string}[];
};

export type DirectorySourceOptions = {
  readonly name: string;
  /** Absolute. */
  readonly root: string;
  readonly host: Pick<Host, 'files' | 'clock' | 'log' | 'paths'>;
  readonly decode: DecodeFile;
  /** The same for what is looked at once, and is not worth keeping. */
  readonly decodeOnce?: DecodeFile;
  /** Told of every scan that saw the source whole. */
  readonly onSeen?: (files: Scan['files']) => void;
  /** A scan is worth its while: something may have changed, or waiting has come to its end. */
  readonly onChange: () => void;
  readonly ownUid: number;
  readonly watchTree?: WatchTree;
};

/** Begin to watch. Nothing is read before the first scan(). */
export const openDirectorySource = (options: DirectorySourceOptions): DirectorySource => {
  const {name, root, host, decode, onChange, ownUid} = options;
  const {files, clock, log} = host;
  const cache: ScanCache = new Map();
  const stored = openMemory(name, host);
  const watch = watchDirectory(root, onChange, {
    files,
    clock,
    log,
    ...(options.watchTree === undefined ? {} : {watchTree: options.watchTree}),
  });
  let verdicts: ReadonlyMap<ObjectKey, Verdict> = new Map();
  let last: Scan | null = null;
  let before: Judged | null = null;
  let warned = '';
  let cancelLook: (() => void) | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const scanOnce = async (facts: SourceFacts): Promise<ReadonlyMap<ObjectKey, Verdict>> => {
    watch.verify();
    const scan = await scanDirectory({source: name, root, files, clock, decode, cache, ownUid});
    if (scan.stable && scan.state !== 'unavailable') options.onSeen?.(scan.files);
    noteState(scan);
    noteWarnings(scan);
    stored.load();
    const {memory, released} = stored.current();
    const input = {...facts, scan, memory, released, nowMs: clock.monotonicMs()};
    const again = before === null ? null : judgeAgain(before, input);
    const judged = again ?? judge(input);
    before = {scan, judgement: judged};
    // Nothing is missing of what was judged again, and its memory is the one before.
    verdicts = again === null ? withLastSeen(remember(judged, released), verdicts) : judged.verdicts;
    cancelLook?.();
    cancelLook =
      judged.lookAgainMs === null || isClosed ? undefined : clock.after(judged.lookAgainMs, onChange);
    return verdicts;
  };

  /** What the budget paid is durable before anybody acts on it; else a crash would give the budget back. */
  const remember = (
    {verdicts: judged, memory}: SafetyJudgement,
    released: ReadonlySet<ObjectKey>,
  ): ReadonlyMap<ObjectKey, Verdict> => {
    const stillMissing = [...released].filter(key => memory.objects.get(key)?.missing != null);
    const before = stored.current().memory;
    const next: StoredMemory = {memory, released: new Set(stillMissing)};
    const problem = stored.replace(next);
    if (problem === undefined) return judged;
    // What was seen counts all the same: an object that came back was not missing all along.
    stored.keep({...next, memory: withoutNewGrants(before, memory)});
    log.error('The memory of a source cannot be written', {source: name, problem});
    const wasPaid = (key: ObjectKey): boolean => before.objects.get(key)?.missing?.isGranted !== false;
    return new Map(
      [...judged].map(([key, verdict]) =>
        verdict.state !== 'removed' || wasPaid(key) ? [key, verdict] : [key, unrecorded(problem)],
      ),
    );
  };

  const noteState = (scan: Scan): void => {
    const before = last;
    last = scan;
    if (before?.state === scan.state && before.why === scan.why) return;
    if (scan.state === 'complete' && scan.stable) {
      if (before !== null) log.info('Source is read in full', {source: name, root});
    } else log.warn('Source is not usable in full', {source: name, state: scan.state, why: scan.why});
  };

  /** Foreign owners: said once, and again when it is others or more of them. */
  const noteWarnings = (scan: Scan): void => {
    const warnings = scan.warnings.map(formatDiagnostic).join('; ');
    if (warnings !== warned && warnings !== '')
      log.warn('Source has doubtful owners', {source: name, warnings});
    warned = warnings;
  };

  const approvePrune: DirectorySource['approvePrune'] = keys => {
    const wanted = keys === 'all' ? [...verdicts.keys()].filter(isOverBudget) : keys;
    const released = wanted.filter(isOverBudget);
    const refused = wanted.flatMap(key => (isOverBudget(key) ? [] : [{key, why: whyNot(verdicts.get(key))}]));
    if (released.length === 0) return {released, refused};
    const {memory, released: earlier} = stored.current();
    const problem = stored.replace({memory, released: new Set([...earlier, ...released])});
    if (problem !== undefined)
      throw new VmletError(
        'E-STATE',
        `The approval could not be recorded (${problem}); nothing was released`,
      );
    onChange();
    return {released, refused};
  };

  const isOverBudget = (key: ObjectKey): boolean => {
    const verdict = verdicts.get(key);
    return verdict?.state === 'held' && releasable.has(verdict.reason);
  };

  return {
    name,
    scan: async facts => {
      const scanned = running.then(() => scanOnce(facts));
      running = scanned.catch(() => undefined);
      return scanned;
    },
    foresee: async (facts, other) => {
      const scan = await scanDirectory({
        source: name,
        root: other ?? root,
        standsFor: root,
        files,
        clock,
        decode: other === undefined ? decode : (options.decodeOnce ?? decode),
        cache: new Map(other === undefined ? cache : []),
        ownUid,
      });
      const verdicts = foresee({...facts, ...stored.current(), scan, nowMs: clock.monotonicMs()});
      return {scan, verdicts};
    },
    memory: () => stored.current(),
    lastScan: () => last,
    approvePrune,
    close: async () => {
      isClosed = true;
      cancelLook?.();
      await watch.close();
      await running;
    },
  };
};

/** A person may say that it is meant; every other reason is something to be mended. */
const releasable: ReadonlySet<string> = new Set(['PruneBudgetExceeded', 'RemovalLimitExceeded']);

const unrecorded = (problem: string): Verdict => ({
  state: 'held',
  reason: 'PruneBudgetExceeded',
  message: `its removal cannot be recorded (${problem})`,
});

const whyNot = (verdict: Verdict | undefined): string => {
  if (verdict === undefined) return 'it is not known to this source';
  return 'message' in verdict ? verdict.message : 'its manifest is still there';
};

type MemoryFile = {
  /** Read it, if that has not been possible yet. Between two judgements only: what is judged is what is written. */
  load(): void;
  current(): StoredMemory;
  /** Keep it, on disk too when it differs; on failure nothing is kept and the reason is returned. */
  replace(next: StoredMemory): string | undefined;
  /** Keep it for as long as this process lives. */
  keep(next: StoredMemory): void;
};

/**
 * Damaged memory is set aside: nothing is known then, so nothing is removed before two scans have missed it. Memory that
 * cannot be read just now is read later, and never written over: what the budget has spent stands in it.
 */
const openMemory = (name: string, {files, clock, log, paths}: DirectorySourceOptions['host']): MemoryFile => {
  const path = paths.sourceFile(name);
  const nothing: StoredMemory = {memory: emptyMemory, released: new Set()};
  let current = nothing;
  let written: {readonly text: string; readonly stored: StoredMemory} | null = null;
  /** A write that failed may have been done all the same: then the disk holds what nobody knows. */
  let isSure = true;
  let unread: string | undefined;

  const read = (): StoredMemory => {
    const type = files.stat(path, {follow: false})?.type;
    if (type === undefined) return nothing;
    const content = type === 'file' ? files.read(path) : undefined;
    const parsed =
      content === undefined ? undefined : parseMemory(content.toString('utf8'), clock.monotonicMs());
    if (parsed !== undefined) return parsed;
    files.removeTree(`${path}.damaged`);
    files.rename(path, `${path}.damaged`);
    log.warn('The memory of a source was damaged and is set aside', {source: name, path: `${path}.damaged`});
    return nothing;
  };

  const load = (): void => {
    if (written !== null) return;
    try {
      current = read();
      written = {text: serializeMemory(current), stored: current};
      unread = undefined;
    } catch (thrown) {
      if (unread === undefined)
        log.warn('The memory of a source cannot be read', {source: name, path, problem: errorText(thrown)});
      unread = errorText(thrown);
    }
  };

  load();
  return {
    load,
    current: () => current,
    replace: next => {
      if (written === null) return unread ?? 'it was not read yet';
      const text = isSameMemory(written.stored, next) ? written.text : serializeMemory(next);
      try {
        if (text !== written.text || !isSure) {
          files.makeDirectory(dirname(path), {mode: 0o700});
          files.writeAtomic(path, text, {mode: 0o600, durable: true});
        }
      } catch (thrown) {
        isSure = false;
        return errorText(thrown);
      }
      isSure = true;
      current = next;
      written = {text, stored: next};
      return undefined;
    },
    keep: next => {
      current = next;
    },
  };
};
