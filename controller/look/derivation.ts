// What a look derives (a resolution, a plan, a status) is kept with what it rests on, and used again while all of that is
// the same: a round in which nothing happened costs the looking and no thinking. No files, no clock, no facts of its own.
import type {ObjectKey} from '../desired/node.ts';
import {isSame} from '../desired/same.ts';

/** Given to whoever derives, so that what is used on the way is known too. */
export type Deriving<Seen> = {
  /** Ask the memory of the controller, or what this look has seen; asked again before the answer is relied on anew. */
  readonly ask: <Answer>(question: (seen: Seen) => Answer) => Answer;
  /** The time was read: what follows from it holds now, and is not kept. */
  readonly timed: () => void;
};

type Asked<Seen> = {readonly question: (seen: Seen) => unknown; readonly answer: unknown};

type Derivation<Seen, Value> = {
  readonly facts: readonly unknown[];
  readonly asked: readonly Asked<Seen>[];
  readonly value: Value;
};

export type Derivations<Seen, Value> = Map<ObjectKey, Derivation<Seen, Value>>;

/** What was derived for `key` when facts and answers are what they were, else what `make` says now. */
export const derive = <Seen, Value>(
  derivations: Derivations<Seen, Value>,
  key: ObjectKey,
  facts: readonly unknown[],
  seen: Seen,
  make: (deriving: Deriving<Seen>) => Value,
): Value => {
  const kept = derivations.get(key);
  if (
    kept !== undefined &&
    isSame(kept.facts, facts) &&
    kept.asked.every(({question, answer}) => isSame(question(seen), answer))
  )
    return kept.value;
  const asked: Asked<Seen>[] = [];
  let isTimed = false;
  const value = make({
    ask: question => {
      const answer = question(seen);
      asked.push({question, answer});
      return answer;
    },
    timed: () => {
      isTimed = true;
    },
  });
  if (isTimed) derivations.delete(key);
  else derivations.set(key, {facts, asked, value});
  return value;
};
