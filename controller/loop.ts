// THE main path. Open this first.
//
//   files, timers, links, processes, people            each only names a key, or "look at everything"
//                     |
//                     v
//   rescan -> verdicts -> queue.add(key) -> reconcile(key): look -> plan -> act -> look again -> status
//                     ^                                                   |
//                     +------------- dependents, rechecks, backoff <------+
//
// Level, not edge: whatever is missed costs time until the next resync, never correctness.
import type {ObjectKey} from './desired/node.ts';
import {dependents, openWaiters, uidLookup} from './dependents.ts';
import {objectKey} from './desired/names.ts';
import {openKeyedQueue} from './execute/queue.ts';
import type {KeyedQueue} from './execute/queue.ts';
import {errorText} from './errors.ts';
import {changedLinkKeys} from './link-wakeups.ts';
import type {Verdict} from './manifest/object.ts';
import type {DirectorySource} from './manifest/source.ts';
import {absent} from './observe/snapshot.ts';
import type {Links} from './observe/snapshot.ts';
import {lookAtAll} from './pass.ts';
import {reconcile} from './reconcile.ts';
import type {Reconciler} from './reconcile.ts';
import {sourceFacts} from './source-facts.ts';
import {isRecalled, startPriority} from './world.ts';
import type {World} from './world.ts';

export type LoopParts = Pick<Reconciler, 'world' | 'tools' | 'writer' | 'events'> & {
  readonly source: DirectorySource;
  readonly resyncMs: number;
  /** How many keys may be worked on at once; starts of hypervisors are bounded apart from this. */
  readonly concurrency: number;
};

export type Loop = {
  /** Observe the host once in full, read the source, then look at everything. */
  start(): Promise<void>;
  /** Read the source now. */
  rescan(): Promise<void>;
  /** Look at these keys. */
  wake(keys: Iterable<ObjectKey>): void;
  interrupt(key: ObjectKey): void;
  readonly queue: KeyedQueue;
  /** Hints from outside; they carry nothing but a name. */
  vmChanged(uid: string): void;
  linksChanged(): void;
  sourceChanged(): void;
  /** Take nothing more; VMs stay as they are. */
  stop(): Promise<void>;
};

/** A removal is never behind a crowd of starts and retries, whatever priority a machine is given. */
const urgencyOf = (world: World, key: ObjectKey): number =>
  world.verdicts.get(key)?.state === 'removed' ? 10_000 : startPriority(world, key);

/** Links change in bursts (each tap is several messages); one look serves a burst. */
const linkSettleMs = 20;

