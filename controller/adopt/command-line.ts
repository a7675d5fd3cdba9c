// The command line of a running QEMU as a machine. Pure: what the host must be asked is handed in. Each argument is taken, or
// decided by vmlet itself, or a note.
import {VmletError} from '../errors.ts';
import {adopted, machineOf} from './adopted.ts';
import type {Adopted, AdoptedInterface, Machine} from './adopted.ts';
import {commandDisks} from './command-disks.ts';
import {fieldsOf, flagsOf} from './options.ts';
import type {Fields, Flag} from './options.ts';

/** What only the host knows of what a command line names. */
export type HostFacts = {
  /** Bridge that a link is a port of. */
  bridgeOf(link: string): string | null;
  /** Tap behind a descriptor that the process was given. */
  linkOf(descriptor: string): string | null;
  /** Format that a disk's header says it has. */
  formatOf(path: string): 'raw' | 'qcow2' | null;
  /** Of a path as the process understands it. */
  absolute(path: string): string;
};

/** How the process is run, and what every machine of vmlet has in its own way. */
const decided =
  /^(uuid|qmp|qmp-pretty|mon|monitor|chardev|daemonize|pidfile|nodefaults|no-user-config|sandbox|runas|run-with|msg|D|S|nographic|display|serial|add-fd|object secret|no-shutdown|action)$/;
const decidedDevices =
  /^(pcie-root-port|pcie-pci-bridge|virtio-serial(-pci|-device)?|virtio-serial-pci-non-transitional|isa-serial|virtconsole|ioh3420)$/;

/** The process as manifests, and what of it they do not say. */
export const adoptCommandLine = (argv: readonly string[], facts: HostFacts): Adopted => {
  const notes: string[] = [];
  const counts = new Map<string, number>();
  const flags = flagsOf(argv);
  const left = new Set(flags);
  const values = (flag: string): readonly string[] =>
    flags.flatMap(each => {
      if (each.flag !== flag) return [];
      left.delete(each);
      return [each.value ?? ''];
    });
  const value = (...names: readonly string[]): string | undefined =>
    names.flatMap(name => values(name)).at(-1);
  const devices = values('device').map(text => ({text, fields: fieldsOf(text, 'driver')}));
  const spare = (what: string, fields: Fields, known: readonly string[]): void => {
    const others = Object.entries(fields).filter(
      ([key]) => !known.includes(key) && !/^(id|bus|addr)$/.test(key),
    );
    if (others.length > 0) notes.push(`${what}: ${others.map(([key, word]) => `${key}=${word}`).join(' ')}`);
  };

  const machine = fieldsOf(value('machine', 'M') ?? 'pc', 'type');
  const type = machineOf(machine['type'] ?? 'pc');
  if (type === null)
    throw new VmletError('E-INPUT', `a machine of type ${machine['type'] ?? ''} cannot be run by vmlet`);
  if (machine['type'] !== type)
    notes.push(
      `-machine ${machine['type'] ?? ''}: ${type} here, of the version that QEMU is of; a guest may notice`,
    );
  spare('-machine', machine, ['type', 'accel']);
  const accelerators = values('accel').map(text => fieldsOf(text, 'accel'));
  for (const fields of accelerators) spare('-accel', fields, ['accel']);
  const isKvm =
    value('enable-kvm') !== undefined ||
    (accelerators[0]?.['accel'] ?? machine['accel'] ?? 'tcg').split(':')[0] === 'kvm';
  const smp = fieldsOf(value('smp') ?? '1', 'cpus');
  spare('-smp', smp, ['cpus']);
  const memory = fieldsOf(value('m') ?? '128M', 'size');
  spare('-m', memory, ['size']);
  const name = fieldsOf(value('name') ?? 'adopted', 'guest');
  const bios = value('bios');
  if (bios !== undefined) notes.push(`-bios ${bios}: vmlet takes the firmware of the host`);
  const disks = commandDisks({values, devices, facts, notes, spare});
  const kernel = value('kernel');
  const cmdline = value('append') ?? '';
  const initrd = value('initrd');
  const result: Machine = {
    name: name['guest'] ?? '',
    machine: type,
    accelerator: isKvm ? 'kvm' : 'tcg',
    cpuModel: value('cpu') ?? null,
    extraArgs: [],
    cpuCount: cpuCountOf(smp),
    memoryBytes: bytesOf(memory['size'] ?? '128M'),
    balloon: devices.some(({fields}) => /^virtio-balloon/.test(fields['driver'] ?? '')),
    firmware: disks.isUefi || /OVMF|edk2|AAVMF/i.test(bios ?? '') ? 'uefi' : 'bios',
    kernel:
      kernel === undefined
        ? null
        : {
            path: facts.absolute(kernel),
            initrd: initrd === undefined ? null : facts.absolute(initrd),
            cmdline: cmdline.split(/\s+/).filter(word => word !== ''),
          },
    disks: disks.disks,
    interfaces: interfacesOf(values, devices, facts, notes),
    devices: devices.flatMap(({fields}) => hostDevice(fields)),
    guestAgent: devices.some(({fields}) => fields['name'] === 'org.qemu.guest_agent.0'),
  };
  const told = (what: string): number => counts.set(what, (counts.get(what) ?? 0) + 1).size;
  for (const {text, fields} of devices) {
    const driver = fields['driver'] ?? '';
    if (decidedDevices.test(driver)) told(`-device ${driver}`);
    else if (!isTaken(fields)) notes.push(`-device ${text}`);
  }
  for (const each of left) {
    if (isDecided(each)) told(`-${each.flag}`);
    else notes.push(`-${each.flag}${each.value === null ? '' : ` ${each.value}`}`);
  }
  const words = [...counts].map(([what, count]) => (count === 1 ? what : `${what} (${String(count)})`));
  return adopted(result, [
    ...notes,
    ...(words.length === 0 ? [] : [`decided by vmlet itself: ${words.join(', ')}`]),
  ]);
};

