// 1,000 manifests until all are Running, with stubs in QEMU's place, against one `ip -batch` for all taps and the same stubs
// behind the same wrapper, as many at once.
import {missingRow, ratioRow} from './figures.js';
import {rounds} from './lab.js';
import {launchesOf, runRaw} from './raw.js';
import {compilerMissing, hasCompiler, openSimulated} from './simulated.js';
import {pidOf} from './vmlet.js';

const count = 1000;
const row = {
  name: 'converge-1000',
  metric: `${count} simulated machines to Running`,
  unit: 'ms',
  yardstick: 'raw spawns and one ip -batch',
  bar: 1.5,
};

export const bench = {
  name: row.name,
  group: 'fresh',
  about: '1,000 simulated machines to Running, against raw spawns and one `ip -batch`',
  run: async lab => {
    if (!hasCompiler()) return [missingRow(row, compilerMissing)];
    const results = await rounds(lab, row.name, () => measureOnce(lab, count));
    return [
      ratioRow(
        row,
        results.map(({vmlet}) => vmlet),
        results.map(({raw}) => raw),
      ),
    ];
  },
};

/** {vmlet, raw} in ms for that many machines. */
export const measureOnce = async (lab, machines) => {
  const fleet = await openSimulated(lab, machines);
  const launches = launchesOf(fleet.names.map(name => pidOf(fleet.at, name)));
  await fleet.daemon.down();
  return {vmlet: fleet.converged.ms, raw: runRaw(fleet.at.place, launches, {tapsInTime: true}).ms};
};
