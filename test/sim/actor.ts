// What one row of the actors' tables is. Types only.
import type {Simulation} from './simulation.ts';
import type {Stage} from './stage.ts';

/** Something that people or the world do. `run` returns false when it cannot be done now. */
export type Actor = {
  readonly name: string;
  /** How often, compared with the others. */
  readonly weight: number;
  run(sim: Simulation, stage: Stage): boolean | Promise<boolean>;
};
