// `vmlet plan`: what the daemon would do now, or, where none answers, what it would do if it were started.
import {planExitCode} from '../api/plan-report.ts';
import type {PlannedObject, PlanReport} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import {changeText} from '../status/conditions.ts';
import type {Cli, Verb, VerbOptions} from './context.ts';
import {asJson, painted, printable, usesColour} from './output.ts';
import {kindOf, shortKind} from './targets.ts';
import {resolve} from 'node:path';

export const planVerb: Verb = {
  name: 'plan',
  summary:
    'show what would be done and why; exit code 0 nothing, 2 changes, 3 changes that interrupt a guest',
  options: [
    ['-o, --output <format>', 'text or json'],
    ['--manifests <dir>', 'plan this directory, here, without the daemon'],
    ['--policy <file>', 'with --manifests: host policy'],
  ],
  examples: ['vmlet plan', 'vmlet plan -o json', 'vmlet plan --manifests ./manifests'],
  run: async (cli, _words, options) => {
    const format = options.text('output') ?? 'text';
    if (format !== 'text' && format !== 'json')
      throw new VmletError('E-USAGE', `-o \`${format}\` is not text or json`);
    const report = await fetchPlan(cli, options);
    if (format === 'json') cli.stdout.write(asJson(report));
    else cli.stdout.write(`${planLines(report, usesColour(cli.stdout, cli.env)).join('\n')}\n`);
    return planExitCode(report);
  },
};

const fetchPlan = async (cli: Cli, options: VerbOptions): Promise<PlanReport> => {
  const manifests = options.text('manifests');
  if (manifests === undefined) {
    try {
      return await cli.api.plan();
    } catch (thrown) {
      if (!(thrown instanceof VmletError) || thrown.code !== 'E-DAEMON') throw thrown;
      cli.stderr.write('vmlet: daemon not answering, planned here instead; start it with: vmlet run\n');
    }
  }
  const policy = options.text('policy');
  return cli.planLocally({
    manifestsDir: manifests === undefined ? cli.manifestsDir : resolve(cli.cwd, manifests),
    policyFile: policy === undefined ? null : resolve(cli.cwd, policy),
    paths: cli.paths,
  });
};

/** A report for people; pure. `!` marks what interrupts a guest, `+` what does not, `~` what waits, `=` why. */
export const planLines = (report: PlanReport, colour: boolean): string[] => {
  const lines = [
    ...report.invalid.map(line => painted(printable(line), 'bad', colour)),
    ...report.objects.flatMap(each => objectLines(each, colour)),
  ];
  const actions = report.objects.flatMap(each => each.actions);
  const disruptive = actions.filter(each => each.disruptive).length;
  const waiting = report.objects.flatMap(each => each.pendingChanges).length;
  if (lines.length === 0) return ['Nothing to do: the host is as the manifests say.'];
  return [
    ...lines,
    '',
    `${String(actions.length)} to do (${String(disruptive)} interrupt a guest), ${String(waiting)} pending, ${String(report.invalid.length)} invalid.`,
  ];
};

const objectLines = ({object, actions, pendingChanges, holds}: PlannedObject, colour: boolean): string[] => [
  painted(label(object), 'bold', colour),
  ...actions.map(({summary, disruptive}) =>
    painted(`  ${disruptive ? '!' : '+'} ${printable(summary)}`, disruptive ? 'bad' : 'good', colour),
  ),
  ...pendingChanges.map(change =>
    painted(
      `  ~ ${printable(`${changeText(change)}${change.reason === '' ? '' : `: ${change.reason}`}`)}`,
      'busy',
      colour,
    ),
  ),
  ...holds.map(({condition, reason, message}) => `  = ${condition} ${reason}: ${printable(message)}`),
];

const label = (object: string): string => {
  const [kind = '', namespace = '', name = ''] = object.split('/');
  const known = kindOf(kind);
  return printable(
    `${known === undefined ? kind : shortKind[known]}/${name}${namespace === 'default' ? '' : ` (namespace ${namespace})`}`,
  );
};
