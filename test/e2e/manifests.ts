// Manifests of the e2e tests: the tiny guest's images, one bridge, and VMs as small as they can be. Pure.
import {stringify} from 'yaml';
import type {GuestFiles} from '../fixtures/guest.ts';

/** One YAML file of the documents given. */
export const yamlFile = (...documents: readonly unknown[]): string =>
  documents.map(document => stringify(document)).join('---\n');

/** Images `tiny-kernel`, `tiny-initrd` and `tiny-disk`. */
export const imageManifests = (guest: GuestFiles): string =>
  yamlFile(
    image('tiny-kernel', 'raw', guest.kernel),
    image('tiny-initrd', 'raw', guest.initrd),
    image('tiny-disk', 'qcow2', guest.disk),
  );

const image = (name: string, format: string, path: string) => ({
  apiVersion: 'vmlet.dev/v1alpha1',
  kind: 'Image',
  metadata: {name},
  spec: {format, source: {file: {path}}},
});

/** An owned bridge; the host has `.1` on it. */
export const networkManifest = (name: string, bridge: string, hostAddress: string): string =>
  yamlFile({
    apiVersion: 'vmlet.dev/v1alpha1',
    kind: 'Network',
    metadata: {name},
    spec: {bridge: {name: bridge, management: 'Owned', addresses: [hostAddress]}},
  });

export type VmOptions = {
  readonly memory?: string;
  readonly cpus?: number;
  /** Kernel arguments after `quiet`. */
  readonly cmdline?: readonly string[];
  /** CIDR on network `lan`; without one the VM has no interface. */
  readonly address?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Laid over the spec, key by key. */
  readonly spec?: Readonly<Record<string, unknown>>;
};

/** The VM `name` as a value. */
export const vmObject = (name: string, options: VmOptions = {}) => ({
  apiVersion: 'vmlet.dev/v1alpha1',
  kind: 'VirtualMachine',
  metadata: {name, ...(options.labels === undefined ? {} : {labels: options.labels})},
  spec: {
    cpu: {count: options.cpus ?? 1},
    memory: {size: options.memory ?? '160Mi'},
    boot: {
      kernel: {image: 'tiny-kernel', initrd: 'tiny-initrd'},
      cmdline: ['quiet', ...(options.cmdline ?? [])],
    },
    disks: [{name: 'root', image: 'tiny-disk', size: '128Mi'}],
    ...(options.address === undefined
      ? {}
      : {interfaces: [{name: 'lan', tap: {network: 'lan'}, addresses: [options.address]}]}),
    readiness: {console: {contains: 'VMLET-GUEST ready'}, timeout: '2m'},
    ...options.spec,
  },
});

/** The VM `name` as a file. */
export const vmManifest = (name: string, options: VmOptions = {}): string =>
  yamlFile(vmObject(name, options));

/** The VM `name` as a value: a machine whose firmware finds nothing to boot, which costs nearly nothing and never ends. */
export const idleVm = (name: string, spec: VmOptions['spec'] = {}, labels: VmOptions['labels'] = {}) => ({
  apiVersion: 'vmlet.dev/v1alpha1',
  kind: 'VirtualMachine',
  metadata: {name, labels},
  spec: {
    memory: {size: '64Mi'},
    boot: {firmware: 'bios'},
    disks: [{name: 'root', blank: {}, size: '1Mi'}],
    ...spec,
  },
});
