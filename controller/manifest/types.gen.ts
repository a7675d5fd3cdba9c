// Generated from crds/ by `npm run gen`. Do not edit.

/**
 * Which machines, and how many of them, as exactly one of maxUnavailable and minAvailable.
 */
export type DisruptionBudgetSpec =
  | {
      selector: LabelSelector;
      /**
       * How many may be unavailable at once, as a number, or as a percentage (rounded up) of those that should run.
       */
      maxUnavailable: number | string;
    }
  | {
      selector: LabelSelector;
      /**
       * How many must stay available, as a number, or as a percentage (rounded up) of those that should run.
       */
      minAvailable: number | string;
    };
/**
 * Where the image comes from, as exactly one key.
 */
export type ImageSource =
  | {
      file: ImageFileSource;
    }
  | {
      recipe: ImageRecipeSource;
    };
/**
 * Which hypervisor runs the machine, as exactly one key.
 */
export type Hypervisor =
  | {
      qemu: QemuHypervisor;
    }
  | {
      /**
       * Cloud Hypervisor.
       */
      cloudHypervisor: {};
    }
  | {
      /**
       * Firecracker.
       */
      firecracker: {};
    }
  | {
      /**
       * crosvm.
       */
      crosvm: {};
    }
  | {
      /**
       * kvmtool (lkvm).
       */
      kvmtool: {};
    }
  | {
      /**
       * StratoVirt.
       */
      stratovirt: {};
    }
  | {
      /**
       * Alioth.
       */
      alioth: {};
    }
  | {
      /**
       * A program of your own that starts the machine.
       */
      runner: {};
    };
/**
 * How the guest starts, as exactly one of kernel and firmware.
 */
export type Boot =
  | {
      kernel: BootKernel;
      /**
       * Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.
       */
      cmdline?: string[];
    }
  | {
      /**
       * Start from the first disk with this firmware.
       */
      firmware: 'bios' | 'uefi';
      /**
       * Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.
       */
      cmdline?: string[];
    };
/**
 * Boots this instead, as exactly one of kernel and firmware.
 */
export type VariantBoot =
  | {
      kernel: VariantBootKernel;
      /**
       * Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.
       */
      cmdline?: string[];
    }
  | {
      /**
       * Start from the first disk with this firmware.
       */
      firmware: 'bios' | 'uefi';
      /**
       * Arguments of the kernel, one item each. Only with kernel. At most 2,000 bytes together.
       */
      cmdline?: string[];
    };
/**
 * One disk.
 */
export type Disk =
  | {
      /**
       * Name of the disk within the machine. Renaming it makes another disk.
       */
      name: string;
      /**
       * Name of an Image. The disk is a copy-on-write overlay over it; the image is never written.
       */
      image: string;
      /**
       * Size that the guest sees, in bytes with a unit, such as 10Gi. An image's own size when left out. It can grow later, never shrink.
       */
      size?: string;
      /**
       * Serial number that the guest sees; when left out, the name if it fits into 20 characters, else the name's beginning and a hash.
       */
      serial?: string;
      /**
       * Refuse writes of the guest.
       */
      readOnly: boolean;
      rate?: DiskRate;
    }
  | {
      /**
       * Name of the disk within the machine. Renaming it makes another disk.
       */
      name: string;
      /**
       * An empty disk. Needs a size.
       */
      blank: {};
      /**
       * Size that the guest sees, in bytes with a unit, such as 10Gi. An image's own size when left out. It can grow later, never shrink.
       */
      size?: string;
      /**
       * Serial number that the guest sees; when left out, the name if it fits into 20 characters, else the name's beginning and a hash.
       */
      serial?: string;
      /**
       * Refuse writes of the guest.
       */
      readOnly: boolean;
      rate?: DiskRate;
    }
  | {
      /**
       * Name of the disk within the machine. Renaming it makes another disk.
       */
      name: string;
      file: DiskFileSource;
      /**
       * Size that the guest sees, in bytes with a unit, such as 10Gi. An image's own size when left out. It can grow later, never shrink.
       */
      size?: string;
      /**
       * Serial number that the guest sees; when left out, the name if it fits into 20 characters, else the name's beginning and a hash.
       */
      serial?: string;
      /**
       * Refuse writes of the guest.
       */
      readOnly: boolean;
      rate?: DiskRate;
    };
/**
 * One network interface.
 */
