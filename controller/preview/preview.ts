// The plan to its end: look, take the plan's actions as done, look again, until nothing is left to do. All of it on copies
// (world.ts), so that looking ahead leaves no trace. What it says is what run does: test/sim/plan-is-run.
import {splitKey} from '../desired/names.ts';
import type {ObjectKey} from '../desired/node.ts';
import {nextHostUid} from '../look/host-uids.ts';
import {lookAt} from '../look/look.ts';
import type {Verdict} from '../manifest/object.ts';
import {makePace} from '../manifest/pace.ts';
import {isNeed, openMoment} from '../look/moment.ts';
import type {Moment} from '../look/moment.ts';
import type {Revision} from '../observe/record.ts';
import type {Action, Hold} from '../plan/action.ts';
import type {ObjectPlan} from '../plan/object-plan.ts';
import {diffVm} from '../plan/diff.ts';
import {diffDeclared} from '../plan/diff-spec.ts';
import {foresee} from './effects.ts';
import {passLinks} from './links.ts';
import {previewWorld} from './world.ts';
import type {PreviewWorld} from './world.ts';
import type {View} from '../look/view.ts';
import {isReady} from '../world.ts';
import type {World} from '../world.ts';

/** A plan that never ends is a defect of the planner; no host takes as many passes. */
const mostPasses = 200;
/** No plan has more bookkeeping in a row than this. */
const mostSteps = 12;

/** What would be done to each of these objects, were the source to say `verdicts` for good. */
export const preview = async (
  real: World,
  verdicts: ReadonlyMap<ObjectKey, Verdict> = real.verdicts,
): Promise<ObjectPlan[]> => {
  const ahead = {
    ...(await previewWorld({...real, verdicts: new Map(verdicts)})),
    hasDependents: isWaitedFor(real, verdicts),
  };
  const {world, foreseen} = ahead;
  giveIdentities(world, verdicts);
  const keys = [...new Set([...world.records.keys(), ...verdicts.keys()])].sort(sharedFirst);
  const plans = new Map<ObjectKey, Draft>();
  const pace = makePace(real.host.clock);
  // What many machines name is there before any of them is thought through: once instead of twice.
  for (const group of [keys.filter(isShared), keys]) {
    let next: readonly ObjectKey[] = group;
    for (let pass = 0; next.length > 0 && pass < mostPasses; pass += 1) {
      const moment = openMoment(world);
      const moved = new Set<ObjectKey>();
      for (const key of next) {
        if (await advance(ahead, moment, key, plans)) moved.add(key);
        if (pace.isDue()) await pace.yieldTurn();
      }
      passLinks(foreseen);
      const isConcerned = concernedBy(moved, plans);
      next = moved.size === 0 ? [] : group.filter(key => moved.has(key) || isConcerned(key));
    }
  }
  return [...plans].map(([key, draft]) => finished(real, world, verdicts.get(key), key, draft));
};

/** Does any machine, or a class for it, wait for another one to be Ready? */
const isWaitedFor = ({records}: World, verdicts: ReadonlyMap<ObjectKey, Verdict>): boolean => {
  const waits = (manifest: unknown): boolean =>
    ((manifest as {readonly spec?: {readonly dependsOn?: readonly unknown[]}}).spec?.dependsOn ?? []).length >
    0;
  return (
    [...records.values()].some(({manifest}) => waits(manifest)) ||
    [...verdicts.values()].some(verdict => verdict.state === 'present' && waits(verdict.decoded.object))
  );
};

/** What new objects are given shows in no plan: numbers that nobody has are looked for once, not for each. */
const giveIdentities = (world: World, verdicts: ReadonlyMap<ObjectKey, Verdict>): void => {
  let hostUid: number | null | undefined;
  for (const [key, {state}] of verdicts) {
    if (state !== 'present' || world.records.has(key) || world.fresh.has(key)) continue;
    hostUid = hostUid === undefined ? nextHostUid(world) : hostUid === null ? null : hostUid + 1;
    world.fresh.set(key, {
      uid: world.host.random.uuid(),
      hostUid: splitKey(key).kind === 'VirtualMachine' ? hostUid : null,
      now: world.host.clock.now(),
    });
  }
};

type Draft = {readonly actions: Action[]; last: View | null};

/** Those that others name come before those who name them. */
const rank: Readonly<Record<string, number>> = {Image: 0, Network: 1, VirtualMachineClass: 2};

const isShared = (key: ObjectKey): boolean => splitKey(key).kind in rank;

