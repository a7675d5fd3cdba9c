// Manifests of a simulation: wishes as values, their YAML, and the truth of a directory as its own decoder reads it.
// What the daemon makes of them is not known here.
import {decodeFile} from '../../controller/manifest/decode.ts';
import {mergeClass} from '../../controller/manifest/classes.ts';
import type {MergedVmSpec} from '../../controller/manifest/classes.ts';
import type {DecodedFile, DecodedObject} from '../../controller/manifest/object.ts';
import type {VirtualMachineSpec} from '../../controller/manifest/types.gen.ts';
import type {FakeFiles} from '../fakes/files.ts';

export const manifestsDir = '/m';

export type VmWish = {
  readonly name: string;
  readonly memoryMi: number;
  readonly cpus: number;
  readonly cmdline: readonly string[];
  readonly rootMi: number;
  /** Blank disks by name. */
  readonly dataMi: Readonly<Record<string, number>>;
  /** Network of each interface by name. */
  readonly nics: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly runPolicy: 'Always' | 'RerunOnFailure' | 'Once' | 'Manual' | 'Halted';
  readonly approval: 'Manual' | 'Automatic';
  readonly disks: 'Retain' | 'Delete';
  readonly protect: boolean;
};

export const plainVm = (name: string): VmWish => ({
  name,
  memoryMi: 128,
  cpus: 1,
  cmdline: ['quiet'],
  rootMi: 64,
  dataMi: {},
  nics: {lan: 'lan'},
  labels: {app: 'web'},
  runPolicy: 'Always',
  approval: 'Manual',
  disks: 'Retain',
  protect: false,
});

/** JSON is YAML, and says exactly what was meant. */
export const renderVm = (wish: VmWish): string =>
  [
    'apiVersion: vmlet.dev/v1alpha1',
    'kind: VirtualMachine',
    `metadata: {name: ${wish.name}, labels: ${JSON.stringify(wish.labels)}}`,
    'spec:',
    `  runPolicy: ${wish.runPolicy}`,
    '  hypervisor: {qemu: {accelerator: tcg}}',
    `  cpu: {count: ${String(wish.cpus)}}`,
    `  memory: {size: ${String(wish.memoryMi)}Mi}`,
    `  boot: {kernel: {image: kernel}, cmdline: ${JSON.stringify(wish.cmdline)}}`,
    '  shutdown: {timeout: 20s}',
    `  update: {approval: ${wish.approval}}`,
    `  deletion: {disks: ${wish.disks}, protect: ${String(wish.protect)}}`,
    '  disks:',
    `  - {name: root, image: base, size: ${String(wish.rootMi)}Mi}`,
    ...Object.entries(wish.dataMi).map(
      ([name, size]) => `  - {name: ${name}, blank: {}, size: ${String(size)}Mi}`,
    ),
    `  interfaces:${Object.keys(wish.nics).length === 0 ? ' []' : ''}`,
    ...Object.entries(wish.nics).map(([name, network]) => `  - {name: ${name}, tap: {network: ${network}}}`),
    '',
  ].join('\n');

const network = (name: string, address: string): string =>
  [
    'apiVersion: vmlet.dev/v1alpha1',
    'kind: Network',
    `metadata: {name: ${name}}`,
    `spec: {bridge: {name: br-${name}, management: Owned, addresses: [${address}]}}`,
  ].join('\n');

const image = (name: string, format: string, path: string): string =>
  [
    'apiVersion: vmlet.dev/v1alpha1',
    'kind: Image',
    `metadata: {name: ${name}}`,
    `spec: {format: ${format}, source: {file: {path: ${path}}}}`,
  ].join('\n');

/** Two images and two networks that every VM may name. */
export const baseManifest = [
  image('kernel', 'raw', '/images/vmlinuz'),
  image('base', 'qcow2', '/images/base.qcow2'),
  network('lan', '10.1.0.1/24'),
  network('lab', '10.2.0.1/24'),
].join('\n---\n');

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

const decodeCached = (file: string, content: string): DecodedFile => {
  const id = `${file}\n${content}`;
  const known = decoded.get(id);
  if (known !== undefined) return known;
  if (decoded.size > 5_000) decoded.clear();
  const fresh = decodeFile(file, Buffer.from(content), {source: 'manifests', directory: manifestsDir});
  decoded.set(id, fresh);
  return fresh;
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
  const all = Object.entries(files.control.tree(manifestsDir))
    .filter(([path, content]) => path.endsWith('.yaml') && content !== '(directory)')
    .map(([path, content]) => decodeCached(path.slice(manifestsDir.length + 1), content));
  if (all.length === 0) return {state: 'empty', ...nothing};
  const places = new Map<string, number>();
  const invalid = new Set<string>();
  for (const key of all.flatMap(file => [...file.objects.map(object => object.key), ...file.invalid]))
    places.set(key, (places.get(key) ?? 0) + 1);
  for (const key of all.flatMap(file => file.invalid)) invalid.add(vmName(key) ?? key);
  for (const [key, count] of places) if (count > 1) invalid.add(vmName(key) ?? key);
  const objects = all.flatMap(file => file.objects);
  const vms = objects.flatMap(object => {
    const name = vmName(object.key);
    if (name === null || invalid.has(name)) return [];
    const spec = mergeClass(object.object.spec as VirtualMachineSpec, undefined);
    return [[name, {spec, decoded: object}] as const];
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
