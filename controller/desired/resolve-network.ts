// Network objects become NetworkNodes. Pure.
import {isIPv6, SocketAddress} from 'node:net';
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
      addresses: [...new Set(bridge.addresses.map(kernelSpelling))],
      mtu: bridge.mtu ?? null,
    },
  };
};

/** As the kernel shows it: two spellings of one address must not look like a difference. */
const kernelSpelling = (cidr: string): string => {
  const [address = '', prefix = ''] = cidr.split('/');
  const shown = isIPv6(address) ? new SocketAddress({address, family: 'ipv6'}).address : address;
  return `${shown}/${String(Number(prefix))}`;
};
