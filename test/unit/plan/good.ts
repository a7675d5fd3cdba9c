// One VM that runs exactly as it should, and everything that a plan looks at; cases change one thing at a time.
import type {
  Declared,
  ImageRef,
  ResolvedDisk,
  ResolvedInterface,
  ResolvedVm,
  Unresolved,
  VmPolicy,
} from '../../../controller/desired/node.ts';
import type {Driver} from '../../../controller/drivers/driver.ts';
import {qemu} from '../../../controller/drivers/qemu/driver.ts';
import {makePaths} from '../../../controller/host/paths.ts';
import type {ObjectRecord, Revision, RunHistory} from '../../../controller/observe/record.ts';
import {present} from '../../../controller/observe/snapshot.ts';
import type {
  DiskFile,
  Link,
  Monitor,
  Observation,
  ObservedVm,
  StoredImage,
  VmProcess,
} from '../../../controller/observe/snapshot.ts';
import type {Action, ActionBody, Plan} from '../../../controller/plan/action.ts';
import type {VmContext, VmPlanInput} from '../../../controller/plan/vm-input.ts';

export const uid = '11111111-2222-4333-8444-555555555555';
export const key = 'VirtualMachine/default/web' as const;
export const hostUid = 200_001;
export const paths = makePaths({stateDir: '/state', runtimeDir: '/run/vmlet'});
export const process: VmProcess = {pid: 4711, startTicks: 99, launching: false, revision: 2, hostUid};
export const target = {pid: 4711, startTicks: 99};
export const mark = {alias: `vmlet:${uid}`, altname: 'vmlet.default.web.lan'};
export const GiB = 1024 ** 3;

export const image = (name: string, digit: string): ImageRef => ({
  name,
  digest: `sha256:${digit.repeat(64)}`,
  path: `/state/images/sha256-${digit.repeat(64)}`,
  format: 'raw',
  virtualSizeBytes: GiB,
});
export const kernel = image('kernel', 'a');
export const initrd = image('initrd', 'b');
export const base = image('base', 'c');

export const rootDisk: ResolvedDisk = {
  name: 'root',
  serial: 'root',
  slot: 0,
  readOnly: false,
  source: {kind: 'overlay', path: `/state/vms/${uid}/root.qcow2`, image: base, sizeBytes: 2 * GiB},
};
export const dataDisk: ResolvedDisk = {
  name: 'data',
  serial: 'data',
  slot: 2,
  readOnly: false,
  source: {kind: 'blank', path: `/state/vms/${uid}/data.qcow2`, sizeBytes: GiB},
};
export const lan: ResolvedInterface = {
  name: 'lan',
  mac: '52:54:00:00:00:01',
  slot: 1,
  addresses: ['10.0.0.2/24'],
  binding: {
    kind: 'tap',
    tap: 'vmt-lan',
    altname: 'vmlet.default.web.lan',
    bridge: 'br0',
    network: 'lan',
    multiQueue: false,
  },
};

export const vm: ResolvedVm = {
  namespace: 'default',
  name: 'web',
  uid,
  hypervisor: {name: 'qemu', machine: 'q35', accelerator: 'tcg', cpuModel: 'max', extraArgs: []},
  cpuCount: 1,
  memoryBytes: 256 * 1024 ** 2,
  balloon: false,
  boot: {kind: 'kernel', kernel, initrd, cmdline: ['quiet']},
  disks: [rootDisk],
  interfaces: [lan],
  devices: [],
  hostname: 'web',
  guestAgent: false,
};

export const policy: VmPolicy = {
  labels: {},
  runPolicy: 'Always',
  stopLadder: [
    {method: 'powerdown', waitMs: 60_000},
    {method: 'quit', waitMs: 5_000},
    {method: 'kill', waitMs: 5_000},
  ],
  approval: 'Manual',
  when: 'Now',
  window: null,
  onFailure: 'Keep',
  deadlineMs: 300_000,
  deletion: {disks: 'Retain', protect: false, graceMs: 0},
  readiness: {kind: 'running'},
  preStart: [],
  dependsOn: [],
};

