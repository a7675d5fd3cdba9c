// `vmlet run`: parse the options of the daemon; being it is main's.
import {resolve} from 'node:path';
import {VmletError} from '../errors.ts';
import type {RunOptions, Verb, VerbOptions} from './context.ts';
import {durationOf} from './duration.ts';

const formats = ['json', 'human'] as const;
const levels = ['debug', 'info', 'warn', 'error'] as const;

export const runVerb: Verb = {
  name: 'run',
  summary: 'be the daemon: read manifests and keep the host that way, until stopped (VMs run on)',
  options: [
    ['--manifests <dir>', 'directory of the manifests (default: /etc/vmlet/manifests)'],
    ['--policy <file>', 'host policy (default: /etc/vmlet/policy.yaml when it is there)'],
    ['--once', 'end with 0 when every object is Ready, with 1 and the reasons when not; VMs stay up'],
    ['--timeout <duration>', 'with --once: how long to wait (default: 5m)'],
    ['--log-format <format>', 'json or human (default: human on a terminal)'],
    ['--log-level <level>', 'debug, info, warn or error (default: info)'],
    ['--resync <duration>', 'look at everything again this often (default: 30s)'],
    ['--no-table', 'plain lines instead of the live table'],
  ],
  examples: [
    'vmlet run',
    'vmlet run --manifests ./manifests --state-dir .vmlet',
    'vmlet run --once --timeout 2m && echo all ready',
  ],
  run: async (cli, _words, options) => {
    const {stateDir, runtimeDir} = cli.paths;
    const policy = options.text('policy');
    const statusDir = options.text('statusDir');
    const run: RunOptions = {
      manifestsDir: resolve(cli.cwd, options.text('manifests') ?? '/etc/vmlet/manifests'),
      stateDir,
      runtimeDir,
      statusDir: statusDir === undefined ? null : resolve(cli.cwd, statusDir),
      policyFile: policy === undefined ? null : resolve(cli.cwd, policy),
      once: options.flag('once'),
      timeoutMs: durationOf(options, 'timeout', 300_000),
      logFormat: choice(options, 'logFormat', formats, cli.stderr.isTty ? 'human' : 'json'),
      logLevel: choice(options, 'logLevel', levels, 'info'),
      resyncMs: durationOf(options, 'resync', 30_000),
      table: options.flag('table'),
    };
    if (run.resyncMs < 1000) throw new VmletError('E-USAGE', '--resync must be at least 1s');
    return cli.runDaemon(run);
  },
};

const choice = <T extends string>(
  options: VerbOptions,
  name: string,
  known: readonly T[],
  byDefault: T,
): T => {
  const text = options.text(name);
  if (text === undefined) return byDefault;
  const found = known.find(each => each === text);
  const flag = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  if (found === undefined)
    throw new VmletError('E-USAGE', `--${flag} \`${text}\` is not one of ${known.join(', ')}`);
  return found;
};
