// What was seen of the host: values and types only, imported by plan/ and status/. Nothing here does I/O.
import type {ProcessIdentity} from '../host/host.ts';

/** Unknown is not absent: an observation that failed says so, and nothing is created or destroyed on it. */
export type Observation<T> =
  | {readonly state: 'present'; readonly value: T}
  | {readonly state: 'absent'}
  | {readonly state: 'unknown'; readonly why: string};

export const absent = {state: 'absent'} as const;
export const present = <T>(value: T): Observation<T> => ({state: 'present', value});
export const unknown = (why: string): Observation<never> => ({state: 'unknown', why});

/** One network link, as `ip -j -d addr show` tells of it (iproute2 6.1). */
export type Link = {
  readonly name: string;
  readonly index: number;
  /** `tun`, `bridge`, `macvtap`, `veth`, ... or 'physical' when the kernel names no kind. */
  readonly kind: string;
  readonly up: boolean;
  /** LOWER_UP: for a tap, that a process holds its other end. */
  readonly carrier: boolean;
  /** Name of the bridge it is a port of. */
  readonly master: string | null;
  readonly alias: string | null;
  readonly altnames: readonly string[];
  readonly group: string;
  readonly mac: string;
  readonly mtu: number;
  /** Of a bridge: CIDR strings, global scope only. */
  readonly addresses: readonly string[];
  /** Lower link of a macvtap. */
  readonly lowerLink: string | null;
  readonly macvtapMode: string | null;
  readonly tun: {
    readonly vnetHdr: boolean;
    readonly multiQueue: boolean;
    readonly ownerUid: number | null;
    readonly persist: boolean;
  } | null;
};

export type Links = ReadonlyMap<string, Link>;

/** The parts of a qcow2 or raw file that matter (drivers read headers themselves; qemu-img is not spawned). */
export type DiskFile = {
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly virtualSizeBytes: number;
  readonly backing: {readonly path: string; readonly format: 'raw' | 'qcow2'} | null;
  readonly inode: number;
  readonly ownerUid: number;
};

/** (device, inode, size, mtime, ctime): changed when a stored image was touched. */
export type FileFingerprint = string;

export type StoredImage = {
  readonly digest: string;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  readonly virtualSizeBytes: number;
  readonly sizeBytes: number;
  /** False when the file no longer is what was imported: nothing may start on it. */
  readonly intact: boolean;
  readonly why: string | null;
};

/** QEMU's RunState, the ones that matter (qapi/run-state.json). */
export type RunState =
  | 'prelaunch'
  | 'running'
  | 'paused'
  | 'shutdown'
  | 'guest-panicked'
  | 'io-error'
  | 'internal-error'
  | 'inmigrate'
  | 'other';

/** How the guest or its process went down, told apart also when it happened while the daemon was away. */
export type GuestExit =
  | 'GuestShutdown'
  | 'GuestPanicked'
  | 'HypervisorCrashed'
  /** vmlet stopped it, because someone asked. */
  | 'Stopped'
  /** The host itself went down. */
  | 'HostStopped'
  | 'InternalError';

/** What the balloon and the memory device of a guest say of its memory; without a memory device null is said of that. */
export type GuestMemory = {
  readonly totalBytes: number;
  /** What the balloon leaves of what it started with. */
  readonly balloonBytes: number;
  /** What it has beyond that. */
  readonly pluggedBytes: number | null;
  /** What it was told to have beyond that. */
  readonly requestedBytes: number | null;
};

export type Monitor =
  | {
      readonly state: 'connected';
      readonly runState: RunState;
      /** UUID that QEMU reports; must equal the VM's uid. */
      readonly uuid: string;
      /** Guest resets since we connected. */
      readonly resets: number;
      /** Left out of a machine whose memory is what it started with. */
      readonly memory?: GuestMemory;
      readonly blockErrors: readonly string[];
    }
  | {readonly state: 'silent'; readonly why: string};

export type VmProcess = ProcessIdentity & {
  /** Still the launch wrapper: exec of the hypervisor has not happened. */
  readonly launching: boolean;
  /** Revision named on its command line. */
  readonly revision: number | null;
  readonly hostUid: number | null;
};

/** Evidence gathered from the running guest since its boot. */
export type GuestEvidence = {
  /** Bytes of console log written since boot contain the readiness marker; null when none is asked for. */
  readonly consoleMarkerSeen: boolean | null;
  readonly agentConnected: boolean | null;
};

export type ObservedVm = {
  readonly process: Observation<VmProcess>;
  /** Only meaningful while the process is present. */
  readonly monitor: Monitor;
  readonly disks: ReadonlyMap<string, Observation<DiskFile>>;
  /** By link name; all that bear its mark or have a name of its own, which may be taken by something foreign. */
  readonly links: Observation<Links>;
  /** Stored images by digest, for the ones this VM uses. */
  readonly images: ReadonlyMap<string, Observation<StoredImage>>;
  readonly evidence: GuestEvidence;
  /** Room where its disks are; looked at only before a start, and while a write error has paused the guest. */
  readonly freeBytes: number | null;
  /** Something of a former run (sockets, cgroup) is still in the runtime directory. */
  readonly leftovers: boolean;
};
