// `vmlet validate`: read manifests as the daemon would and print every problem. Touches nothing.
import {dirname, relative, resolve} from 'node:path';
import type {HostPolicy} from '../desired/node.ts';
import {VmletError} from '../errors.ts';
import {decodeFile} from '../manifest/decode.ts';
import {cycleDiagnostics} from '../manifest/cycles.ts';
import {formatDiagnostic} from '../manifest/diagnostic.ts';
import type {Diagnostic, Scan} from '../manifest/object.ts';
import {checkPolicy, defaultPolicyPath, noPolicy} from '../manifest/policy.ts';
import {danglingReferences, placeOf} from '../manifest/references.ts';
import {fileLimitBytes, scanDirectory} from '../manifest/scan.ts';
import {duplicateDiagnostics, sightings} from '../manifest/sighting.ts';
import type {Cli, Verb} from './context.ts';

export const validateVerb: Verb = {
  name: 'validate',
  summary:
    'check manifests without applying them: files, or whole directories, where names are followed too. ' +
    'Exit code 65: invalid manifests; 77: refused by the host policy; 78: a bad policy',
  words: '[paths...]',
  options: [
    ['--strict', 'warnings count as errors'],
    [
      '--policy <file>',
      'check this host policy, and what it refuses of the paths that are given; the one of this host when left out',
    ],
  ],
  examples: [
    'vmlet validate',
    'vmlet validate manifests/',
    'vmlet validate web.yaml db.yaml --strict',
    'vmlet validate --policy policy.yaml             # the policy alone',
    'vmlet validate --policy policy.yaml manifests/  # what it refuses of them, as on a pull request',
  ],
  run: async (cli, words, options) => {
    const named = options.text('policy');
    const policy = policyOf(cli, named);
    if (policy === null) return 78;
    if (named !== undefined && words.length === 0) return 0;
    const scans = await Promise.all(
      (words.length === 0 ? [cli.manifestsDir] : words).map(path => scanPath(cli, path)),
    );
    const diagnostics = inOrder([
      ...scans.flatMap(diagnosticsOf),
      ...cyclesOf(scans),
      ...dangling(cli, scans),
    ]);
    for (const diagnostic of diagnostics) cli.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
    const errors = diagnostics.filter(({severity}) => severity === 'error').length;
    const refused = await refusedBy(cli, policy, scans);
    for (const diagnostic of refused) cli.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
    const warnings = diagnostics.length - errors;
    const files = scans.flatMap(scan => scan.files);
    const objects = files.reduce((count, file) => count + file.objects.length, 0);
    cli.stderr.write(
      `${count(objects, 'valid object')} in ${count(files.length, 'file')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`,
    );
    if (errors > 0 || (options.flag('strict') && warnings > 0)) return 65;
    return refused.length > 0 ? 77 : 0;
  },
};

/** The policy that is asked for, or that of this host; null when it is bad, which is told. Who may write it is asked when it is obeyed. */
const policyOf = (cli: Cli, named: string | undefined): HostPolicy | null => {
  const file = named ?? defaultPolicyPath;
  const path = resolve(cli.cwd, file);
  if (named === undefined && cli.host.files.stat(path) === undefined) return noPolicy;
  const checked = checkPolicy(file, cli.host.files.readRegular(path, fileLimitBytes).toString('utf8'));
  if ('policy' in checked) return checked.policy;
  for (const diagnostic of checked.diagnostics) cli.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
  return null;
};

const textOf = (cli: Cli, file: string): string | undefined =>
  cli.host.files.read(resolve(cli.cwd, file))?.toString('utf8');

