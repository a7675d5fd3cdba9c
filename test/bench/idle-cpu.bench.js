// What a daemon takes of a core while nothing changes: 50 real machines, windows of a minute, with the resync that is on
// unless someone turns it off.
import {valueRow} from './figures.js';
import {converge, count, restingDaemon} from './fleet-50.js';
import {rounds} from './lab.js';
import {fleet, makeGuest, namesOf} from './manifests.js';
import {childrenMs, cpuMs} from './proc.js';
import {sleep} from './vmlet.js';

const windowMs = 60_000;

export const bench = {
  name: 'idle-cpu',
  group: 'real',
  about: `processor time of the daemon in a minute of rest, ${count} machines`,
  run: async lab => {
    const guest = makeGuest(lab.place('guest'));
    const running = await restingDaemon(lab, guest);
    await converge(running, fleet(guest, namesOf(count)));
    const {pid} = running.daemon;
    const used = () => cpuMs(pid) + childrenMs(pid);
    const samples = await rounds(lab, 'idle-cpu, % of a core', async () => {
      const before = used();
      await sleep(windowMs);
      return ((used() - before) * 100) / windowMs;
    });
    await running.daemon.down();
    const metric = `daemon and tools, ${count} machines, ${windowMs / 1000} s, resync every 30 s`;
    return [valueRow({name: 'idle-cpu', metric, unit: '% of a core', bar: 0.1}, samples)];
  },
};