const run: RunHistory = {
  active: {revision: 2, bootId: 'boot-1'},
  stopping: false,
  stopNow: false,
  failures: 0,
  restarts: 0,
  lastExit: null,
  bootedAt: '2026-01-01T00:01:00Z',
  finished: false,
};

export const record: ObjectRecord = {
  schema: 1,
  kind: 'VirtualMachine',
  namespace: 'default',
  name: 'web',
  uid,
  hostUid,
  generation: 3,
  specHash: 'hash',
  manifest: {spec: {}},
  source: {source: 'manifests', file: 'web.yaml', document: 1},
  createdAt: '2026-01-01T00:00:00Z',
  tombstone: null,
  deleteRequested: false,
  revisions: {prepared: 2, booted: 2, previous: 1},
  approvedRevision: 0,
  powerOverride: null,
  restartRequested: false,
  run,
  policy,
  imageDigest: null,
  imageSpecHash: null,
};

/** What it was resolved from; what the planner does with it is to pass it on. */
export const declared: Declared = {spec: {merged: true}, class: {name: 'small', spec: {cpu: {count: 1}}}};

export const revision = (number: number, of: ResolvedVm = vm): Revision => ({
  number,
  createdAt: now,
  generation: 3,
  vm: of,
  manifest: record.manifest,
  source: record.source,
  class: declared.class,
  template: {readiness: policy.readiness, preStart: policy.preStart},
});

/** A revision as it is written down; `also` are the older ones that stay beside the newest. */
export const revisionWrite = (of: Revision, also: readonly number[] = [2, 1]): ActionBody => ({
  type: 'revision.write',
  uid,
  revision: of,
  details: {
    spec: declared.spec,
    hypervisor: {path: '/usr/bin/qemu', version: '7.2'},
    argv: [
      '/usr/bin/qemu',
      of.vm.name,
      `revision=${String(of.number)}`,
      ...of.vm.interfaces.flatMap(({binding}) => (binding.kind === 'macvtap' ? [binding.tap] : [])),
    ],
  },
  keep: {newest: 10, also},
});

export const now = '2026-01-01T00:10:00Z';

const blankLink: Link = {
  name: '',
  index: 0,
  kind: 'physical',
  up: true,
  carrier: true,
  master: null,
  alias: null,
  altnames: [],
  group: 'default',
  mac: '52:54:00:00:00:99',
  mtu: 1500,
  addresses: [],
  lowerLink: null,
  macvtapMode: null,
  tun: null,
};
export const link = (change: Partial<Link> & {name: string}): Link => ({...blankLink, ...change});
export const bridge = link({name: 'br0', index: 3, kind: 'bridge'});
export const tap = link({
  name: 'vmt-lan',
  index: 7,
  kind: 'tun',
  master: 'br0',
  alias: mark.alias,
  altnames: [mark.altname],
  tun: {vnetHdr: true, multiQueue: false, ownerUid: hostUid, persist: true},
});
export const linkTable = (...links: Link[]): Observation<ReadonlyMap<string, Link>> =>
  present(new Map(links.map(each => [each.name, each])));

export const diskFile = (disk: ResolvedDisk, change: Partial<DiskFile> = {}): Observation<DiskFile> =>
  present({
    path: disk.source.path,
    format: 'qcow2',
    virtualSizeBytes: disk.source.kind === 'file' ? GiB : disk.source.sizeBytes,
    backing: disk.source.kind === 'overlay' ? {path: disk.source.image.path, format: 'raw'} : null,
    inode: 5,
    ownerUid: hostUid,
    ...change,
  });

export const stored = (ref: ImageRef, change: Partial<StoredImage> = {}): Observation<StoredImage> =>
  present({
    digest: ref.digest,
    path: ref.path,
    format: ref.format,
    virtualSizeBytes: ref.virtualSizeBytes,
    sizeBytes: GiB,
    intact: true,
    why: null,
    ...change,
  });

