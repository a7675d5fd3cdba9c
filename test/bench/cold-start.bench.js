// The daemon of 1,000 machines is started anew while they run: from its start until it has looked at each of them and said so
// in its status file, which names the daemon that wrote it. Against the start of Node itself.
import {spawnSync} from 'node:child_process';
import {keptFleet} from './kept.js';
import {missingRow, ratioRow} from './figures.js';
import {rounds, timed} from './lab.js';
import {compilerMissing, hasCompiler} from './simulated.js';
import {watchStatuses} from './vmlet.js';

const row = {
  name: 'cold-start',
  metric: '1,000 machines, all looked at',
  unit: 'ms',
  yardstick: 'node -e 0',
  bar: 14,
};

export const bench = {
  name: row.name,
  group: 'kept',
  about: 'start of the daemon until a pass over 1,000 running machines is done, against `node -e 0`',
  run: async lab => {
    if (!hasCompiler()) return [missingRow(row, compilerMissing)];
    const fleet = await keptFleet(lab);
    const results = await rounds(lab, row.name, async () => {
      await fleet.daemon.stop();
      const statuses = watchStatuses(fleet.at);
      const old = new RegExp(`^ {4}pid: ${fleet.daemon.pid}$`, 'm');
      const began = performance.now();
      const done = statuses.all(fleet.names, status => status !== '' && !old.test(status));
      await fleet.start();
      const vmlet = (await done) - began;
      statuses.close();
      return {vmlet, node: timed(() => spawnSync(process.execPath, ['-e', '0']))};
    });
    return [
      ratioRow(
        row,
        results.map(({vmlet}) => vmlet),
        results.map(({node}) => node),
      ),
    ];
  },
};
