// The crash matrix of a real host: which cells are run, in which order, and what is told of them. A cell is named
// `<scene>/<effect>#<n-th>/<before|during|after>`; the name runs it again.
import {openRunner} from './crash-cells.ts';
import type {RealCell, Reference} from './crash-cells.ts';
import {realScenes} from './crash-scenes.ts';
import type {RealScene} from './crash-scenes.ts';

export type RealOptions = {
  /** Scenes whose name begins with it; '' for all. */
  readonly scene: string;
  /** 1-based number of the first effect, counted over all chosen scenes. */
  readonly from: number;
  /** How many effects from there on. */
  readonly points: number;
  /** Only the cell of this name. */
  readonly cell: string | null;
  /** Instead of all effects of a scene: so many, spread over it. */
  readonly sample: number | null;
  readonly onCell: (line: string) => void;
};

export type RealResult = {
  readonly rows: readonly {
    readonly scene: string;
    readonly effects: number;
    readonly cells: number;
    readonly failed: number;
  }[];
  readonly problems: readonly string[];
  /** How many effects of each kind the chosen scenes have: `renameSync`, `spawn qemu-img`, `qmp device_add`. */
  readonly kinds: ReadonlyMap<string, number>;
};

/** A tool by its name, a monitor command by its own; other effects by what they do. */
const kindOf = ({label}: RealCell['point']): string => {
  const [first = '', second = ''] = label.split(' ');
  return first === 'spawn' || first === 'qmp' || first === 'kill'
    ? `${first} ${second.split('/').at(-1) ?? ''}`
    : first;
};

const nameOf = (scene: RealScene, {point, when}: RealCell): string =>
  `${scene.what}/${point.label}#${String(point.nth)}/${when}`;

/** Run them one after the other. */
export const runRealMatrix = async (options: RealOptions): Promise<RealResult> => {
  const rows: RealResult['rows'][number][] = [];
  const problems: string[] = [];
  const kinds = new Map<string, number>();
  let before = 0;
  for (const scene of realScenes) {
    const {cell, scene: prefix} = options;
    if (!(cell === null ? scene.what.startsWith(prefix) : cell.startsWith(`${scene.what}/`))) continue;
    const runner = openRunner(scene);
    try {
      const reference = await runner.reference();
      const cells = chosen(scene, reference, options, before);
      before += reference.points.length;
      for (const kind of reference.points.map(kindOf)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      let failed = 0;
      for (const cell of cells) {
        const found = await runner.problems(cell, reference);
        const name = nameOf(scene, cell);
        options.onCell(`${found.length === 0 ? 'ok' : 'FAILED'} ${name}`);
        if (found.length === 0) continue;
        failed += 1;
        problems.push(`${name}\n  ${found.join('\n  ')}\n  npm run crash -- --cell '${name}'`);
      }
      rows.push({scene: scene.what, effects: reference.points.length, cells: cells.length, failed});
    } catch (thrown) {
      problems.push(`${scene.what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    } finally {
      await runner.close();
    }
  }
  return {rows, problems, kinds};
};

const chosen = (
  scene: RealScene,
  {points}: Reference,
  {from, points: count, cell: only, sample}: RealOptions,
  before: number,
): RealCell[] => {
  const all = (point: RealCell['point']): RealCell[] => [
    {point, when: 'before'},
    ...(point.isTool === true ? [{point, when: 'during'} as const] : []),
    {point, when: 'after'},
  ];
  if (only !== null) return points.flatMap(all).filter(cell => nameOf(scene, cell) === only);
  if (sample === null)
    return points.filter((_, at) => before + at + 1 >= from && before + at + 1 < from + count).flatMap(all);
  // Now before, now after, and the last effect too: it is what the end rests on.
  return Array.from({length: Math.min(sample, points.length)}, (_, turn): RealCell[] => {
    const point = points[Math.floor(((turn + 0.5) * points.length) / sample)];
    return point === undefined ? [] : [{point, when: turn % 2 === 0 ? 'after' : 'before'}];
  }).flat();
};
