// One seed from an empty host to its last oracle: events with faults, then the end of all faults, then convergence,
// silence and nothing left behind.
import {actors} from './actors.ts';
import {endOutages, openStage} from './stage.ts';
import type {Stage} from './stage.ts';
import {checkLeaks} from './leaks.ts';
import {checkSwept} from './leftovers.ts';
import {checkCircle, checkConverges, checkRestart, checkSilence} from './oracle.ts';
import {vmRecord} from './records.ts';
import {openSimulation, vmNameOf} from './simulation.ts';
import type {Simulation} from './simulation.ts';

export type SeedResult = {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly traceHash: string;
  /** What happened last, for a person. */
  readonly recent: readonly string[];
};

export type SeedOptions = {
  /** The default is 300. */
  readonly events?: number;
  /** Rounds of silence demanded at the end. */
  readonly silentRounds?: number;
  /** Told of each line of the trace as it happens. */
  readonly onLine?: (line: string) => void;
};

const defaultEvents = 300;

/** What a person types to see this seed again, with its whole trace. */
export const replayCommand = (seed: number, {events}: SeedOptions = {}): string =>
  `npm run sim -- --seed ${String(seed)}${events === undefined ? '' : ` --events ${String(events)}`}`;

const totalWeight = actors.reduce((sum, actor) => sum + actor.weight, 0);

/** Run one seed; stops at the first violation. */
export const runSeed = async (seed: number, options: SeedOptions = {}): Promise<SeedResult> => {
  const sim = openSimulation(seed, options.onLine === undefined ? {} : {onLine: options.onLine});
  const stage = openStage();
  sim.note(`faults: ${sim.activeFaults.map(fault => fault.name).join(', ')}`);
  await sim.boot();
  const events = options.events ?? defaultEvents;
  for (let event = 0; event < events && sim.violations.length === 0; event += 1) {
    // A dead daemon is started again, as systemd does.
    if (sim.life === null && sim.random.chance(0.7)) await sim.boot();
    await actOnce(sim, stage);
    await sim.advance(pause(sim));
    if (event % 34 === 33) await rest(sim, stage);
  }
  if (sim.violations.length === 0) await checkConverges(sim, stage);
  if (sim.violations.length === 0) await checkCircle(sim, stage);
  if (sim.violations.length === 0) await checkSilence(sim, options.silentRounds ?? 5);
  if (sim.violations.length === 0) await checkRestart(sim);
  if (sim.violations.length === 0) await checkSwept(sim);
  if (sim.violations.length === 0) checkLeaks(sim);
  sim.crash();
  return {seed, violations: sim.violations, traceHash: sim.traceHash(), recent: sim.recent};
};

const actOnce = async (sim: Simulation, stage: Stage): Promise<void> => {
  let left = sim.random.fraction() * totalWeight;
  const actor = actors.find(each => (left -= each.weight) < 0);
  if (actor === undefined) return;
  if (await actor.run(sim, stage)) sim.monitors.acted();
};

/** Mostly the next thing happens while the last is under way. */
const pause = (sim: Simulation): number => {
  const kind = sim.random.fraction();
  if (kind < 0.25) return 0;
  if (kind < 0.6) return sim.random.between(1, 60);
  return kind < 0.9 ? sim.random.between(60, 1_500) : sim.random.between(1_500, 12_000);
};

/** Quiet for a while without faults: what was allowed to happen has happened, and is allowed no longer. */
const rest = async (sim: Simulation, stage: Stage): Promise<void> => {
  sim.faultsOn = false;
  endOutages(stage);
  sim.life?.spare();
  if (sim.life === null) await sim.boot();
  for (const qemu of sim.host.qemus.all()) qemu.monitor = 'answers';
  await sim.advance(95_000);
  const running = new Set(sim.host.qemus.all().map(vmNameOf));
  const pending = (name: string): boolean => {
    const wish = stage.wishes.get(name);
    // What is gone may be held, what does not run may still start, and policies stand.
    return (
      wish === undefined ||
      wish.approval === 'Automatic' ||
      wish.runPolicy !== 'Always' ||
      !running.has(name) ||
      // Approved, and waiting for something else, such as the policy.
      (vmRecord(sim.host, name)?.approvedRevision ?? 0) > 0 ||
      // What is edited meanwhile is for the machine itself, after its variant.
      vmRecord(sim.host, name)?.variant != null
    );
  };
  for (const name of stage.wishes.keys()) sim.monitors.declaredAgain(vmRecord(sim.host, name)?.uid ?? '');
  // What was edited just before the directory went is done when it returns.
  if (sim.life !== null && stage.hidden === null) sim.monitors.licenses.expire(pending);
  sim.note('> rested');
  sim.faultsOn = true;
};
