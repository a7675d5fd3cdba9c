// A sample of the crash matrix on this host: a real daemon is killed with SIGKILL at chosen effects, started again, and
// the host is compared with one on which nothing was killed. All of it is `npm run crash`.
import {expect, test} from '@jest/globals';
import {runRealMatrix} from './crash-matrix.ts';

test.each([
  ['first start', 3],
  ['hot change', 2],
  ['removal', 1],
  ['restart', 2],
])(
  'a daemon that is killed in a %s converges when it starts again, and no guest notices',
  async (scene, sample) => {
    const told: string[] = [];
    const {rows, problems} = await runRealMatrix({
      scene,
      from: 1,
      points: 0,
      cell: null,
      sample,
      onCell: line => {
        told.push(line);
      },
    });
    expect(problems.join('\n\n')).toBe('');
    expect(rows[0]?.cells).toBe(sample);
    expect(told).toHaveLength(rows.length * sample);
  },
  600_000,
);
