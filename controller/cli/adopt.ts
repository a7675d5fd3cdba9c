// `vmlet adopt`: a guest that something else runs, as manifests. Looks only: neither the guest nor its disks are touched.
import {resolve} from 'node:path';
import {adoptCommandLine} from '../adopt/command-line.ts';
import type {HostFacts} from '../adopt/command-line.ts';
import type {Adopted} from '../adopt/adopted.ts';
import {adoptDomain} from '../adopt/domain.ts';
import {parseXml, xmlLimitBytes} from '../adopt/element.ts';
import {VmletError} from '../errors.ts';
import {decodeFile} from '../manifest/decode.ts';
import {formatDiagnostic} from '../manifest/diagnostic.ts';
import type {Cli, Verb} from './context.ts';
import {asYaml, printable} from './output.ts';
import {writeNew} from './write-new.ts';

export const adoptVerb: Verb = {
  name: 'adopt',
  summary:
    'write manifests for a guest of libvirt or plain QEMU; its disks stay where they are, and what has no place in a manifest is listed',
  words: '<guest>',
  options: [
    ['-o, --output <file>', 'write here instead of stdout; never over a file that is there'],
    ['--strict', 'exit with 1 when something is not expressed'],
  ],
  examples: [
    'vmlet adopt web.xml',
    'virsh dumpxml web | vmlet adopt - --output manifests/web.yaml',
    'vmlet adopt 4711                 # the process of a QEMU',
    'vmlet adopt /run/web/qmp.sock    # the QEMU that has this monitor',
  ],
  run: async (cli, [guest = ''], options) => {
    const {objects, notes: told} = await read(cli, guest);
    const notes = [...told, ...unfinished(cli, objects)];
    const lines = notes.map(note => printable(note));
    const documents: string[] = [];
    for (const object of objects) documents.push(await asYaml(object));
    const text = [...preamble(guest, lines), documents.join('---\n')].join('\n');
    const {diagnostics} = decodeFile('adopted.yaml', Buffer.from(text), {
      source: 'adopt',
      directory: cli.cwd,
    });
    const errors = diagnostics.filter(({severity}) => severity === 'error');
    for (const line of lines) cli.stderr.write(`vmlet: not expressed: ${line}\n`);
    for (const error of errors) cli.stderr.write(`${formatDiagnostic(error)}\n`);
    const output = options.text('output');
    if (output === undefined) cli.stdout.write(text);
    else writeNew(cli, output, text);
    if (errors.length > 0) return 65;
    return options.flag('strict') && notes.length > 0 ? 1 : 0;
  },
};

const preamble = (guest: string, notes: readonly string[]): string[] => [
  `# Adopted from ${printable(guest === '-' ? 'a libvirt domain' : guest)}. Its disks are the very files: shut that guest down, and keep it from being`,
  '# started again, before runPolicy is set to Always here.',
  ...(notes.length === 0 ? [] : ['# Not expressed:', ...notes.map(note => `#   ${note}`)]),
];

const read = async (cli: Cli, guest: string): Promise<Adopted> => {
  if (guest === '-') return adoptDomain(parseXml(await readAll(cli), 'stdin'));
  if (/^[1-9]\d*$/.test(guest)) return adoptProcess(cli, Number(guest));
  const path = resolve(cli.cwd, guest);
  const facts = cli.host.files.stat(path);
  if (facts?.type === 'socket') return adoptProcess(cli, holderOf(cli, path, guest));
  if (facts?.type !== 'file') throw new VmletError('E-NOT-FOUND', `${guest} is no process, socket or file`);
  return adoptDomain(parseXml(cli.host.files.readRegular(path, xmlLimitBytes).toString('utf8'), guest));
};

