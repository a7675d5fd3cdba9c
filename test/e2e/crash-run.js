// `npm run crash`: the crash matrix outside jest. On this host with real guests: kill -9 of a real daemon right before
// and right after each of its effects, and while a tool that it started is at work. With --fake, on the fake host: every
// effect, everything that may become of it, and every next world. Exit 1 when a cell failed; each is printed with the
// command that runs it again.
import {checkWhole, readArguments} from '../arguments.js';
import {importCompiled} from '../compile.js';

const help = `npm run crash -- [--scene NAME] [--from N] [--points N] [--cell NAME]
npm run crash -- --fake [--further N|all] [--pairs N] [--seed S] [--cell NAME]

  --scene NAME  only scenes whose name begins so
  --from N      the first effect (default 1), counted over the chosen scenes
  --points N    how many effects from there on (default all); each is a cell before and one after, and a tool
                one while it runs alone
  --cell NAME   only this cell, as a failure prints it
  --fake        on the fake host; nothing real is started
  --further N   cells beyond one effect of each kind (default all)
  --pairs N     cells with a second kill while the first is mended (default 500)
  --seed S      what the seeded parts draw from (default 1)
Needs root for the real host. Exit: 0 nothing failed, 1 a cell failed, 64 usage.`;

const options = {
  scene: {type: 'string', default: ''},
  from: {type: 'string', default: '1'},
  points: {type: 'string', default: '1000000'},
  cell: {type: 'string'},
  fake: {type: 'boolean', default: false},
  further: {type: 'string', default: 'all'},
  pairs: {type: 'string', default: '500'},
  seed: {type: 'string', default: '1'},
};

const main = async () => {
  const values = readArguments(help, options, given => {
    checkWhole(given, ['from', 'points', 'pairs', 'seed']);
    if (given.further !== 'all') checkWhole(given, ['further']);
  });
  return values.fake ? runFake(values) : runReal(values);
};

const secondsSince = startMs => `${((performance.now() - startMs) / 1_000).toFixed(0)} s`;

const runFake = async ({further, pairs, seed, cell = null}) => {
  const {planMatrix, runRow} = await importCompiled('test/sim/crash-matrix.ts');
  const startMs = performance.now();
  const plan = await planMatrix({
    kinds: 'all',
    further: further === 'all' ? 'all' : Number(further),
    pairs: Number(pairs),
    seed: Number(seed),
  });
  const table = [];
  let failed = 0;
  for (const row of plan.rows) {
    const {cells, problems} = await runRow(row, cell);
    if (cells === 0) continue;
    for (const problem of problems) console.log(`${problem}\n`);
    failed += problems.length;
    table.push({scene: row.row.what, effects: row.points.length, cells, failed: problems.length});
  }
  console.table(table);
  const cells = table.reduce((sum, row) => sum + row.cells, 0);
  console.log(
    `${plan.effects} effects of ${plan.kinds} kinds, ${plan.all} cells; ${cells} cells run in ${secondsSince(startMs)}, ${failed} problems`,
  );
  if (cells === 0) console.error('there is no such cell');
  return failed > 0 || cells === 0 ? 1 : 0;
};

const runReal = async ({scene, from, points, cell = null}) => {
  const {runRealMatrix} = await importCompiled('test/e2e/crash-matrix.ts');
  const startMs = performance.now();
  const {rows, problems, kinds} = await runRealMatrix({
    scene,
    from: Number(from),
    points: Number(points),
    cell,
    sample: null,
    onCell: line => {
      console.log(`${secondsSince(startMs)} ${line}`);
    },
  });
  for (const problem of problems) console.log(`\n${problem}`);
  console.table(rows);
  console.table([...kinds].sort().map(([kind, effects]) => ({kind, effects})));
  const cells = rows.reduce((sum, row) => sum + row.cells, 0);
  console.log(`${cells} cells in ${secondsSince(startMs)}, ${problems.length} failed`);
  if (cells === 0) console.error('there is no such cell');
  return problems.length > 0 || cells === 0 ? 1 : 0;
};

process.exit(await main());
