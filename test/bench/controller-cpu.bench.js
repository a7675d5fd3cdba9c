// What bringing machines up costs the processor beside their hypervisors: the daemon with the tools that it runs (ip,
// qemu-img), against the processor time of the raw hypervisors until they answer.
import {ratioRow} from './figures.js';
import {count, fleetRounds} from './fleet-50.js';

export const bench = {
  name: 'controller-cpu',
  group: 'real',
  about: `processor time of the daemon for each of ${count} machines, against QEMU's own`,
  run: async lab => {
    const results = await fleetRounds(lab);
    const row = (metric, of) =>
      ratioRow(
        {name: 'controller-cpu', metric, unit: 'ms a machine', yardstick: 'raw QEMU', bar: 0.1},
        results.map(({vmlet}) => of(vmlet) / count),
        results.map(({raw}) => raw.cpuMs / count),
      );
    return [
      row('daemon', ({ownMs}) => ownMs),
      row('daemon and its tools', ({ownMs, toolsMs}) => ownMs + toolsMs),
    ];
  },
};
