// One parsed document -> an object, or what is wrong with it. Pure. decode.ts sees to it that parsing was safe.
import type {parseDocument} from 'yaml';
import type {ObjectKey} from '../desired/node.ts';
import {withAbsolutePaths} from './absolute-paths.ts';
import {apiVersion, dropServerFields, isRecord, readIdentity} from './identity.ts';
import type {Identity} from './identity.ts';
import type {DecodedObject, Diagnostic, Kind, ManifestObject} from './object.ts';
import {parseFindings} from './parse-errors.ts';
import type {Position} from './position.ts';
import type {FindingAt, Slice} from './prescan.ts';
import {ruleProblems} from './rules.ts';
import {schemaProblems} from './schema-errors.ts';
import {validate} from './schema.ts';
import {offsetOf, pathText, readTree, sourceOf} from './tree.ts';
import type {Problem} from './tree.ts';
import type {VirtualMachineSpec} from './types.gen.ts';

export type DecodeOptions = {
  /** Name of the source, for status. */
  readonly source: string;
  /** The manifest's directory, absolute: where relative paths begin. */
  readonly directory: string;
};

export type DocumentInput = {
  readonly slice: Slice;
  readonly document: ReturnType<typeof parseDocument>;
  /** What the prescan found in it; offsets in the file. */
  readonly findings: readonly FindingAt[];
  readonly file: string;
  /** 1-based, documents without content not counted. */
  readonly number: number;
  /** Offsets in the file to lines and columns. */
  readonly place: (offset: number) => Position;
};

export type DocumentResult = {
  readonly diagnostics: readonly Diagnostic[];
  /** True when it may have been any object. */
  readonly broken: boolean;
  readonly decoded?: DecodedObject;
  readonly invalid?: ObjectKey;
};

/** `blank` when the document says nothing (comments, `null`). */
export const decodeDocument = (input: DocumentInput, options: DecodeOptions): DocumentResult | 'blank' => {
  const {contents, errors} = input.document;
  if (errors.length > 0) return unparsed(input);
  const tree = readTree(contents);
  if (tree.value === null && tree.problems.length === 0) return 'blank';
  if (!isRecord(tree.value)) return attributed(input, noIdentity, [...tree.problems, notAMap(tree.value)]);
  const identity = trustedIdentity(readIdentity(tree.value), tree.problems, tree.value);
  const warnings = dropServerFields(tree.value);
  const characters = input.findings.some(one => one.code === 'E-CHARACTER');
  const ofTree = characters ? tree.problems.filter(one => one.code !== 'E-CHARACTER') : tree.problems;
  const problems = [...ofTree, ...identity.problems, ...warnings];
  if (identity.kind === undefined) return attributed(input, identity, problems);
  // The schema looks at what the tree could read: a part that was left out is reported once, not also as missing.
  const shadowed = tree.problems.map(one => pathText(one.path));
  const errorsOfSchema = validate(identity.kind, tree.value);
  problems.push(
    ...schemaProblems(errorsOfSchema, identity.kind, path => sourceOf(contents, path)).filter(
      one => !shadowed.some(path => path !== '' && pathText(one.path).startsWith(path)),
    ),
  );
  const {key} = identity;
  if (key === undefined || problems.some(isError) || errorsOfSchema.length > 0)
    return attributed(input, identity, problems);
  const object = toObject(identity.kind, tree.value, options.directory);
  problems.push(...ruleProblems(identity.kind, object.metadata.name, object.spec));
  const result = attributed(input, identity, problems);
  if (problems.some(isError) || input.findings.length > 0) return result;
  const source = {source: options.source, file: input.file, document: input.number};
  const decoded = {key, object, source, ...dependenciesOf(input, object)};
  return {diagnostics: result.diagnostics, broken: false, decoded};
};

