// Names derived from identity, never random: the same after a recreate, and after a reinstall that keeps the host id.
// Pure. Linux allows 15 bytes for a link name (IFNAMSIZ) and 127 for an altname (ALTIFNAMSIZ).
import {createHash} from 'node:crypto';
import type {ObjectKey} from './node.ts';

export type Seed = {
  readonly hostId: string;
  readonly namespace: string;
  readonly name: string;
  readonly part: string;
};

/** `Kind/namespace/name`. */
export const objectKey = (kind: string, namespace: string, name: string): ObjectKey =>
  `${kind}/${namespace}/${name}`;

/** The parts of a key; names hold no slash. */
export const splitKey = (key: ObjectKey): {kind: string; namespace: string; name: string} => {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  return {kind, namespace, name};
};

/** `vmt-` and 10 characters: 50 bits, so a clash on one host is a matter of millions of links. */
export const tapName = (seed: Seed): string => `vmt-${digest(seed).slice(0, 10)}`;

export const macvtapName = (seed: Seed): string => `vmm-${digest(seed).slice(0, 10)}`;

/** Does a link bear a name that only this page gives? */
export const isDerivedName = (name: string): boolean => /^vm[tm]-/.test(name);

/** Readable second name; dots cannot stand in a name, so two objects never share one. */
export const linkAltname = (seed: Seed): string =>
  `vmlet.${seed.namespace}.${seed.name}${seed.part === '' ? '' : `.${seed.part}`}`.slice(0, 127);

/** What marks a link as ours. */
export const linkAlias = (uid: string): string => `vmlet:${uid}`;

/** Links that are about to be deleted together are put into a group of this number or a higher one. */
export const firstRemovalGroup = 0x1_0000;

/** What is still in such a group was not deleted: whoever wanted that was interrupted. */
export const isRemovalGroup = (group: string): boolean => Number(group) >= firstRemovalGroup;

/** A locally administered address that follows from an ownership mark. */
export const markedMac = (alias: string): string => {
  const bytes = [...createHash('sha256').update(alias).digest().subarray(0, 5)];
  return ['02', ...bytes.map(byte => byte.toString(16).padStart(2, '0'))].join(':');
};

/** Locally administered, unicast (bit 1 set, bit 0 clear in 0x52), QEMU's habitual first two bytes. */
export const macAddress = (seed: Seed): string =>
  ['52', '54', ...(hash(seed).toString('hex').slice(0, 8).match(/../g) ?? [])].join(':');

/** Fits virtio's 20 bytes: the disk's own name when it does, else a hash of it. */
export const diskSerial = (disk: string): string =>
  disk.length <= 20
    ? disk
    : `${disk.slice(0, 9)}-${createHash('sha256').update(disk).digest('hex').slice(0, 10)}`;

const hash = (seed: Seed): Buffer =>
  createHash('sha256').update([seed.hostId, seed.namespace, seed.name, seed.part].join('\0')).digest();

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

const digest = (seed: Seed): string => Array.from(hash(seed), byte => alphabet[byte % 32]).join('');
