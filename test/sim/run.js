// `npm run sim`: seeds of the simulation, many or one, outside jest. Prints each failing seed with the one command that
// replays it; exit 1 when there is one. What a seed does is decided in run-seed.ts.
import {availableParallelism} from 'node:os';
import {checkWhole, readArguments} from '../arguments.js';
import {compiledUrl} from '../compile.js';
import {runSeeds} from './pool.js';

const help = `npm run sim -- [--seeds N] [--from S] [--events E] [--jobs J]
npm run sim -- --seed S [--events E]

  --seeds N   how many seeds to run (default 200)
  --from S    the first of them (default 1)
  --events E  events in each (default 300)
  --jobs J    how many at once (default: one for each core)
  --seed S    run this one and print its whole trace

A failing seed is printed with what broke, its last steps, and the command that replays it. A seed is one exact run of
one state of the code: a change of the program or of the simulation makes it another run.
Exit: 0 nothing failed, 1 a seed failed, 64 usage.`;

const options = {
  seeds: {type: 'string', default: '200'},
  from: {type: 'string', default: '1'},
  events: {type: 'string'},
  jobs: {type: 'string', default: String(availableParallelism())},
  seed: {type: 'string'},
};
/** Of a failing seed among many, the end of its trace. */
const shownLines = 12;

const main = async () => {
  const values = readArguments(help, options, given => {
    checkWhole(given, ['seeds', 'events', 'jobs'], 1);
    checkWhole(given, ['from', 'seed']);
  });
  const events = values.events === undefined ? {} : {events: Number(values.events)};
  const moduleUrl = compiledUrl('test/sim/run-seed.ts');
  return values.seed === undefined
    ? runMany(moduleUrl, values, events)
    : replay(moduleUrl, Number(values.seed), events);
};

const runMany = async (moduleUrl, values, seedOptions) => {
  const [count, first, jobs] = [values.seeds, values.from, values.jobs].map(Number);
  const {replayCommand} = await import(moduleUrl);
  const startMs = performance.now();
  const failed = [];
  let done = 0;
  const seconds = () => ((performance.now() - startMs) / 1_000).toFixed(1);
  const progress = () => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r${done} of ${count} seeds, ${failed.length} failed, ${seconds()} s `);
  };
  await runSeeds({
    moduleUrl,
    seeds: Array.from({length: count}, (_, index) => first + index),
    options: seedOptions,
    jobs,
    onResult: result => {
      done += 1;
      if (result.violations.length > 0) {
        failed.push(result.seed);
        if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
        console.log(
          [
            `seed ${result.seed}`,
            ...result.violations,
            ...result.recent.slice(-shownLines),
            `replay: ${replayCommand(result.seed, seedOptions)}`,
            '',
          ].join('\n'),
        );
      }
      progress();
    },
  });
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  const list = failed.length === 0 ? '' : `: ${failed.sort((one, other) => one - other).join(' ')}`;
  console.log(`${done} seeds in ${seconds()} s, ${failed.length} failed${list}`);
  return failed.length > 0 ? 1 : 0;
};

/** In this thread, so that a debugger finds it. */
const replay = async (moduleUrl, seed, seedOptions) => {
  const {runSeed} = await import(moduleUrl);
  const {violations, traceHash} = await runSeed(seed, {
    ...seedOptions,
    onLine: line => {
      console.log(line);
    },
  });
  console.log(`\nseed ${seed}: ${violations.length === 0 ? 'nothing failed' : 'FAILED'}, trace ${traceHash}`);
  for (const violation of violations) console.log(violation);
  return violations.length > 0 ? 1 : 0;
};

process.exit(await main());
