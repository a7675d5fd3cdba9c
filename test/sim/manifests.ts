// Manifests of a simulation: wishes as values, their YAML, and the truth of a directory as its own decoder reads it.
// What the daemon makes of them is not known here.
import {dirname, join} from 'node:path';
import {decodeFile} from '../../controller/manifest/decode.ts';
import {mergeClass} from '../../controller/manifest/classes.ts';
import type {MergedVmSpec} from '../../controller/manifest/classes.ts';
import type {DecodedFile, DecodedObject} from '../../controller/manifest/object.ts';
import type {DecodeFile} from '../../controller/manifest/scan.ts';
import type {VirtualMachineClassSpec, VirtualMachineSpec} from '../../controller/manifest/types.gen.ts';
import type {FakeFiles} from '../fakes/files.ts';

export const manifestsDir = '/m';

export const policyFile = '/etc/vmlet/policy.yaml';

export type VmWish = {
  readonly name: string;
  /** Null leaves it to the class. */
  readonly memoryMi: number | null;
  readonly cpus: number;
  /** On q35; null to leave it out. */
  readonly maxCpus: number | null;
  /** On q35; null to leave it out. */
  readonly maxMemoryMi: number | null;
  readonly cmdline: readonly string[];
  readonly rootMi: number;
  /** Blank disks by name. */
  readonly dataMi: Readonly<Record<string, number>>;
  /** Network of each interface by name. */
  readonly nics: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly runPolicy: 'Always' | 'RerunOnFailure' | 'Once' | 'Manual' | 'Halted';
  readonly approval: 'Manual' | 'ManualAll' | 'Automatic';
  readonly disks: 'Retain' | 'Delete';
  readonly protect: boolean;
  readonly machine: 'q35' | 'microvm';
  /** Interfaces that are not taps, by name. */
  readonly otherNics: Readonly<Record<string, 'macvtap' | 'user'>>;
  /** Interfaces whose cable is pulled. */
  readonly unplugged: readonly string[];
  /** Bytes per second in KiB, of what is read from the root disk and of both ways of each tap; null for no limit. */
  readonly limitKi: number | null;
  readonly class: 'small' | null;
  readonly dependsOn: readonly string[];
  /** A command on the host before each start. */
  readonly preStart: boolean;
  /** Its guest has to say that it is up, and a revision that does not gives way to the last that did. */
  readonly gated: boolean;
};

export const plainVm = (name: string): VmWish => ({
  name,
  memoryMi: 128,
  cpus: 1,
  maxCpus: null,
  maxMemoryMi: null,
  cmdline: ['quiet'],
  rootMi: 64,
  dataMi: {},
  nics: {lan: 'lan'},
  labels: {app: 'web'},
  runPolicy: 'Always',
  approval: 'Manual',
  disks: 'Retain',
  protect: false,
  machine: 'q35',
  otherNics: {},
  unplugged: [],
  limitKi: null,
  class: null,
  dependsOn: [],
  preStart: false,
  gated: false,
});

const bindings = {macvtap: 'macvtap: {link: eth0}', user: 'user: {}'} as const;

const limits = ({limitKi}: VmWish, ...names: readonly string[]): string =>
  limitKi === null ? '' : `, rate: {${names.map(name => `${name}: ${String(limitKi)}Ki`).join(', ')}}`;