const sharedFirst = (left: ObjectKey, right: ObjectKey): number => {
  const [first, second] = [left, right].map(key => rank[splitKey(key).kind] ?? 3) as [number, number];
  return first === second ? (left < right ? -1 : 1) : first - second;
};

/** Whoever waits for something may have what it waits for; whoever names what was changed sees it changed. */
const concernedBy = (
  moved: ReadonlySet<ObjectKey>,
  plans: ReadonlyMap<ObjectKey, Draft>,
): ((key: ObjectKey) => boolean) => {
  const kinds = new Set([...moved].map(key => splitKey(key).kind));
  const hasMachine = kinds.delete('VirtualMachine');
  return key => {
    if (splitKey(key).kind !== 'VirtualMachine') return hasMachine;
    const plan = plans.get(key)?.last?.plan;
    return (plan !== undefined && plan.holds.length > 0) || kinds.size > 0;
  };
};

/** One step of one object: past its bookkeeping, through the actions that follow. True when others may notice. */
const advance = async (
  ahead: PreviewWorld & {readonly hasDependents: boolean},
  moment: Moment,
  key: ObjectKey,
  plans: Map<ObjectKey, Draft>,
): Promise<boolean> => {
  const {world} = ahead;
  const draft = plans.get(key) ?? {actions: [], last: null};
  plans.set(key, draft);
  let moved = false;
  for (let step = 0; step < mostSteps; step += 1) {
    const view = await lookNow(world, moment, key);
    draft.last = view;
    if (view === null) return moved;
    const {actions} = view.plan;
    if (actions.length === 0) return (ahead.hasDependents && noteStatus(world, view)) || moved;
    for (const action of actions) {
      draft.actions.push(action);
      // The rest of its plan comes once that is there.
      if (!(await foresee(ahead, action))) return moved;
    }
    moved = true;
    if (!actions.every(({type}) => isBookkeeping(type))) return true;
  }
  return moved;
};

const isBookkeeping = (type: Action['type']): boolean => type === 'record.write' || type === 'revision.write';

const lookNow = async (world: World, moment: Moment, key: ObjectKey): Promise<View | null> => {
  for (;;) {
    const seen = lookAt(world, key, moment);
    if (!isNeed(seen)) return seen;
    await moment.obtain(seen);
  }
};

/** Others wait for it to be Ready, and ask its status for that. True when it became so, or is so no more. */
const noteStatus = (world: World, view: View): boolean => {
  if (!view.key.startsWith('VirtualMachine/')) return false;
  const before = isReady(world, view.key);
  const previous = world.statuses.get(view.key) ?? null;
  const now = world.host.clock.now();
  world.statuses.set(view.key, view.status({failure: null, backoff: null, previous, now, events: []}));
  return isReady(world, view.key) !== before;
};

const finished = (
  real: World,
  world: World,
  verdict: Verdict | undefined,
  key: ObjectKey,
  draft: Draft,
): ObjectPlan => {
  const pendingChanges = draft.last?.plan.pendingChanges ?? [];
  const before = real.records.get(key);
  const [old, made] = [bootedOf(real, key), bootedOf(world, key)];
  const waits = new Set(pendingChanges.map(({path}) => path));
  const changes = [
    ...(old === null || made === null || old.vm.uid !== made.vm.uid
      ? []
      : diffVm(old.vm, made.vm, real.hypervisor.driver).changes),
    ...diffDeclared(before, world.records.get(key)),
  ].filter(({path}) => !waits.has(path));
  return {
    key,
    actions: draft.actions,
    changes,
    pendingChanges,
    holds: [...(draft.last?.plan.holds ?? []), ...heldRemoval(verdict)],
    ladder: before?.policy?.stopLadder ?? null,
    wasRunning: before !== undefined && real.vms.observe(before.uid).process.state === 'present',
  };
};

/** What the source says of an object that is gone from it, and stays for now. */
const heldRemoval = (verdict: Verdict | undefined): Hold[] =>
  verdict?.state === 'held' || verdict?.state === 'missing'
    ? [{condition: 'RemovalHeld', reason: verdict.reason, message: verdict.message}]
    : [];

const bootedOf = (world: World, key: ObjectKey): Revision | null => {
  const record = world.records.get(key);
  if (record === undefined || record.revisions.booted === 0) return null;
  const {uid, revisions} = record;
  return (
    world.revisions.get(`${uid}/${String(revisions.booted)}`) ?? world.reads.revision(uid, revisions.booted)
  );
};
