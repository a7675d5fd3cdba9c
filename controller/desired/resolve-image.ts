// Image objects become ImageNodes. Pure.
import type {ManifestObject} from '../manifest/object.ts';
import type {ImageSpec} from '../manifest/types.gen.ts';
import {objectKey} from './names.ts';
import type {ImageNode} from './node.ts';

/** Resolve one Image; it refers to nothing but a file or a recipe. */
export const resolveImage = (object: ManifestObject<ImageSpec>, uid: string): ImageNode => {
  const {namespace, name} = object.metadata;
  const {source, format} = object.spec;
  return {
    key: objectKey('Image', namespace, name),
    uid,
    name,
    format,
    source:
      'file' in source
        ? {kind: 'file', path: source.file.path, sha256: source.file.sha256 ?? null}
        : {kind: 'recipe', recipe: source.recipe.name, output: source.recipe.output},
  };
};