/** JSON is YAML, and says exactly what was meant. */
export const renderVm = (wish: VmWish): string =>
  [
    'apiVersion: vmlet.dev/v1alpha1',
    'kind: VirtualMachine',
    `metadata: {name: ${wish.name}, labels: ${JSON.stringify(wish.labels)}}`,
    'spec:',
    `  runPolicy: ${wish.runPolicy}`,
    ...(wish.class === null ? [] : [`  class: ${wish.class}`]),
    `  hypervisor: {qemu: {machine: ${wish.machine}, accelerator: tcg}}`,
    `  cpu: {count: ${String(wish.cpus)}${wish.maxCpus === null || wish.machine === 'microvm' ? '' : `, max: ${String(wish.maxCpus)}`}}`,
    ...renderMemory(wish),
    `  boot: {kernel: {image: kernel}, cmdline: ${JSON.stringify(wish.cmdline)}}`,
    '  shutdown: {timeout: 20s}',
    `  update: {approval: ${wish.approval}${wish.gated ? ', onFailure: Rollback, deadline: 1m' : ''}}`,
    ...(wish.gated ? ['  readiness: {console: {contains: up}, timeout: 30s}'] : []),
    `  deletion: {disks: ${wish.disks}, protect: ${String(wish.protect)}}`,
    '  disks:',
    `  - {name: root, image: base, size: ${String(wish.rootMi)}Mi${limits(wish, 'readBytesPerSecond')}}`,
    ...Object.entries(wish.dataMi).map(
      ([name, size]) => `  - {name: ${name}, blank: {}, size: ${String(size)}Mi}`,
    ),
    `  interfaces:${Object.keys({...wish.nics, ...wish.otherNics}).length === 0 ? ' []' : ''}`,
    ...Object.entries(wish.nics).map(
      ([name, network]) =>
        `  - {name: ${name}, tap: {network: ${network}}${wish.unplugged.includes(name) ? ', linkState: down' : ''}${limits(wish, 'inboundBytesPerSecond', 'outboundBytesPerSecond')}}`,
    ),
    ...Object.entries(wish.otherNics).map(([name, kind]) => `  - {name: ${name}, ${bindings[kind]}}`),
    ...(wish.dependsOn.length === 0
      ? []
      : [`  dependsOn: [${wish.dependsOn.map(name => `{name: ${name}}`).join(', ')}]`]),
    '  variants: [{name: rescue, cmdline: [single, rescue]}]',
    ...(wish.preStart ? ['  preStart: [{command: [/usr/bin/true]}]'] : []),
    '',
  ].join('\n');

const renderMemory = ({memoryMi, maxMemoryMi, machine}: VmWish): string[] => {
  const fields = [
    ...(memoryMi === null ? [] : [`size: ${String(memoryMi)}Mi`]),
    ...(maxMemoryMi === null || machine === 'microvm' ? [] : [`max: ${String(maxMemoryMi)}Mi`]),
  ];
  return fields.length === 0 ? [] : [`  memory: {${fields.join(', ')}}`];
};

const object = (kind: string, name: string, spec: string): string =>
  ['apiVersion: vmlet.dev/v1alpha1', `kind: ${kind}`, `metadata: {name: ${name}}`, `spec: ${spec}`].join(
    '\n',
  );

/** What every VM may name: two images, two networks and a class. */
export type BaseWish = {
  /** Memory that class small gives; null when there is no such class. */
  readonly smallMi: number | null;
  /** Is there an Image base? */
  readonly image: boolean;
  /** Last part of the address of network lab; null when there is no such network. */
  readonly lab: number | null;
  readonly labMtu: number | null;
  /** How many machines labelled `app: web` may be unavailable at once; null when no budget says so. */
  readonly budget: number | string | null;
};

export const plainBase: BaseWish = {smallMi: 64, image: true, lab: 1, labMtu: null, budget: null};

export const renderBase = ({smallMi, image, lab, labMtu, budget}: BaseWish): string => {
  const mtu = labMtu === null ? '' : `, mtu: ${String(labMtu)}`;
  return [
    object('Image', 'kernel', '{format: raw, source: {file: {path: /images/vmlinuz}}}'),
    ...(image
      ? [object('Image', 'base', '{format: qcow2, source: {file: {path: /images/base.qcow2}}}')]
      : []),
    object('Network', 'lan', '{bridge: {name: br-lan, management: Owned, addresses: [10.1.0.1/24]}}'),
    ...(lab === null
      ? []
      : [
          object(
            'Network',
            'lab',
            `{bridge: {name: br-lab, management: Owned, addresses: [10.2.0.${String(lab)}/24]${mtu}}}`,
          ),
        ]),
    ...(smallMi === null
      ? []
      : [object('VirtualMachineClass', 'small', `{memory: {size: ${String(smallMi)}Mi}}`)]),
    ...(budget === null
      ? []
      : [
          object(
            'DisruptionBudget',
            'web',
            `{selector: {matchLabels: {app: web}}, maxUnavailable: ${JSON.stringify(budget)}}`,
          ),
        ]),
  ].join('\n---\n');
};

/** As it is before anybody edits it. */
export const baseManifest = renderBase(plainBase);