/** With their places, which nobody can tell any more once all files are read and a circle shows. */
const dependenciesOf = (
  {document, slice, place}: DocumentInput,
  {kind, metadata, spec}: ManifestObject,
): Pick<DecodedObject, 'dependsOn'> => {
  const names = kind === 'VirtualMachine' ? (spec as VirtualMachineSpec).dependsOn : [];
  if (names.length === 0) return {};
  const dependsOn = names.map(({name}, index) => {
    const path = ['spec', 'dependsOn', index, 'name'];
    const at = place(slice.start + offsetOf(document.contents, path, 'value'));
    return {key: `${kind}/${metadata.namespace}/${name}` as const, at: {...at, path: pathText(path)}};
  });
  return {dependsOn};
};

const toObject = (kind: Kind, value: Record<string, unknown>, directory: string): ManifestObject => ({
  apiVersion,
  kind,
  metadata: value['metadata'] as ManifestObject['metadata'],
  spec: withAbsolutePaths(kind, value['spec'], directory),
});

// A kind or name given twice, or merged in from elsewhere, says nothing certain. Nor does one in a document that ends
// before its spec: the file may be half written, and the name cut short.
const trustedIdentity = (
  identity: Identity,
  problems: readonly Problem[],
  value: Readonly<Record<string, unknown>>,
): Identity =>
  !Object.hasOwn(value, 'spec') ||
  problems.some(
    ({path: [top, field]}) =>
      top === 'kind' || (top === 'metadata' && field !== 'labels' && field !== 'annotations'),
  )
    ? {...identity, key: undefined}
    : identity;

const noIdentity: Identity = {key: undefined, kind: undefined, problems: []};

const isError = (problem: Problem): boolean => !problem.code.startsWith('W-');

// Without an identity the document may be any object, so nothing of the source may be taken for removed.
const attributed = (input: DocumentInput, {key}: Identity, problems: readonly Problem[]): DocumentResult => {
  const object = key ?? null;
  const diagnostics = [
    ...input.findings.map(one => diagnose(input, one, one.offset, '', object)),
    ...problems.map(problem => {
      const {path, at} = problem;
      const offset = typeof at === 'number' ? at : offsetOf(input.document.contents, path, at);
      return diagnose(input, problem, input.slice.start + offset, pathText(path), object);
    }),
  ];
  return {diagnostics, broken: key === undefined, ...(key === undefined ? {} : {invalid: key})};
};

// The identity is believed only when all of it was read before the first mistake; the file counts as broken anyway.
const unparsed = (input: DocumentInput): DocumentResult => {
  const {document, slice, place} = input;
  const findings = parseFindings(document.errors, slice.text, offset => place(slice.start + offset));
  const first = document.errors.reduce(
    (least, error) => Math.min(least, error.pos[0]),
    findings[0]?.offset ?? 0,
  );
  const {value} = readTree(document.contents);
  const {key} = isRecord(value) ? readIdentity(value) : noIdentity;
  const end = Math.max(...['kind', 'metadata'].map(field => endOf(document.contents, field)));
  const trusted = key !== undefined && end < first ? key : null;
  const diagnostics = [
    ...input.findings,
    ...findings.map(one => ({...one, offset: slice.start + one.offset})),
  ].map(one => diagnose(input, one, one.offset, '', trusted));
  return {diagnostics, broken: true, ...(trusted === null ? {} : {invalid: trusted})};
};

const endOf = (root: unknown, field: string): number => {
  const items =
    (root as {items?: {key?: {value?: unknown}; value?: {range?: number[]} | null}[]} | null)?.items ?? [];
  return items.find(pair => pair.key?.value === field)?.value?.range?.[2] ?? Infinity;
};

const notAMap = (value: unknown): Problem => ({
  code: 'E-DOCUMENT',
  path: [],
  at: 'value',
  what: `got ${Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a string' : `a ${typeof value}`}`,
  expected: 'a map with apiVersion, kind, metadata, spec',
  fix: Array.isArray(value)
    ? 'put each object into a document of its own, with --- between them'
    : 'see `vmlet explain`',
});

const diagnose = (
  {file, place}: DocumentInput,
  {code, what, expected, fix}: Omit<Problem, 'path' | 'at'>,
  offset: number,
  path: string,
  object: ObjectKey | null,
): Diagnostic => ({
  severity: code.startsWith('W-') ? 'warning' : 'error',
  file,
  ...place(offset),
  path,
  what,
  expected,
  fix,
  code,
  object,
});
