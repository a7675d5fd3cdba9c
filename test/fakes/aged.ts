// Answers to the same question, kept so that a look can be given an old one (Sieve's time travel). An old answer never
// comes twice in a row: of a world that stands still for ever nobody could tell that it moved.
import type {Mishap} from './host.ts';

export type Aged<T> = {
  /** The answer now, or the one of so many looks ago. */
  tell(now: T, mishap: Mishap | null): T;
};

/** As many as any mishap goes back. */
const kept = 6;

/** A memory of answers; empty for a process that has just begun. */
export const openAged = <T>(): Aged<T> => {
  const answers: T[] = [];
  let wasOld = false;
  return {
    tell: (now, mishap) => {
      answers.push(now);
      if (answers.length > kept) answers.shift();
      const at = mishap?.when === 'stale' ? answers.length - 1 - mishap.looks : -1;
      wasOld = at >= 0 && !wasOld;
      return wasOld ? (answers[at] as T) : now;
    },
  };
};
