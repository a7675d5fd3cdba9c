// `vmlet down --now`, from the start of the command to its end, against a shell loop and `virsh destroy`.
import {missingRow, ratioRow} from './figures.js';
import {count, fleetRounds} from './fleet-50.js';
import {libvirtMissing} from './libvirt.js';

const name = 'teardown-50';
const metric = `${count} machines down --now`;

export const bench = {
  name,
  group: 'real',
  about: '`vmlet down --now`, against bash and libvirt',
  run: async lab => {
    const results = await fleetRounds(lab);
    const subject = results.map(({vmlet}) => vmlet.downMs);
    const row = (yardstick, bar, of) =>
      ratioRow({name, metric, unit: 'ms', yardstick, bar}, subject, results.map(of));
    return [
      row('bash', 0.15, ({bash}) => bash.downMs),
      results[0].libvirt === undefined
        ? missingRow({name, metric, yardstick: 'libvirt', bar: 0.08}, libvirtMissing)
        : row('libvirt', 0.08, ({libvirt}) => libvirt.downMs),
    ];
  },
};
