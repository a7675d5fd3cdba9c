// Quantities and durations of the spec: text to bytes and milliseconds, and back for people. Pure.

/** The pattern of every size in the CRDs. A bare number is refused: nobody knows its unit. */
export const quantityPattern = '^[1-9][0-9]*(Ki|Mi|Gi|Ti|k|M|G|T)$';

/** The pattern of every duration in the CRDs. */
export const durationPattern = '^([0-9]+(ms|s|m|h|d))+$';

const bytesOf: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

const msOf: Readonly<Record<string, number>> = {ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3};

const quantity = new RegExp(quantityPattern);
const duration = new RegExp(durationPattern);

/** Bytes of `512Mi`, or undefined when it is no quantity. Beyond 2^53 the value is inexact: check isSafeInteger. */
export const parseQuantity = (text: string): number | undefined => {
  const unit = quantity.exec(text)?.[1];
  return unit === undefined ? undefined : Number(text.slice(0, -unit.length)) * (bytesOf[unit] ?? Number.NaN);
};

/** Bytes of a quantity that was validated before. Throws RangeError for anything else, which is a defect of ours. */
export const quantityBytes = (text: string): number => {
  const bytes = parseQuantity(text);
  if (bytes === undefined) throw new RangeError(`not a quantity: ${text}`);
  return bytes;
};

/** Milliseconds of `1h30m`, or undefined when it is no duration. */
export const parseDuration = (text: string): number | undefined => {
  if (!duration.test(text)) return undefined;
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(/([0-9]+)(ms|s|m|h|d)/g)) {
    totalMs += Number(count) * (msOf[unit ?? ''] ?? Number.NaN);
  }
  return totalMs;
};

/** Milliseconds of a duration that was validated before. Throws RangeError for anything else, a defect of ours. */
export const durationMs = (text: string): number => {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`not a duration: ${text}`);
  return ms;
};

/** The shortest exact quantity with a binary unit (`512Mi`), else rounded to one digit (`1.5Gi`). */
export const formatQuantity = (bytes: number): string => {
  const units = ['Ti', 'Gi', 'Mi', 'Ki'] as const;
  for (const unit of units) {
    const size = bytesOf[unit] ?? 1;
    if (bytes >= size && bytes % size === 0) return `${String(bytes / size)}${unit}`;
  }
  const unit = units.find(one => bytes >= (bytesOf[one] ?? 1));
  return unit === undefined ? `${String(bytes)}B` : `${(bytes / (bytesOf[unit] ?? 1)).toFixed(1)}${unit}`;
};

/** The exact duration with its largest units first, at most as many as needed: `1h30m`, `7d`, `0s`. */
export const formatDuration = (ms: number): string => {
  let left = Math.round(ms);
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(left / (msOf[unit] ?? 1));
    if (count > 0) parts.push(`${String(count)}${unit}`);
    left -= count * (msOf[unit] ?? 1);
  }
  return parts.join('') || '0s';
};
