// undelete and purge: the two ends of a tombstone that people ask for.
import {join} from 'node:path';
import type {ControlReply} from '../api/protocol.ts';
import {systemCode} from '../errors.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Patch} from './requests.ts';
import {documentToYaml} from '../status/document-text.ts';
import type {World} from '../world.ts';

/** Destroy a removed VM as soon as it has no process. */
export const purgePatch: Patch = record => {
  if (record.tombstone === null)
    return {refused: `${record.name} is still declared; remove its manifest (or \`vmlet delete\`) first`};
  return {record: {...record, tombstone: {...record.tombstone, purgeRequested: true}}};
};

/** Put the last good manifest back into the directory; the rescan that follows brings the object back as it was. */
export const undelete = (world: World, record: ObjectRecord, manifestsDir: string): ControlReply => {
  const {files} = world.host;
  if (record.tombstone === null)
    return {ok: false, code: 'E-CONFLICT', message: `${record.name} is not removed`};
  const name = `${record.kind.toLowerCase()}-${record.namespace}-${record.name}.yaml`;
  const path = join(manifestsDir, name);
  try {
    if (files.stat(path, {follow: false}) !== undefined)
      return {ok: false, code: 'E-CONFLICT', message: `${path} exists; move it away first`};
    files.writeAtomic(path, documentToYaml(record.manifest), {mode: 0o644, durable: true});
  } catch (thrown) {
    return {ok: false, code: 'E-HOST', message: `cannot write ${path} (${systemCode(thrown) ?? 'error'})`};
  }
  return {ok: true, message: `${record.name} is declared again in ${path}`};
};
