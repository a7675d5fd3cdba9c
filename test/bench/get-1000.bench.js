// `vmlet get vm` with 1,000 machines, a new process each time, against the start of Node itself.
import {execFileSync} from 'node:child_process';
import {missingRow, ratioRow} from './figures.js';
import {keptFleet} from './kept.js';
import {rounds, timed} from './lab.js';
import {compilerMissing, hasCompiler} from './simulated.js';
import {program} from './vmlet.js';

const row = {name: 'get-1000', metric: 'vmlet get vm', unit: 'ms', yardstick: 'node -e 0', bar: 5};

export const bench = {
  name: row.name,
  group: 'kept',
  about: '`vmlet get vm` of 1,000 machines, against `node -e 0`',
  run: async lab => {
    if (!hasCompiler()) return [missingRow(row, compilerMissing)];
    const {at} = await keptFleet(lab);
    const words = ['--state-dir', at.state, '--runtime-dir', at.runtime, 'get', 'vm'];
    const node = (...args) => execFileSync(process.execPath, args, {encoding: 'utf8', maxBuffer: 1 << 26});
    const lines = node(program, ...words).split('\n').length;
    if (lines < 1000) throw new Error(`vmlet get vm printed ${lines} lines`);
    const results = await rounds(lab, row.name, async () => ({
      vmlet: timed(() => node(program, ...words)),
      node: timed(() => node('-e', '0')),
    }));
    return [
      ratioRow(
        row,
        results.map(({vmlet}) => vmlet),
        results.map(each => each.node),
      ),
    ];
  },
};
