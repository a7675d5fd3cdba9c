// What adopting a guest gives: manifests as values, and every word of the guest's own configuration that has no place in them.
// Pure; the builders that both readers (domain.ts, command-line.ts) share.
import {formatQuantity} from '../desired/quantity.ts';

export type AdoptedObject = {
  readonly apiVersion: 'vmlet.dev/v1alpha1';
  readonly kind: 'VirtualMachine' | 'Image' | 'Network';
  readonly metadata: {readonly name: string};
  readonly spec: Readonly<Record<string, unknown>>;
};

export type Adopted = {
  readonly objects: readonly AdoptedObject[];
  /** What is not expressed, one line each. */
  readonly notes: readonly string[];
};

/** A disk of the host, used where it lies. */
export type AdoptedDisk = {
  readonly name: string;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly serial?: string;
  readonly readOnly?: boolean;
};

export type AdoptedInterface = {readonly mac?: string} & (
  | {readonly kind: 'bridge'; readonly bridge: string}
  | {readonly kind: 'macvtap'; readonly link: string; readonly mode: string}
  | {readonly kind: 'user'; readonly forwardPorts: readonly unknown[]}
);

/** What a reader found, and nothing of how it was spelled. */
export type Machine = {
  readonly name: string;
  readonly machine: 'q35' | 'pc' | 'microvm' | 'virt';
  readonly accelerator: 'kvm' | 'tcg';
  readonly cpuModel: string | null;
  readonly extraArgs: readonly string[];
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly balloon: boolean;
  readonly firmware: 'bios' | 'uefi';
  readonly kernel: {
    readonly path: string;
    readonly initrd: string | null;
    readonly cmdline: readonly string[];
  } | null;
  readonly disks: readonly AdoptedDisk[];
  readonly interfaces: readonly AdoptedInterface[];
  readonly devices: readonly unknown[];
  readonly guestAgent: boolean;
};

/** A name that vmlet takes: the given one where it can be, else the nearest that fits. */
export const nameFor = (given: string, other: string): string => {
  const plain = given
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return plain === '' ? other : plain;
};

/** As manifests: the machine last, after what it names. */
export const adopted = (machine: Machine, given: readonly string[]): Adopted => {
  const notes = [...given];
  const name = nameFor(machine.name, 'adopted');
  if (name !== machine.name)
    notes.push(`name: \`${machine.name}\` is no name of an object; it is \`${name}\` here`);
  const networks = new Map<string, AdoptedObject>();
  const interfaces = machine.interfaces.map((nic, at) => {
    const own = {name: `nic${String(at)}`, ...(nic.mac === undefined ? {} : {mac: nic.mac})};
    if (nic.kind === 'macvtap') return {...own, macvtap: {link: nic.link, mode: nic.mode}};
    if (nic.kind === 'user')
      return {...own, user: nic.forwardPorts.length === 0 ? {} : {forwardPorts: nic.forwardPorts}};
    const network = nameFor(nic.bridge, 'network');
    networks.set(network, object('Network', network, {bridge: {name: nic.bridge, management: 'External'}}));
    return {...own, tap: {network}};
  });
  const image = (part: string, path: string): AdoptedObject =>
    object('Image', nameFor(`${name}-${part}`, part), {format: 'raw', source: {file: {path}}});
  const kernel = machine.kernel === null ? null : image('kernel', machine.kernel.path);
  const initrd = machine.kernel?.initrd == null ? null : image('initrd', machine.kernel.initrd);
  const spec = {
    // Two hypervisors on one disk destroy it: it runs once somebody has stopped the other one and says so.
    runPolicy: 'Halted',
    hypervisor: {
      qemu: {
        machine: machine.machine,
        accelerator: machine.accelerator,
        ...(machine.cpuModel === null ? {} : {cpuModel: machine.cpuModel}),
        ...(machine.extraArgs.length === 0 ? {} : {extraArgs: machine.extraArgs}),
      },
    },
    cpu: {count: machine.cpuCount},
    memory: {size: formatQuantity(machine.memoryBytes), ...(machine.balloon ? {balloon: {}} : {})},
    boot:
      kernel === null || machine.kernel === null
        ? {firmware: machine.firmware}
        : {
            kernel: {
              image: kernel.metadata.name,
              ...(initrd === null ? {} : {initrd: initrd.metadata.name}),
            },
            ...(machine.kernel.cmdline.length === 0 ? {} : {cmdline: machine.kernel.cmdline}),
          },
    ...(machine.disks.length === 0 ? {} : {disks: machine.disks.map(diskSpec)}),
    ...(interfaces.length === 0 ? {} : {interfaces}),
    ...(machine.devices.length === 0 ? {} : {devices: machine.devices}),
    ...(machine.guestAgent ? {guestAgent: {enabled: true}} : {}),
  };
  return {
    objects: [
      ...networks.values(),
      ...[kernel, initrd].filter(each => each !== null),
      object('VirtualMachine', name, spec),
    ],
    notes,
  };
};

const object = (kind: AdoptedObject['kind'], name: string, spec: AdoptedObject['spec']): AdoptedObject => ({
  apiVersion: 'vmlet.dev/v1alpha1',
  kind,
  metadata: {name},
  spec,
});

const diskSpec = ({name, path, format, serial, readOnly}: AdoptedDisk): unknown => ({
  name,
  file: {path, format},
  ...(serial === undefined ? {} : {serial}),
  ...(readOnly === true ? {readOnly} : {}),
});

/** A serial that virtio carries whole. */
export const isSerial = (serial: string): boolean => /^[A-Za-z0-9_-]{1,20}$/.test(serial);

/** What a vmlet machine type is called by the many names that QEMU has for it; the version is QEMU's own from here on. */
export const machineOf = (type: string): Machine['machine'] | null => {
  if (/^(pc-)?q35/.test(type)) return 'q35';
  if (/^(pc|pc-i440fx.*)$/.test(type)) return 'pc';
  if (type.startsWith('microvm')) return 'microvm';
  return /^virt/.test(type) ? 'virt' : null;
};
