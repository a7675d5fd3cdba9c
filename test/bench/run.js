// `npm run bench [-- --only NAME] [--pairs N] [--json FILE]`: each *.bench.js beside this file, subject and yardstick in
// turn, as a table. It informs and does not judge: exit 0 also when a bar is missed, because the machine may be busy.
//
// A bench file exports `bench`: {name, metric, unit, yardstick, bar, open}. `open()` gives {pair, close}: `pair()` measures
// both once and resolves with {subject, yardstick} in `unit`; `close()` ends all that was started.
import {readdirSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {rowOf, tableOf} from './figures.js';

const main = async () => {
  const {values} = parseArgs({
    options: {only: {type: 'string'}, pairs: {type: 'string', default: '3'}, json: {type: 'string'}},
  });
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new Error(`--pairs ${values.pairs}: a whole number from 1`);
  const benches = await load(values.only);
  const rows = [];
  for (const bench of benches) rows.push(await measure(bench, pairs));
  console.log(tableOf(rows));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
};

const load = async only => {
  const files = readdirSync(import.meta.dirname).filter(file => file.endsWith('.bench.js'));
  const all = await Promise.all(files.sort().map(async file => (await import(`./${file}`)).bench));
  const chosen = all.filter(({name}) => only === undefined || name === only);
  if (chosen.length === 0)
    throw new Error(`no bench ${only}; there are: ${all.map(({name}) => name).join(', ')}`);
  return chosen;
};

const measure = async (bench, pairs) => {
  const opened = await bench.open();
  const onSignal = () => void opened.close().finally(() => process.exit(130));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await pairOf(bench, opened, 'warm-up');
    const measured = [];
    for (let index = 1; index <= pairs; index += 1)
      measured.push(await pairOf(bench, opened, `pair ${index} of ${pairs}`));
    return rowOf(bench, measured);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await opened.close();
  }
};

const pairOf = async (bench, opened, title) => {
  const pair = await opened.pair();
  const {subject, yardstick} = pair;
  console.error(
    `${bench.name}, ${title}: vmlet ${subject.toFixed(0)} ${bench.unit}, ${bench.yardstick} ${yardstick.toFixed(0)} ${bench.unit}`,
  );
  return pair;
};

await main();
