// Disks, cards and devices of a libvirt domain. Pure; what a reader does not take is left over (leftovers.ts).
import {isSerial} from './adopted.ts';
import type {AdoptedDisk, AdoptedInterface} from './adopted.ts';
import type {Element} from './element.ts';
import type {Taken} from './leftovers.ts';

export type Reading = {readonly taken: Taken; readonly notes: string[]};

/** The first of that name. */
export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find(each => each.name === name);

/** A disk that is a file; any other is left over. */
export const disk = (element: Element, {taken, notes}: Reading): AdoptedDisk[] => {
  const [driver, source, target, serial] = ['driver', 'source', 'target', 'serial'].map(name =>
    child(element, name),
  );
  const {type = 'file', device = 'disk'} = element.attributes;
  const path = source?.attributes['file'];
  const format = driver?.attributes['type'] ?? 'raw';
  const isPlain = type === 'file' && device === 'disk' && path !== undefined;
  if (!isPlain || (format !== 'raw' && format !== 'qcow2')) return [];
  for (const name of ['type', 'device']) taken.attribute(element, name);
  taken.attribute(source, 'file');
  taken.attribute(source, 'index');
  taken.attribute(driver, 'type');
  if (driver?.attributes['name'] === 'qemu') taken.attribute(driver, 'name');
  const name = taken.attribute(target, 'dev') ?? 'disk';
  const bus = taken.attribute(target, 'bus') ?? 'virtio';
  if (bus !== 'virtio')
    notes.push(
      `devices/disk ${name}: bus=${bus} is virtio here; a guest that names /dev/${name} finds another name`,
    );
  const readOnly = child(element, 'readonly');
  if (readOnly !== undefined) taken.whole(readOnly);
  const backing = child(element, 'backingStore');
  if (backing !== undefined) {
    taken.whole(backing);
    // An empty one says that there is nothing below.
    const below = child(backing, 'source')?.attributes['file'] ?? backing.attributes['type'];
    if (below !== undefined)
      notes.push(`devices/disk ${name}: it stands on ${below}; vmlet starts it once it is whole`);
  }
  const number = serial === undefined || !isSerial(serial.text.trim()) ? undefined : taken.text(serial);
  return [
    {
      name,
      path,
      format,
      ...(number === undefined ? {} : {serial: number}),
      readOnly: readOnly !== undefined,
    },
  ];
};

/** A card on a bridge, a link or user networking; any other is left over. */
export const nic = (element: Element, {taken, notes}: Reading): AdoptedInterface[] => {
  const [source, model, mac, target] = ['source', 'model', 'mac', 'target'].map(name => child(element, name));
  const {type = ''} = element.attributes;
  const bridge = source?.attributes['bridge'];
  const link = source?.attributes['dev'];
  const isNetwork = type === 'network' || type === 'bridge';
  if (isNetwork && bridge === undefined && source?.attributes['network'] !== 'default') return [];
  if (type === 'direct' ? link === undefined : !isNetwork && type !== 'user') return [];
  taken.attribute(element, 'type');
  // The tap that the other host made.
  if (target !== undefined) taken.whole(target);
  const address = taken.attribute(mac, 'address');
  const own = address === undefined ? {} : {mac: address.toLowerCase()};
  const kind = taken.attribute(model, 'type') ?? 'of the default';
  if (kind !== 'virtio') notes.push(`devices/interface ${address ?? ''}: model ${kind} is virtio here`);
  if (type === 'user') return [{...own, kind: 'user', forwardPorts: []}];
  if (type === 'direct') {
    taken.attribute(source, 'dev');
    return [{...own, kind: 'macvtap', link: link ?? '', mode: taken.attribute(source, 'mode') ?? 'vepa'}];
  }
  const network = taken.attribute(source, 'network');
  for (const name of ['bridge', 'portid']) taken.attribute(source, name);
  if (bridge === undefined)
    notes.push(
      'devices/interface: network=default is taken to be bridge virbr0; see: virsh net-info default',
    );
  else if (network !== undefined)
    notes.push(
      `devices/interface: network=${network} is its bridge ${bridge} here; libvirt must keep that up`,
    );
  return [{...own, kind: 'bridge', bridge: bridge ?? 'virbr0'}];
};

/** A device of the host that is handed to the guest. */
export const hostDevice = (element: Element, taken: Taken): unknown[] => {
  const source = child(element, 'source');
  const address = child(source, 'address');
  const {type = ''} = element.attributes;
  const hex = (value: string | undefined, digits: number): string =>
    Number(value ?? '0')
      .toString(16)
      .padStart(digits, '0');
  if (type === 'pci' && address !== undefined) {
    const {domain, bus, slot, function: part} = address.attributes;
    taken.whole(element);
    return [{pci: {address: `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${hex(part, 1)}`}}];
  }
  const [vendor, product] = [child(source, 'vendor'), child(source, 'product')];
  if (type !== 'usb' || vendor === undefined || product === undefined) return [];
  taken.whole(element);
  return [{usb: {vendorId: hex(vendor.attributes['id'], 4), productId: hex(product.attributes['id'], 4)}}];
};
