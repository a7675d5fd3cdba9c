// Image objects become stored images: from a file of the host, or from a recipe. The record then names the digest.
import {VmletError} from '../errors.ts';
import type {Host} from '../host/host.ts';
import {encodeState} from '../host/state-file.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {keepWhole, storeImage} from './image-store.ts';
import type {Stored} from './image-store.ts';
import {writeRecord} from './record.ts';
import type {Recipes} from './recipe.ts';

export type ImageTools = {readonly host: Host; readonly recipes: Recipes};

type ImportImage = Extract<Action, {type: 'image.import'}>;
type BuildImage = Extract<Action, {type: 'image.build'}>;

/** What was imported before and only looks touched (restored from a backup, chmod) needs no source any more. */
const keepStored = async (
  host: Host,
  {name, format, record}: ImportImage | BuildImage,
  options: {signal: AbortSignal},
): Promise<Stored | null> => {
  const digest = record.imageDigest;
  return digest === null ? null : keepWhole(host, {name, format, digest}, options);
};

/** Copy a file into the store. `changed: false` when its content was there, and the record knew it. */
export const importImage = async (
  action: ImportImage,
  {host}: Pick<ImageTools, 'host'>,
  options: {signal: AbortSignal},
): Promise<Outcome> => {
  const {name, path, format, sha256} = action;
  const kept = await keepStored(host, action, options);
  if (kept !== null) return remember(host, action, kept);
  const stored = await storeImage(host, {name, path, format, sha256, uid: action.record.uid}, options);
  return remember(host, action, stored);
};

/** Build a recipe, or find what it built, and store one of its outputs. */
export const buildImage = async (
  action: BuildImage,
  {host, recipes}: ImageTools,
  options: {signal: AbortSignal},
): Promise<Outcome> => {
  const {name, format, record} = action;
  const kept = await keepStored(host, action, options);
  if (kept !== null) return remember(host, action, kept);
  const {path, sha256} = await recipes.output(action.recipe, action.output, options);
  try {
    const stored = await storeImage(host, {name, path, format, sha256, uid: record.uid}, options);
    return remember(host, action, stored);
  } catch (thrown) {
    if (host.files.stat(path) !== undefined && (await host.files.sha256(path, options)) === sha256)
      throw thrown;
    host.files.remove(path);
    throw new VmletError(
      'E-IMAGE',
      `image ${name}: ${path} was damaged since it was built; it is built anew`,
      {
        cause: thrown,
      },
    );
  }
};

/** The record may be new in other ways than its digest (the hash of the spec that was imported). */
const remember = (host: Host, action: ImportImage | BuildImage, {digest, changed}: Stored): Outcome => {
  const record = {...action.record, imageDigest: digest};
  const isKnown = host.files.read(host.paths.record(record))?.toString('utf8') === encodeState(record);
  if (!isKnown) writeRecord(host, record);
  return done(changed || !isKnown);
};