export type Interface =
  | {
      /**
       * Name of the interface within the machine. Its MAC address and tap follow from it.
       */
      name: string;
      /**
       * MAC address, such as 02:00:00:00:00:01. Derived from the host and the names when left out.
       */
      mac?: string;
      /**
       * Addresses that the guest is told to use, such as 192.168.1.3/24.
       */
      addresses: string[];
      /**
       * Whether the guest's card has a cable. down: the guest sees no carrier, and nothing passes either way. up when left out.
       */
      linkState?: 'up' | 'down';
      rate?: InterfaceRate;
      tap: TapBinding;
    }
  | {
      /**
       * Name of the interface within the machine. Its MAC address and tap follow from it.
       */
      name: string;
      /**
       * MAC address, such as 02:00:00:00:00:01. Derived from the host and the names when left out.
       */
      mac?: string;
      /**
       * Addresses that the guest is told to use, such as 192.168.1.3/24.
       */
      addresses: string[];
      /**
       * Whether the guest's card has a cable. down: the guest sees no carrier, and nothing passes either way. up when left out.
       */
      linkState?: 'up' | 'down';
      rate?: InterfaceRate;
      macvtap: MacvtapBinding;
    }
  | {
      /**
       * Name of the interface within the machine. Its MAC address and tap follow from it.
       */
      name: string;
      /**
       * MAC address, such as 02:00:00:00:00:01. Derived from the host and the names when left out.
       */
      mac?: string;
      /**
       * Addresses that the guest is told to use, such as 192.168.1.3/24.
       */
      addresses: string[];
      /**
       * Whether the guest's card has a cable. down: the guest sees no carrier, and nothing passes either way. up when left out.
       */
      linkState?: 'up' | 'down';
      rate?: InterfaceRate;
      bridge: BridgeBinding;
    }
  | {
      /**
       * Name of the interface within the machine. Its MAC address and tap follow from it.
       */
      name: string;
      /**
       * MAC address, such as 02:00:00:00:00:01. Derived from the host and the names when left out.
       */
      mac?: string;
      /**
       * Addresses that the guest is told to use, such as 192.168.1.3/24.
       */
      addresses: string[];
      /**
       * Whether the guest's card has a cable. down: the guest sees no carrier, and nothing passes either way. up when left out.
       */
      linkState?: 'up' | 'down';
      rate?: InterfaceRate;
      user: UserBinding;
    };
/**
 * One device, as exactly one of pci and usb.
 */
export type Device =
  | {
      pci: PciDevice;
    }
  | {
      usb: UsbDevice;
    };
/**
 * What must be seen before the machine counts as Ready, as exactly one key beside timeout.
 */
export type Readiness =
  | {
      /**
       * The hypervisor runs the guest; nothing is asked of the guest itself.
       */
      running: {};
      /**
       * How long after its start the machine may take, such as 2m; then it is reported, not stopped.
       */
      timeout?: string;
    }
  | {
      console: ConsoleReadiness;
      /**
       * How long after its start the machine may take, such as 2m; then it is reported, not stopped.
       */
      timeout?: string;
    }
  | {
      /**
       * The guest agent answers. Needs guestAgent.enabled.
       */
      guestAgent: {};
      /**
       * How long after its start the machine may take, such as 2m; then it is reported, not stopped.
       */
      timeout?: string;
    };

/**
 * Spec and status of every kind as they stand in a file.
 */
export interface WireTypes {
  DisruptionBudget: DisruptionBudgetSpec;
  DisruptionBudgetStatus: DisruptionBudgetStatus;
  Image: ImageSpec;
  ImageStatus: ImageStatus;
  Network: NetworkSpec;
  NetworkStatus: NetworkStatus;
  VirtualMachine: VirtualMachineSpec;
  VirtualMachineStatus: VirtualMachineStatus;
  VirtualMachineClassStatus: VirtualMachineClassStatus;
  Policy: PolicySpec;
}
/**
 * Machines of the same namespace.
 */
export interface LabelSelector {
  /**
   * Labels that a machine must have, all of them; without any, every machine of the namespace.
   */
  matchLabels: {
    [k: string]: string;
  };
}
/**
 * What was last seen. Written by vmlet; ignored in a manifest.
 */
