// An edit of one machine among 1,000 that run: from its new declaration until nothing is left to be planned but the leave that it
// waits for. What the daemon thinks, in this very process: the compiled code, on a host that was planned to its end instead of
// made. No files are read and no status is written meanwhile. Processor time.
import {median, valueRow} from './figures.js';
import {rounds} from './lab.js';

const row = {name: 'edit-1000', metric: 'an edit classed and planned, of 1,000 machines', unit: 'ms', bar: 2};
const count = 1_000;
const editsInRound = 100;
const keyOf = at => `VirtualMachine/default/m${at}`;

export const bench = {
  name: row.name,
  group: 'fresh',
  about: 'classing and planning an edit of one machine among 1,000 that run, in process',
  run: async lab => {
    const {declare, machine, openFleet, settle} = await import('./planned-fleet.js');
    const place = lab.place('edit');
    const {ahead, close} = await openFleet(place, count);
    const sizes = ['64Mi', '96Mi'];
    let most = 0;
    const results = await rounds(lab, row.name, async round => {
      const times = [];
      for (let at = 0; at < editsInRound; at += 1) {
        declare(ahead, place, machine(at, sizes[(round + 1) % 2]));
        // Each reading of the host's links is a table of its own.
        ahead.foreseen.links = {state: 'present', value: new Map(ahead.foreseen.links.value)};
        const began = process.cpuUsage();
        const {looks, view} = await settle(ahead, keyOf(at));
        const {user, system} = process.cpuUsage(began);
        times.push((user + system) / 1_000);
        most = Math.max(most, looks);
        const isPending = view.plan.pendingChanges.some(({path}) => path === 'spec.memory.size');
        if (isPending !== (round % 2 === 0)) throw new Error(`round ${round}: ${JSON.stringify(view.plan)}`);
      }
      return median(times);
    });
    close();
    return [valueRow({...row, metric: `${row.metric}, ${most} looks`}, results)];
  },
};
