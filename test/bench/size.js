// One simulated fleet of a given size, from nothing to rest: what its coming into being, a pass with nothing to do, and its
// memory cost. Measured once for all benches that show a side of it.
import {dirname} from 'node:path';
import {childrenMs, cpuMs, pidsUsed, rssMb} from './proc.js';
import {openSimulated} from './simulated.js';
import {filesUnder, sleep} from './vmlet.js';

const restMs = 10_000;
const lookMs = 5;
/** Between two passes the daemon does nothing, so that a pause this long ends a pass. */
const quietMs = 400;
/** Timers are not that exact. */
const earlyMs = 100;
const warmUpPasses = 3;

/** {convergeMs, rss, passes, childrenMs, written, commands}; `passes`: {ownMs, spawns} of each no-op pass. */
export const measureSize = (lab, count) =>
  lab.once(`size ${count}`, async () => {
    const fleet = await openSimulated(lab, count, ['--resync', '1h']);
    await sleep(restMs);
    const rss = rssMb(fleet.daemon.pid);
    const resync = await measureResync(lab, fleet, count);
    await fleet.daemon.down();
    const size = {convergeMs: fleet.converged.ms, rss, ...resync};
    lab.note(`${count} simulated machines: ${JSON.stringify(size)}`);
    return size;
  });

/** us a machine in one pass: the daemon's own time, and what its tools take on average. */
export const passMicroseconds = ({passes, toolsMs}, count) =>
  passes.map(({ownMs}) => ((ownMs + toolsMs) * 1000) / count);

const measureResync = async (lab, fleet, count) => {
  const seconds = Math.max(2, Math.ceil(count / 300));
  await fleet.daemon.stop();
  const daemon = await fleet.start(['--resync', `${seconds}s`]);
  const nextPass = passesOf(daemon.pid, seconds * 1000);
  // The first passes after a start warm up what the later ones use.
  for (let pass = 0; pass < warmUpPasses; pass += 1) await nextPass();
  const places = [fleet.at.state, dirname(dirname(dirname(fleet.at.statuses)))];
  const before = {files: written(places), commands: fleet.stubs.commands(), tools: childrenMs(daemon.pid)};
  const passes = [];
  while (passes.length < Math.max(lab.pairs, 3)) passes.push(await nextPass());
  const known = new Set(before.files);
  return {
    passes,
    toolsMs: (childrenMs(daemon.pid) - before.tools) / passes.length,
    written: written(places).filter(line => !known.has(line)),
    commands: fleet.stubs.commands() - before.commands,
  };
};

/**
 * Passes of a daemon that resyncs this often, one after the other. One is told from outside by the daemon's processor time: it
 * rises when a pass is due, and rests again. What little is used in between (collected garbage) counts for the pass.
 */
const passesOf = (pid, periodMs) => {
  let dueAt = 0;
  return async () => {
    const startedMs = cpuMs(pid);
    const startedPids = pidsUsed();
    await sleep(Math.max(0, dueAt - earlyMs - performance.now()));
    let seenMs = cpuMs(pid);
    let firstAt = null;
    let lastAt = null;
    while (lastAt === null || performance.now() - lastAt < quietMs) {
      await sleep(lookMs);
      const nowMs = cpuMs(pid);
      if (nowMs - seenMs < 0.1) continue;
      seenMs = nowMs;
      lastAt = performance.now();
      firstAt ??= lastAt;
    }
    dueAt = firstAt + periodMs;
    return {ownMs: cpuMs(pid) - startedMs, spawns: pidsUsed() - startedPids};
  };
};

const written = places => places.flatMap(filesUnder);
