// Manifests through the whole decoder. What is accepted must mean the same to another YAML parser, hold nothing that a
// manifest may not hold, and decode to itself; what is refused must say why in one printable line with a code.
import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {CORE_SCHEMA, loadAll} from 'js-yaml';
import {hiddenCharacter} from '../../controller/host/printable.ts';
import {decodeFile} from '../../controller/manifest/decode.ts';
import {diagnosticCodes, formatDiagnostic, maxDiagnostics} from '../../controller/manifest/diagnostic.ts';
import type {DecodedFile, ManifestObject} from '../../controller/manifest/object.ts';
import {badManifests} from '../fixtures/bad-manifests/cases.ts';
import {bent, bentFrom, corpusOf} from './bytes.ts';
import {manifestTexts} from './manifest-cases.ts';
import {demand} from './target.ts';
import type {FuzzTarget} from './target.ts';

const options = {source: 'manifests', directory: '/srv/manifests'};

const words = [
  ...[
    'a: ',
    '- ',
    '? ',
    ': ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '!!str ',
    '|',
    '>',
    '#',
  ],
  ...[
    '\n',
    '\n  ',
    '\n\t',
    '\r\n',
    '\r',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '<<: ',
    '<<: *a',
    '__proto__: 1',
    '\\x00',
  ],
  ...[
    'kind: VirtualMachine\n',
    'metadata: {name: web}\n',
    'spec:\n',
    'null',
    '~',
    '.nan',
    '1e999',
    '0o7',
    '017',
  ],
  ...['\u202e', '\u0000', '\ufeff', '\u0085', '\u2028', '<<<<<<< a\n', 'yes', 'status: {}\n', 'uid: x'],
];

/** What every answer must be, accepted or not. */
const demandSound = (decoded: DecodedFile): void => {
  const {diagnostics, objects, invalid, broken} = decoded;
  demand(diagnostics.length <= maxDiagnostics, 'too many diagnostics');
  const errors = diagnostics.filter(each => each.severity === 'error').length;
  demand(errors > 0 === (broken || invalid.length > 0), 'an error without consequence, or the reverse');
  demand(broken || invalid.length + objects.length > 0, 'neither an object nor an error');
  for (const one of diagnostics) {
    demand(diagnosticCodes.includes(one.code as never), `unknown code ${one.code}`);
    const line = formatDiagnostic(one);
    demand(hiddenCharacter(line) === undefined && !line.includes('\n'), `not one printable line: ${line}`);
    demand(!/\bat .*\.[jt]s:\d+/.test(line), `a stack trace: ${line}`);
  }
  for (const {object} of objects) demandHarmless(object);
};

const demandHarmless = (object: ManifestObject): void => {
  const {name, namespace} = object.metadata;
  demand(
    /^[a-z][a-z0-9-]{0,39}$/.test(name) && /^[a-z][a-z0-9-]{0,39}$/.test(namespace),
    'a name that is none',
  );
  demand(!['all', 'self', 'host'].includes(name), 'a reserved name');
  walk(object, 0, (value, depth) => {
    demand(depth <= 34, 'deeper than 32');
    if (typeof value === 'string') demand(hiddenCharacter(value) === undefined, 'a hidden character');
    if (typeof value === 'number') demand(Number.isFinite(value), 'a number that is not finite');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    demand(Object.getPrototypeOf(value) === Object.prototype, 'a foreign prototype');
    for (const key of ['__proto__', 'constructor', 'prototype', '<<'])
      demand(!Object.hasOwn(value, key), `the key ${key}`);
  });
};

const walk = (value: unknown, depth: number, see: (value: unknown, depth: number) => void): void => {
  see(value, depth);
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) walk(each, depth + 1, see);
};

/** js-yaml reads `0b11` and `1_000` as numbers, which YAML 1.2 does not; a text with such words proves nothing. */
const hasWordsOfAnotherYaml = (text: string): boolean => /[-+]?0b[01_]+|\d_/.test(text);

/** Read by js-yaml, written as JSON and decoded again: the same objects, or somebody reads the file otherwise. */
const demandSameElsewhere = (text: string, decoded: DecodedFile): void => {
  if (hasWordsOfAnotherYaml(text)) return;
  const documents = loadAll(text.replace(/^\ufeff/, ''), null, {schema: CORE_SCHEMA}).filter(
    each => each !== null && each !== undefined,
  );
  const again = documents.flatMap(each => decode(Buffer.from(JSON.stringify(each))).objects);
  const [ours, theirs] = [decoded, {objects: again}].map(({objects}) => objects.map(({object}) => object));
  demand(isDeepStrictEqual(ours, theirs), `js-yaml reads ${JSON.stringify(theirs)}`);
};

const decode = (bytes: Buffer): DecodedFile => decodeFile('m.yaml', bytes, options);

const check = (bytes: Buffer): string => {
  const decoded = decode(bytes);
  demandSound(decoded);
  const isWhole = decoded.objects.length > 0 && !decoded.broken && decoded.invalid.length === 0;
  if (!isWhole) return decoded.objects.length > 0 ? 'partly accepted' : 'refused';
  demandSameElsewhere(bytes.toString('utf8'), decoded);
  return 'accepted';
};

const texts = [
  ...badManifests.map(({text}) => Buffer.from(text as string)).filter(bytes => bytes.length < 20_000),
  ...corpusOf('manifest').map(({bytes}) => bytes),
];

export const manifestTarget: FuzzTarget = {
  name: 'manifest',
  cases: fc.oneof(
    {weight: 5, arbitrary: manifestTexts},
    {weight: 5, arbitrary: bent(manifestTexts, words)},
    {weight: 3, arbitrary: bentFrom('manifest', texts, words)},
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom(...words), {maxLength: 60}).map(all => Buffer.from(all.join(''))),
    },
    {weight: 1, arbitrary: fc.uint8Array({maxLength: 400}).map(bytes => Buffer.from(bytes))},
  ),
  check,
};
