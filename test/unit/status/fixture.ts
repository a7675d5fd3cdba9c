// One VM that runs as it should, and the facts around it; tests change one fact at a time.
import type {VmNode} from '../../../controller/desired/node.ts';
import type {ManifestObject} from '../../../controller/manifest/object.ts';
import type {ObjectRecord} from '../../../controller/observe/record.ts';
import {absent, present} from '../../../controller/observe/snapshot.ts';
import type {Link, ObservedVm} from '../../../controller/observe/snapshot.ts';
import type {DaemonMark, VmStatusInput} from '../../../controller/status/status-types.ts';

export const uid = '11111111-2222-4333-8444-555555555555';
export const key = 'VirtualMachine/default/web' as const;
export const now = '2026-01-01T00:10:00Z';
export const daemon: DaemonMark = {pid: 100, startTicks: 4_000, bootId: 'boot-1', version: '0.1.0'};

/** /proc/PID/stat of a process whose name would lead a careless reader astray. */
export const procStat = (startTicks: number, state = 'S'): string =>
  `100 (a) 1 (b) ${state} ${Array.from({length: 18}, (_, index) => String(index)).join(' ')} ${String(startTicks)} 1 2 3\n`;

export const manifest: ManifestObject = {
  apiVersion: 'vmlet.dev/v1alpha1',
  kind: 'VirtualMachine',
  metadata: {name: 'web', namespace: 'default', labels: {app: 'web'}, annotations: {}},
  spec: {memory: {size: '256Mi'}},
};

export const node: VmNode = {
  key,
  uid,
  hostUid: 200_001,
  generation: 3,
  declared: {spec: {}, class: null},
  vm: {
    namespace: 'default',
    name: 'web',
    uid,
    hypervisor: {name: 'qemu', machine: 'q35', accelerator: 'tcg', cpuModel: 'max', extraArgs: []},
    cpuCount: 1,
    memoryBytes: 256 * 1024 ** 2,
    balloon: false,
    boot: {kind: 'firmware', firmware: 'bios'},
    disks: [
      {
        name: 'root',
        serial: 'root',
        slot: 0,
        readOnly: false,
        source: {
          kind: 'overlay',
          path: `/state/vms/${uid}/root.qcow2`,
          image: {
            name: 'base',
            digest: 'sha256:aa',
            path: '/state/images/aa',
            format: 'raw',
            virtualSizeBytes: 1024 ** 3,
          },
          sizeBytes: 2 * 1024 ** 3,
        },
      },
    ],
    interfaces: [
      {
        name: 'lan',
        mac: '02:00:00:00:00:01',
        slot: 0,
        addresses: ['192.168.1.3/24'],
        binding: {
          kind: 'tap',
          tap: 'vmt0',
          altname: 'vmlet-web-lan',
          bridge: 'br0',
          network: 'lan',
          multiQueue: false,
        },
      },
    ],
    devices: [],
    hostname: 'web',
    guestAgent: false,
  },
  policy: {
    labels: {app: 'web'},
    runPolicy: 'Always',
    stopLadder: [],
    approval: 'Manual',
    when: 'Now',
    window: null,
    onFailure: 'Keep',
    deadlineMs: 300_000,
    deletion: {disks: 'Retain', protect: false, graceMs: 0},
    readiness: {kind: 'console', contains: 'login:', timeoutMs: 60_000},
    preStart: [],
    dependsOn: [],
  },
};

export const record: ObjectRecord = {
  schema: 1,
  kind: 'VirtualMachine',
  namespace: 'default',
  name: 'web',
  uid,
  hostUid: 200_001,
  generation: 3,
  specHash: 'hash',
  manifest,
  source: {source: 'manifests', file: 'web.yaml', document: 1},
  createdAt: '2026-01-01T00:00:00Z',
  tombstone: null,
  deleteRequested: false,
  revisions: {prepared: 2, booted: 2, previous: 1},
  approvedRevision: 0,
  powerOverride: null,
  restartRequested: false,
  run: {
    active: {revision: 2, bootId: 'boot-1'},
    stopping: false,
    stopNow: false,
    failures: 0,
    restarts: 0,
    lastExit: null,
    bootedAt: '2026-01-01T00:01:00Z',
    finished: false,
  },
  policy: node.policy,
  imageDigest: null,
  imageSpecHash: null,
};

export const tap: Link = {
  name: 'vmt0',
  index: 7,
  kind: 'tun',
  up: true,
  carrier: true,
  master: 'br0',
  alias: `vmlet:${uid}`,
  altnames: [],
  group: 'default',
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  addresses: [],
  lowerLink: null,
  macvtapMode: null,
  tun: {vnetHdr: true, multiQueue: false, ownerUid: 200_001, persist: true},
};

export const running = {
  process: present({pid: 4711, startTicks: 5_000, launching: false, revision: 2, hostUid: 200_001}),
  monitor: {state: 'connected', runState: 'running', uuid: uid, resets: 0, blockErrors: []},
  disks: new Map([
    [
      'root',
      present({
        path: `/state/vms/${uid}/root.qcow2`,
        format: 'qcow2',
        virtualSizeBytes: 2 * 1024 ** 3,
        backing: null,
        inode: 5,
        ownerUid: 200_001,
      }),
    ],
  ]),
  links: present(new Map([['vmt0', tap]])),
  images: new Map(),
  evidence: {consoleMarkerSeen: true, agentConnected: null},
} as unknown as ObservedVm;

/** No process; everything else as it was. */
export const stopped: ObservedVm = {...running, process: absent};

export const healthy: VmStatusInput = {
  key,
  record,
  verdict: {
    state: 'present',
    decoded: {key, object: manifest, source: record.source},
    diagnostics: [],
  },
  unresolved: [],
  plan: {actions: [], pendingChanges: [], holds: []},
  failure: null,
  backoff: null,
  events: [],
  previous: null,
  now,
  daemon,
  node,
  booted: node.vm,
  wantsRunning: true,
  observed: running,
};
