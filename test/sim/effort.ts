// How much of what repeats is played: everything in `npm test`, a part of each in `npm run test:fast`. Nothing else.
import {env} from 'node:process';

/** Seeds of the simulation in one run of jest; `npm run sim` runs any seeds outside it. */
export const seedCount = Number(env['VMLET_SIM_SEEDS'] ?? '200');

/** Said by `npm test`, and by whoever wants as much: whole tables and not a part of each row. */
export const isThorough = seedCount >= 2_000;

/** Many seeds meet many sorts of faults, long ones meet their own past: one in so many is played to its full length. */
const longEach = isThorough ? 15 : 67;
const shortEvents = isThorough ? 15 : 8;

/** Events of a seed in jest; undefined for the full length. */
export const eventsOf = (seed: number): number | undefined =>
  seed % longEach === 0 ? undefined : shortEvents;