export const connected: Extract<Monitor, {state: 'connected'}> = {
  state: 'connected',
  runState: 'running',
  uuid: uid,
  resets: 0,
  blockErrors: [],
};

export const observed: ObservedVm = {
  process: present(process),
  monitor: connected,
  disks: new Map([['root', diskFile(rootDisk)]]),
  links: linkTable(bridge, tap),
  images: new Map([kernel, initrd, base].map(ref => [ref.digest, stored(ref)])),
  evidence: {consoleMarkerSeen: null, agentConnected: null},
  freeBytes: null,
  leftovers: false,
};

/** The real driver, but with an argv that can be read at a glance. */
export const driver: Driver = {
  ...qemu,
  command: (of, context) => ({
    argv: [
      '/usr/bin/qemu',
      of.name,
      `revision=${String(context.revision)}`,
      ...context.macvtapNodes.values(),
    ],
    needsTun: false,
    devices: [],
  }),
};

export const context: VmContext = {
  now,
  monotonicMs: 1_000_000,
  wallMs: Date.parse(now),
  budgets: () => [],
  stopsAfter: () => [],
  shortage: () => null,
  diskReserveBytes: 0,
  windowState: () => ({isOpen: false, opensAtMs: Date.parse(now) + 3_600_000}),
  resetForMs: null,
  bootId: 'boot-1',
  driver,
  paths,
  command: {binary: '/usr/bin/qemu', version: {major: 7, minor: 2}, tscKhz: null},
  notBeforeMs: 0,
  trashedForMs: 0,
  pausedForMs: 0,
  ranForMs: 60_000,
};

/** What a case changes; the rest is as above. */
export type Change = {
  record?: Partial<ObjectRecord>;
  run?: Partial<RunHistory>;
  /** Of the declaration and of the record alike. */
  policy?: Partial<VmPolicy>;
  /** Of the declaration only. */
  declaredPolicy?: Partial<VmPolicy>;
  wanted?: ResolvedVm;
  booted?: Revision | null;
  prepared?: Revision | null;
  unresolvable?: boolean;
  unresolved?: readonly Unresolved[];
  observed?: Partial<ObservedVm>;
  monitor?: Partial<typeof connected>;
  context?: Partial<VmContext>;
};

export const given = (change: Change): VmPlanInput => {
  const recorded = {...policy, ...change.policy};
  const booted = change.booted === undefined ? revision(2) : change.booted;
  return {
    record: {...record, policy: recorded, ...change.record, run: {...run, ...change.run}},
    node: change.unresolvable
      ? null
      : {
          key,
          uid,
          hostUid,
          generation: 3,
          vm: change.wanted ?? vm,
          policy: {...recorded, ...change.declaredPolicy},
          declared,
        },
    unresolved: change.unresolved ?? [],
    booted,
    prepared: change.prepared === undefined ? booted : change.prepared,
    observed: {
      ...observed,
      ...(change.monitor === undefined ? {} : {monitor: {...connected, ...change.monitor}}),
      ...change.observed,
    },
    context: {...context, ...change.context},
  };
};

/** As above, but without a process and as after a start that never was. */
export const down: Change = {
  run: {active: null},
  observed: {process: {state: 'absent'}, monitor: {state: 'silent', why: 'no process'}},
};

export type Case = {readonly name: string; readonly plan: () => Plan; readonly expected: Plan};

type Expected = {
  actions?: readonly (readonly [ActionBody, string])[];
  pendingChanges?: Plan['pendingChanges'];
  holds?: Plan['holds'];
};

/** The whole plan: what a case does not name is empty. */
export const expected = (
  {actions = [], pendingChanges = [], holds = []}: Expected,
  of: Action['key'] = key,
): Plan => ({
  actions: actions.map(([body, why]): Action => ({...body, key: of, why})),
  pendingChanges,
  holds,
});