/** What a complete reading of the directory says at this moment. */
export type Truth = {
  readonly state: 'complete' | 'empty' | 'unavailable';
  /** Some file cannot be attributed to objects, so anything may be in it. */
  readonly broken: boolean;
  readonly brokenFiles: ReadonlySet<string>;
  /** VMs by name, valid in exactly one place. */
  readonly vms: ReadonlyMap<string, {readonly spec: MergedVmSpec; readonly decoded: DecodedObject}>;
  /** VMs by name that are there but invalid, or claimed twice. */
  readonly invalid: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
};

const decoded = new Map<string, DecodedFile>();

/**
 * The shipped decoder, which is pure, run once for each content: thousands of seeds write the same few manifests. Who
 * reads a file again gets values of its own, as from the decoder itself.
 */
export const decodeShared: DecodeFile = (file, bytes, options) => {
  const id = `${options.source} ${options.directory} ${file}\n${bytes.toString('latin1')}`;
  const known = decoded.get(id) ?? decodeFile(file, bytes, options);
  if (decoded.size > 5_000) decoded.clear();
  decoded.set(id, known);
  return {...known, objects: known.objects.map(object => ({...object}))};
};

const decodeTruth = (file: string, content: string): DecodedFile => {
  const directory = join(manifestsDir, dirname(file));
  return decodeShared(file, Buffer.from(content), {source: 'manifests', directory}) as DecodedFile;
};

const vmName = (key: string): string | null =>
  key.startsWith('VirtualMachine/') ? (key.split('/')[2] ?? null) : null;

/** Read it as the contract's table sees it: completely, or not at all. */
export const readTruth = (files: FakeFiles): Truth => {
  const nothing = {
    broken: false,
    brokenFiles: new Set<string>(),
    vms: new Map(),
    invalid: new Set<string>(),
    networks: new Set<string>(),
  };
  if (files.stat(manifestsDir)?.type !== 'directory') return {state: 'unavailable', ...nothing};
  const written = Object.entries(files.control.tree(manifestsDir))
    .filter(([path, content]) => path.endsWith('.yaml') && !path.includes('/.') && content !== '(directory)')
    .map(([path, content]): [string, string] => [
      path.slice(manifestsDir.length + 1),
      content.startsWith('-> ') ? (files.read(path)?.toString() ?? '') : content,
    ]);
  if (written.length === 0) return {state: 'empty', ...nothing};
  const id = JSON.stringify(written);
  const known = truths.get(id) ?? truthOf(written.map(([file, content]) => decodeTruth(file, content)));
  if (truths.size > 500) truths.clear();
  truths.set(id, known);
  return known;
};

/** Values, by what is written: seeds come back to what was there before. */
const truths = new Map<string, Truth>();

const truthOf = (all: readonly DecodedFile[]): Truth => {
  const places = new Map<string, number>();
  const invalid = new Set<string>();
  for (const key of all.flatMap(file => [...file.objects.map(object => object.key), ...file.invalid]))
    places.set(key, (places.get(key) ?? 0) + 1);
  for (const key of all.flatMap(file => file.invalid)) invalid.add(vmName(key) ?? key);
  for (const [key, count] of places) if (count > 1) invalid.add(vmName(key) ?? key);
  const objects = all.flatMap(file => file.objects);
  const classes = new Map(
    objects.flatMap(({key, object: {spec}}) =>
      key.startsWith('VirtualMachineClass/') ? [[key.split('/')[2], spec as VirtualMachineClassSpec]] : [],
    ),
  );
  const vms = objects.flatMap(each => {
    const name = vmName(each.key);
    if (name === null || invalid.has(name)) return [];
    const spec = each.object.spec as VirtualMachineSpec;
    return [[name, {spec: mergeClass(spec, classes.get(spec.class)), decoded: each}] as const];
  });
  const networks = objects
    .filter(each => each.key.startsWith('Network/'))
    .map(each => each.key.split('/')[2]);
  return {
    state: 'complete',
    broken: all.some(file => file.broken),
    brokenFiles: new Set(all.filter(file => file.broken).map(({file}) => file)),
    vms: new Map(vms),
    invalid,
    networks: new Set(networks.filter(name => name !== undefined)),
  };
};
