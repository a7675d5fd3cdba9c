// Manifests appear until all are Running in their status files, against the same hypervisors without vmlet, a shell loop
// and libvirt.
import {missingRow, ratioRow} from './figures.js';
import {count, fleetRounds} from './fleet-50.js';
import {libvirtMissing} from './libvirt.js';

const name = 'converge-50';
const metric = `${count} manifests to Running`;
const unit = 'ms';

export const bench = {
  name,
  group: 'real',
  about: `${count} manifests appear -> all Running, against raw QEMU, bash and libvirt`,
  run: async lab => {
    const results = await fleetRounds(lab);
    const subject = results.map(({vmlet}) => vmlet.ms);
    const row = (yardstick, bar, of) =>
      ratioRow({name, metric, unit, yardstick, bar}, subject, results.map(of));
    return [
      row('raw', 1.25, ({raw}) => raw.ms),
      row('bash', 0.45, ({bash}) => bash.upMs),
      results[0].libvirt === undefined
        ? missingRow({name, metric, yardstick: 'libvirt', bar: 0.15}, libvirtMissing)
        : row('libvirt', 0.15, ({libvirt}) => libvirt.upMs),
    ];
  },
};
