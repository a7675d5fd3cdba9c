// Memory of the daemon with 50 real machines, two seconds after the last is Running.
import {valueRow} from './figures.js';
import {count, fleetRounds} from './fleet-50.js';

export const bench = {
  name: 'rss-50',
  group: 'real',
  about: `resident memory of the daemon with ${count} machines`,
  run: async lab => {
    const samples = (await fleetRounds(lab)).map(({vmlet}) => vmlet.rss);
    return [valueRow({name: 'rss-50', metric: `resident, ${count} machines`, unit: 'MB', bar: 90}, samples)];
  },
};
