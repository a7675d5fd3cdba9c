// The disks of a QEMU command line, in each of the ways to name one: -drive, -hda, and -blockdev with its device. Pure.
import {isSerial} from './adopted.ts';
import type {AdoptedDisk} from './adopted.ts';
import type {HostFacts} from './command-line.ts';
import {fieldsOf} from './options.ts';
import type {Fields} from './options.ts';

type Reading = {
  readonly values: (flag: string) => readonly string[];
  readonly devices: readonly {readonly text: string; readonly fields: Fields}[];
  readonly facts: HostFacts;
  readonly notes: string[];
  readonly spare: (what: string, fields: Fields, known: readonly string[]) => void;
};

type Found = {readonly path: string; readonly format: string | undefined; readonly readOnly: boolean};

const diskDrivers = /^(virtio-blk|ide-hd|scsi-hd)/;

/** Disks in the order in which the guest has them, and whether some of them hold UEFI firmware. */
export const commandDisks = (reading: Reading): {disks: AdoptedDisk[]; isUefi: boolean} => {
  const {values, devices, facts, notes, spare} = reading;
  const nodes = new Map<string, Found>();
  const disks: AdoptedDisk[] = [];
  let isUefi = false;

  const add = ({path, format, readOnly}: Found, serial: string | undefined): void => {
    const absolute = facts.absolute(path);
    const known = format === 'raw' || format === 'qcow2' ? format : facts.formatOf(absolute);
    if (known === null || (format !== undefined && format !== known)) {
      notes.push(`disk ${absolute}: format ${format ?? 'unknown'} is none that vmlet takes (raw, qcow2)`);
      return;
    }
    if (format === undefined)
      notes.push(`disk ${absolute}: its format was left to QEMU; its header says ${known}`);
    if (serial !== undefined && !isSerial(serial))
      notes.push(`disk ${absolute}: serial=${serial} is too long`);
    disks.push({
      name: `disk${String(disks.length)}`,
      path: absolute,
      format: known,
      ...(serial !== undefined && isSerial(serial) ? {serial} : {}),
      readOnly,
    });
  };

  readBlockdevs(values('blockdev'), nodes, spare);
  for (const text of values('drive')) {
    const fields = fieldsOf(text, 'file');
    const {file, format, serial, media, id = ''} = fields;
    const bus = fields['if'] ?? 'ide';
    if (bus === 'pflash') {
      isUefi = true;
      notes.push(`-drive ${text}: vmlet takes the firmware of the host, and begins with empty variables`);
    } else if (file === undefined || media === 'cdrom' || bus === 'floppy') notes.push(`-drive ${text}`);
    else {
      spare(`-drive ${file}`, fields, ['file', 'format', 'if', 'serial', 'readonly', 'media', 'index']);
      const found: Found = {path: file, format, readOnly: isOn(fields['readonly'])};
      if (bus === 'none') nodes.set(id, found);
      else add(found, serial);
      if (bus !== 'none' && bus !== 'virtio')
        notes.push(`-drive ${file}: if=${bus} is virtio here; its name in the guest changes`);
    }
  }
  for (const flag of ['hda', 'hdb', 'hdc', 'hdd'])
    for (const path of values(flag)) {
      notes.push(`-${flag} ${path}: a virtio disk here; its name in the guest changes`);
      add({path, format: undefined, readOnly: false}, undefined);
    }
  for (const {fields} of devices) {
    const {driver = '', drive, serial} = fields;
    if (!diskDrivers.test(driver)) continue;
    const found = nodes.get(drive ?? '');
    if (!driver.startsWith('virtio-blk'))
      notes.push(`-device ${driver}: a virtio disk here; its name in the guest changes`);
    if (found === undefined) notes.push(`-device ${driver},drive=${drive ?? ''}: it has no file of the host`);
    else add(found, serial);
    spare(`-device ${driver}`, fields, ['driver', 'drive', 'serial', 'bootindex', 'num-queues']);
  }
  return {disks, isUefi};
};

const isOn = (value: string | undefined): boolean => value === 'on' || value === 'true';

/** A format node over a file node, or both in one. */
const readBlockdevs = (
  texts: readonly string[],
  nodes: Map<string, Found>,
  spare: Reading['spare'],
): void => {
  const all = texts.map(text => fieldsOf(text, 'driver'));
  const byName = new Map(all.map(fields => [fields['node-name'] ?? '', fields]));
  for (const fields of all) {
    const {driver} = fields;
    const below = byName.get(fields['file'] ?? '');
    const path = fields['file.filename'] ?? below?.['filename'] ?? fields['filename'];
    if (path === undefined) continue;
    const format = driver === 'file' || driver === 'host_device' ? 'raw' : driver;
    nodes.set(fields['node-name'] ?? '', {path, format, readOnly: isOn(fields['read-only'])});
    const known = [
      'driver',
      'node-name',
      'file',
      'filename',
      'read-only',
      'file.driver',
      'file.filename',
      'auto-read-only',
      'discard',
      'locking',
    ];
    spare(`-blockdev ${path}`, fields, known);
  }
};
