// `vmlet sweep`: what bears vmlet's mark on this host and belongs to no object. A report, and nothing else.
import {VmletError} from '../errors.ts';
import type {Orphan} from '../api/protocol.ts';
import type {Verb} from './context.ts';
import {asJson, asYaml, usesColour} from './output.ts';
import {tableLines} from './table.ts';

export const sweepVerb: Verb = {
  name: 'sweep',
  summary: 'report what bears the mark of vmlet and belongs to no object: links, processes, disks, sockets',
  options: [['-o, --output <format>', 'table, json or yaml']],
  examples: ['vmlet sweep', 'vmlet sweep -o json'],
  run: async (cli, _words, options) => {
    const format = options.text('output') ?? 'table';
    if (!['table', 'json', 'yaml'].includes(format))
      throw new VmletError('E-USAGE', `-o \`${format}\` is not one of table, json, yaml`);
    const orphans = await cli.findOrphans({paths: cli.paths});
    if (format === 'json') cli.stdout.write(asJson(orphans));
    else if (format === 'yaml') cli.stdout.write(await asYaml(orphans));
    else if (orphans.length === 0) cli.stderr.write('vmlet: nothing is left over\n');
    else {
      const rows = orphans.map(({kind, name, uid, detail, ...orphan}) => [
        kind,
        name,
        uid,
        detail,
        adviceOf({kind, name, uid, detail, ...orphan}),
      ]);
      const table = {headings: ['KIND', 'NAME', 'UID', 'DETAIL', 'WHAT TO DO'], rows};
      const lines = tableLines(table, {colour: usesColour(cli.stdout, cli.env)});
      cli.stdout.write(lines.map(line => `${line}\n`).join(''));
    }
    return 0;
  },
};

/** What a person may do about it; what may be another vmlet's is only named. */
const adviceOf = ({kind, name, isOurs}: Orphan): string => {
  if (!isOurs) return 'of another vmlet, as far as can be told: leave it';
  switch (kind) {
    case 'process':
      return `kill ${name}, once its uid and start were checked again`;
    case 'link':
      return `ip link del dev ${name}`;
    case 'disks':
      return 'guest data: look into it before you remove it';
    case 'sockets':
      return `rm -r ${name}, if no process runs`;
    default:
      return kind satisfies never;
  }
};
