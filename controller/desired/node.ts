// What the rest of the program knows of an object: references resolved, defaults and class merged in, names derived,
// unions discriminated. Types only. Wire types (manifest/types.gen.ts) end where these are made: desired/resolve-*.ts.

/** `Kind/namespace/name`: identity, queue key and map key. Never a file's path. */
export type ObjectKey = `${string}/${string}/${string}`;

export type RunPolicy = 'Always' | 'RerunOnFailure' | 'Once' | 'Manual' | 'Halted';

/** A stored image, by content. `path` is read-only and never changes for a digest. */
export type ImageRef = {
  readonly name: string;
  readonly digest: string;
  readonly path: string;
  readonly format: 'raw' | 'qcow2';
  /** What a guest would see: the file's size for raw, the header's for qcow2. */
  readonly virtualSizeBytes: number;
};

/** The most that a guest gets done on a disk in a second. */
export type DiskRate = {
  readonly readBytesPerSecond?: number;
  readonly writeBytesPerSecond?: number;
  readonly readOperationsPerSecond?: number;
  readonly writeOperationsPerSecond?: number;
};

/** The most that passes through a tap in a second, as the guest sees it. */
export type InterfaceRate = {
  readonly inboundBytesPerSecond?: number;
  readonly outboundBytesPerSecond?: number;
};

export type ResolvedDisk = {
  readonly name: string;
  /** virtio serial: how the guest finds it (/dev/disk/by-id/virtio-<serial>), never by order. */
  readonly serial: string;
  /** Index of its pcie-root-port where the machine has them; kept for life. */
  readonly slot: number;
  readonly readOnly: boolean;
  /** Left out of one that has no limit, as each of its limits is. */
  readonly rate?: DiskRate;
  readonly source:
    | {readonly kind: 'overlay'; readonly path: string; readonly image: ImageRef; readonly sizeBytes: number}
    | {readonly kind: 'blank'; readonly path: string; readonly sizeBytes: number}
    | {readonly kind: 'file'; readonly path: string; readonly format: 'raw' | 'qcow2'};
};

export type PortForward = {
  readonly protocol: 'tcp' | 'udp';
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly guestPort: number;
};

export type ResolvedInterface = {
  readonly name: string;
  readonly mac: string;
  readonly slot: number;
  /** CIDR strings, told to the guest through fw_cfg. */
  readonly addresses: readonly string[];
  /** Without a cable; left out of one that has it. */
  readonly linkState?: 'down';
  /** Of a tap; left out of one that has no limit. */
  readonly rate?: InterfaceRate;
  readonly binding:
    | {
        readonly kind: 'tap';
        readonly tap: string;
        readonly altname: string;
        readonly bridge: string;
        readonly network: string;
        readonly multiQueue: boolean;
      }
    | {
        readonly kind: 'macvtap';
        readonly tap: string;
        readonly altname: string;
        readonly link: string;
        readonly mode: string;
      }
    | {readonly kind: 'bridgeHelper'; readonly bridge: string}
    | {readonly kind: 'user'; readonly restrict: boolean; readonly forwards: readonly PortForward[]};
};

export type ResolvedBoot =
  | {
      readonly kind: 'kernel';
      readonly kernel: ImageRef;
      readonly initrd: ImageRef | null;
      readonly cmdline: readonly string[];
    }
  | {readonly kind: 'firmware'; readonly firmware: 'bios' | 'uefi'};

export type PassthroughDevice =
  | {readonly kind: 'pci'; readonly address: string}
  | {readonly kind: 'usb'; readonly vendorId: string; readonly productId: string};

export type QemuSettings = {
  readonly name: 'qemu';
  readonly machine: 'q35' | 'pc' | 'microvm' | 'virt';
  readonly accelerator: 'kvm' | 'tcg';
  /** QEMU's -cpu value; `host` only under kvm. */
  readonly cpuModel: string;
  readonly extraArgs: readonly string[];
};

/**
 * Everything that decides what runs: the content of a revision. Two equal values boot the same guest.
 * Policies (runPolicy, update, deletion, labels) are not in it: changing them is always hot.
 * A field that is added to it, or to what it holds, is left out where it says what was so before there was the field: a
 * revision that an older vmlet wrote then still equals what is wanted, and an upgrade interrupts nobody.
 */
export type ResolvedVm = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly hypervisor: QemuSettings;
  readonly cpuCount: number;
  /** To how many it can be raised while it runs; left out where the manifest says nothing of it. */
  readonly cpuMax?: number;
  readonly memoryBytes: number;
  /** To how much it can be raised while it runs; left out where the manifest says nothing of it. */
  readonly memoryMaxBytes?: number;
  readonly balloon: boolean;
  readonly boot: ResolvedBoot;
  readonly disks: readonly ResolvedDisk[];
  readonly interfaces: readonly ResolvedInterface[];
  readonly devices: readonly PassthroughDevice[];
  readonly hostname: string;
  readonly guestAgent: boolean;
};

export type StopMethod = 'powerdown' | 'ctrl-alt-del' | 'quit' | 'kill';

/** One rung: do it, then wait for the process to be gone for up to `waitMs`. */
export type StopStep = {readonly method: StopMethod; readonly waitMs: number};

export type Readiness =
  | {readonly kind: 'running'}
  | {readonly kind: 'console'; readonly contains: string; readonly timeoutMs: number}
  | {readonly kind: 'guestAgent'; readonly timeoutMs: number};

/** Opens at each time of a cron schedule (five fields) in its time zone, for so long. */
export type UpdateWindow = {
  readonly schedule: string;
  readonly durationMs: number;
  /** IANA name. */
  readonly timeZone: string;
};

