// `vmlet sweep`: what bears vmlet's mark on this host and belongs to no object. A report, until something else is asked for.
import type {SweepReply, SweepRequest, SweptOrphan} from '../api/sweep.ts';
import {asVmletError, VmletError} from '../errors.ts';
import {lockState} from '../status/read.ts';
import type {Cli, Verb, VerbOptions} from './context.ts';
import {asJson, asYaml, usesColour} from './output.ts';
import {askWords} from './question.ts';
import {tableLines} from './table.ts';

export const sweepVerb: Verb = {
  name: 'sweep',
  summary:
    'report what bears the mark of vmlet and belongs to no object: links, processes, disks, sockets; take it away or back only when told so',
  options: [
    ['--delete', 'take away what is provably of this vmlet; disks, revisions and logs go to the trash'],
    ['--adopt', 'take back machines whose record is lost'],
    ['--stop-guests', 'with --delete: also guests that run without an object, each asked to shut down first'],
    ['--confirm <words>', 'with --stop-guests: the words that are asked for, such as "stop 2 guests"'],
    ['-o, --output <format>', 'table, json or yaml'],
  ],
  examples: ['vmlet sweep', 'vmlet sweep -o json', 'vmlet sweep --adopt', 'vmlet sweep --delete'],
  run: async (cli, _words, options) => {
    const format = options.text('output') ?? 'table';
    if (!['table', 'json', 'yaml'].includes(format))
      throw new VmletError('E-USAGE', `-o \`${format}\` is not one of table, json, yaml`);
    const request = await requestOf(cli, options);
    if (request === null) {
      cli.stderr.write('vmlet: nothing was done\n');
      return 1;
    }
    const orphans = await sweep(cli, request);
    if (format === 'json') cli.stdout.write(asJson(orphans));
    else if (format === 'yaml') cli.stdout.write(await asYaml(orphans));
    else if (orphans.length === 0) cli.stderr.write('vmlet: nothing is left over\n');
    else printTable(cli, orphans, request.mode);
    return orphans.some(({failed}) => failed !== null) ? 1 : 0;
  },
};

/** What is asked for; null when a person thought better of it. */
const requestOf = async (cli: Cli, options: VerbOptions): Promise<SweepRequest | null> => {
  const [isDelete, isAdopt, stopsGuests] = ['delete', 'adopt', 'stopGuests'].map(name => options.flag(name));
  if (isDelete === true && isAdopt === true)
    throw new VmletError('E-USAGE', '--adopt first, and then --delete');
  if (stopsGuests === true && isDelete !== true)
    throw new VmletError('E-USAGE', '--stop-guests is part of --delete');
  if (isAdopt === true) return {mode: 'adopt', stop: []};
  if (isDelete !== true) return {mode: 'report', stop: []};
  if (stopsGuests !== true) return {mode: 'delete', stop: []};
  const guests = (await sweep(cli, {mode: 'report', stop: []})).flatMap(({hasGuest, process}) =>
    hasGuest === true && process !== undefined ? [process] : [],
  );
  if (guests.length === 0) return {mode: 'delete', stop: []};
  const words = `stop ${String(guests.length)} guest${guests.length === 1 ? '' : 's'}`;
  const pids = guests.map(({pid}) => String(pid)).join(', ');
  const given = options.text('confirm');
  if (given === undefined && cli.stdin.isTTY !== true)
    throw new VmletError('E-USAGE', `pids ${pids} may run guests; say so with --confirm "${words}"`);
  const said = given ?? (await askWords(cli, `Pids ${pids} may run guests. Type \`${words}\` to end them:`));
  if (said.trim() === words) return {mode: 'delete', stop: guests};
  if (given === undefined) return null;
  throw new VmletError('E-USAGE', `--confirm must be "${words}" now (pids ${pids})`);
};

/** By the daemon, which holds the lock and the monitors; without one, here. */
const sweep = async (cli: Cli, request: SweepRequest): Promise<readonly SweptOrphan[]> => {
  let reply: SweepReply;
  try {
    reply = await cli.api.sweep(request);
  } catch (thrown) {
    const isRunning = lockState(cli.host.files, cli.paths.stateLock).state === 'held';
    if (asVmletError(thrown).code !== 'E-DAEMON' || isRunning) throw thrown;
    return cli.sweepLocally({paths: cli.paths, request});
  }
  if (!reply.ok) throw new VmletError(reply.code, reply.message);
  return reply.orphans;
};

const printTable = (cli: Cli, orphans: readonly SweptOrphan[], mode: SweepRequest['mode']): void => {
  const rows = orphans.map(orphan => [
    orphan.kind,
    orphan.name,
    orphan.uid,
    orphan.detail,
    outcomeOf(orphan, mode),
  ]);
  const headings = [
    'KIND',
    'NAME',
    'UID',
    'DETAIL',
    mode === 'report' ? 'WHAT --delete WOULD DO' : 'WHAT BECAME OF IT',
  ];
  const lines = tableLines({headings, rows}, {colour: usesColour(cli.stdout, cli.env)});
  cli.stdout.write(lines.map(line => `${line}\n`).join(''));
};

const outcomeOf = ({kind, kept, done, failed}: SweptOrphan, mode: SweepRequest['mode']): string => {
  if (failed !== null) return `failed: ${failed}`;
  if (done !== null) return done;
  if (kept !== null) return `kept: ${kept}`;
  if (mode !== 'report') return 'kept';
  return kind === 'state' ? 'to the trash' : kind === 'process' ? 'end it' : 'remove it';
};
