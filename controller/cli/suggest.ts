// "Did you mean" at the end of a message. Pure.
import {nearest} from '../manifest/suggest.ts';

/** `; did you mean \`web\`?` for the nearest known word, or nothing. */
export const didYouMean = (typed: string, known: readonly string[]): string => {
  const word = nearest(typed, known);
  return word === undefined ? '' : `; did you mean \`${word}\`?`;
};
