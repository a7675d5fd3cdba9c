// P19: what must survive a power cut is written whole, durably and with its checksum, and never in place.
import {decodeState} from '../../controller/host/state-file.ts';
import {parseMemory} from '../../controller/manifest/memory.ts';
import type {Monitor} from './monitors.ts';
import type {Simulation} from './simulation.ts';

export const watchState = (sim: Simulation): Monitor => {
  const {paths} = sim.host;
  const places = [paths.recordsDir, paths.revisionsDir, paths.sourcesDir];
  const isGood = (subject: string, content: Buffer): boolean =>
    subject.startsWith(paths.sourcesDir)
      ? parseMemory(content.toString(), 0) !== undefined
      : decodeState(content).state === 'good';

  return {
    before: ({door, operation, subject, detail, durable}) => {
      if (door !== 'write' || !places.some(place => subject.startsWith(`${place}/`))) return;
      if (['append', 'truncate', 'poke', 'copy'].includes(operation))
        sim.violate(`${operation} of a state file in place: ${subject}`);
      if (operation !== 'writeAtomic') return;
      if (durable !== true) sim.violate(`${subject} is written without being made durable`);
      if (!isGood(subject, Buffer.from(detail as string)))
        sim.violate(`${subject} is written without a checksum that is right`);
    },
  };
};
