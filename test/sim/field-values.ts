// Every field of a VirtualMachine's spec with the values that it is led through: removed, least, most, default, typical,
// and one that is invalid. A test walks the CRD and fails for a field that has no row here. Values only.

export type Spec = {readonly [field: string]: unknown};

export type FieldRow = {
  /** As the CRD spells it, with `[]` for a list. */
  readonly path: string;
  /** Values in any order; `undefined` is the field removed. */
  readonly values: readonly unknown[];
  /** One that the schema or a rule refuses; undefined where there is none. */
  readonly invalid: unknown;
  /** How a spec has it; the default sets or removes the field at its path. */
  readonly put: (spec: Spec, value: unknown) => Spec;
  /** In this order and no other: a disk never shrinks. */
  readonly isOneWay: boolean;
  /** Its values make neither another machine nor another policy. */
  readonly isInvisible: boolean;
};

/** Fields that cannot be led through values here, and why. */
export const withoutValues: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['cloudHypervisor', 'firecracker', 'crosvm', 'kvmtool', 'stratovirt', 'alioth', 'runner'].map(name => [
      `spec.hypervisor.${name}`,
      'this build has no such driver and says so (unit/plan)',
    ]),
  ),
  'spec.interfaces[].bridge.name': 'only for a vmlet that is not root (e2e/rootless)',
  'spec.devices[].pci.address': 'a host device is in the real /sys, which the fake host has none of',
  'spec.devices[].usb.vendorId': 'a host device is in the real /sys, which the fake host has none of',
  'spec.devices[].usb.productId': 'a host device is in the real /sys, which the fake host has none of',
};

/** Single values that a field is not led through, and why. */
export const withoutValue: Readonly<Record<string, string>> = {
  'spec.hypervisor.qemu.accelerator undefined': 'is what auto is, from the built-in class',
  'spec.hypervisor.qemu.accelerator auto':
    'what a probe finds is on the host (unit/drivers/qemu/accelerator)',
  'spec.hypervisor.qemu.accelerator kvm':
    'the fake host has none, where it is refused (unit/desired/resolve-vm)',
  'spec.hypervisor.qemu.machine virt': 'is ARM, and refused here (unit/drivers/qemu/refusal)',
  'spec.boot.firmware uefi': 'the fake host has no UEFI image (e2e/machines boots one)',
  'spec.disks[].file.format qcow2': 'another format of a file is refused (an edit that is refused, below)',
  'spec.update.snapshotBefore true': 'is refused, and so its invalid value',
};

/** Everything that has to be said, and nothing more. */
export const baseSpec: Spec = {
  hypervisor: {qemu: {accelerator: 'tcg'}},
  boot: {kernel: {image: 'kernel'}},
  shutdown: {timeout: '20s'},
  disks: [{name: 'root', image: 'base', size: '64Mi'}],
  interfaces: [{name: 'lan', tap: {network: 'lan'}}],
};

const isSpec = (value: unknown): value is Spec =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Set or remove a field; lists by the name of their element, which is made when it is not there. */
const putAt = (spec: Spec, [field = '', ...rest]: readonly string[], value: unknown): Spec => {
  const old = spec[field];
  if (rest.length === 0) {
    const {[field]: _gone, ...others} = spec;
    return value === undefined ? others : {...others, [field]: value};
  }
  if (Array.isArray(old)) {
    const [name, ...deeper] = rest;
    const items = old as Spec[];
    return {...spec, [field]: items.map(item => (item['name'] === name ? putAt(item, deeper, value) : item))};
  }
  if (old === undefined && value === undefined) return spec;
  return {...spec, [field]: putAt(isSpec(old) ? old : {}, rest, value)};
};

const field = (
  path: string,
  values: readonly unknown[],
  invalid: unknown,
  more: Partial<Pick<FieldRow, 'put' | 'isOneWay' | 'isInvisible'>> = {},
): FieldRow => {
  const steps = path
    .replace('disks[]', 'disks.root')
    .replace('interfaces[]', 'interfaces.lan')
    .split('.')
    .slice(1);
  return {
    path,
    values,
    invalid,
    isOneWay: false,
    isInvisible: false,
    put: (spec, value) => putAt(spec, steps, value),
    ...more,
  };
};

