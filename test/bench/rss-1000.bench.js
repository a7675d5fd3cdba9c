// Memory of the daemon that brought 1,000 simulated machines up, ten seconds after.
import {missingRow, valueRow} from './figures.js';
import {compilerMissing, hasCompiler} from './simulated.js';
import {measureSize} from './size.js';

const name = 'rss-1000';
const metric = 'resident, 1,000 machines';

export const bench = {
  name,
  group: 'fresh',
  about: 'resident memory of the daemon with 1,000 simulated machines',
  run: async lab => {
    if (!hasCompiler()) return [missingRow({name, metric, yardstick: '-', bar: 130}, compilerMissing)];
    return [valueRow({name, metric, unit: 'MB', bar: 130}, [(await measureSize(lab, 1000)).rss])];
  },
};
