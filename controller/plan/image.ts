// planImage: bring an image into the store once, and never again while what is stored is what was asked for. Pure.
import type {ImageNode} from '../desired/node.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {Observation, StoredImage} from '../observe/snapshot.ts';
import {planForget} from './forget.ts';
import type {ActionBody, Plan} from './action.ts';

export type ImagePlanInput = {
  readonly record: ObjectRecord;
  /** null once the object is removed: what is stored stays while a VM may need it. */
  readonly node: ImageNode | null;
  /** The stored file of record.imageDigest. */
  readonly stored: Observation<StoredImage>;
  /** VMs that still name this image. */
  readonly users: readonly string[];
};

/** Plan one Image. */
export const planImage = (input: ImagePlanInput): Plan => {
  const {record, node, stored} = input;
  if (record.tombstone !== null) return planForget(record, input.users);
  if (node === null) return {actions: [], pendingChanges: [], holds: []};
  const current = record.imageDigest !== null && record.imageSpecHash === record.specHash;
  if (!current)
    return fetch(
      input,
      node,
      record.imageDigest === null ? 'it is not in the store yet' : 'its source changed',
    );
  if (stored.state === 'absent') return fetch(input, node, `${record.imageDigest} is gone from the store`);
  if (stored.state === 'unknown')
    return {
      actions: [],
      pendingChanges: [],
      holds: [{condition: 'Degraded', reason: 'ObservationFailed', message: stored.why, recheckMs: 2_000}],
    };
  // Touched, or only its inode was renumbered: bringing it in again hashes it anew and puts the same content back.
  if (!stored.value.intact) return fetch(input, node, stored.value.why ?? 'its file was touched');
  return {actions: [], pendingChanges: [], holds: []};
};

const fetch = (input: ImagePlanInput, node: ImageNode, why: string): Plan => {
  const {specHash, imageSpecHash, imageDigest} = input.record;
  // A digest in the action is what must come of it; of another source anything may.
  const record: ObjectRecord = {
    ...input.record,
    imageSpecHash: specHash,
    imageDigest: imageSpecHash === specHash ? imageDigest : null,
  };
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
