#!/usr/bin/env node
// `npm run planted`: puts each bug of bugs.ts into a copy of the compiled program, one at a time, and runs seeds of the
// simulation until one finds it. The same seed must be clean without the bug.
import {spawn} from 'node:child_process';
import * as fs from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import ts from 'typescript';
import {checkWhole, readArguments} from '../arguments.js';
import {compiledUrl} from '../compile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hunter = fileURLToPath(new URL('hunt.js', import.meta.url));
/** A seed takes about a second, on a busy machine a minute; one that takes this long will never end. */
const seedLimitMs = 600_000;

const help = `npm run planted -- [--only WORDS]... [--seeds N] [--first S] [--jobs J]

  --only WORDS  bugs whose name has these words (default: all)
  --seeds N     give a bug up after so many seeds (default 2000)
  --first S     the first seed (default 1)
  --jobs J      so many bugs at a time (default 1)

Exit: 0 each was found, 1 one was not, 64 usage.`;

const options = {
  only: {type: 'string', multiple: true, default: []},
  seeds: {type: 'string', default: '2000'},
  jobs: {type: 'string', default: '1'},
  first: {type: 'string', default: '1'},
};

const main = async () => {
  const values = readArguments(help, options, given => {
    checkWhole(given, ['seeds', 'jobs'], 1);
    checkWhole(given, ['first']);
  });
  const first = Number(values.first);
  const last = first + Number(values.seeds) - 1;
  const directory = fs.mkdtempSync(join(tmpdir(), 'vmlet-planted-'));
  try {
    const clean = copy(fileURLToPath(compiledUrl('')), join(directory, 'clean'));
    const load = path => import(pathToFileURL(join(clean, path)).href);
    const {bugs} = await load('test/planted/bugs.js');
    const {plant} = await load('test/planted/plant.js');
    const unknown = values.only.filter(part => !bugs.some(bug => bug.name.includes(part)));
    if (unknown.length > 0) throw new Error(`there is no planted bug ${unknown.join(', ')}`);
    const wanted = bugs.filter(
      bug => values.only.length === 0 || values.only.some(part => bug.name.includes(part)),
    );
    const hunts = wanted.map(bug => async () => {
      const tree = copy(clean, join(directory, bug.name));
      try {
        const text = plant(bug, fs.readFileSync(join(root, bug.file), 'utf8'));
        fs.writeFileSync(join(tree, bug.file.replace(/\.ts$/, '.js')), transpile(text));
        const found = await hunt(tree, clean, first, last);
        tell(bug, found);
        return {bug, found};
      } finally {
        fs.rmSync(tree, {recursive: true, force: true});
      }
    });
    const results = await inTurns(hunts, Math.min(Number(values.jobs), cpus().length));
    const missed = results.filter(({found}) => !found.isFound).map(({bug}) => bug.name);
    console.log(
      missed.length === 0
        ? `all ${results.length} planted bugs were found`
        : `${missed.length} of ${results.length} planted bugs were not found: ${missed.join(', ')}`,
    );
    return missed.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(directory, {recursive: true, force: true});
  }
};

/** A copy that can be changed; what the program reads beside its code is linked. */
const copy = (from, to) => {
  fs.mkdirSync(to);
  for (const name of ['controller', 'test']) fs.cpSync(join(from, name), join(to, name), {recursive: true});
  for (const name of ['package.json', 'crds', 'manifests', 'node_modules'])
    fs.symlinkSync(join(root, name), join(to, name));
  return to;
};

const transpile = text =>
  ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    },
  }).outputText;

/** Seeds until one finds it that is clean without it. */
const hunt = async (tree, clean, first, last) => {
  const startedMs = Date.now();
  for (let from = first; from <= last;) {
    const {seed, what} = await seedsOf(tree, from, last);
    const found = {seeds: (seed ?? last) - first + 1, seconds: (Date.now() - startedMs) / 1000};
    if (seed === null) return {...found, isFound: false, what: 'NOT FOUND'};
    if (await isClean(clean, seed)) return {...found, isFound: true, seed, what};
    from = seed + 1;
  }
  return {
    seeds: last - first + 1,
    seconds: (Date.now() - startedMs) / 1000,
    isFound: false,
    what: 'NOT FOUND',
  };
};

const cleanSeeds = new Map();

const isClean = async (clean, seed) => {
  if (!cleanSeeds.has(seed)) {
    const without = await seedsOf(clean, seed, seed);
    cleanSeeds.set(seed, without.seed === null);
    if (without.seed !== null)
      console.log(`  seed ${seed} counts for nothing, it finds a bug in any case: ${without.what}`);
  }
  return cleanSeeds.get(seed);
};

/** The first seed that is violated, and how; null when all are clean. */
const seedsOf = (tree, first, last) =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=1500', hunter, tree, first, last].map(String),
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let result = null;
    let running = first;
    let rest = '';
    let words = '';
    let timer;
    const arm = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        result = {seed: running, what: `the seed did not end within ${seedLimitMs / 1000} s`};
        child.kill('SIGKILL');
      }, seedLimitMs);
    };
    arm();
    child.stdout.setEncoding('utf8').on('data', text => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter(each => each.startsWith('{"seed"'))) {
        const {seed, violations} = JSON.parse(line);
        running = seed + 1;
        if (violations.length > 0) result ??= {seed, what: violations[0]};
        arm();
      }
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      words = (words + text).slice(-4_000);
    });
    child.on('error', reject);
    child.on('close', status => {
      clearTimeout(timer);
      const isOver = result !== null || running > last;
      const why = words.split('\n').find(line => /Error|FATAL/.test(line)) ?? words.slice(0, 300);
      resolve(
        result ?? (isOver ? {seed: null} : {seed: running, what: `its process ended (${status}): ${why}`}),
      );
    });
  });

const tell = ({name, promise}, {seed, seeds, seconds, what}) => {
  const where = seed === undefined ? `${seeds} seeds` : `seed ${seed}`;
  const cells = [name.padEnd(40), promise.padEnd(4), where.padEnd(10), `${seconds.toFixed(1)} s`.padStart(8)];
  console.log(`${cells.join(' ')}  ${what.replace(/\s+/g, ' ').slice(0, 160)}`);
};

const inTurns = async (tasks, jobs) => {
  const results = [];
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      const task = tasks[next];
      next += 1;
      results.push(await task());
    }
  };
  await Promise.all(Array.from({length: Math.max(1, jobs)}, work));
  return results;
};

process.exitCode = await main();
