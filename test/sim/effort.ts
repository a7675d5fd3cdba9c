// How much of what repeats is played: everything in `npm test`, a part of each in `npm run test:fast`. Nothing else.
import {env} from 'node:process';

/** Seeds of the simulation in one run of jest; `npm run sim` runs any seeds outside it. */
export const seedCount = Number(env['VMLET_SIM_SEEDS'] ?? '40');

/** Said by `npm test`, and by whoever wants as much: whole tables and not a part of each row. */
export const isThorough = seedCount >= 400;
