// What makes a value a status document, and the fast way from text to one. The YAML library must not be loaded by this
// file: a command that lists a thousand objects needs none of it, and it takes as long to load as they take to read.
import {readPlainYaml} from './read-plain-yaml.ts';
import type {StatusDocument} from './status-types.ts';

/**
 * A document just as we write it. `library`: written in another form, which only documentFromYaml can judge; undefined:
 * no document of ours, however it is read.
 */
export const documentFromPlain = (text: string): StatusDocument | 'library' | undefined => {
  if (text.length > limitCharacters) return undefined;
  const plain = readPlainYaml(text);
  if (plain === undefined) return 'library';
  return isStatusDocument(plain) ? plain : undefined;
};

/** A manifest of 128 KiB comes back in its status. */
const limitCharacters = 1024 * 1024;

/** Every field that readers walk into has its type; a file that fails this is treated as absent, and written anew. */
export const isStatusDocument = (value: unknown): value is StatusDocument => {
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
