#!/usr/bin/env node
// `npm test`: set the checkout up, check types, lint and format, then run every jest project. Ends with one plain
// line, `N passed, N failed`. Arguments go to jest.
import {spawnSync} from 'node:child_process';
import * as fs from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startPackages, testPackages} from './packages.js';
import * as setup from './setup.js';

/** What computes takes every core; of what waits for real tools and real guests two at a time is as many as two cores bear. */
const allRuns = [
  ['--selectProjects', 'unit', 'sim', '--maxWorkers=100%'],
  ['--selectProjects', 'host', 'e2e', '--maxWorkers=2'],
];

/** Seeds of the simulation, unless VMLET_SIM_SEEDS says otherwise; `npm run test:fast` runs fewer. */
const seeds = '2000';

const main = args => {
  setup.checkNode();
  setup.installTools([...startPackages, ...testPackages]);
  setup.installModules();
  setup.build();
  setup.linkCommand();
  const checked = check();
  const runs = args.includes('--selectProjects') ? [[]] : allRuns;
  const results = runs.map(run => jest([...run, '--passWithNoTests', ...args]));
  const sum = field => results.reduce((total, result) => total + result[field], 0);
  if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped (each says why)`);
  // A failed check is a failure like any other.
  const failed = sum('failed') + (checked ? 0 : 1);
  const empty = sum('passed') + failed === 0;
  if (empty) console.log('no test was run');
  console.log(`${sum('passed')} passed, ${failed} failed`);
  return failed > 0 || empty || results.some(({status}) => status !== 0) ? 1 : 0;
};

const check = () => {
  const npm = process.env['npm_execpath'];
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const {status} = spawnSync(command, [...before, 'run', '-s', 'check'], {cwd: setup.root, stdio: 'inherit'});
  if (status !== 0) setup.tell('types, lint or format are not in order (npm run check)');
  return status === 0;
};

/** Run jest and count from its report; a file that could not even be loaded counts as one failure. */
const jest = args => {
  const directory = fs.mkdtempSync(join(tmpdir(), 'vmlet-test-'));
  const report = join(directory, 'report.json');
  try {
    const {status} = spawnSync(
      process.execPath,
      [
        ...[
          '--experimental-vm-modules',
          '--disable-warning=ExperimentalWarning',
          'node_modules/jest/bin/jest.js',
        ],
        ...[...args, '--json', `--outputFile=${report}`],
      ],
      {cwd: setup.root, stdio: ['inherit', 2, 2], env: {VMLET_SIM_SEEDS: seeds, ...process.env}},
    );
    if (!fs.existsSync(report)) return {passed: 0, failed: 1, skipped: 0, status};
    const counts = JSON.parse(fs.readFileSync(report, 'utf8'));
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests + counts.numRuntimeErrorTestSuites,
      skipped: counts.numPendingTests + counts.numTodoTests,
      status,
    };
  } finally {
    fs.rmSync(directory, {recursive: true, force: true});
  }
};

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof setup.SetupError)) throw error;
  setup.tell(error.message);
  process.exitCode = error.exitCode;
}