/** What the policy refuses, at the place of the document that asks for it. */
const refusedBy = async (
  cli: Cli,
  policy: HostPolicy,
  scans: readonly Scan[],
): Promise<readonly Diagnostic[]> => {
  if (policy === noPolicy) return [];
  const objects = scans.flatMap(scan => scan.files.flatMap(file => file.objects));
  const refused = await cli.policyRefusals(policy, objects);
  return inOrder(
    refused.flatMap(({decoded, refusals}) =>
      refusals.map(what => ({
        severity: 'error' as const,
        file: decoded.source.file,
        ...placeOf(decoded, ['spec'], textOf(cli, decoded.source.file)),
        ...{path: 'spec', what, code: 'E-POLICY', object: decoded.key},
        expected: 'what the host policy allows',
        fix: 'ask for something else, or have the policy allow it',
      })),
    ),
  );
};

/** Problems of a scan, with the objects that several documents claim. */
const diagnosticsOf = (scan: Scan): Diagnostic[] => {
  const duplicates = [...sightings(scan)].flatMap(([key, sighting]) =>
    sighting.valid.length + sighting.invalidIn.length > 1 ? duplicateDiagnostics(key, sighting) : [],
  );
  return [...scan.files.flatMap(({diagnostics}) => diagnostics), ...duplicates];
};

/** Circles show only over all files together. */
const cyclesOf = (scans: readonly Scan[]): Diagnostic[] => {
  const objects = scans.flatMap(scan => scan.files.flatMap(file => file.objects));
  const waiting = new Map(
    objects.flatMap(({key, source, dependsOn}) =>
      dependsOn === undefined ? [] : [[key, {file: source.file, dependsOn}] as const],
    ),
  );
  return [...cycleDiagnostics(waiting).values()];
};

const inOrder = (diagnostics: Diagnostic[]): Diagnostic[] =>
  diagnostics.sort((left, right) =>
    left.file === right.file ? left.line - right.line : left.file < right.file ? -1 : 1,
  );

/** Of files alone nobody knows what else is declared: only where a directory is given are names followed, into all that is given. */
const dangling = (cli: Cli, scans: readonly (Scan & {readonly root: string | null})[]): Diagnostic[] => {
  if (scans.every(({root}) => root === null)) return [];
  const files = scans.flatMap(scan => scan.files);
  const known = new Set(files.flatMap(({objects, invalid}) => [...objects.map(({key}) => key), ...invalid]));
  // Anything may be declared in what cannot be read.
  if (files.some(({broken}) => broken)) return [];
  return danglingReferences(
    files.flatMap(({objects}) => objects),
    known,
    file => textOf(cli, file),
  );
};

/** A directory as a source, or one file; names are shown as they were given. */
const scanPath = async (cli: Cli, given: string): Promise<Scan & {readonly root: string | null}> => {
  const path = resolve(cli.cwd, given);
  const {files, clock} = cli.host;
  const facts = files.stat(path);
  if (facts === undefined) throw new VmletError('E-NOT-FOUND', `no file or directory ${given}`);
  const shown = (file: string): string =>
    relative(cli.cwd, file).startsWith('..') ? file : relative(cli.cwd, file);
  if (facts.type === 'directory') {
    const scan = await scanDirectory({
      source: 'validate',
      root: path,
      files,
      clock,
      decode: decodeFile,
      cache: new Map(),
      ownUid: cli.uid,
    });
    if (scan.state === 'unavailable')
      throw new VmletError('E-CONFIG', `cannot read ${given}: ${scan.why ?? 'unknown'}`);
    return {
      ...scan,
      root: path,
      files: scan.files.map(file => renamed(file, shown(resolve(path, file.file)))),
    };
  }
  const bytes = files.readRegular(files.realpath(path) ?? path, fileLimitBytes);
  const decoded = decodeFile(shown(path), bytes, {source: 'validate', directory: dirname(path)});
  return {
    root: null,
    source: 'validate',
    state: 'complete',
    why: null,
    files: [decoded],
    stable: true,
    ignored: [],
    warnings: [],
  };
};

const renamed = (file: Scan['files'][number], name: string): Scan['files'][number] => ({
  ...file,
  file: name,
  objects: file.objects.map(each => ({...each, source: {...each.source, file: name}})),
  diagnostics: file.diagnostics.map(each => ({...each, file: name})),
});

const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
