// `npm run bench`: what vmlet costs, beside what the same costs without it. Starts itself again in namespaces of its own
// (namespace.js), then runs each *.bench.js beside this file and prints a table. No measuring here.
//
// A bench file exports `bench`: {name, group, about, run}. `run(lab)` resolves with its rows (figures.js). What benches of one
// group open stays open for the next of them: `real` machines, `fresh` simulated fleets, a `kept` one.
import {readdirSync, writeFileSync} from 'node:fs';
import {checkWhole, readArguments} from '../arguments.js';
import {summaryOf, tableOf} from './figures.js';
import {growthChart} from './chart.js';
import {openLab} from './lab.js';
import {insideRoot, runInside} from './namespace.js';

const help = `npm run bench -- [--only NAME[,NAME]]... [--pairs N] [--json FILE] [--svg FILE]

  --only NAME  run these benches (more than once, or with commas)
  --list       name the benches and end
  --pairs N    measured rounds of subject and yardstick, after one that does not count (default 7)
  --json FILE  also write the rows: [{name, metric, value, min, max, unit, yardstick, bar, pass}]
  --svg FILE   also draw how cost grows from 1 to 1,000 machines (runs the bench \`growth\`)

Needs root: network, mount and pid namespaces of its own, bridges and taps in there. The yardstick libvirt needs the
packages libvirt-daemon-system and libvirt-clients, the simulated fleets need gcc; what is missing is said and left out.
Exit: 0 every bar that was measured is met, 1 one was missed or a bench failed, 64 usage.`;

const groups = ['real', 'fresh', 'kept'];

const options = {
  only: {type: 'string', multiple: true, default: []},
  pairs: {type: 'string', default: '7'},
  json: {type: 'string'},
  svg: {type: 'string'},
  list: {type: 'boolean', default: false},
};

const main = async () => {
  const benches = await load();
  const values = readArguments(help, options, given => check(benches, given));
  if (values.list) {
    for (const {name, about} of benches) console.log(`${name.padEnd(18)} ${about}`);
    return 0;
  }
  const root = insideRoot();
  if (root === undefined) return runInside();
  const only = namesOf(values.only);
  if (values.svg !== undefined && only.length > 0) only.push('growth');
  const chosen = benches.filter(({name}) => only.length === 0 || only.includes(name));
  const lab = openLab({root, pairs: Number(values.pairs), chosen: chosen.map(({name}) => name)});
  const {rows, failed} = await runAll(chosen, lab);
  console.log(tableOf(rows));
  console.log(summaryOf(rows));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (values.svg !== undefined && lab.growth.length > 0) writeFileSync(values.svg, growthChart(lab.growth));
  return failed || rows.some(({pass}) => pass === false) ? 1 : 0;
};

const load = async () => {
  const files = readdirSync(import.meta.dirname).filter(file => file.endsWith('.bench.js'));
  const benches = await Promise.all(files.sort().map(async file => (await import(`./${file}`)).bench));
  return groups.flatMap(group => benches.filter(bench => bench.group === group));
};

const check = (benches, {pairs, only}) => {
  checkWhole({pairs}, ['pairs'], 1);
  const unknown = namesOf(only).filter(name => !benches.some(bench => bench.name === name));
  if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; --list names them`);
};

const namesOf = only => only.flatMap(text => text.split(','));

/** A bench that fails does not take the others with it. */
const runAll = async (benches, lab) => {
  const rows = [];
  let failed = false;
  for (const group of groups) {
    for (const {name, run} of benches.filter(bench => bench.group === group))
      try {
        rows.push(...(await run(lab)));
      } catch (error) {
        failed = true;
        console.error(`${name} failed: ${error.stack}`);
      }
    await lab.closeAll();
  }
  return {rows, failed};
};

process.exit(await main());
