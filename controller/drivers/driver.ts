// What a hypervisor must offer. Types only; no method exists that some driver would answer "not supported" to:
// abilities are data (DriverFeatures) that the planner reads.
import type {ResolvedVm} from '../desired/node.ts';
import type {VmPaths} from '../host/paths.ts';

export type DriverFeatures = {
  /** Machines on which disks and NICs can be added to a running guest. */
  readonly hotplugMachines: readonly string[];
  /** Interface bindings that can be added to a running guest (the rest need a file descriptor or a helper at start). */
  readonly hotplugBindings: readonly string[];
  readonly growDisk: boolean;
  /** Machines whose running guest can get more virtual CPUs, up to cpuMax. */
  readonly addCpuMachines: readonly string[];
  /** Machines whose running guest can get more memory than it started with, up to memoryMaxBytes. */
  readonly addMemoryMachines: readonly string[];
};

/** A device node that the launch wrapper opens before it drops privileges; the number is fixed by its place. */
export type InheritedDevice = {readonly fd: number; readonly path: string};

/** Everything needed to start one hypervisor process. */
export type VmmCommand = {
  /** argv[0] is absolute, resolved at each start. */
  readonly argv: readonly string[];
  readonly needsTun: boolean;
  /** The process speaks IP itself, for user networking; otherwise unix sockets and taps are all it has. */
  readonly needsInternet?: boolean;
  /** The process opens /dev/kvm itself: the launch wrapper must leave its user (or group) access to it. */
  readonly needsKvm?: boolean;
  readonly devices: readonly InheritedDevice[];
  /** What a command line cannot say: told to the monitor before the guest's first instruction. */
  readonly beforeRun?: readonly MonitorCommand[];
};

export type CommandContext = {
  readonly paths: VmPaths;
  readonly binary: string;
  readonly version: {readonly major: number; readonly minor: number};
  readonly revision: number;
  /** Host TSC in kHz, for microvm under TCG (facts: calibration hangs without it). */
  readonly tscKhz: number | null;
  /** Device nodes of macvtap links by link name. */
  readonly macvtapNodes: ReadonlyMap<string, string>;
  /** Firmware image for `firmware: uefi` (drivers/qemu/binary.ts findUefiFirmware); E-TOOL is thrown without it. */
  readonly uefiFirmware?: string | null;
  /** Firmware that boots disks of a microvm (findMicrovmFirmware); QEMU's own choice without it, which is not one on Debian. */
  readonly microvmFirmware?: string | null;
};

/** One QMP command of a live change; the executor asks first whether it is already so. */
export type MonitorCommand = {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
};

export type HotChange =
  | {
      /** Ended when query-hotpluggable-cpus has a CPU in each of these cores. */
      readonly kind: 'cpu.add';
      readonly cpus: readonly {readonly coreId: number; readonly command: MonitorCommand}[];
    }
  | {
      /** Ended when its devices were told; the guest follows in its own time, or never. */
      readonly kind: 'memory.resize';
      /** What the balloon is to leave of the memory that it started with; null without one. */
      readonly balloonBytes: number | null;
      /** What it is to have beyond that, in its memory device; null without one. */
      readonly pluggedBytes: number | null;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      readonly kind: 'disk.add';
      readonly disk: string;
      readonly deviceId: string;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      readonly kind: 'disk.grow';
      readonly disk: string;
      readonly nodeName: string;
      readonly sizeBytes: number;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      /** Ended when query-block says these limits of the device; 0 is none. */
      readonly kind: 'disk.rate';
      readonly disk: string;
      readonly qdev: string;
      readonly limits: Readonly<Record<string, number>>;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      readonly kind: 'interface.add';
      readonly interface: string;
      readonly deviceId: string;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      /** Plug the card's cable in or pull it; nothing tells how it is, and to do it again changes nothing. */
      readonly kind: 'interface.link';
      readonly interface: string;
      readonly commands: readonly MonitorCommand[];
    }
  | {
      /** device_del (wait for DEVICE_DELETED of deviceId), then blockdev-del of its nodes; the file stays. */
      readonly kind: 'disk.remove';
      readonly disk: string;
      readonly deviceId: string;
      /** Each after the one that names it. */
      readonly nodeNames: readonly string[];
    }
  | {
      /** device_del (wait for DEVICE_DELETED of deviceId), then netdev_del: also cures a NIC whose tap was deleted. */
      readonly kind: 'interface.remove';
      readonly interface: string;
      /** The tap that it was cut from, and that must not be there after all; null when it is to go whatever it has. */
      readonly tap: string | null;
      readonly deviceId: string;
      readonly netdevId: string;
    };

export type Driver = {
  readonly name: 'qemu';
  readonly features: DriverFeatures;
  /**
   * Why this VM cannot be run as asked, in words that name the field and the fix; null when it can. Pure.
   * `command` throws E-CONFIG with the same text, so a planner asks here first and holds the VM.
   */
  refusal(vm: ResolvedVm): string | null;
  /**
   * How many slots (0 <= slot < n) the machine has when booted from `vm`. On a hot-plug machine a disk or NIC whose
   * slot is below this, counted for the *booted* revision, can be added while it runs; above it, only by a restart.
   */
  slotCount(vm: ResolvedVm): number;
  /** Pure; golden-tested. */
  command(vm: ResolvedVm, context: CommandContext): VmmCommand;
  /** What `command` has in beforeRun, for a start that was cut short. Pure. */
  beforeRun(vm: ResolvedVm): VmmCommand['beforeRun'];
  /** Monitor commands that bring a running guest from one revision to the next, and what its process was started as; pure. */
  hotChange(
    vm: ResolvedVm,
    change: {
      readonly kind: HotChange['kind'];
      readonly name: string;
    },
    started?: ResolvedVm,
  ): HotChange;
};
