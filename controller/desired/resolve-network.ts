// Network objects become NetworkNodes. Pure.
import type {ManifestObject} from '../manifest/object.ts';
import type {NetworkSpec} from '../manifest/types.gen.ts';
import {linkAltname, objectKey} from './names.ts';
import type {NetworkNode} from './node.ts';

/** Resolve one Network; it refers to nothing. */
export const resolveNetwork = (
  object: ManifestObject<NetworkSpec>,
  uid: string,
  hostId: string,
): NetworkNode => {
  const {namespace, name} = object.metadata;
  const {bridge} = object.spec;
  return {
    key: objectKey('Network', namespace, name),
    uid,
    bridge: {
      name: bridge.name,
      management: bridge.management,
      altname: linkAltname({hostId, namespace, name, part: ''}),
      addresses: bridge.addresses,
      mtu: bridge.mtu ?? null,
    },
  };
};
