// `npm run fuzz`: every target in turn, each in a child with 256 MiB of heap.
// A case that fails, hangs or kills the child is kept in test/fuzz/corpus, which the unit tests replay for ever.
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import * as timers from 'node:timers';
import {checkWhole, readArguments} from '../arguments.js';
import {importCompiled} from '../compile.js';

const heapMiB = 256;
/** No case may take a second; one that takes this long never ends. */
const stuckMs = 20_000;

const help = `npm run fuzz -- [--minutes M] [--only NAME] [--seed S]

  --minutes M  how long, all targets together (default 1)
  --only NAME  this target
  --seed S     the first seed (default: another each time; it is printed)

Exit: 0 nothing failed, 1 a case failed and was kept in test/fuzz/corpus, 64 usage.`;

const options = {minutes: {type: 'string', default: '1'}, only: {type: 'string'}, seed: {type: 'string'}};

const main = async () => {
  const {program, targetNames} = await importCompiled('test/fuzz/campaign.ts');
  const values = readArguments(help, options, given => {
    checkWhole(given, ['minutes', 'seed']);
    if (given.only !== undefined && !targetNames.includes(given.only))
      throw new Error(`--only ${given.only}: one of ${targetNames.join(', ')}`);
  });
  const names = values.only === undefined ? targetNames : [values.only];
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 30));
  const ms = (Number(values.minutes) * 60_000) / names.length;
  const directory = fs.mkdtempSync(join(tmpdir(), 'vmlet-fuzz-'));
  let failed = 0;
  try {
    for (const name of names) {
      const casePath = join(directory, name);
      const answer = await child(program, [name, String(seed), String(ms), casePath], casePath);
      failed += report(name, seed, answer, casePath) ? 0 : 1;
    }
  } finally {
    fs.rmSync(directory, {recursive: true, force: true});
  }
  console.log(`${names.length} targets, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

const child = (program, words, casePath) =>
  new Promise(resolve => {
    const started = spawn(process.execPath, [`--max-old-space-size=${heapMiB}`, program, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    let stuck = false;
    started.stdout.on('data', chunk => (out += chunk));
    const watch = timers.setInterval(() => {
      const began = fs.existsSync(casePath) ? fs.statSync(casePath).mtimeMs : Date.now();
      if (Date.now() - began < stuckMs) return;
      stuck = true;
      started.kill('SIGKILL');
    }, 1_000);
    started.on('close', (code, signal) => {
      timers.clearInterval(watch);
      if (code === 0) resolve(JSON.parse(out));
      else resolve({died: stuck ? `hung for ${stuckMs / 1000} s` : `ended with ${signal ?? code}`});
    });
  });

/** Print one line; keep the case of a failure. True when all is well. */
const report = (name, seed, answer, casePath) => {
  if (answer.died !== undefined) {
    const kept = keep(name, fs.readFileSync(casePath));
    console.log(`${name}: the child ${answer.died}; its last case is ${kept}`);
    return false;
  }
  const outcomes = Object.entries(answer.outcomes).map(([word, count]) => `${count} ${word}`);
  const figures = `${answer.runs} cases (${outcomes.join(', ')}), worst ${answer.worstMs} ms, peak ${answer.peakMiB} MiB`;
  console.log(`${name}: ${figures}, seeds ${seed} to ${answer.seed}`);
  if (answer.failure === null) return true;
  const kept = keep(name, Buffer.from(answer.failure.base64, 'base64'));
  console.log(`${name}: ${answer.failure.why}`);
  console.log(
    `kept as ${kept}; again: npm run fuzz -- --only ${name} --seed ${answer.failure.seed} --minutes 0`,
  );
  return false;
};

const keep = (name, bytes) => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const directory = join('test/fuzz/corpus', name);
  fs.mkdirSync(directory, {recursive: true});
  fs.writeFileSync(join(directory, hash), bytes);
  return join(directory, hash);
};

await main();