/** Disks that vmlet does not start as they are: a header's word for another file is never taken. */
const unfinished = ({host: {files}}: Cli, objects: Adopted['objects']): string[] =>
  objects
    .flatMap(({spec}) => (spec['disks'] ?? []) as readonly {readonly file: {readonly path: string}}[])
    .flatMap(({file: {path}}) => {
      const head = files.readHead(path, 16);
      const isLayer = head?.subarray(0, 4).toString('latin1') === 'QFI\xfb' && head.readBigUInt64BE(8) !== 0n;
      return isLayer
        ? [
            `disk ${path}: it stands on another file; vmlet starts it once it is whole: qemu-img rebase -f qcow2 -b '' ${path}`,
          ]
        : [];
    });

const readAll = async ({stdin}: Cli): Promise<string> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > xmlLimitBytes) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const argvOf = ({host: {files}}: Cli, pid: number): string[] =>
  (files.read(`/proc/${String(pid)}/cmdline`)?.toString('utf8') ?? '').split('\0').slice(0, -1);

const adoptProcess = (cli: Cli, pid: number): Adopted => {
  const argv = argvOf(cli, pid);
  if (argv.length === 0)
    throw new VmletError('E-NOT-FOUND', `there is no process ${String(pid)} that shows its command line`);
  if (!isQemu(cli, pid))
    throw new VmletError('E-INPUT', `process ${String(pid)} is ${exeOf(cli, pid)}, not QEMU`);
  if (argv.some(word => /\/vm\/[0-9a-f-]{36}\/qmp\.sock/.test(word)))
    throw new VmletError('E-CONFLICT', `process ${String(pid)} is a machine of vmlet already: vmlet get`);
  return adoptCommandLine(argv, factsOf(cli, pid));
};

const factsOf = ({host: {files}}: Cli, pid: number): HostFacts => ({
  bridgeOf: link => {
    const master = /^[^/]+$/.test(link) ? files.readlink(`/sys/class/net/${link}/master`) : undefined;
    return master?.split('/').at(-1) ?? null;
  },
  linkOf: descriptor => {
    const info = files.read(`/proc/${String(pid)}/fdinfo/${String(Number(descriptor))}`)?.toString('utf8');
    return /^iff:\s*(\S+)/m.exec(info ?? '')?.[1] ?? null;
  },
  formatOf: path => {
    const head = files.readHead(path, 4);
    if (head === undefined) return null;
    return head.toString('latin1') === 'QFI\xfb' ? 'qcow2' : 'raw';
  },
  absolute: path => resolve(files.readlink(`/proc/${String(pid)}/cwd`) ?? '/', path),
});

/** Alone, or between what QEMU writes around a value: another path may begin with this one. */
const isValueIn = (word: string, path: string): boolean => {
  for (let at = word.indexOf(path); at >= 0; at = word.indexOf(path, at + 1))
    if (/(^|[:=,"])$/.test(word.slice(0, at)) && /^($|[,"])/.test(word.slice(at + path.length))) return true;
  return false;
};

const exeOf = (cli: Cli, pid: number): string =>
  cli.host.files.readlink(`/proc/${String(pid)}/exe`) ?? argvOf(cli, pid)[0] ?? '';

const isQemu = (cli: Cli, pid: number): boolean =>
  /\/(qemu-system-[a-z0-9_]+|qemu-kvm|kvm)( \(deleted\))?$/.test(`/${exeOf(cli, pid)}`);

/** The QEMU on whose command line the socket stands. */
const holderOf = (cli: Cli, socket: string, given: string): number => {
  const pids = (cli.host.files.list('/proc') ?? []).filter(name => /^\d+$/.test(name)).map(Number);
  const holders = pids.filter(
    pid => argvOf(cli, pid).some(word => isValueIn(word, socket)) && isQemu(cli, pid),
  );
  const [only, ...others] = holders;
  if (only === undefined || others.length > 0)
    throw new VmletError(
      'E-NOT-FOUND',
      `${given} is on the command line of ${String(holders.length)} QEMU processes, not of one; give the pid`,
    );
  return only;
};
