// Which cells of the crash matrix are run, and the running of them: all, or every effect once with all that may become
// of it in all worlds, and a seeded part of what remains. A cell is told by one line, which runs it again.
import {cellsOf, openReferences, pointsOf, problemsOf} from './crash-cell.ts';
import type {Cell, References, SecondKill} from './crash-cell.ts';
import {crashRows} from './crash-rows.ts';
import type {CrashRow} from './crash-worlds.ts';
import {kindOfSpring} from './crash-trap.ts';
import type {Point} from './crash-trap.ts';
import {seededRandom} from './random.ts';

/** A cell, perhaps with a second kill, by the name that is printed with what it found. */
export type NamedCell = {readonly name: string; readonly cell: Cell; readonly second: SecondKill | null};

export type RowPlan = {
  readonly row: CrashRow;
  readonly points: readonly Point[];
  readonly cells: readonly NamedCell[];
};

export type MatrixPlan = {
  readonly rows: readonly RowPlan[];
  /** Effects in all rows, and how many kinds of them there are. */
  readonly effects: number;
  readonly kinds: number;
  /** Cells that there are. */
  readonly all: number;
};

export type MatrixResult = {readonly cells: number; readonly problems: readonly string[]};

export type MatrixOptions = {
  /** Cells of one effect of each kind: all of them, or so many drawn by the seed. */
  readonly kinds: number | 'all';
  /** Cells beyond one effect of each kind: all of them, or so many drawn by the seed. */
  readonly further: number | 'all';
  /** How many pairs of kills. */
  readonly pairs: number;
  readonly seed: number;
};

const secondMoments = ['before', 'during', 'after'] as const;
/** Effects of the life after a kill among which the second one falls. */
const secondEffects = 14;

/** Record every row once, then choose. */
export const planMatrix = async ({
  kinds: least,
  further,
  pairs,
  seed,
}: MatrixOptions): Promise<MatrixPlan> => {
  const random = seededRandom(seed);
  const known = new Set<string>();
  const all: {row: CrashRow; points: readonly Point[]; once: NamedCell[]; rest: NamedCell[]}[] = [];
  for (const [index, row] of crashRows.entries()) {
    const points = await pointsOf(row);
    const once: NamedCell[] = [];
    const rest: NamedCell[] = [];
    for (const point of points) {
      const kinds = new Set(known);
      for (const cell of cellsOf(row, point)) {
        // What a hypervisor is told rests on what it was told before.
        const isChange = point.door === 'qmp' && /_|-/.test(point.operation);
        const kind = `${isChange ? row.what : ''}${kindOfSpring(cell.spring)}`;
        (known.has(kind) ? rest : once).push({name: nameOf(index, cell, null), cell, second: null});
        kinds.add(kind);
      }
      for (const kind of kinds) known.add(kind);
    }
    all.push({row, points, once, rest});
  }
  const count = all.reduce((sum, {once, rest}) => sum + once.length + rest.length, 0);
  const met = new Set(
    least === 'all'
      ? []
      : random.sample(
          all.flatMap(each => each.once),
          least,
        ),
  );
  const drawn = new Set(
    further === 'all'
      ? []
      : random.sample(
          all.flatMap(each => each.rest),
          further,
        ),
  );
  const killed = all.flatMap(({once, rest}, index) =>
    [...once, ...rest]
      .filter(({cell}) => cell.spring.outcome.includes('killed'))
      .map(named => ({index, cell: named.cell})),
  );
  const doubles = random.sample(killed, pairs).map(({index, cell}) => {
    const second = {
      effect: random.between(1, secondEffects),
      when: random.pick(secondMoments) ?? 'after',
    };
    return {index, named: {name: nameOf(index, cell, second), cell, second}};
  });
  return {
    rows: all.map(({row, points, once, rest}, index) => ({
      row,
      points,
      cells: [
        ...once.filter(each => least === 'all' || met.has(each)),
        ...rest.filter(each => further === 'all' || drawn.has(each)),
        ...doubles.filter(each => each.index === index).map(({named}) => named),
      ],
    })),
    effects: all.reduce((sum, {points}) => sum + points.length, 0),
    kinds: known.size,
    all: count,
  };
};

const nameOf = (
  row: number,
  {spring: {point, outcome, line}, world}: Cell,
  second: SecondKill | null,
): string =>
  [
    `${String(row + 1)}.${String(point.number)}`,
    line === 0 ? outcome : `${outcome} after line ${String(line)}`,
    world,
    ...(second === null ? [] : [`killed ${second.when} effect ${String(second.effect)}`]),
  ]
    .join('/')
    .replaceAll(' ', '-');

/** Run the cells of one row; `only` names one of them. */
export const runRow = async (
  {row, points, cells}: RowPlan,
  only: string | null = null,
): Promise<MatrixResult> => {
  const wanted = cells.filter(({name}) => only === null || name === only);
  if (wanted.length === 0) return {cells: 0, problems: []};
  const references = openReferences(row, points);
  const found: string[] = [];
  for (const {name, cell, second} of wanted)
    found.push(...(await replayable(row, {name, cell, second}, references)));
  return {cells: wanted.length, problems: found};
};

const replayable = async (
  row: CrashRow,
  {name, cell, second}: NamedCell,
  references: References,
): Promise<string[]> => {
  const problems = await problemsOf(row, cell, references, second);
  return problems.map(problem => `${problem}\n  npm run crash -- --fake --cell '${name}'`);
};