/** Open the loop; nothing happens before start(). */
export const openLoop = (parts: LoopParts): Loop => {
  const {world, source} = parts;
  const {clock, log} = world.host;
  const waiters = openWaiters();
  const keyOfUid = uidLookup(world);
  /** start() has looked; what could not be seen is `unknown`, and planned for as such. */
  let looked = false;
  /** Processes and links were both seen in full: nothing is removed before. */
  let observedOnce = false;
  let scanning: Promise<void> | null = null;
  let scanAgain = false;
  let cancelResync = (): void => undefined;
  let cancelLinks: (() => void) | null = null;
  let seenLinks: Links = new Map();
  let passing: Promise<void> | null = null;
  const stopping = new AbortController();

  const reconciler: Reconciler = {
    ...parts,
    shown: new Map(),
    failures: new Map(),
    retry: key => queue.retry(key),
    waits: (key, waitsFor) => {
      waiters.wait(key, waitsFor);
    },
    changed: key => {
      wake(dependents(world, waiters, key));
    },
    mayAct: () => looked && !stopping.signal.aborted,
  };

  const queue = openKeyedQueue({
    concurrency: parts.concurrency,
    clock,
    random: world.host.random,
    log,
    run: (key, options) => reconcile(reconciler, key as ObjectKey, options),
  });

  /** The most urgent first: of a few that all fit in at once the order decides, of many their priority. */
  const wake = (keys: Iterable<ObjectKey>): void => {
    const wanted = [...keys].map(key => ({key, priority: urgencyOf(world, key)}));
    for (const {key, priority} of wanted.sort((left, right) => right.priority - left.priority))
      queue.add(key, {priority});
  };

  const scanOnce = async (): Promise<void> => {
    const isOtherPolicy = world.policy.reload();
    const verdicts = await source.scan(sourceFacts(world, source.name, observedOnce));
    const before = new Map(world.verdicts);
    const keys = new Set(changedVerdicts(before, verdicts));
    world.verdicts.clear();
    // What says the same stays the same value, so that a look can tell whether its declaration changed.
    for (const [key, verdict] of verdicts)
      world.verdicts.set(key, keys.has(key) ? verdict : (before.get(key) ?? verdict));
    wake(isOtherPolicy ? allKeys(world) : keys);
  };

  /** One scan at a time; whoever asks during one gets another, begun after they asked. */
  const rescan = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    if (scanning !== null) {
      scanAgain = true;
      return scanning;
    }
    scanning = (async () => {
      do {
        scanAgain = false;
        await scanOnce();
      } while (scanAgain && !stopping.signal.aborted);
    })().finally(() => {
      scanning = null;
    });
    return scanning;
  };

  const rescanQuietly = (): void => {
    rescan().catch((thrown: unknown) => {
      log.error('the source could not be scanned', {error: errorText(thrown)});
    });
  };

  /** Everything is looked at again, whatever hints said: this is what makes missed hints harmless. */
  const resync = (): void => {
    world.vms.refresh();
    world.links.invalidate();
    if (observedOnce) rescanQuietly();
    else void observeHost().then(rescanQuietly);
    passing ??= lookAtAll(allKeys(world), reconciler, queue, stopping.signal).finally(() => {
      passing = null;
    });
    cancelResync = clock.after(parts.resyncMs, resync);
  };

  /** Every class of the host once; a class that cannot be seen is asked again with each resync. */
  const observeHost = async (): Promise<void> => {
    world.vms.refresh();
    await world.vms.settled();
    const links = world.identity.isRoot ? await world.links.read() : absent;
    if (links.state === 'present') seenLinks = links.value;
    // No VM has this uid: absent says that the process table was read.
    observedOnce = links.state !== 'unknown' && world.vms.observe('').process.state === 'absent';
  };

  const lookAtLinks = async (): Promise<void> => {
    const links = await world.links.read();
    if (links.state !== 'present') return;
    const keys = changedLinkKeys(world, seenLinks, links.value);
    seenLinks = links.value;
    wake(keys);
  };

  return {
    queue,
    rescan,
    wake,
    interrupt: key => {
      queue.interrupt(key);
    },
    start: async () => {
      await observeHost();
      looked = true;
      await rescan();
      removeUnknownStatuses(parts);
      wake(allKeys(world));
      cancelResync = clock.after(parts.resyncMs, resync);
    },
    vmChanged: uid => {
      const key = keyOfUid(uid);
      if (key !== undefined) queue.add(key);
    },
    linksChanged: () => {
      // `vmlet down` takes all links away, and looks itself at what it does.
      if (stopping.signal.aborted) return;
      cancelLinks ??= clock.after(linkSettleMs, () => {
        cancelLinks = null;
        void lookAtLinks();
      });
    },
    sourceChanged: rescanQuietly,
    stop: async () => {
      stopping.abort(new Error('vmlet is stopping'));
      cancelResync();
      cancelLinks?.();
      await queue.close();
      await source.close();
    },
  };
};

const allKeys = (world: World): Set<ObjectKey> =>
  new Set([...world.records.keys(), ...world.verdicts.keys()]);

/** Files of what was never valid and went while no daemon ran, or was purged in the instant of a crash. */
const removeUnknownStatuses = ({world, writer}: LoopParts): void => {
  const keys = allKeys(world);
  try {
    for (const ref of writer.list()) {
      const key = objectKey(ref.kind, ref.namespace, ref.name);
      if (!keys.has(key) && !isRecalled(world, key)) writer.remove(ref);
    }
  } catch (thrown) {
    world.host.log.warn('old status files could not be looked for', {error: errorText(thrown)});
  }
};

/** Keys whose verdict is another one; unchanged files give the same decoded value, so this compares little. */
const changedVerdicts = (
  before: ReadonlyMap<ObjectKey, Verdict>,
  after: ReadonlyMap<ObjectKey, Verdict>,
): ObjectKey[] => [
  ...[...after].filter(([key, verdict]) => !sameVerdict(before.get(key), verdict)).map(([key]) => key),
  ...[...before.keys()].filter(key => !after.has(key)),
];

const sameVerdict = (before: Verdict | undefined, after: Verdict): boolean => {
  if (before === after) return true;
  if (before?.state !== after.state) return false;
  if (before.state === 'present' && after.state === 'present' && before.decoded !== after.decoded)
    return false;
  return JSON.stringify({...before, decoded: null}) === JSON.stringify({...after, decoded: null});
};
