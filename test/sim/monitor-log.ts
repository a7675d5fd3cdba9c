// Nothing unexpected is ever thrown: what the daemon logs as a failure names a fault, not a defect of its own.
import type {Monitor} from './monitors.ts';
import type {Simulation} from './simulation.ts';

const defects =
  /TypeError|ReferenceError|RangeError|Cannot read prop|is not a function|not settled after|E-INTERNAL/;

export const watchLog = (sim: Simulation): Monitor => {
  let read = 0;
  return {
    step: () => {
      const {log} = sim.host;
      for (; read < log.length; read += 1) {
        const line = log[read];
        if (line === undefined) continue;
        const fields = JSON.stringify(line.fields ?? {});
        if (line.level !== 'debug') sim.note(`log ${line.level} ${line.message} ${fields.slice(0, 300)}`);
        if (!fields.includes('injected') && defects.test(`${line.message} ${fields}`))
          sim.violate(`the log tells of a defect: ${line.message} ${fields.slice(0, 600)}`);
      }
    },
  };
};
