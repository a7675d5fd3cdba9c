// `vmlet sweep --delete` and `--adopt`: what orphans.ts found is taken away by the executors of everything else, or taken back.
// Each kind is looked for again when its turn comes, and known machines are left out again just before: what was made since is
// never taken for what was left over. Data goes to the trash. Needs the lock, or the daemon that holds it.
import type {Orphan, SweepRequest, SweptOrphan} from '../api/sweep.ts';
import {linkAlias, objectKey} from '../desired/names.ts';
import type {ObjectKey, StopStep} from '../desired/node.ts';
import {execute} from '../execute/execute.ts';
import type {Tools} from '../execute/execute.ts';
import {rebuildLost} from '../load-records.ts';
import type {ActionBody} from '../plan/action.ts';
import type {World} from '../world.ts';
import {findOrphans} from './orphans.ts';

/** Guests that somebody named are asked first, as at a removal. */
const stopLadder: readonly StopStep[] = [
  {method: 'powerdown', waitMs: 60_000},
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
];

/** What ends first lets go of what comes after it; the state proves whose the rest is, so it goes last. */
const order: readonly Orphan['kind'][] = ['process', 'link', 'sockets', 'state'];

type SweepOptions = {
  readonly signal: AbortSignal;
  /** Somebody else's turn to write down what was taken back. */
  adopted(keys: readonly ObjectKey[]): void;
};

/** Do what is asked, and say of each thing what became of it. */
export const sweepOrphans = async (
  world: World,
  tools: Tools,
  {mode, stop}: SweepRequest,
  options: SweepOptions,
): Promise<SweptOrphan[]> => {
  const first = await findOrphans(world);
  if (mode === 'report') return first.map(untouched);
  if (mode === 'adopt') return adopt(world, first, options);
  const results = first.filter(({kind}) => kind === 'record').map(untouched);
  for (const kind of order) {
    const found = (await findOrphans(world)).filter(each => each.kind === kind);
    for (const orphan of found) results.push(await takeAway(world, tools, asNamed(orphan, stop), options));
  }
  return results;
};

const untouched = (orphan: Orphan): SweptOrphan => ({...orphan, done: null, failed: null});

/** A guest that a person named, by the very process that was shown to him. */
const asNamed = (orphan: Orphan, stop: SweepRequest['stop']): Orphan => {
  const {process, hasGuest} = orphan;
  const isNamed = stop.some(({pid, startTicks}) => pid === process?.pid && startTicks === process.startTicks);
  return hasGuest === true && isNamed ? {...orphan, kept: null} : orphan;
};

const takeAway = async (
  world: World,
  tools: Tools,
  orphan: Orphan,
  {signal}: SweepOptions,
): Promise<SweptOrphan> => {
  if (orphan.kept !== null) return untouched(orphan);
  const {uid} = orphan;
  const known = [...world.records.values(), ...world.fresh.values()].some(each => each.uid === uid);
  const body = known ? null : bodyOf(world, orphan);
  if (body === null) return untouched({...orphan, kept: 'it belongs to an object by now'});
  const key = objectKey('Orphan', '', uid);
  const outcome = await execute({...body, key, why: 'vmlet sweep --delete'}, tools, {signal});
  if (outcome.kind === 'done') return {...orphan, done: words[orphan.kind], failed: null};
  return {...orphan, done: null, failed: outcome.kind === 'failed' ? outcome.message : outcome.why};
};

const bodyOf = (world: World, {kind, uid, name, process, detail}: Orphan): ActionBody | null => {
  const {paths} = world.host;
  const mark = {alias: linkAlias(uid), altname: ''};
  switch (kind) {
    case 'process':
      return process === undefined ? null : {type: 'vm.stop', uid, process, ladder: stopLadder};
    case 'link':
      return {type: detail.startsWith('bridge') ? 'bridge.delete' : 'tap.delete', name, mark};
    case 'sockets':
      return {type: 'vm.clean', uid, paths: paths.vm(uid)};
    case 'state':
      return {type: 'vm.trash', uid, record: null};
    case 'record':
      return null;
    default:
      return kind satisfies never;
  }
};

const words: Readonly<Record<Orphan['kind'], string>> = {
  record: 'taken back',
  process: 'ended',
  link: 'removed',
  sockets: 'removed',
  state: 'in the trash',
};

/** Only machines can be had back: each with all that bears its uid. */
const adopt = (world: World, orphans: readonly Orphan[], options: SweepOptions): SweptOrphan[] => {
  const lost = new Set(orphans.filter(({kind}) => kind === 'record').map(({uid}) => uid));
  rebuildLost(world);
  const back = [...world.records].filter(([, {uid}]) => lost.has(uid));
  options.adopted(back.map(([key]) => key));
  const uids = new Set(back.map(([, {uid}]) => uid));
  return orphans.map(orphan =>
    orphan.kind === 'record' && uids.has(orphan.uid)
      ? {...orphan, kept: null, done: words.record, failed: null}
      : untouched(orphan),
  );
};
