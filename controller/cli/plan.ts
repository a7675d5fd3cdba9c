// `vmlet plan`: what the daemon would do now, or, where none runs, what it would do if it were started.
import {resolve} from 'node:path';
import {planExitCode} from '../api/plan-report.ts';
import type {PlanReport} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import {lockState} from '../status/read.ts';
import type {Cli, Verb, VerbOptions} from './context.ts';
import {asJson, asYaml, colourOf} from './output.ts';
import {planLines} from './plan-lines.ts';

export const planVerb: Verb = {
  name: 'plan',
  summary:
    'show what would be done, what each change costs and why something waits; changes nothing. ' +
    'Exit code 0: nothing to do; 2: changes; 3: changes that interrupt a guest, or would; 65: invalid manifests; 77: refused by the host policy',
  words: '[dir]',
  options: [
    ['-o, --output <format>', 'text, json or yaml'],
    ['--color <when>', 'auto, always or never'],
    ['--against <snapshot>', 'a host that `vmlet snapshot-host` wrote down, instead of this one; needs DIR'],
    ['--policy <file>', 'without a daemon: host policy'],
  ],
  examples: [
    'vmlet plan',
    'vmlet plan ./checkout/manifests          # as if they were the ones in force',
    'vmlet plan --against host.json ./manifests   # on a laptop',
    'vmlet plan -o json | jq .objects[].downtime',
  ],
  run: async (cli, words, options) => {
    const format = options.text('output') ?? 'text';
    if (!['text', 'json', 'yaml'].includes(format))
      throw new VmletError('E-USAGE', `-o \`${format}\` is not text, json or yaml`);
    const colour = colourOf(cli, options.text('color'));
    const report = await fetchPlan(cli, words[0], options);
    if (format === 'json') cli.stdout.write(asJson(report));
    else if (format === 'yaml') cli.stdout.write(await asYaml(report));
    else cli.stdout.write(`${planLines(report, colour).join('\n')}\n`);
    return planExitCode(report);
  },
};

const fetchPlan = async (cli: Cli, dir: string | undefined, options: VerbOptions): Promise<PlanReport> => {
  const named = dir === undefined ? undefined : resolve(cli.cwd, dir);
  const policy = options.text('policy');
  const against = options.text('against');
  if (against !== undefined) {
    if (named === undefined || policy !== undefined)
      throw new VmletError(
        'E-USAGE',
        '--against takes a directory of manifests and no --policy: vmlet plan --against FILE DIR',
      );
    return cli.planAgainst({snapshotFile: resolve(cli.cwd, against), manifestsDir: named});
  }
  const isRunning = lockState(cli.host.files, cli.paths.stateLock).state === 'held';
  if (isRunning && policy !== undefined)
    throw new VmletError('E-USAGE', 'a daemon runs, and plans with its own policy; leave --policy out');
  try {
    return await cli.api.plan(...(named === undefined ? [] : [{manifestsDir: named}]));
  } catch (thrown) {
    if (!(thrown instanceof VmletError) || thrown.code !== 'E-DAEMON') throw thrown;
    // It holds the guests' monitors: whoever looks past it sees nothing of what runs.
    if (isRunning) throw thrown;
    cli.stderr.write('vmlet: daemon not answering, planned here instead; start it with: vmlet run\n');
  }
  return cli.planLocally({
    manifestsDir: named ?? cli.manifestsDir,
    standsFor: cli.daemonManifestsDir ?? named ?? cli.manifestsDir,
    isNamed: named !== undefined,
    policyFile: policy === undefined ? null : resolve(cli.cwd, policy),
    paths: cli.paths,
  });
};
