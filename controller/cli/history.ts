// `vmlet history`: the revisions of a VM, what each changed, and which of them runs; or one revision whole.
import type {HistoryEntry} from '../api/protocol.ts';
import {VmletError} from '../errors.ts';
import {changeText} from '../status/conditions.ts';
import {formatAge} from './age.ts';
import type {Verb} from './context.ts';
import {namedVm, namespaceOption} from './control.ts';
import {asJson, asYaml, printable, usesColour} from './output.ts';
import {requireRevision} from './revision-name.ts';
import {tableLines} from './table.ts';

export const historyVerb: Verb = {
  name: 'history',
  summary: 'list the revisions of a VM: when, from which file, what changed, which one runs',
  words: '<vm>',
  options: [
    namespaceOption,
    ['--revision <number>', 'this one whole, as yaml or json: also prepared, booted or previous'],
    ['-o, --output <format>', 'table, json or yaml'],
  ],
  examples: [
    'vmlet history vm/web-1',
    'vmlet history vm/web-1 -o json',
    'vmlet history vm/web-1 --revision 3',
  ],
  run: async (cli, words, options) => {
    const name = options.text('revision');
    const format = options.text('output') ?? (name === undefined ? 'table' : 'yaml');
    if (!['table', 'json', 'yaml'].includes(format) || (format === 'table' && name !== undefined))
      throw new VmletError(
        'E-USAGE',
        `-o \`${format}\` is not ${name === undefined ? 'table, ' : ''}json or yaml`,
      );
    const ref = await namedVm(cli, words, options);
    const reply =
      name === undefined
        ? await cli.api.history(ref)
        : await cli.api.revision(ref, requireRevision(name, '--revision'));
    if (!reply.ok) throw new VmletError(reply.code, reply.message);
    if (format === 'table' && 'revisions' in reply) {
      const lines = historyLines(reply.revisions, cli.host.clock.now(), usesColour(cli.stdout, cli.env));
      cli.stdout.write(lines.map(line => `${line}\n`).join(''));
      return 0;
    }
    const value = 'revisions' in reply ? reply.revisions : reply.revision;
    cli.stdout.write(format === 'json' ? asJson(value) : await asYaml(value));
    return 0;
  },
};

/** The table, newest last; pure. */
export const historyLines = (revisions: readonly HistoryEntry[], now: string, colour: boolean): string[] => {
  if (revisions.length === 0) return ['It has no revisions yet.'];
  const rows = revisions.map(entry => [
    String(entry.number),
    formatAge(entry.createdAt, now),
    entry.marks.join(',') || '-',
    entry.source === null ? '-' : entry.source.file,
    whatChanged(entry),
  ]);
  return tableLines({headings: ['REVISION', 'AGE', 'IS', 'SOURCE', 'CHANGED'], rows}, {colour});
};

const whatChanged = ({cause, changes}: HistoryEntry): string => {
  const list = changes.map(changeText).join(', ');
  return printable([cause ?? '', list].filter(text => text !== '').join(': ')) || '-';
};
