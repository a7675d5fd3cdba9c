#!/usr/bin/env node
// `npm start`: set the checkout up, then be the daemon's parent until it ends. Arguments go to `vmlet run`.
// Must not: do what the daemon does, or hold anything that would be lost with it.
import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {performance} from 'node:perf_hooks';
import {join} from 'node:path';
import {startPackages} from './packages.js';
import * as setup from './setup.js';

/** Keys and supervisors reach us two ways, from the terminal and from npm, which passes on what it got itself. */
const echoMs = 300;

const main = () => {
  setup.checkNode();
  setup.installTools(setup.isRoot ? startPackages : withoutRoot(startPackages));
  setup.installModules();
  setup.build();
  setup.linkCommand();
  setup.makeStateDirectory();
  runDaemon([
    'run',
    '--manifests',
    'manifests',
    '--state-dir',
    '.vmlet',
    '--log-format',
    'human',
    ...process.argv.slice(2),
  ]);
};

/** Links are not ours to make without root. */
const withoutRoot = packages => packages.filter(({name}) => name !== 'iproute2');

/**
 * The daemon gets a session of its own, so that a key press in the terminal reaches it through us alone, once; the
 * terminal stays its output.
 */
const runDaemon = args => {
  const child = spawn(process.execPath, [join('dist', 'main.js'), ...args], {
    cwd: setup.root,
    stdio: 'inherit',
    detached: true,
  });
  const last = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGWINCH']) {
    process.on(signal, () => {
      const now = performance.now();
      const isEcho = signal !== 'SIGWINCH' && now - (last.get(signal) ?? -Infinity) < echoMs;
      last.set(signal, now);
      if (!isEcho) child.kill(signal);
    });
  }
  child.on('error', error => fail(new setup.SetupError(`the daemon could not be started: ${error.message}`)));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
};

const fail = error => {
  if (!(error instanceof setup.SetupError)) throw error;
  setup.tell(error.message);
  process.exit(error.exitCode);
};

try {
  main();
} catch (error) {
  fail(error);
}