/** The part of a VM that can change without touching the guest. */
export type VmPolicy = {
  readonly labels: Readonly<Record<string, string>>;
  readonly runPolicy: RunPolicy;
  /** Of those that wait to be started the highest goes first. Records of an older vmlet have none. */
  readonly startPriority?: number;
  readonly stopLadder: readonly StopStep[];
  readonly approval: 'Manual' | 'ManualAll' | 'Automatic';
  /** When an approved restart may happen. */
  readonly when: 'Now' | 'NextBoot' | 'Window';
  /** For `Window`, and else null. */
  readonly window: UpdateWindow | null;
  /** What happens when a revision that was booted for an edit is not Ready within `deadlineMs`. */
  readonly onFailure: 'Keep' | 'Rollback';
  readonly deadlineMs: number;
  readonly deletion: {
    readonly disks: 'Retain' | 'Delete';
    readonly protect: boolean;
    readonly graceMs: number;
  };
  readonly readiness: Readiness;
  /** Run on the host as root before each start, each within its time. */
  readonly preStart: readonly {readonly command: readonly string[]; readonly timeoutMs: number}[];
  /** VMs that must be Ready before this one starts. */
  readonly dependsOn: readonly ObjectKey[];
};

/** The part of the policy that speaks of the guest, and goes back with it in a rollback. */
export type GuestTemplate = Pick<VmPolicy, 'readiness' | 'preStart'>;

/** What a VM was resolved from, for its revision. */
export type Declared = {
  /** Class and defaults merged in. */
  readonly spec: unknown;
  /** The class as it was given; null when none is named. */
  readonly class: {readonly name: string; readonly spec: unknown} | null;
};

/** A VM that can be planned. */
export type VmNode = {
  readonly key: ObjectKey;
  readonly uid: string;
  /** uid and gid that its hypervisor runs as; null when vmlet is not root. */
  readonly hostUid: number | null;
  readonly generation: number;
  readonly vm: ResolvedVm;
  readonly policy: VmPolicy;
  /** The variant that was asked for, as it would boot. */
  readonly variant?: {readonly name: string; readonly boot: ResolvedBoot};
  readonly declared: Declared;
};

export type NetworkNode = {
  readonly key: ObjectKey;
  readonly uid: string;
  readonly bridge: {
    readonly name: string;
    /** Owned: created, addressed, removed when portless and marked. External: never touched beyond our ports. */
    readonly management: 'Owned' | 'External';
    readonly altname: string;
    readonly addresses: readonly string[];
    readonly mtu: number | null;
  };
};

export type ImageNode = {
  readonly key: ObjectKey;
  readonly uid: string;
  readonly name: string;
  readonly format: 'raw' | 'qcow2';
  readonly source:
    | {readonly kind: 'file'; readonly path: string; readonly sha256: string | null}
    | {readonly kind: 'recipe'; readonly recipe: string; readonly output: string};
};

/** What the host policy lets manifests name; null: everything. */
export type PolicyAllow = {
  readonly paths: readonly string[] | null;
  readonly bridges: readonly string[] | null;
  readonly hostPorts: readonly (readonly [from: number, to: number])[] | null;
  readonly pciDevices: readonly string[] | null;
  readonly usbDevices: boolean;
  readonly extraArgs: boolean;
  readonly hooks: boolean;
};

/** The most that machines which run may have together; null: no limit. */
export type PolicyLimits = {
  readonly machines: number | null;
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  readonly diskBytes: number | null;
};

/** The most machines that one change of a source may remove without a person. */
export type PolicyRemoval = {
  /** The field of the policy that says so. */
  readonly field: string;
  /** null: whichever source. */
  readonly source: string | null;
  /** null: every machine. */
  readonly matchLabels: Readonly<Record<string, string>> | null;
  /** A number, or a percentage. */
  readonly max: number | string;
};

/** Of what the host has: what is kept for it, and how much of the rest may be given out. */
export type PolicyShare = {readonly reserve: number; readonly overcommitPercent: number};

/** Root's word about what manifests may ask of this host. */
export type HostPolicy = {
  /** Seeds tap names, MACs and addresses; given here it survives a reinstall. */
  readonly hostId: string | null;
  readonly parallelStarts: number | null;
  /** null: not counted. */
  readonly capacity: {
    readonly memory: PolicyShare | null;
    readonly cpus: PolicyShare | null;
    readonly diskReserveBytes: number;
  };
  readonly limits: PolicyLimits;
  /** Of all sources. */
  readonly removals: readonly PolicyRemoval[];
  readonly allow: PolicyAllow;
  /** Narrower for one source. */
  readonly sources: readonly {
    readonly name: string;
    readonly limits: PolicyLimits;
    readonly allow: PolicyAllow;
  }[];
};

/** Why a machine does not fit: each with its arithmetic, and the machines whose end may change that. */
export type Shortage = {readonly messages: readonly string[]; readonly takers: readonly ObjectKey[]};

/** A budget with its machines at one moment. */
export type BudgetCount = {
  readonly key: ObjectKey;
  readonly name: string;
  /** Machines that it selects and that should run. */
  readonly expected: number;
  /** Keys of those that are not available. */
  readonly unavailable: readonly ObjectKey[];
  /** How many may be. */
  readonly most: number;
};

/** Why an object cannot be resolved now: shown as a condition, woken when the named object changes. */
export type Unresolved = {
  readonly condition: 'DependenciesReady' | 'Admitted';
  readonly reason: string;
  readonly message: string;
  /** Keys whose change should try again. */
  readonly waitsFor: readonly ObjectKey[];
};
