// Status documents as YAML text and back. The one place that knows the settings; no files here.
import {Document, parseDocument, visit} from 'yaml';
import {escapeHidden, hiddenCharacter} from '../host/printable.ts';
import {findTooDeep} from '../manifest/prescan.ts';
import {readTree, strictYaml} from '../manifest/tree.ts';
import {plainYaml} from './plain-yaml.ts';
import {readPlainYaml} from './read-plain-yaml.ts';
import type {StatusDocument} from './status-types.ts';

/** YAML for people: no anchors, no line folding, and no character that could steer a terminal. */
export const documentToYaml = (document: unknown): string => plainYaml(document) ?? libraryYaml(document);

const libraryYaml = (value: unknown): string => {
  const document = new Document(value, null, {aliasDuplicateObjects: false, schema: 'core'});
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && hiddenCharacter(node.value) !== undefined)
        node.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeHidden(document.toString({lineWidth: 0}));
};

/** A document written by us, or undefined for anything else. Aliases and merge keys are not expanded. */
export const documentFromYaml = (text: string): StatusDocument | undefined => {
  if (text.length > limitCharacters) return undefined;
  const plain = readPlainYaml(text);
  if (plain !== undefined) return isStatusDocument(plain) ? plain : undefined;
  if (findTooDeep(text) !== undefined) return undefined;
  const {contents, errors} = parseDocument(text, strictYaml);
  const {value, problems} = readTree(contents, Infinity);
  // A guest's words may hold any character; everything else that readTree reports is not of our making.
  const isOurs = errors.length === 0 && problems.every(({code}) => code === 'E-CHARACTER');
  return isOurs && isStatusDocument(value) ? value : undefined;
};

/** A manifest of 128 KiB comes back in its status. */
const limitCharacters = 1024 * 1024;

/** Every field that readers walk into has its type; a file that fails this is treated as absent, and written anew. */
const isStatusDocument = (value: unknown): value is StatusDocument => {
  if (!isObject(value) || !hasTexts(value, 'apiVersion', 'kind')) return false;
  const {metadata, status} = value;
  return isMetadata(metadata) && isObject(status) && isStatus(status);
};

const isMetadata = (value: unknown): boolean =>
  isObject(value) &&
  hasTexts(value, 'name', 'namespace') &&
  [value['uid'], value['creationTimestamp']].every(each => each === undefined || typeof each === 'string') &&
  isObject(value['labels']) &&
  Object.values(value['labels']).every(each => typeof each === 'string');

const isStatus = (status: Fields): boolean =>
  hasTexts(status, 'phase') &&
  isObject(status['daemon']) &&
  hasTexts(status['daemon'], 'bootId', 'version') &&
  hasNumbers(status['daemon'], 'pid', 'startTicks') &&
  isNullOr(status['source'], each => hasTexts(each, 'source', 'file') && hasNumbers(each, 'document')) &&
  isNullOr(status['lastError'], each => hasTexts(each, 'action', 'code', 'message', 'at')) &&
  isListOf(status['conditions'], each => hasTexts(each, 'type', 'status', 'reason', 'message')) &&
  isListOf(status['pendingChanges'], each => hasTexts(each, 'path', 'from', 'to', 'disruption', 'reason')) &&
  isListOf(
    status['events'],
    each => hasTexts(each, 'type', 'reason', 'message', 'firstSeen', 'lastSeen') && hasNumbers(each, 'count'),
  );

type Fields = Readonly<Record<string, unknown>>;

const hasTexts = (value: Fields, ...names: readonly string[]): boolean =>
  names.every(name => typeof value[name] === 'string');

const hasNumbers = (value: Fields, ...names: readonly string[]): boolean =>
  names.every(name => Number.isSafeInteger(value[name]));

const isNullOr = (value: unknown, test: (value: Fields) => boolean): boolean =>
  value === null || (isObject(value) && test(value));

const isListOf = (value: unknown, test: (value: Fields) => boolean): boolean =>
  Array.isArray(value) && value.every(each => isObject(each) && test(each));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
