// A parsed YAML document as plain data, with everything reported that a manifest may not use, and the way back from a
// field path to its place in the text. Never calls the parser's toJS: aliases are not expanded, keys are checked first.
import type {Pair, YAMLMap} from 'yaml';
import {hiddenCharacter, printable} from '../host/printable.ts';
import type {Finding} from './diagnostic.ts';
import {loadYaml} from './load-yaml.ts';
import {maxDepth, tooDeep} from './prescan.ts';

export type Path = readonly (string | number)[];

/** A finding about a field of one document. */
export type Problem = Finding & {
  readonly path: Path;
  /** Point at the field's key, at its value, or at this offset of the document's text. */
  readonly at: 'key' | 'value' | number;
};

export const maxKeys = 2000;

/**
 * How every YAML text is parsed: core schema of YAML 1.2, no merging, no tags, and no comparing of keys, which takes 27 s
 * for a map of 50,000. What comes out is read by readTree and never by the parser's own toJS, which takes minutes for
 * 500 bytes of `{` (a map that is a key is written out as text, and so are the keys in it).
 */
export const strictYaml = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Nobody reads more; a hostile document could earn one for each of its bytes. */
const maxProblems = 200;

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Plain data of a document that the prescan found safe. Forbidden parts are left out and reported, as are collections of
 * more than `most` items.
 */
export const readTree = (root: unknown, most = maxKeys): {value: unknown; problems: Problem[]} => {
  const problems: Problem[] = [];
  const report = (one: Problem): void => {
    if (problems.length < maxProblems) problems.push(one);
  };
  const value = readNode(root, [], {report, most});
  return {value, problems};
};

/** `spec.disks[0].size`. */
export const pathText = (path: Path): string =>
  path
    .map((step, at) => (typeof step === 'number' ? `[${String(step)}]` : at === 0 ? step : `.${step}`))
    .join('');

/** Offset in the document's text of a path's key or value; of the nearest thing above it that has a place. */
export const offsetOf = (root: unknown, path: Path, at: 'key' | 'value'): number => {
  const {isCollection, isMap, isSeq} = loadYaml();
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const [depth, step] of path.entries()) {
    const pair = isMap(node) ? findPair(node, String(step)) : undefined;
    const next: unknown = pair === undefined && isSeq(node) ? node.items[Number(step)] : pair?.value;
    const keyOffset = startOf(pair?.key);
    const valueOffset = startOf(next);
    const last = depth === path.length - 1;
    if (keyOffset === undefined && valueOffset === undefined) return offset;
    // A collection is pointed at by its key; only a scalar's own place says more.
    offset =
      last && at === 'value' && !isCollection(next)
        ? (valueOffset ?? keyOffset ?? offset)
        : (keyOffset ?? valueOffset ?? offset);
    node = next;
  }
  return offset;
};

/** A scalar as it stands in the text (`017`, `.inf`), for messages; undefined for anything else. */
export const sourceOf = (root: unknown, path: Path): string | undefined => {
  const {isMap, isScalar, isSeq} = loadYaml();
  let node = root;
  for (const step of path) {
    if (isMap(node)) node = findPair(node, String(step))?.value;
    else if (isSeq(node)) node = node.items[Number(step)];
    else return undefined;
  }
  return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
};

type Reading = {readonly report: (problem: Problem) => void; readonly most: number};

const readNode = (node: unknown, path: Path, reading: Reading): unknown => {
  const {report, most} = reading;
  const {isAlias, isCollection, isMap, isScalar, isSeq} = loadYaml();
  if (isAlias(node)) {
    report(unsupported(path, `alias *${node.source} not supported`, 'the value itself', 'write it out'));
    return null;
  }
  if (!isCollection(node) && !isScalar(node)) return null;
  if (path.length > maxDepth) {
    report({...tooDeep(0), path: path.slice(0, 4), at: startOf(node) ?? 'value'});
    return null;
  }
  if (node.anchor !== undefined) {
    report(
      unsupported(
        path,
        `anchor &${node.anchor} not supported`,
        'the value itself',
        'write it out where it is used',
      ),
    );
  }
  if (node.tag !== undefined) {
    report(unsupported(path, `tag ${tagText(node.tag)} not supported`, 'a plain value', 'remove the tag'));
  }
  if (isMap(node)) return readMap(node, path, reading);
  if (isSeq(node) && node.items.length > most) {
    report(tooMany(path, 'items in a list'));
    return [];
  }
  if (isSeq(node)) return node.items.map((item, index) => readNode(item, [...path, index], reading));
  if (isScalar(node)) return readScalar(node.value, path, reading);
  return null;
};

