// Figures of a soak from what was sampled. Pure.

/** One line of a guest: when it was seen, and the uptime that it told; both in seconds. */
export type Heartbeat = {readonly seenS: number; readonly uptimeS: number};

export type Sample = {readonly hours: number; readonly value: number};

/** Slope of the least-squares line, per hour; null for fewer than three samples or no spread in time. */
export const slopePerHour = (samples: readonly Sample[]): number | null => {
  if (samples.length < 3) return null;
  const meanX = mean(samples.map(sample => sample.hours));
  const meanY = mean(samples.map(sample => sample.value));
  const spread = sum(samples.map(({hours}) => (hours - meanX) ** 2));
  if (spread === 0) return null;
  return sum(samples.map(({hours, value}) => (hours - meanX) * (value - meanY))) / spread;
};

const windowS = 20;

/**
 * Seconds for which the guest's clock stood still. A line is seen late, never early, so the least delay of a window is
 * what its clock is behind; what the clocks differ in rate is the median step from window to window, and is taken off.
 * null when there are not enough windows to tell.
 */
export const lostSeconds = (heartbeats: readonly Heartbeat[]): number | null => {
  const first = heartbeats[0];
  if (first === undefined) return null;
  const least: number[] = [];
  for (const {seenS, uptimeS} of heartbeats) {
    const index = Math.floor((seenS - first.seenS) / windowS);
    least[index] = Math.min(least[index] ?? Infinity, seenS - uptimeS);
  }
  const behind = least.filter(delay => delay !== undefined);
  if (behind.length < 4) return null;
  const steps = behind.slice(1).map((delay, index) => delay - (behind[index] ?? delay));
  return (behind.at(-1) ?? 0) - (behind[0] ?? 0) - median(steps) * steps.length;
};

/** The middle one; NaN for none. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

/** Entries of `now` that `reference` has not, and the reverse; counted, so that a second one of a kind is seen. */
export const difference = (
  reference: readonly string[],
  now: readonly string[],
): {readonly more: readonly string[]; readonly fewer: readonly string[]} => ({
  more: without(now, reference),
  fewer: without(reference, now),
});

const without = (from: readonly string[], taken: readonly string[]): string[] => {
  const left = new Map<string, number>();
  for (const each of taken) left.set(each, (left.get(each) ?? 0) + 1);
  return from.filter(each => {
    const count = left.get(each) ?? 0;
    if (count > 0) left.set(each, count - 1);
    return count === 0;
  });
};

/** Rows of equal width; the first one is the heading. */
export const tableOf = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
