// Status documents as YAML text and back. The one place that knows the settings; no files here.
import {parse, stringify} from 'yaml';
import {plainYaml} from './plain-yaml.ts';
import type {StatusDocument} from './status-types.ts';

/** YAML for people: no anchors, no line folding. */
export const documentToYaml = (document: unknown): string =>
  plainYaml(document) ?? stringify(document, {aliasDuplicateObjects: false, lineWidth: 0, schema: 'core'});

/** A document written by us, or undefined for anything else. Aliases and merge keys are not expanded. */
export const documentFromYaml = (text: string): StatusDocument | undefined => {
  try {
    const value: unknown = parse(text, {
      schema: 'core',
      merge: false,
      prettyErrors: false,
      maxAliasCount: 0,
      logLevel: 'silent',
    });
    return isStatusDocument(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Enough of the shape for readers to walk safely; a file that fails this is treated as absent. */
const isStatusDocument = (value: unknown): value is StatusDocument => {
  if (!isObject(value) || typeof value['kind'] !== 'string') return false;
  const {metadata, status} = value;
  if (
    !isObject(metadata) ||
    typeof metadata['name'] !== 'string' ||
    typeof metadata['namespace'] !== 'string'
  )
    return false;
  if (!isObject(metadata['labels']) || !isObject(status)) return false;
  return (
    isObject(status['daemon']) &&
    ['conditions', 'pendingChanges', 'events'].every(
      list => Array.isArray(status[list]) && (status[list] as unknown[]).every(isObject),
    )
  );
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
