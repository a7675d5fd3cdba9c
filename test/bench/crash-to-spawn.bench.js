// A hypervisor among 1,000 is killed with SIGKILL: until the next one of the same machine has begun to run. Each machine is
// killed once, so that it is the first retry, which does not wait.
import {missingRow, valueRow} from './figures.js';
import {rounds} from './lab.js';
import {keptFleet} from './kept.js';
import {compilerMissing, hasCompiler, monotonicMs} from './simulated.js';
import {pidOf, sleep, until} from './vmlet.js';

const row = {
  name: 'crash-to-spawn',
  metric: 'kill -9 of a VMM to start of the next, p50',
  unit: 'ms',
  bar: 20,
};
const killsPerRound = 5;
const betweenMs = 300;

export const bench = {
  name: row.name,
  group: 'kept',
  about: 'kill -9 of a hypervisor until its machine is started again',
  run: async lab => {
    if (!hasCompiler()) return [missingRow({...row, yardstick: '-'}, compilerMissing)];
    const fleet = await keptFleet(lab);
    const results = await rounds(lab, row.name, async round => {
      const names = fleet.names.slice(round * killsPerRound, (round + 1) * killsPerRound);
      const times = [];
      for (const name of names) times.push(await startedAgain(fleet, name));
      return times;
    });
    return [valueRow(row, results.flat())];
  },
};

const startedAgain = async ({at, stubs}, name) => {
  const before = stubs.starts(name).length;
  const began = monotonicMs();
  process.kill(pidOf(at, name), 'SIGKILL');
  await until(`the next start of ${name}`, () => stubs.starts(name).length > before);
  await sleep(betweenMs);
  return stubs.starts(name).at(-1) - began;
};
