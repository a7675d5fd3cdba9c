// The only source of chance in a simulation: mulberry32, so that one seed is one exact run. Knows nothing of vmlet.

export type SeededRandom = {
  /** In [0, 1). */
  fraction(): number;
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** One of them, or undefined when there is none. */
  pick<T>(list: readonly T[]): T | undefined;
  /** `count` different ones, in the order of the list. */
  sample<T>(list: readonly T[], count: number): T[];
};

export const seededRandom = (seed: number): SeededRandom => {
  let state = (seed ^ 0x9e37_79b9) >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    chance: probability => fraction() < probability,
    between,
    pick: list => (list.length === 0 ? undefined : list[between(0, list.length - 1)]),
    sample: (list, count) => {
      const left = list.map((value, index) => ({value, index}));
      const taken: typeof left = [];
      while (taken.length < count && left.length > 0)
        taken.push(...left.splice(between(0, left.length - 1), 1));
      return taken.sort((one, other) => one.index - other.index).map(({value}) => value);
    },
  };
};
