// planImage: bring an image into the store once, and never again while what is stored is what was asked for. Pure.
import type {ImageNode} from '../desired/node.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Observation, StoredImage} from '../observe/snapshot.ts';
import type {ActionBody, Plan} from './action.ts';

export type ImagePlanInput = {
  readonly record: ObjectRecord;
  /** null once the object is removed: what is stored stays while a VM may need it. */
  readonly node: ImageNode | null;
  /** The stored file of record.imageDigest. */
  readonly stored: Observation<StoredImage>;
};

/** Plan one Image. */
export const planImage = (input: ImagePlanInput): Plan => {
  const {record, node, stored} = input;
  if (record.tombstone !== null || node === null) return {actions: [], pendingChanges: [], holds: []};
  const current = record.imageDigest !== null && record.imageSpecHash === record.specHash;
  if (!current)
    return fetch(
      input,
      node,
      record.imageDigest === null ? 'it is not in the store yet' : 'its source changed',
    );
  if (stored.state === 'absent') return fetch(input, node, `${record.imageDigest} is gone from the store`);
  const why = stored.state === 'unknown' ? stored.why : stored.value.intact ? null : stored.value.why;
  if (why === null) return {actions: [], pendingChanges: [], holds: []};
  const hold = {
    condition: 'Degraded',
    reason: 'ImageNotIntact',
    message: `${why}; no VM starts on it. Remove the file and vmlet imports it again`,
  } as const;
  return {actions: [], pendingChanges: [], holds: [hold]};
};

const fetch = (input: ImagePlanInput, node: ImageNode, why: string): Plan => {
  const record: ObjectRecord = {...input.record, imageSpecHash: input.record.specHash};
  const {source} = node;
  const body: ActionBody =
    source.kind === 'file'
      ? {
          type: 'image.import',
          name: node.name,
          path: source.path,
          format: node.format,
          sha256: source.sha256,
          record,
        }
      : {
          type: 'image.build',
          name: node.name,
          recipe: source.recipe,
          output: source.output,
          format: node.format,
          record,
        };
  return {actions: [{...body, key: node.key, why}], pendingChanges: [], holds: []};
};