export interface DisruptionBudgetStatus {
  /**
   * The metadata.generation that this status speaks of.
   */
  observedGeneration?: number;
  /**
   * What is being done, in one word.
   */
  phase?: 'Pending' | 'Ready' | 'Failed' | 'Removed' | 'Unknown';
  /**
   * Machines that it selects and that should run.
   */
  expectedMachines?: number;
  /**
   * Those of them that are Ready and not being interrupted.
   */
  currentHealthy?: number;
  /**
   * How many of them have to be.
   */
  desiredHealthy?: number;
  /**
   * How many more may be interrupted now.
   */
  disruptionsAllowed?: number;
  /**
   * Names of those that are not available.
   */
  unavailable?: string[];
  /**
   * What is true of the object, one item for each type.
   */
  conditions?: Condition[];
  /**
   * Edits that do not run yet, and what they wait for.
   */
  pendingChanges?: PendingChangeStatus[];
  /**
   * The last events, newest last.
   */
  events?: EventStatus[];
  /**
   * The last failure, until it is over.
   */
  lastError?: {
    /**
     * What was tried.
     */
    action: string;
    /**
     * Code as listed in docs/errors.md.
     */
    code: string;
    /**
     * What failed, for people.
     */
    message: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * Where the object came from.
   */
  source?: {
    /**
     * Name of the source.
     */
    source?: string;
    /**
     * File below the source's root.
     */
    file?: string;
    /**
     * Number of the document in the file, from 1.
     */
    document?: number;
    /**
     * Commit of a git source.
     */
    revision?: string;
  } | null;
  /**
   * Who wrote this; readers test whether it still runs.
   */
  daemon?: {
    /**
     * Process of the daemon.
     */
    pid?: number;
    /**
     * Its start, in clock ticks since the host booted.
     */
    startTicks?: number;
    /**
     * Boot of the host.
     */
    bootId?: string;
    /**
     * Version of vmlet.
     */
    version?: string;
  };
}
/**
 * One condition.
 */
export interface Condition {
  /**
   * Name of the condition, such as Ready.
   */
  type: string;
  /**
   * Whether it holds.
   */
  status: 'True' | 'False' | 'Unknown';
  /**
   * Why, as one CamelCase word.
   */
  reason: string;
  /**
   * Why, for people.
   */
  message: string;
  /**
   * When the status last changed.
   */
  lastTransitionTime: string;
}
export interface PendingChangeStatus {
  /**
   * Field that differs.
   */
  path: string;
  /**
   * What runs.
   */
  from: string;
  /**
   * What is wanted.
   */
  to: string;
  /**
   * What the change costs.
   */
  disruption: 'hot' | 'restart' | 'recreate' | 'refused';
  /**
   * What it waits for, or why it is refused.
   */
  reason: string;
}
export interface EventStatus {
  /**
   * Normal or Warning.
   */
  type: 'Normal' | 'Warning';
  /**
   * What happened, as one CamelCase word.
   */
  reason: string;
  /**
   * What happened, for people.
   */
  message: string;
  /**
   * How often.
   */
  count: number;
  /**
   * First time.
   */
  firstSeen: string;
  /**
   * Last time.
   */
  lastSeen: string;
}
/**
 * Where the image comes from and what it is.
 */
export interface ImageSpec {
  /**
   * What the file is, also for kernels and RAM disks (raw). It is never guessed.
   */
  format: 'raw' | 'qcow2';
  source: ImageSource;
}
/**
 * A file of the host, copied into the store.
 */
export interface ImageFileSource {
  /**
   * Path of the file, relative to the manifest or absolute.
   */
  path: string;
  /**
   * Digest that the file must have, 64 hexadecimal digits as sha256sum prints them.
   */
  sha256?: string;
}
/**
 * A recipe that ships with vmlet and builds the file.
 */
export interface ImageRecipeSource {
  /**
   * Name of the recipe.
   */
  name: string;
  /**
   * Which of the recipe's files this image is.
   */
  output: string;
}
/**
 * What was last seen. Written by vmlet; ignored in a manifest.
 */
export interface ImageStatus {
  /**
   * The metadata.generation that this status speaks of.
   */
  observedGeneration?: number;
  /**
   * What is being done, in one word.
   */
  phase?: 'Pending' | 'Ready' | 'Failed' | 'Removed' | 'Unknown';
  /**
   * Content of the stored file, as sha256:HEX.
   */
  digest?: string | null;
  /**
   * What the stored file is.
   */
  format?: string | null;
  /**
   * The stored file.
   */
  path?: string | null;
  /**
   * Size that a guest sees, with a unit.
   */
  virtualSize?: string | null;
  /**
   * What is true of the object, one item for each type.
   */
  conditions?: Condition[];
  /**
   * Edits that do not run yet, and what they wait for.
   */
  pendingChanges?: PendingChangeStatus[];
  /**
   * The last events, newest last.
   */
  events?: EventStatus[];
  /**
   * The last failure, until it is over.
   */
  lastError?: {
    /**
     * What was tried.
     */
    action: string;
    /**
     * Code as listed in docs/errors.md.
     */
    code: string;
    /**
     * What failed, for people.
     */
    message: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * Where the object came from.
   */
  source?: {
    /**
     * Name of the source.
     */
    source?: string;
    /**
     * File below the source's root.
     */
    file?: string;
    /**
     * Number of the document in the file, from 1.
     */
    document?: number;
    /**
     * Commit of a git source.
     */
    revision?: string;
  } | null;
  /**
   * Who wrote this; readers test whether it still runs.
   */
  daemon?: {
    /**
     * Process of the daemon.
     */
    pid?: number;
    /**
     * Its start, in clock ticks since the host booted.
     */
    startTicks?: number;
    /**
     * Boot of the host.
     */
    bootId?: string;
    /**
     * Version of vmlet.
     */
    version?: string;
  };
}
/**
 * What the network is, as exactly one key.
 */
export interface NetworkSpec {
  bridge: BridgeNetwork;
}
/**
 * A bridge of the host.
 */
export interface BridgeNetwork {
  /**
   * Name of the bridge, at most 15 characters, such as vmbr0.
   */
  name: string;
  /**
   * Owned: made, addressed and, once it has no ports, removed by vmlet. External: there already; never changed beyond the ports of our machines.
   */
  management: 'Owned' | 'External';
  /**
   * Addresses of the host on an Owned bridge, such as 192.168.1.1/24.
   */
  addresses: string[];
  /**
   * Largest packet of an Owned bridge in bytes, 576 to 65535; the kernel's choice when left out.
   */
  mtu?: number;
}
/**
 * What was last seen. Written by vmlet; ignored in a manifest.
 */
export interface NetworkStatus {
  /**
   * The metadata.generation that this status speaks of.
   */
  observedGeneration?: number;
  /**
   * What is being done, in one word.
   */
  phase?: 'Pending' | 'Ready' | 'Failed' | 'Removed' | 'Unknown';
  /**
   * Link of the host.
   */
  link?: string | null;
  /**
   * Who makes the bridge.
   */
  management?: string | null;
  /**
   * Addresses of the host on it.
   */
  addresses?: string[];
  /**
   * Links that are its ports.
   */
  ports?: string[];
  /**
   * What is true of the object, one item for each type.
   */
  conditions?: Condition[];
  /**
   * Edits that do not run yet, and what they wait for.
   */
  pendingChanges?: PendingChangeStatus[];
  /**
   * The last events, newest last.
   */
  events?: EventStatus[];
  /**
   * The last failure, until it is over.
   */
  lastError?: {
    /**
     * What was tried.
     */
    action: string;
    /**
     * Code as listed in docs/errors.md.
     */
    code: string;
    /**
     * What failed, for people.
     */
    message: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * Where the object came from.
   */
  source?: {
    /**
     * Name of the source.
     */
    source?: string;
    /**
     * File below the source's root.
     */
    file?: string;
    /**
     * Number of the document in the file, from 1.
     */
    document?: number;
    /**
     * Commit of a git source.
     */
    revision?: string;
  } | null;
  /**
   * Who wrote this; readers test whether it still runs.
   */
  daemon?: {
    /**
     * Process of the daemon.
     */
    pid?: number;
    /**
     * Its start, in clock ticks since the host booted.
     */
    startTicks?: number;
    /**
     * Boot of the host.
     */
    bootId?: string;
    /**
     * Version of vmlet.
     */
    version?: string;
  };
}
/**
 * What the machine should be. What is left out comes from the class, then from the built-in class `default`.
 */
export interface VirtualMachineSpec {
  /**
   * Name of a VirtualMachineClass in the same namespace that supplies what is left out here.
   */
  class?: string;
  /**
   * When the machine should run. Always: started again after every end. RerunOnFailure: started again unless the guest powered off by itself. Once: run to its end, never again. Manual: only by `vmlet start` and `vmlet stop`. Halted: kept stopped.
   */
  runPolicy?: 'Always' | 'RerunOnFailure' | 'Once' | 'Manual' | 'Halted';
  /**
   * Which machines go first when many wait to be started, as after a boot of the host: the highest. It orders those that may start; what must be Ready before is dependsOn.
   */
  startPriority?: number;
  hypervisor?: Hypervisor;
  cpu?: Cpu;
  memory?: Memory;
  boot?: Boot;
  /**
   * Other ways to boot the same machine, each by its name and for one boot alone: `vmlet boot vm/web-1 --variant rescue`. The start after that is the machine itself again.
   */
  variants?: Variant[];
  /**
   * Disks of the guest. The guest finds them by serial (/dev/disk/by-id/virtio-SERIAL), never by order.
   */
  disks: Disk[];
  /**
   * Network interfaces of the guest.
   */
  interfaces: Interface[];
  /**
   * Devices of the host handed to the guest.
   */
  devices: Device[];
  bootstrap?: Bootstrap;
  guestAgent?: GuestAgent;
  readiness?: Readiness;
  /**
   * Machines of the same namespace that must be Ready before this one starts.
   */
  dependsOn: Dependency[];
  /**
   * Commands run on the host, in order, before each start; a failure stops the start. They run as vmlet does, so whoever may write manifests must be trusted with this host. A command is killed when vmlet is, and runs again with the next start, so it must bear to be run twice.
   */
  preStart?: PreStartCommand[];
  shutdown?: Shutdown;
  update?: Update;
  deletion?: Deletion;
}
/**
 * QEMU, version 7.2 or newer.
 */
export interface QemuHypervisor {
  /**
   * Machine type. q35: PCIe, everything can be plugged while it runs. pc: the older PC. microvm: smallest and fastest to boot. virt: ARM.
   */
  machine?: 'q35' | 'pc' | 'microvm' | 'virt';
  /**
   * kvm: hardware virtualisation, refused where KVM cannot run a guest. tcg: emulation, slower and without a promise of isolation. auto: kvm where a probe shows that it works, else tcg.
   */
  accelerator?: 'auto' | 'kvm' | 'tcg';
  /**
   * CPU model as QEMU names it, with features, such as `host` or `max,-avx512f`.
   */
  cpuModel?: string;
  /**
   * Arguments added to QEMU's command line as they are. They can do anything that QEMU can, so whoever may write manifests must be trusted with it.
   */
  extraArgs?: string[];
}
/**
 * Processors of the guest.
 */
export interface Cpu {
  /**
   * Number of virtual CPUs, 1 to 64.
   */
  count?: number;
  /**
   * To how many virtual CPUs `count` can be raised while the guest runs, 1 to 64 and no fewer than count. Room for them is kept when the machine starts. Machines q35 and pc. count when left out.
   */
  max?: number;
}
/**
 * Memory of the guest.
 */
export interface Memory {
  /**
   * Memory that the guest sees, in bytes with a unit, such as 512Mi; at least 32Mi.
   */
  size?: string;
  /**
   * To how much `size` can be raised while the guest runs, no less than size. Room for it is kept when the machine starts, and the guest gets a balloon as well. Machines q35 and pc. size when left out.
   */
  max?: string;
  /**
   * Give the guest a balloon device: memory it does not use is given back to the host, and `size` can be lowered while it runs, to a quarter of what it started with.
   */
  balloon?: {};
}
/**
 * Start this kernel directly.
 */
export interface BootKernel {
  /**
   * Name of the Image that holds the kernel.
   */
  image: string;
  /**
   * Name of the Image that holds the initial RAM disk.
   */
  initrd?: string;
}
/**
 * What is different in this boot; all else is as the machine says.
 */
export interface Variant {
  /**
   * Name of the variant within the machine.
   */
  name: string;
  boot?: VariantBoot;
  /**
   * Arguments of the kernel instead of those that it would get, one item each.
   */
  cmdline?: string[];
}
/**
 * Start this kernel directly.
 */
export interface VariantBootKernel {
  /**
   * Name of the Image that holds the kernel.
   */
  image: string;
  /**
   * Name of the Image that holds the initial RAM disk.
   */
  initrd?: string;
}
/**
 * The most that the guest gets done in a second; more than that waits. No limit where one is left out.
 */
export interface DiskRate {
  /**
   * Bytes read, with a unit, such as 50Mi; 8Ki to 16Gi.
   */
  readBytesPerSecond?: string;
  /**
   * Bytes written, with a unit, such as 20Mi; 8Ki to 16Gi.
   */
  writeBytesPerSecond?: string;
  /**
   * Reads, 1 to 10,000,000.
   */
  readOperationsPerSecond?: number;
  /**
   * Writes, 1 to 10,000,000.
   */
  writeOperationsPerSecond?: number;
}
/**
 * A file of the host, used as it is.
 */
export interface DiskFileSource {
  /**
   * Path of the file, relative to the manifest or absolute.
   */
  path: string;
  /**
   * What the file is. It is never guessed, because a guest could write another header.
   */
  format: 'raw' | 'qcow2';
}
/**
 * The most that passes in a second, as the guest sees it. Only with tap. No limit where one is left out.
 */
export interface InterfaceRate {
  /**
   * To the guest, in bytes with a unit, such as 10Mi; 8Ki to 16Gi. What comes faster waits for up to a tenth of a second, then it is dropped.
   */
  inboundBytesPerSecond?: string;
  /**
   * From the guest, in bytes with a unit, such as 10Mi; 8Ki to 16Gi. What comes faster is dropped.
   */
  outboundBytesPerSecond?: string;
}
/**
 * A tap that vmlet makes, names and removes, as a port of a Network.
 */
export interface TapBinding {
  /**
   * Name of a Network in the same namespace.
   */
  network: string;
}
/**
 * A macvtap on a link of the host. Host and guest do not reach each other over it.
 */
export interface MacvtapBinding {
  /**
   * Link of the host, such as eth0.
   */
  link: string;
  /**
   * How macvtaps of one link reach each other.
   */
  mode: 'private' | 'vepa' | 'bridge' | 'passthru';
}
/**
 * A port of a bridge of the host made by QEMU's bridge helper, for a vmlet without root; with root use tap.
 */
export interface BridgeBinding {
  /**
   * Bridge of the host, such as br0.
   */
  name: string;
}
/**
 * Network of the hypervisor's own process; needs no root, reaches out only.
 */
export interface UserBinding {
  /**
   * Let the guest reach nothing but the forwarded ports.
   */
  restrict: boolean;
  /**
   * Ports of the host that lead to the guest.
   */
  forwardPorts: PortForwardRule[];
}
/**
 * One forwarded port.
 */
export interface PortForwardRule {
  /**
   * Protocol of the port.
   */
  protocol: 'tcp' | 'udp';
  /**
   * Address of the host to listen on.
   */
  hostAddress: string;
  /**
   * Port of the host, 1 to 65535.
   */
  hostPort: number;
  /**
   * Port of the guest, 1 to 65535.
   */
  guestPort: number;
}
/**
 * A PCI device, bound to vfio-pci before the start.
 */
export interface PciDevice {
  /**
   * Address as lspci -D prints it, such as 0000:01:00.0.
   */
  address: string;
}
/**
 * A USB device, found by its ids.
 */
export interface UsbDevice {
  /**
   * Vendor as lsusb prints it, four hexadecimal digits in quotes, such as "1d6b".
   */
  vendorId: string;
  /**
   * Product as lsusb prints it, four hexadecimal digits in quotes, such as "0002".
   */
  productId: string;
}
/**
 * What the guest is told at its first boot.
 */
export interface Bootstrap {
  /**
   * Host name of the guest; the machine's name when left out.
   */
  hostname?: string;
}
/**
 * The channel to qemu-guest-agent in the guest.
 */
export interface GuestAgent {
  /**
   * Give the guest the channel that its agent answers on.
   */
  enabled: boolean;
}
/**
 * The guest printed a text on its serial console since it booted.
 */
export interface ConsoleReadiness {
  /**
   * The text.
   */
  contains: string;
}
/**
 * One machine to wait for.
 */
export interface Dependency {
  /**
   * Name of a VirtualMachine in the same namespace.
   */
  name: string;
  /**
   * Condition that must be True.
   */
  condition: 'Ready';
}
/**
 * One command.
 */
export interface PreStartCommand {
  /**
   * Program and arguments; no shell reads them.
   */
  command: string[];
  /**
   * How long the command may take, such as 30s.
   */
  timeout?: string;
}
/**
 * How the machine is stopped.
 */
export interface Shutdown {
  /**
   * How long the guest may take to go down before harder means follow, such as 60s.
   */
  timeout?: string;
  /**
   * What is tried first. Powerdown: the ACPI power button. CtrlAltDel: that key. Quit: end the hypervisor, as if the power failed. Kill: kill its process.
   */
  method?: 'Powerdown' | 'CtrlAltDel' | 'Quit' | 'Kill';
}
/**
 * What happens when an edit needs the machine to restart.
 */
export interface Update {
  /**
   * Manual: what interrupts the guest waits for `vmlet approve`. ManualAll: so does what could be done while it runs, and the machine stays as it was made. Automatic: needs nobody.
   */
  approval?: 'Manual' | 'ManualAll' | 'Automatic';
  /**
   * When an edit that was approved may interrupt the guest. Now: at once. NextBoot: when the guest reboots, or is started for another reason. Window: while `window` is open.
   */
  when?: 'Now' | 'NextBoot' | 'Window';
  /**
   * What happens when a revision that was booted for an edit is not Ready within `deadline`, or ends before. Keep: it runs on, and its status says so. Rollback: the last revision that was Ready comes back, once, and the edit waits.
   */
  onFailure?: 'Keep' | 'Rollback';
  /**
   * How long a new revision may take to be Ready, such as 5m. Only with `onFailure` Rollback.
   */
  deadline?: string;
  window?: UpdateWindow;
  /**
   * Take a snapshot of the disks before the guest is interrupted. Refused until this version has snapshots.
   */
  snapshotBefore?: boolean;
}
/**
 * When guests may be interrupted. Needed by, and only used with, `when` Window.
 */
export interface UpdateWindow {
  /**
   * When it opens, as cron has it: minute, hour, day of month, month, day of week; `0 3 * * SUN` is every Sunday at three.
   */
  schedule: string;
  /**
   * How long it stays open, such as 2h; at least 1m, at most 7d.
   */
  duration: string;
  /**
   * Time zone of the schedule, such as Europe/Berlin; UTC when left out.
   */
  timeZone?: string;
}
/**
 * What happens when the object is removed.
 */
export interface Deletion {
  /**
   * Retain: kept until `vmlet purge`. Delete: to the trash for the time of grace, then gone.
   */
  disks?: 'Retain' | 'Delete';
  /**
   * Hold every removal until this is false.
   */
  protect?: boolean;
  /**
   * How long deleted disks stay in the trash, such as 7d.
   */
  grace?: string;
}
/**
 * What was last seen. Written by vmlet; ignored in a manifest.
 */
export interface VirtualMachineStatus {
  /**
   * The metadata.generation that this status speaks of.
   */
  observedGeneration?: number;
  /**
   * What the machine is doing, in one word.
   */
  phase?:
    | 'Pending'
    | 'Starting'
    | 'Running'
    | 'Paused'
    | 'Stopping'
    | 'Stopped'
    | 'CrashLoopBackOff'
    | 'Failed'
    | 'Removed'
    | 'Unknown';
  /**
   * What is true of the object, one item for each type.
   */
  conditions?: Condition[];
  /**
   * Numbers of the machine's resolved records; 0 for none.
   */
  revisions?: {
    /**
     * The newest.
     */
    prepared?: number;
    /**
     * The one that runs.
     */
    booted?: number;
    /**
     * The one that ran before.
     */
    previous?: number;
  };
  /**
   * The variant that runs for this boot; null for the machine itself.
   */
  variant?: string | null;
  /**
   * An earlier revision that is wanted instead of what the manifest says, until the manifest changes.
   */
  rollback?: {
    /**
     * Revision whose content is wanted.
     */
    to: number;
    /**
     * Revision that ran before.
     */
    from: number;
    /**
     * Since when.
     */
    since: string;
    /**
     * Request: `vmlet rollback`. HealthGate: update.onFailure.
     */
    by: string;
    /**
     * What was seen of the revision that was given up.
     */
    why: string;
  } | null;
  /**
   * Edits that do not run yet, and what they wait for.
   */
  pendingChanges?: PendingChangeStatus[];
  /**
   * Process of the hypervisor.
   */
  pid?: number | null;
  /**
   * When the machine runs, with the class merged in.
   */
  runPolicy?: string | null;
  /**
   * Running or Halted, as `vmlet start` and `vmlet stop` said, until the spec changes.
   */
  powerOverride?: string | null;
  /**
   * What the guest runs on, kvm or tcg.
   */
  accelerator?: string | null;
  /**
   * Of a machine whose memory can change while it runs. Absent of any other.
   */
  memory?: {
    /**
     * What it is to have.
     */
    size?: string;
    /**
     * What its balloon and its memory device say that it has.
     */
    guest?: string;
  };
  /**
   * Starts after an end that nobody asked for, since the object was made.
   */
  restarts?: number;
  /**
   * When the guest was last started.
   */
  bootedAt?: string | null;
  /**
   * How the guest last went down.
   */
  lastExit?: {
    /**
     * GuestShutdown, GuestPanicked, HypervisorCrashed, Stopped, HostStopped or InternalError.
     */
    cause: string;
    /**
     * When.
     */
    at: string;
    /**
     * More about it.
     */
    detail: string;
  } | null;
  /**
   * Its manifest was removed; what is kept of it, and what ends that. Absent of one that is declared.
   */
  tombstone?: {
    /**
     * When it was removed.
     */
    since?: string;
    /**
     * By what.
     */
    why?: string;
    /**
     * Kept or deleted after grace.
     */
    disks?: 'Retain' | 'Delete';
    /**
     * How long deleted disks stay in the trash.
     */
    grace?: string;
    /**
     * How long they have been there while vmlet ran, noted every hour.
     */
    trashedFor?: string;
  };
  /**
   * Addresses of the guest, without prefix length.
   */
  addresses?: string[];
  /**
   * Interfaces as they were made.
   */
  interfaces?: InterfaceStatus[];
  /**
   * Disks as they were made.
   */
  disks?: DiskStatus[];
  /**
   * The last events, newest last.
   */
  events?: EventStatus[];
  /**
   * The last failure, until it is over.
   */
  lastError?: {
    /**
     * What was tried.
     */
    action: string;
    /**
     * Code as listed in docs/errors.md.
     */
    code: string;
    /**
     * What failed, for people.
     */
    message: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * Where the object came from.
   */
  source?: {
    /**
     * Name of the source.
     */
    source?: string;
    /**
     * File below the source's root.
     */
    file?: string;
    /**
     * Number of the document in the file, from 1.
     */
    document?: number;
    /**
     * Commit of a git source.
     */
    revision?: string;
  } | null;
  /**
   * Who wrote this; readers test whether it still runs.
   */
  daemon?: {
    /**
     * Process of the daemon.
     */
    pid?: number;
    /**
     * Its start, in clock ticks since the host booted.
     */
    startTicks?: number;
    /**
     * Boot of the host.
     */
    bootId?: string;
    /**
     * Version of vmlet.
     */
    version?: string;
  };
}
export interface InterfaceStatus {
  /**
   * Name in the spec.
   */
  name: string;
  /**
   * MAC address in use.
   */
  mac: string;
  /**
   * Tap or macvtap of the host.
   */
  link?: string | null;
  /**
   * Bridge that it is a port of.
   */
  bridge?: string | null;
}
export interface DiskStatus {
  /**
   * Name in the spec.
   */
  name: string;
  /**
   * File or device of the host.
   */
  path: string;
  /**
   * Digest of the image below it.
   */
  image?: string | null;
  /**
   * Size that the guest sees, with a unit.
   */
  virtualSize?: string | null;
}
/**
 * What was last seen. Written by vmlet; ignored in a manifest.
 */
export interface VirtualMachineClassStatus {
  /**
   * The metadata.generation that this status speaks of.
   */
  observedGeneration?: number;
  /**
   * What is being done, in one word.
   */
  phase?: 'Pending' | 'Ready' | 'Failed' | 'Removed' | 'Unknown';
  /**
   * Machines that name it.
   */
  usedBy?: string[];
  /**
   * What is true of the object, one item for each type.
   */
  conditions?: Condition[];
  /**
   * Edits that do not run yet, and what they wait for.
   */
  pendingChanges?: PendingChangeStatus[];
  /**
   * The last events, newest last.
   */
  events?: EventStatus[];
  /**
   * The last failure, until it is over.
   */
  lastError?: {
    /**
     * What was tried.
     */
    action: string;
    /**
     * Code as listed in docs/errors.md.
     */
    code: string;
    /**
     * What failed, for people.
     */
    message: string;
    /**
     * When.
     */
    at: string;
  } | null;
  /**
   * Where the object came from.
   */
  source?: {
    /**
     * Name of the source.
     */
    source?: string;
    /**
     * File below the source's root.
     */
    file?: string;
    /**
     * Number of the document in the file, from 1.
     */
    document?: number;
    /**
     * Commit of a git source.
     */
    revision?: string;
  } | null;
  /**
   * Who wrote this; readers test whether it still runs.
   */
  daemon?: {
    /**
     * Process of the daemon.
     */
    pid?: number;
    /**
     * Its start, in clock ticks since the host booted.
     */
    startTicks?: number;
    /**
     * Boot of the host.
     */
    bootId?: string;
    /**
     * Version of vmlet.
     */
    version?: string;
  };
}
/**
 * What manifests may ask of this host. Without a file everything is allowed that a directory of root or of the daemon's user asks for; so is what a field that is left out speaks of. A list that is empty allows nothing.
 */
export interface PolicySpec {
  /**
   * Seeds tap names, MACs and addresses; given here it survives a reinstall.
   */
  hostId?: string;
  starts?: StartsPolicy;
  capacity?: CapacityPolicy;
  limits?: LimitsPolicy;
  allow?: AllowPolicy;
  removals?: RemovalsPolicy;
  /**
   * What is narrower for one source; it may take from what stands above and add nothing.
   */
  sources?: SourcePolicy[];
}
/**
 * How machines are started.
 */
export interface StartsPolicy {
  /**
   * How many hypervisors may start at once; as many as the host has cores, and at least 2, when left out.
   */
  parallel?: number;
}
/**
 * Count what machines take against what the host has. A machine that does not fit is not started (Unschedulable), and one that runs is never stopped for it.
 */
export interface CapacityPolicy {
  memory?: MemoryCapacity;
  cpus?: CpuCapacity;
  disk?: DiskCapacity;
}
/**
 * Memory of the machines against the memory of the host.
 */
export interface MemoryCapacity {
  /**
   * Kept for the host, such as 2Gi.
   */
  reserve?: string;
  /**
   * How much of what is left may be given out, in percent; more than 100 is more than there is.
   */
  overcommitPercent?: number;
}
/**
 * Virtual CPUs of the machines against the cores of the host.
 */
export interface CpuCapacity {
  /**
   * Cores that are kept for the host.
   */
  reserve?: number;
  /**
   * How much of what is left may be given out, in percent; 400 is four virtual CPUs a core.
   */
  overcommitPercent?: number;
}
/**
 * Room where the disks are.
 */
export interface DiskCapacity {
  /**
   * Free space below which no machine is started, such as 10Gi.
   */
  reserve?: string;
}
/**
 * The most that all machines together may have.
 */
export interface LimitsPolicy {
  /**
   * Machines that run at once.
   */
  machines?: number;
  /**
   * Memory of the machines that run, such as 64Gi.
   */
  memory?: string;
  /**
   * Virtual CPUs of the machines that run.
   */
  cpus?: number;
  /**
   * Sizes of the disks, as guests see them, of the machines that run, such as 1Ti.
   */
  disk?: string;
}
/**
 * What of the host a manifest may name.
 */
export interface AllowPolicy {
  /**
   * Directories whose files an Image may take and a disk may be; what is below them, too.
   */
  paths?: string[];
  /**
   * Links of the host that a Network, a macvtap or an interface may name; `*` stands for any characters.
   */
  bridges?: string[];
  /**
   * Ports of the host that may be forwarded to guests.
   */
  hostPorts?: string[];
  /**
   * PCI devices that may be passed through.
   */
  pciDevices?: string[];
  /**
   * May USB devices be passed through.
   */
  usbDevices?: boolean;
  /**
   * May manifests add arguments of their own to the hypervisor, which can do all that it can.
   */
  extraArgs?: boolean;
  /**
   * May manifests have commands run on the host (preStart).
   */
  hooks?: boolean;
}
/**
 * How many machines of a source may be removed at once without approval. Each limit that speaks of a machine counts, and so does the prune budget (20 %, and one machine at least): the strictest wins. What is beyond it is held (RemovalHeld).
 */
export interface RemovalsPolicy {
  /**
   * How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.
   */
  maxPerChange?: number | string;
  /**
   * The same for machines with certain labels.
   */
  selectors?: RemovalSelector[];
}
/**
 * Machines with these labels, in all namespaces.
 */
export interface RemovalSelector {
  /**
   * Labels that a machine must have, all of them; without any, every machine.
   */
  matchLabels: {
    [k: string]: string;
  };
  /**
   * How many machines may go with one change of the source, as a number, or as a percentage of those that it has (rounded down, and at least one unless it is 0%). With 0 each removal waits for `vmlet approve --prune`.
   */
  maxPerChange: number | string;
}
/**
 * One source.
 */
export interface SourcePolicy {
  /**
   * Name of the source; the manifests directory is `manifests`.
   */
  name: string;
  limits?: LimitsPolicy;
  removals?: RemovalsPolicy;
  allow?: AllowPolicy;
}

/** What a class can set: the fields of a machine that do not belong to one machine. */
export type VirtualMachineClassSpec = Pick<
  VirtualMachineSpec,
  | 'runPolicy'
  | 'startPriority'
  | 'hypervisor'
  | 'cpu'
  | 'memory'
  | 'boot'
  | 'guestAgent'
  | 'readiness'
  | 'preStart'
  | 'shutdown'
  | 'update'
  | 'deletion'
>;