const readScalar = (value: unknown, path: Path, {report}: Reading): unknown => {
  const found = typeof value === 'string' ? hiddenCharacter(value) : undefined;
  if (found !== undefined) {
    report({
      code: 'E-CHARACTER',
      path,
      at: 'value',
      what: `${found} not allowed in strings`,
      expected: 'visible text',
      fix: 'remove it',
    });
  }
  return typeof value === 'bigint' ? Number(value) : value;
};

// Keys are compared here, in one pass: the parser's own check takes 27 s for a map of 50,000 keys.
const readMap = (map: YAMLMap, path: Path, reading: Reading): Record<string, unknown> => {
  const {report, most} = reading;
  const value: Record<string, unknown> = {};
  if (map.items.length > most) {
    report(tooMany(path, 'keys in a map'));
    return value;
  }
  const seen = new Set<string>();
  for (const pair of map.items) {
    const key = readKey(pair, path, reading);
    if (key === undefined) continue;
    if (seen.has(key)) {
      report(
        badKey(
          pair,
          [...path, key],
          `key ${printable(key)} is given twice`,
          'each key once',
          'remove one',
          'E-DUPLICATE',
        ),
      );
      continue;
    }
    seen.add(key);
    value[key] = readNode(pair.value, [...path, key], reading);
  }
  return value;
};

const readKey = (pair: Pair, path: Path, {report}: Reading): string | undefined => {
  const {isPair, isScalar} = loadYaml();
  const key = isPair(pair) ? pair.key : undefined;
  if (!isScalar(key) || typeof key.value === 'object') {
    report(badKey(pair, path, 'a key that is not text', 'a field name', 'write `name: value`'));
    return undefined;
  }
  const name = typeof key.value === 'string' ? key.value : (key.source ?? JSON.stringify(key.value));
  if (key.anchor !== undefined || key.tag !== undefined) {
    const what = key.anchor === undefined ? `tag ${tagText(key.tag ?? '')}` : `anchor &${key.anchor}`;
    report(badKey(pair, [...path, name], `${what} on a key`, 'a plain key', 'remove it', 'E-UNSUPPORTED'));
  }
  if (name === '<<') {
    report(
      badKey(
        pair,
        path,
        'merge keys are not supported',
        'the fields themselves',
        'write them out',
        'E-UNSUPPORTED',
      ),
    );
    return undefined;
  }
  const found = hiddenCharacter(name);
  if (found !== undefined) {
    report(badKey(pair, path, `${found} not allowed in a key`, 'visible text', 'remove it', 'E-CHARACTER'));
    return undefined;
  }
  if (forbiddenKeys.has(name)) {
    report(badKey(pair, path, `key ${name} not allowed`, '', 'remove it'));
    return undefined;
  }
  return name;
};

const tooMany = (path: Path, what: string): Problem => ({
  code: 'E-LIMIT',
  path,
  at: 'key',
  what: `more than ${maxKeys.toLocaleString('en')} ${what}`,
  expected: `at most ${maxKeys.toLocaleString('en')}`,
  fix: 'split it',
});

const badKey = (
  pair: Pair,
  path: Path,
  what: string,
  expected: string,
  fix: string,
  code: Finding['code'] = 'E-KEY',
): Problem => ({code, path, at: startOf(pair.key) ?? 'key', what, expected, fix});

const unsupported = (path: Path, what: string, expected: string, fix: string): Problem => ({
  code: 'E-UNSUPPORTED',
  path,
  at: 'value',
  what,
  expected,
  fix,
});

const tagText = (tag: string): string => tag.replace('tag:yaml.org,2002:', '!!');

const findPair = (map: YAMLMap, key: string): Pair | undefined => {
  const {isScalar} = loadYaml();
  return map.items.find(({key: node}) => isScalar(node) && (node.value === key || node.source === key));
};

const startOf = (node: unknown): number | undefined => {
  const {isAlias, isCollection, isScalar} = loadYaml();
  if (!isAlias(node) && !isCollection(node) && !isScalar(node)) return undefined;
  return node.range?.[0];
};
