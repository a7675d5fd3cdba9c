// `vmlet validate`: read manifests as the daemon would and print every problem. Touches nothing.
import {dirname, relative, resolve} from 'node:path';
import {VmletError} from '../errors.ts';
import {decodeFile} from '../manifest/decode.ts';
import {cycleDiagnostics} from '../manifest/cycles.ts';
import {formatDiagnostic} from '../manifest/diagnostic.ts';
import type {Diagnostic, Scan} from '../manifest/object.ts';
import {checkPolicy} from '../manifest/policy.ts';
import {danglingReferences} from '../manifest/references.ts';
import {fileLimitBytes, scanDirectory} from '../manifest/scan.ts';
import {duplicateDiagnostics, sightings} from '../manifest/sighting.ts';
import type {Cli, Verb} from './context.ts';

export const validateVerb: Verb = {
  name: 'validate',
  summary: 'check manifests without applying them: files, or whole directories, where names are followed too',
  words: '[paths...]',
  options: [
    ['--strict', 'warnings count as errors'],
    ['--policy <file>', 'check a host policy instead; 78 when it is bad'],
  ],
  examples: [
    'vmlet validate',
    'vmlet validate manifests/',
    'vmlet validate web.yaml db.yaml --strict',
    'vmlet validate --policy policy.yaml',
  ],
  run: async (cli, words, options) => {
    const policy = options.text('policy');
    if (policy !== undefined) return validatePolicy(cli, policy);
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
    const warnings = diagnostics.length - errors;
    const files = scans.flatMap(scan => scan.files);
    const objects = files.reduce((count, file) => count + file.objects.length, 0);
    cli.stderr.write(
      `${count(objects, 'valid object')} in ${count(files.length, 'file')}, ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`,
    );
    return errors > 0 || (options.flag('strict') && warnings > 0) ? 65 : 0;
  },
};

/** Every problem of a policy file; who may own it and write it is asked when it is obeyed. */
const validatePolicy = (cli: Cli, given: string): number => {
  const bytes = cli.host.files.readRegular(resolve(cli.cwd, given), fileLimitBytes);
  const checked = checkPolicy(given, bytes.toString('utf8'));
  if ('policy' in checked) return 0;
  for (const diagnostic of checked.diagnostics) cli.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
  return 78;
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
    file => cli.host.files.read(resolve(cli.cwd, file))?.toString('utf8'),
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
