// The plan as a person wants to see it: past the bookkeeping, up to what would be done to the host. Works on copies of
// the memory, so that looking ahead leaves no trace.
import type {ObjectKey} from './desired/node.ts';
import {look} from './look.ts';
import type {Plan} from './plan/action.ts';
import type {World} from './world.ts';

/** No plan has more bookkeeping in a row than this. */
const mostSteps = 6;

/** Plans of these keys, with records and revisions taken as written. */
export const preview = async (real: World, keys: Iterable<ObjectKey>): Promise<[ObjectKey, Plan][]> => {
  const world: World = {
    ...real,
    records: new Map(real.records),
    revisions: new Map(real.revisions),
    sightings: {
      exits: new Map(real.sightings.exits),
      runs: new Map(real.sightings.runs),
      pauses: new Map(real.sightings.pauses),
      trash: new Map(real.sightings.trash),
      resets: new Map(real.sightings.resets),
    },
    fresh: new Map(real.fresh),
    kept: {...real.kept, wanted: new Map(), resolutions: new Map(), views: new Map()},
  };
  const plans = new Map<ObjectKey, Plan>();
  const sorted = [...keys].sort();
  // Twice: what the first pass declares (images, networks) is what the second one resolves against.
  for (const key of [...sorted, ...sorted]) {
    const plan = await lookAhead(world, key);
    if (plan !== null) plans.set(key, plan);
  }
  return [...plans];
};

const lookAhead = async (world: World, key: ObjectKey): Promise<Plan | null> => {
  for (let step = 0; step < mostSteps; step += 1) {
    const view = await look(world, key);
    if (view === null) return null;
    const {actions} = view.plan;
    const isBookkeeping = actions.every(
      action => action.type === 'record.write' || action.type === 'revision.write',
    );
    if (actions.length === 0 || !isBookkeeping) return view.plan;
    for (const action of actions) {
      if (action.type === 'record.write') world.records.set(key, action.record);
      if (action.type === 'revision.write')
        world.revisions.set(`${action.uid}/${String(action.revision.number)}`, action.revision);
    }
  }
  return (await look(world, key))?.plan ?? null;
};
