// P17: a guest that keeps failing starts ever more rarely. Judged from the instant when it went down.
import type {Monitor} from './monitors.ts';
import {changedSince, recordsOf} from './records.ts';
import type {Instant} from './records.ts';
import type {Simulation} from './simulation.ts';

/** The end of a run is written down to the second, and seen a moment after it. */
const slackMs = 1_000;

/** Its process stays for a while, to tell why. */
const down: ReadonlySet<string> = new Set(['shutdown', 'guest-panicked', 'internal-error']);

/** From the end of a run to the next start, after so many that nobody asked to end: 10 s, doubling up to 5 min. */
const waitMs = (failures: number): number =>
  failures < 2 ? 0 : Math.min(10_000 * 2 ** (failures - 2), 300_000);

export const watchPace = (sim: Simulation): Monitor => {
  const {host} = sim;
  let running = new Set<string>();
  const endedMs = new Map<string, number>();

  const look = (): void => {
    const up = host.qemus.all().filter(({runState}) => !down.has(runState));
    const now = new Set(up.map(qemu => qemu.uid));
    for (const uid of running) if (!now.has(uid)) endedMs.set(uid, host.clock.monotonicMs());
    running = now;
  };

  return {
    step: look,
    // Also when the machine stands still right after somebody killed it.
    acted: look,
    before: ({door, subject, detail}) => {
      if (door !== 'launch') return;
      const record = recordsOf(host).find(each => each.uid === subject);
      // systemd may do what a former daemon asked for in its last moment, before anybody knew how that ended.
      const {asked} = detail as {asked?: Instant};
      if (record !== undefined && changedSince(host, host.paths.record(record), asked)) return;
      const sinceMs = host.clock.monotonicMs() - (endedMs.get(subject) ?? -Infinity);
      if (sinceMs < waitMs(record?.run.failures ?? 0) - slackMs)
        sim.violate(`${record?.name ?? subject} starts again ${String(sinceMs)} ms after it failed`);
    },
  };
};
