// `vmlet diff`: what two revisions of a VM differ in, field by field, with what each difference costs.
import type {DiffReply} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import type {Disruption} from '../plan/action.ts';
import type {Verb} from './context.ts';
import {namedVm, namespaceOption} from './control.ts';
import {asJson, asYaml, painted, printable, usesColour} from './output.ts';
import type {Paint} from './output.ts';
import {requireRevision} from './revision-name.ts';

type Diff = Extract<DiffReply, {ok: true}>;

export const diffVerb: Verb = {
  name: 'diff',
  summary: 'show what two revisions of a VM differ in, and what each difference costs',
  words: '<vm>',
  options: [
    namespaceOption,
    ['--from <revision>', 'number, prepared, booted or previous (default: booted)'],
    ['--to <revision>', 'number, prepared, booted or previous (default: prepared)'],
    ['--argv', 'the arguments of the hypervisor that differ, too'],
    ['-o, --output <format>', 'text, json or yaml'],
  ],
  examples: [
    'vmlet diff vm/web-1                     # what waits: from what runs to what is prepared',
    'vmlet diff vm/web-1 --from 3 --to 5',
    'vmlet diff vm/web-1 --from previous --to booted -o json',
  ],
  run: async (cli, words, options) => {
    const format = options.text('output') ?? 'text';
    if (!['text', 'json', 'yaml'].includes(format))
      throw new VmletError('E-USAGE', `-o \`${format}\` is not text, json or yaml`);
    const from = requireRevision(options.text('from') ?? 'booted', '--from');
    const to = requireRevision(options.text('to') ?? 'prepared', '--to');
    const reply = await cli.api.diff(await namedVm(cli, words, options), from, to);
    if (!reply.ok) throw new VmletError(reply.code, reply.message);
    const {ok: _ok, ...diff} = reply;
    if (format === 'json') cli.stdout.write(asJson(diff));
    else if (format === 'yaml') cli.stdout.write(await asYaml(diff));
    else {
      const lines = diffLines(reply, options.flag('argv'), usesColour(cli.stdout, cli.env));
      cli.stdout.write(lines.map(line => `${line}\n`).join(''));
    }
    return 0;
  },
};

const paints: Readonly<Record<Disruption, Paint>> = {
  hot: 'good',
  restart: 'busy',
  recreate: 'busy',
  refused: 'bad',
};

/** For people; pure. */
export const diffLines = (diff: Diff, withArgv: boolean, colour: boolean): string[] => {
  const {from, to, changes, hypervisor, argv} = diff;
  const between = `revision ${String(from)} and revision ${String(to)}`;
  const versions = [hypervisor.from, hypervisor.to].map(each =>
    each === null ? 'not recorded' : `${each.path} ${each.version}`,
  );
  const lines = [
    ...changes.flatMap(change => [
      painted(`~ ${printable(change.path)} (${change.disruption})`, paints[change.disruption], colour),
      painted(`  - ${printable(change.from)}`, 'bad', colour),
      painted(`  + ${printable(change.to)}`, 'good', colour),
    ]),
    ...(versions[0] === versions[1]
      ? []
      : [
          `~ hypervisor when it was made`,
          `  - ${printable(versions[0] ?? '')}`,
          `  + ${printable(versions[1] ?? '')}`,
        ]),
    ...(withArgv && argv !== null ? argvLines(argv.from ?? [], argv.to ?? [], colour) : []),
  ];
  return lines.length === 0
    ? [`${between} do not differ`]
    : [`From ${between.replace(' and ', ' to ')}:`, ...lines];
};

const argvLines = (from: readonly string[], to: readonly string[], colour: boolean): string[] => [
  '~ arguments of the hypervisor',
  ...from.filter(word => !to.includes(word)).map(word => painted(`  - ${printable(word)}`, 'bad', colour)),
  ...to.filter(word => !from.includes(word)).map(word => painted(`  + ${printable(word)}`, 'good', colour)),
];
