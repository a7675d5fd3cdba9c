// What a fuzz target is, and one run of it: random cases, each with a time limit, and the smallest one that fails.
// Knows no format; targets.ts lists the formats.
import fc from 'fast-check';

export type FuzzTarget = {
  /** Also the name of its folder in corpus/. */
  readonly name: string;
  /** A case is bytes, as an attacker or a broken disk would give them; that is also its form in the corpus. */
  readonly cases: fc.Arbitrary<Buffer>;
  /** True when a case takes tens of milliseconds: the tests run fewer of them. */
  readonly slow?: true;
  /** Throws what is wrong with our answer. Returns a word for what the answer was, which the report counts. */
  check(bytes: Buffer): string | Promise<string>;
};

export type FuzzReport = {
  readonly runs: number;
  /** How often each word of `check` was given. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly worstMs: number;
  readonly failure: {readonly bytes: Buffer; readonly why: string} | null;
};

export type FuzzOptions = {
  readonly runs: number;
  readonly seed: number;
  /** Called before each case, so that a case that kills the process is known. */
  readonly onCase?: (bytes: Buffer) => void;
};

/** No input may hold the program longer than this, in processor time. */
export const hangMs = 1_000;

/** Run `runs` random cases of one target; the same seed gives the same cases. */
export const fuzz = async (target: FuzzTarget, options: FuzzOptions): Promise<FuzzReport> => {
  const outcomes: Record<string, number> = {};
  let runs = 0;
  let worstMs = 0;
  const property = fc.asyncProperty(target.cases, async bytes => {
    options.onCase?.(bytes);
    runs += 1;
    const {outcome, tookMs} = await checkOne(target, bytes);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    worstMs = Math.max(worstMs, tookMs);
  });
  const {counterexample, failed, errorInstance} = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    endOnFailure: false,
  });
  const failure = failed
    ? {bytes: counterexample?.[0] ?? Buffer.alloc(0), why: errorWords(errorInstance)}
    : null;
  return {runs, outcomes, worstMs, failure};
};

/** One case; throws when the answer is wrong or late. */
export const checkOne = async (
  target: FuzzTarget,
  bytes: Buffer,
): Promise<{outcome: string; tookMs: number}> => {
  const first = await measured(target, bytes);
  // What the program does besides (compiling, collecting) falls on a case by chance, and not on the same one twice.
  const {outcome, tookMs} = first.tookMs > hangMs ? await measured(target, bytes) : first;
  if (tookMs > hangMs) throw new Error(`took ${tookMs.toFixed(0)} ms`);
  return {outcome, tookMs};
};

/** In processor time of this process, which other work on the machine does not lengthen. */
const measured = async (target: FuzzTarget, bytes: Buffer): Promise<{outcome: string; tookMs: number}> => {
  const before = process.cpuUsage();
  const outcome = await target.check(bytes);
  const {user, system} = process.cpuUsage(before);
  return {outcome, tookMs: (user + system) / 1_000};
};

const errorWords = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** Throws unless `holds`: what a check may demand without a test framework, which a campaign does not have. */
export const demand = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};
