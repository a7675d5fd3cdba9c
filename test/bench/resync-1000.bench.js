// A pass over 1,000 machines with nothing to do. Times are processor time, the daemon's with that of its tools: what it
// takes from the guests, and not what the guests take from it.
import {median, missingRow, valueRow} from './figures.js';
import {compilerMissing, hasCompiler} from './simulated.js';
import {measureSize, passMicroseconds} from './size.js';

const name = 'resync-1000';

export const bench = {
  name,
  group: 'fresh',
  about: 'a pass over 1,000 machines with nothing to do: spawns, writes, QMP commands, us a machine',
  run: async lab => {
    if (!hasCompiler())
      return [missingRow({name, metric: 'us a machine', yardstick: '-', bar: 60}, compilerMissing)];
    const small = await measureSize(lab, 100);
    const large = await measureSize(lab, 1000);
    const count = (metric, bar, samples) => valueRow({name, metric, unit: 'count', bar}, samples);
    const smallUs = passMicroseconds(small, 100);
    const largeUs = passMicroseconds(large, 1000);
    if (large.written.length > 0) lab.note(`${name} wrote: ${large.written.slice(0, 5).join('; ')}`);
    return [
      count(
        'spawns in a pass',
        1,
        large.passes.map(({spawns}) => spawns),
      ),
      count('files written', 0, [large.written.length]),
      count('QMP commands', 0, [large.commands]),
      valueRow({name, metric: 'a machine, of 1,000', unit: 'us', bar: 60}, largeUs),
      valueRow(
        {
          name,
          metric: 'us at 1,000 to us at 100',
          unit: 'ratio',
          yardstick: `at 100: ${median(smallUs).toFixed(0)} us`,
          bar: 1.2,
        },
        largeUs.map(us => us / median(smallUs)),
      ),
    ];
  },
};
