// Machines that wait for each other in a circle (`dependsOn`): none of them could ever start. What declares one is
// invalid, and the last good version stays in force. Pure; names only.
import type {ObjectKey} from '../desired/node.ts';
import type {DependencyPlace, Diagnostic} from './object.ts';

/** What a machine waits for; `file` and places are those of its manifest, when what it says now is what counts. */
export type Waiting = {
  readonly file: string | null;
  readonly dependsOn: readonly {readonly key: ObjectKey; readonly at?: DependencyPlace}[];
};

/** So many circles are looked for with another machine in front; a greater crowd of them shares what was found. */
const mostSearches = 200;

/**
 * One error for each machine that is declared now and waits for itself, by key. `waiting` also holds what is in force of
 * machines whose manifest cannot be used: a circle through one of them is one all the same.
 */
export const cycleDiagnostics = (
  waiting: ReadonlyMap<ObjectKey, Waiting>,
): ReadonlyMap<ObjectKey, Diagnostic> => {
  const found = new Map<ObjectKey, Diagnostic>();
  let searches = 0;
  for (const knot of knots(waiting)) {
    const members = new Set(knot);
    let cycle: readonly ObjectKey[] = [];
    for (const key of knot) {
      if (found.has(key)) continue;
      const isSearched = cycle.length === 0 || searches < mostSearches;
      if (isSearched) cycle = cycleThrough(key, waiting, members);
      searches += 1;
      // One that is not on what was found for another is told of that all the same.
      const told = isSearched ? cycle : [key];
      for (const [at, each] of told.entries()) {
        const diagnostic = diagnosticOf(each, cycle, isSearched ? at : 0, waiting);
        if (diagnostic !== null && !found.has(each)) found.set(each, diagnostic);
      }
    }
  }
  return found;
};

const neededBy = (key: ObjectKey, waiting: ReadonlyMap<ObjectKey, Waiting>): readonly ObjectKey[] =>
  (waiting.get(key)?.dependsOn ?? []).map(each => each.key);

/** Sets of machines of which each waits for each other: the strongly connected components (Tarjan), without recursion. */
const knots = (waiting: ReadonlyMap<ObjectKey, Waiting>): ObjectKey[][] => {
  const number = new Map<ObjectKey, number>();
  const low = new Map<ObjectKey, number>();
  const open: ObjectKey[] = [];
  const isOpen = new Set<ObjectKey>();
  const result: ObjectKey[][] = [];
  const lower = (key: ObjectKey, to: number): void => {
    low.set(key, Math.min(low.get(key) ?? to, to));
  };
  const enter = (key: ObjectKey): {key: ObjectKey; next: Iterator<ObjectKey, undefined>} => {
    number.set(key, number.size);
    lower(key, number.size - 1);
    open.push(key);
    isOpen.add(key);
    return {key, next: neededBy(key, waiting)[Symbol.iterator]()};
  };
  const leave = (key: ObjectKey): void => {
    if (low.get(key) !== number.get(key)) return;
    const knot = open.splice(open.lastIndexOf(key));
    for (const each of knot) isOpen.delete(each);
    if (knot.length > 1) result.push(knot);
  };
  for (const root of waiting.keys()) {
    if (number.has(root)) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const step = top.next.next();
      if (step.done !== true) {
        const next = step.value;
        if (!number.has(next)) path.push(enter(next));
        else if (isOpen.has(next)) lower(top.key, number.get(next) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.key, low.get(top.key) ?? 0);
      leave(top.key);
    }
  }
  return result;
};

/** The shortest way from `key` back to itself, within its knot. */
const cycleThrough = (
  key: ObjectKey,
  waiting: ReadonlyMap<ObjectKey, Waiting>,
  knot: ReadonlySet<ObjectKey>,
): readonly ObjectKey[] => {
  const cameFrom = new Map<ObjectKey, ObjectKey>();
  const queue: ObjectKey[] = [key];
  for (const at of queue)
    for (const next of neededBy(at, waiting)) {
      if (next === key) return wayTo(at, key, cameFrom);
      if (!knot.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  return [];
};

const wayTo = (
  end: ObjectKey,
  start: ObjectKey,
  cameFrom: ReadonlyMap<ObjectKey, ObjectKey>,
): readonly ObjectKey[] => {
  const way: ObjectKey[] = [];
  for (let at: ObjectKey | undefined = end; at !== undefined && at !== start; at = cameFrom.get(at))
    way.unshift(at);
  return [start, ...way];
};

/** Beyond so many places a message is no help. */
const mostPlaces = 8;

/** `cycle` from its member at `start` on. Null for one of which only the last good version is in force: no file says it. */
const diagnosticOf = (
  key: ObjectKey,
  cycle: readonly ObjectKey[],
  start: number,
  waiting: ReadonlyMap<ObjectKey, Waiting>,
): Diagnostic | null => {
  const {file = null, dependsOn = []} = waiting.get(key) ?? {};
  const isShort = cycle.length <= 2 * mostPlaces;
  const member = (at: number): ObjectKey => cycle[(start + at) % cycle.length] ?? key;
  const length = isShort ? cycle.length : mostPlaces;
  const turned = Array.from({length}, (_, at) => member(at));
  const placeOf = (at: number): DependencyPlace | undefined =>
    waiting.get(member(at))?.dependsOn.find(each => each.key === member(at + 1))?.at;
  const own = (member(0) === key ? placeOf(0) : undefined) ?? dependsOn[0]?.at;
  if (file === null || own === undefined) return null;
  const places = turned.slice(1, mostPlaces).map((each, before) => {
    const holder = waiting.get(each)?.file ?? null;
    const place = placeOf(before + 1);
    return holder === null || place === undefined
      ? `${nameOf(each)} in its last good version`
      : `${nameOf(each)} at ${holder}:${String(place.line)}:${String(place.column)}`;
  });
  const shown = [...turned.map(nameOf), ...(isShort ? [] : ['...']), nameOf(member(0))];
  return {
    severity: 'error',
    file,
    ...own,
    what: `machines wait for each other in a circle: ${shown.join(' -> ')} (${places.join(', ')})`,
    expected: 'no circle',
    fix: 'take one of these names out; until then none of these machines is changed',
    code: 'E-CYCLE',
    object: key,
  };
};

const nameOf = (key: ObjectKey): string => key.split('/')[2] ?? '';