const disksWith =
  (make: (value: unknown) => Spec | null) =>
  (spec: Spec, value: unknown): Spec => {
    const disk = make(value);
    return disk === null ? spec : {...spec, disks: [...(spec['disks'] as Spec[]), disk]};
  };

/** The first interface with another binding. */
const boundTo =
  (make: (value: unknown) => Spec) =>
  (spec: Spec, value: unknown): Spec => ({
    ...spec,
    interfaces: [{name: 'lan', ...(value === undefined ? {tap: {network: 'lan'}} : make(value))}],
  });

const forward =
  (name: string) =>
  (spec: Spec, value: unknown): Spec =>
    boundTo(() => ({
      user: {
        forwardPorts: [{hostPort: 2222, guestPort: 22, ...(value === 'default' ? {} : {[name]: value})}],
      },
    }))(spec, value);

const union =
  (of: string, make: (value: unknown) => unknown) =>
  (spec: Spec, value: unknown): Spec =>
    putAt(spec, [of], value === undefined ? undefined : make(value));

/** A field of a window that is in force. */
const windowed = (name: string): Partial<Pick<FieldRow, 'put'>> => ({
  put: (spec, value) => {
    const {[name]: _old, ...others}: Record<string, unknown> = {schedule: '0 3 * * *', duration: '1h'};
    return {
      ...spec,
      update: {when: 'Window', window: value === undefined ? others : {...others, [name]: value}},
    };
  },
});

/** One variant that has this field; what none boots is seen nowhere. */
const variant = (name: string): Pick<FieldRow, 'put' | 'isInvisible'> => ({
  put: (spec, value) => ({
    ...spec,
    variants:
      value === undefined && name === 'name'
        ? []
        : [{name: 'rescue', ...(value === undefined ? {} : {[name]: value})}],
  }),
  isInvisible: true,
});

