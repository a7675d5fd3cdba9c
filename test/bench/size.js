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
  // The first pass after a start warms up what the later ones use.
  await nextPass(daemon.pid);
  await nextPass(daemon.pid);
  const places = [fleet.at.state, dirname(dirname(dirname(fleet.at.statuses)))];
  const before = {files: written(places), commands: fleet.stubs.commands(), tools: childrenMs(daemon.pid)};
  const passes = [];
  while (passes.length < Math.max(lab.pairs, 3)) passes.push(await nextPass(daemon.pid));
  const known = new Set(before.files);
  return {
    passes,
    toolsMs: (childrenMs(daemon.pid) - before.tools) / passes.length,
    written: written(places).filter(line => !known.has(line)),
    commands: fleet.stubs.commands() - before.commands,
  };
};

/** A pass is told from outside by the daemon's processor time: it rises after a rest, and rests again. */
const nextPass = async pid => {
  const startedMs = cpuMs(pid);
  const startedPids = pidsUsed();
  let seenMs = startedMs;
  let changedAt = null;
  for (;;) {
    await sleep(lookMs);
    const nowMs = cpuMs(pid);
    if (nowMs - seenMs > 0.1) {
      seenMs = nowMs;
      changedAt = performance.now();
    } else if (changedAt !== null && performance.now() - changedAt > quietMs && nowMs - startedMs > 0.5)
      break;
  }
  return {ownMs: cpuMs(pid) - startedMs, spawns: pidsUsed() - startedPids};
};

const written = places => places.flatMap(filesUnder);
