// How cost grows from 1 to 1,000 simulated machines. No bar of its own: the curve is for people, and chart.js draws it.
import {median} from './figures.js';
import {hasCompiler} from './simulated.js';
import {measureSize, passMicroseconds} from './size.js';

const sizes = [1, 3, 10, 30, 100, 300, 1000];

export const bench = {
  name: 'growth',
  group: 'fresh',
  about: 'the curve of --svg: 1 to 1,000 simulated machines',
  run: async lab => {
    if (!hasCompiler()) return [];
    for (const count of sizes) {
      const size = await measureSize(lab, count);
      lab.growth.push({
        count,
        converge: size.convergeMs / count,
        resync: median(passMicroseconds(size, count)),
        rss: size.rss,
      });
    }
    return [];
  },
};