export const fieldRows: readonly FieldRow[] = [
  field('spec.class', [undefined, 'small', 'default'], 'Not A Name'),
  field('spec.runPolicy', [undefined, 'Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted'], 'Sometimes'),
  field('spec.hypervisor.qemu.machine', [undefined, 'q35', 'pc', 'microvm'], 'isapc'),
  field('spec.hypervisor.qemu.accelerator', ['tcg'], 'xen'),
  field('spec.hypervisor.qemu.cpuModel', [undefined, 'qemu64', 'max', 'qemu64,+aes'], 'a b'),
  field('spec.hypervisor.qemu.extraArgs', [undefined, [], ['-rtc', 'base=utc'], ['-boot', 'n']], ['a\nb']),
  field('spec.cpu.count', [undefined, 1, 2, 64], 65),
  field('spec.cpu.max', [undefined, 1, 2, 64], 0),
  field('spec.memory.size', [undefined, '64Mi', '128Mi', '512Mi', '2Gi'], 512),
  field('spec.memory.max', [undefined, '512Mi', '3Gi'], 512),
  field('spec.memory.balloon', [undefined, {}], 'yes'),
  field('spec.boot.kernel.image', ['kernel', 'other'], '../kernel'),
  field('spec.boot.kernel.initrd', [undefined, 'kernel', 'other'], '../x'),
  field('spec.boot.firmware', [undefined, 'bios'], 'openfirmware', {
    put: (spec, value) => (value === undefined ? spec : {...spec, boot: {firmware: value}}),
  }),
  field(
    'spec.boot.cmdline',
    [undefined, [], ['quiet'], ['single', 'debug'], ['quiet', 'init=/bin/sh']],
    ['a\tb'],
  ),
  field('spec.variants[].name', [undefined, 'rescue', 'single'], 'Bad Name', variant('name')),
  field('spec.variants[].boot.kernel.image', [undefined, 'kernel', 'other'], '../x', {
    ...variant('boot'),
    put: (spec, value) => variant('boot').put(spec, value === undefined ? value : {kernel: {image: value}}),
  }),
  field('spec.variants[].boot.kernel.initrd', [undefined, 'kernel', 'other'], '../x', {
    ...variant('boot'),
    put: (spec, value) =>
      variant('boot').put(spec, {kernel: {image: 'kernel', ...(value === undefined ? {} : {initrd: value})}}),
  }),
  field('spec.variants[].boot.firmware', [undefined, 'bios', 'uefi'], 'openfirmware', {
    ...variant('boot'),
    put: (spec, value) => variant('boot').put(spec, value === undefined ? value : {firmware: value}),
  }),
  field('spec.variants[].boot.cmdline', [undefined, [], ['single']], ['a\tb'], {
    ...variant('boot'),
    put: (spec, value) =>
      variant('boot').put(spec, {
        kernel: {image: 'kernel'},
        ...(value === undefined ? {} : {cmdline: value}),
      }),
  }),
  field('spec.variants[].cmdline', [undefined, [], ['single']], ['a\tb'], variant('cmdline')),
  field('spec.disks[].name', [undefined, 'data', 'more'], 'Bad Name', {
    put: disksWith(value => (value === undefined ? null : {name: value, blank: {}, size: '16Mi'})),
  }),
  field('spec.disks[].image', [undefined, 'base'], 'Bad Name', {
    put: disksWith(value => (value === undefined ? null : {name: 'second', image: value, size: '64Mi'})),
  }),
  field('spec.disks[].blank', [undefined, {}], 7, {
    put: disksWith(value => (value === undefined ? null : {name: 'second', blank: value, size: '16Mi'})),
  }),
  field('spec.disks[].file.path', [undefined, '/images/one.raw'], '~/x', {
    put: disksWith(value =>
      value === undefined ? null : {name: 'second', file: {path: value, format: 'raw'}},
    ),
  }),
  field('spec.disks[].file.format', [undefined, 'raw'], 'vmdk', {
    put: disksWith(value =>
      value === undefined ? null : {name: 'second', file: {path: '/images/one.raw', format: value}},
    ),
  }),
  field('spec.disks[].size', [undefined, '64Mi', '96Mi', '1Gi'], '64', {isOneWay: true}),
  field('spec.disks[].serial', [undefined, 'a', 'ABC-123_xyz', 'x'.repeat(20)], 'a,b'),
  field('spec.disks[].readOnly', [undefined, false, true], 'yes'),
  ...(['readBytesPerSecond', 'writeBytesPerSecond'] as const).map(name =>
    field(`spec.disks[].rate.${name}`, [undefined, '8Ki', '20M', '16Gi'], '1Ki'),
  ),
  ...(['readOperationsPerSecond', 'writeOperationsPerSecond'] as const).map(name =>
    field(`spec.disks[].rate.${name}`, [undefined, 1, 500, 10_000_000], 0),
  ),
  ...(['inboundBytesPerSecond', 'outboundBytesPerSecond'] as const).map(name =>
    field(`spec.interfaces[].rate.${name}`, [undefined, '8Ki', '20M', '16Gi'], '17Gi'),
  ),
  field('spec.interfaces[].name', [undefined, 'wan', 'side'], 'Bad Name', {
    put: (spec, value) =>
      value === undefined
        ? spec
        : {...spec, interfaces: [...(spec['interfaces'] as Spec[]), {name: value, tap: {network: 'lab'}}]},
  }),
  field('spec.interfaces[].mac', [undefined, '02:00:00:00:00:01', '52:54:00:ab:cd:ef'], '02:00'),
  field(
    'spec.interfaces[].addresses',
    [undefined, [], ['10.1.0.5/24'], ['10.1.0.6/24', 'fd00::6/64']],
    ['10.1.0.5'],
  ),
  field('spec.interfaces[].linkState', [undefined, 'up', 'down'], 'Down'),
  field('spec.interfaces[].tap.network', ['lan', 'lab'], 'Bad Name'),
  field('spec.interfaces[].macvtap.link', [undefined, 'eth0', 'br-office'], 'bad link', {
    put: boundTo(value => ({macvtap: {link: value}})),
  }),
  field('spec.interfaces[].macvtap.mode', [undefined, 'private', 'vepa', 'bridge', 'passthru'], 'open', {
    put: boundTo(value => ({macvtap: {link: 'eth0', mode: value}})),
  }),
  field('spec.interfaces[].user.restrict', [undefined, false, true], 'yes', {
    put: boundTo(value => ({user: {restrict: value}})),
  }),
  field('spec.interfaces[].user.forwardPorts[].protocol', [undefined, 'default', 'tcp', 'udp'], 'sctp', {
    put: forward('protocol'),
  }),
  field(
    'spec.interfaces[].user.forwardPorts[].hostAddress',
    [undefined, 'default', '127.0.0.1', '127.0.0.2'],
    'x',
    {
      put: forward('hostAddress'),
    },
  ),
  field('spec.interfaces[].user.forwardPorts[].hostPort', [undefined, 1, 8080, 65535], 70000, {
    put: forward('hostPort'),
  }),
  field('spec.interfaces[].user.forwardPorts[].guestPort', [undefined, 1, 8080, 65535], 0, {
    put: forward('guestPort'),
  }),
  field('spec.bootstrap.hostname', [undefined, 'a', 'web-1', 'web-1.example.org'], 'Bad_Host'),
  field('spec.guestAgent.enabled', [undefined, false, true], 'yes'),
  field('spec.readiness.running', [undefined, {}], 7, {
    isInvisible: true,
    put: union('readiness', value => ({running: value})),
  }),
  field('spec.readiness.console.contains', [undefined, 'login:', 'x'.repeat(256)], '', {
    put: union('readiness', value => ({console: {contains: value}})),
  }),
  field('spec.readiness.guestAgent', [undefined, {}], 7, {
    put: (spec, value) =>
      value === undefined ? spec : {...spec, guestAgent: {enabled: true}, readiness: {guestAgent: value}},
  }),
  field('spec.readiness.timeout', [undefined, '1s', '2m', '1d'], '2 minutes', {
    put: union('readiness', value => ({console: {contains: 'login:'}, timeout: value})),
  }),
  field('spec.dependsOn[].name', [undefined, 'b'], 'Bad Name', {
    put: (spec, value) => (value === undefined ? spec : {...spec, dependsOn: [{name: value}]}),
  }),
  field('spec.dependsOn[].condition', [undefined, 'Ready'], 'Started', {
    put: (spec, value) =>
      value === undefined ? spec : {...spec, dependsOn: [{name: 'b', condition: value}]},
  }),
  field('spec.startPriority', [undefined, -1000, 0, 10, 1000], 1001),
  field('spec.preStart[].command', [undefined, ['/usr/bin/true'], ['/usr/bin/true', 'twice']], [], {
    put: (spec, value) => (value === undefined ? spec : {...spec, preStart: [{command: value}]}),
  }),
  field('spec.preStart[].timeout', [undefined, '1s', '30s', '1h'], 'soon', {
    put: (spec, value) =>
      value === undefined ? spec : {...spec, preStart: [{command: ['/usr/bin/true'], timeout: value}]},
  }),
  field('spec.shutdown.timeout', [undefined, '1s', '20s', '1h'], '20'),
  field('spec.shutdown.method', [undefined, 'Powerdown', 'CtrlAltDel', 'Quit', 'Kill'], 'Unplug'),
  field('spec.update.approval', [undefined, 'Manual', 'ManualAll', 'Automatic'], 'Never'),
  field('spec.update.when', [undefined, 'Now', 'NextBoot', 'Window'], 'Later', {
    put: (spec, value) => {
      const window = value === 'Window' ? {window: {schedule: '0 3 * * *', duration: '1h'}} : {};
      return value === undefined ? spec : {...spec, update: {when: value, ...window}};
    },
  }),
  field('spec.update.onFailure', [undefined, 'Keep', 'Rollback'], 'Retry'),
  field('spec.update.deadline', [undefined, '1s', '5m', '1h'], '5'),
  field('spec.update.window.schedule', ['0 3 * * *', '0 3 * * SUN'], '61 3 * * *', windowed('schedule')),
  field('spec.update.window.duration', ['1h', '7d'], '8d', windowed('duration')),
  field('spec.update.window.timeZone', [undefined, 'UTC', 'Europe/Berlin'], 'Nowhere', windowed('timeZone')),
  field('spec.update.snapshotBefore', [undefined, false], true, {isInvisible: true}),
  field('spec.deletion.disks', [undefined, 'Retain', 'Delete'], 'Shred'),
  field('spec.deletion.protect', [undefined, false, true], 'yes'),
  field('spec.deletion.grace', [undefined, '1h', '7d', '365d'], '7'),
];