const isDecided = ({flag, value}: Flag): boolean =>
  decided.test(flag) || ((flag === 'net' || flag === 'vga' || flag === 'parallel') && value === 'none');

/** Read by one of the readers. */
const isTaken = ({driver = '', name}: Fields): boolean =>
  /^(virtio-blk|virtio-net|virtio-balloon)/.test(driver) ||
  /^(ide-hd|scsi-hd|e1000e?|rtl8139|vfio-pci|usb-host)$/.test(driver) ||
  name === 'org.qemu.guest_agent.0';

/** As QEMU counts them where only their places are given. */
const cpuCountOf = (smp: Fields): number => {
  const places = ['sockets', 'dies', 'clusters', 'cores', 'threads'].map(key => Number(smp[key] ?? '1'));
  return Number(smp['cpus'] ?? smp['maxcpus'] ?? places.reduce((product, each) => product * each, 1));
};

/** QEMU's sizes: MiB without a unit. */
const bytesOf = (text: string): number => {
  const [, digits = '0', unit = 'M'] = /^([\d.]+)([bBkKmMgGtT]?)/.exec(text) ?? [];
  const powers: Readonly<Record<string, number>> = {b: 0, k: 10, m: 20, g: 30, t: 40};
  return Math.round(Number(digits) * 2 ** (powers[(unit === '' ? 'M' : unit).toLowerCase()] ?? 20));
};

const hostDevice = ({driver, host, vendorid, productid}: Fields): unknown[] => {
  if (driver === 'vfio-pci' && host !== undefined)
    return [{pci: {address: /^[0-9a-f]{4}:/.test(host) ? host : `0000:${host}`}}];
  const id = (text: string): string => Number(text).toString(16).padStart(4, '0');
  return driver === 'usb-host' && vendorid !== undefined && productid !== undefined
    ? [{usb: {vendorId: id(vendorid), productId: id(productid)}}]
    : [];
};

type Device = {readonly text: string; readonly fields: Fields};

const interfacesOf = (
  values: (flag: string) => readonly string[],
  devices: readonly Device[],
  facts: HostFacts,
  notes: string[],
): AdoptedInterface[] => {
  const backends = new Map(
    values('netdev')
      .map(text => ({text, fields: fieldsOf(text, 'type')}))
      .map(each => [each.fields['id'] ?? '', each] as const),
  );
  const cards = devices.flatMap(({fields}) => {
    const backend = backends.get(fields['netdev'] ?? '');
    if (fields['netdev'] === undefined || backend === undefined) return [];
    const driver = fields['driver'] ?? '';
    if (!driver.startsWith('virtio-net')) notes.push(`-device ${driver}: a virtio card here`);
    return [{backend, mac: fields['mac']}];
  });
  for (const [id, {text}] of backends)
    if (!devices.some(({fields}) => fields['netdev'] === id)) notes.push(`-netdev ${text}: no card is on it`);
  const both = values('nic')
    .map(text => ({text, fields: fieldsOf(text, 'type')}))
    .filter(({fields}) => fields['type'] !== 'none')
    .map(backend => ({backend, mac: backend.fields['mac']}));
  return [...cards, ...both].flatMap(({backend: {text, fields}, mac}): AdoptedInterface[] => {
    const own = mac === undefined ? {} : {mac: mac.toLowerCase()};
    const {type, br, fd} = fields;
    const link = fields['ifname'] ?? (fd === undefined ? null : facts.linkOf(fd));
    if (type === 'user') return [{...own, kind: 'user', forwardPorts: forwardsOf(text, fields, notes)}];
    const bridge =
      type === 'bridge' ? (br ?? 'br0') : type === 'tap' ? (br ?? facts.bridgeOf(link ?? '')) : null;
    if (bridge !== null) return [{...own, kind: 'bridge', bridge}];
    notes.push(`-netdev ${text}: ${type === 'tap' ? 'its tap is on no bridge' : 'no such binding here'}`);
    return [];
  });
};

/** `hostfwd` may be said several times, so it is read from the text. */
const forwardsOf = (text: string, fields: Fields, notes: string[]): unknown[] => {
  const others = Object.keys(fields).filter(key => !/^(type|id|mac|model|hostfwd)$/.test(key));
  if (others.length > 0)
    notes.push(`-netdev user: ${others.map(key => `${key}=${fields[key] ?? ''}`).join(' ')}`);
  return [...text.matchAll(/hostfwd=(tcp|udp):([\d.]*):(\d+)-([\d.]*):(\d+)/g)].map(
    ([, protocol, hostAddress = '', hostPort, , guestPort]) => ({
      protocol,
      ...(hostAddress === '' ? {hostAddress: '0.0.0.0'} : {hostAddress}),
      hostPort: Number(hostPort),
      guestPort: Number(guestPort),
    }),
  );
};
