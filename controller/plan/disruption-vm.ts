// The rows of the disruption matrix for virtual machines. Data only; what a row is stands in disruption.ts.
import type {CostTable, FieldCost} from './disruption.ts';

const needsBoot = 'the guest reads it only when it boots';
const needsProcess = 'the hypervisor takes it only when it starts';

const boots: FieldCost = {disruption: 'restart', reason: needsBoot};
const starts: FieldCost = {disruption: 'restart', reason: needsProcess};
const policy = (reason: string): FieldCost => ({disruption: 'hot', reason});
const nextTime = policy('in force with the next start or stop; what runs is not touched');
const onRemoval = policy('in force at once; it counts when the machine is removed');
const orphan: FieldCost = {
  disruption: 'refused',
  reason: 'would orphan guest data; add a new disk instead',
};
const otherHypervisor: FieldCost = {
  disruption: 'refused',
  reason: 'this version drives QEMU alone; the machine runs on as it is',
};
const needsPlace =
  'the machine takes no devices while it runs (microvm), or had no free place left when it booted';
const keepsDevices = 'the machine gives up no device while it runs (microvm)';
const variant = policy('in force when that variant is booted the next time; what runs is not touched');
const otherBinding: FieldCost = {disruption: 'restart', reason: needsProcess};

const limited = policy('the new limit holds at once');

export const vmCosts: CostTable = {
  'metadata.labels': policy('shown and selected by at once'),
  'metadata.annotations': policy('kept at once'),
  'spec.class': {
    disruption: 'restart',
    reason: 'costs what the fields cost that the other class sets; a restart at most',
  },
  'spec.runPolicy': policy('in force at once; Halted stops the machine, which is what it says'),
  'spec.startPriority': nextTime,
  'spec.hypervisor.qemu.machine': starts,
  'spec.hypervisor.qemu.accelerator': starts,
  'spec.hypervisor.qemu.cpuModel': starts,
  'spec.hypervisor.qemu.extraArgs': starts,
  'spec.hypervisor.cloudHypervisor': otherHypervisor,
  'spec.hypervisor.firecracker': otherHypervisor,
  'spec.hypervisor.crosvm': otherHypervisor,
  'spec.hypervisor.kvmtool': otherHypervisor,
  'spec.hypervisor.stratovirt': otherHypervisor,
  'spec.hypervisor.alioth': otherHypervisor,
  'spec.hypervisor.runner': otherHypervisor,
  'spec.cpu.count': {
    disruption: 'hot',
    reason: 'CPUs are added to the running guest, which may have to put them online',
    otherwise: {
      when: 'it is lowered, or raised above the cpu.max that the machine started with (none on microvm and virt)',
      disruption: 'restart',
      reason: needsProcess,
    },
  },
  'spec.cpu.max': starts,
  'spec.memory.size': {
    disruption: 'hot',
    reason:
      'up to what it started with the balloon gives and takes, beyond that the memory device; the guest follows in its own time',
    otherwise: {
      when: 'it is above the memory.max that the machine started with (none on microvm and virt), or below what it started with and it has no balloon, or below a quarter of that',
      disruption: 'restart',
      reason: needsProcess,
    },
  },
  'spec.memory.max': starts,
  'spec.memory.balloon': starts,
  'spec.boot.kernel.image': boots,
  'spec.boot.kernel.initrd': boots,
  'spec.boot.firmware': boots,
  'spec.boot.cmdline': boots,
  'spec.variants[]': variant,
  'spec.variants[] removed': variant,
  'spec.variants[].name': variant,
  'spec.variants[].boot.kernel.image': variant,
  'spec.variants[].boot.kernel.initrd': variant,
  'spec.variants[].boot.firmware': variant,
  'spec.variants[].boot.cmdline': variant,
  'spec.variants[].cmdline': variant,
  'spec.disks[]': {
    disruption: 'hot',
    reason: 'added to the running guest',
    otherwise: {when: needsPlace, disruption: 'restart', reason: needsProcess},
  },
  'spec.disks[] removed': {
    disruption: 'hot',
    reason: 'the guest is asked to let it go, and writes out what it holds; its data stays on the host',
    otherwise: {
      when: `${keepsDevices}, or the disk lies on an image, as what guests boot from does`,
      disruption: 'restart',
      reason: 'taken out with the next start; its data stays on the host',
    },
  },
  'spec.disks[].name': {
    disruption: 'hot',
    reason:
      'another name is another disk: one is put in and the other taken out, at the cost of each; both keep their data',
    otherwise: {
      when: 'one of the two cannot be put in or taken out while it runs',
      disruption: 'restart',
      reason: needsProcess,
    },
  },
  'spec.disks[].image': orphan,
  'spec.disks[].blank': orphan,
  'spec.disks[].file.path': orphan,
  'spec.disks[].file.format': orphan,
  'spec.disks[].size': {
    disruption: 'hot',
    reason: 'grown while it runs',
    otherwise: {when: 'it is smaller', disruption: 'refused', reason: 'disks cannot shrink'},
  },
  'spec.disks[].serial': starts,
  'spec.disks[].readOnly': starts,
  'spec.disks[].rate.readBytesPerSecond': limited,
  'spec.disks[].rate.writeBytesPerSecond': limited,
  'spec.disks[].rate.readOperationsPerSecond': limited,
  'spec.disks[].rate.writeOperationsPerSecond': limited,
  'spec.interfaces[]': {
    disruption: 'hot',
    reason: 'added to the running guest',
    otherwise: {
      when: `${needsPlace}, or the interface is a macvtap or on the bridge helper`,
      disruption: 'restart',
      reason: needsProcess,
    },
  },
  'spec.interfaces[] removed': {
    disruption: 'hot',
    reason: 'the guest is asked to let it go, and its link is removed',
    otherwise: {
      when: `${keepsDevices}, or the card has a queue for each vCPU`,
      disruption: 'restart',
      reason: 'taken out with the next start',
    },
  },
  'spec.interfaces[].name': {
    disruption: 'hot',
    reason:
      'another name is another card, with another MAC address and tap: put in and taken out, at the cost of each',
    otherwise: {
      when: 'one of the two cannot be put in or taken out while it runs',
      disruption: 'restart',
      reason: needsProcess,
    },
  },
  'spec.interfaces[].mac': starts,
  'spec.interfaces[].addresses': boots,
  'spec.interfaces[].linkState': {
    disruption: 'hot',
    reason: 'the guest sees the carrier go or come; nothing passes while it is down',
  },
  'spec.interfaces[].rate.inboundBytesPerSecond': limited,
  'spec.interfaces[].rate.outboundBytesPerSecond': limited,
  'spec.interfaces[].tap.network': {
    disruption: 'hot',
    reason: 'the tap moves to the other bridge',
  },
  'spec.interfaces[].macvtap.link': otherBinding,
  'spec.interfaces[].macvtap.mode': otherBinding,
  'spec.interfaces[].bridge.name': otherBinding,
  'spec.interfaces[].user.restrict': otherBinding,
  'spec.interfaces[].user.forwardPorts[].protocol': otherBinding,
  'spec.interfaces[].user.forwardPorts[].hostAddress': otherBinding,
  'spec.interfaces[].user.forwardPorts[].hostPort': otherBinding,
  'spec.interfaces[].user.forwardPorts[].guestPort': otherBinding,
  'spec.devices': starts,
  'spec.devices[].pci.address': starts,
  'spec.devices[].usb.vendorId': starts,
  'spec.devices[].usb.productId': starts,
  'spec.bootstrap.hostname': boots,
  'spec.guestAgent.enabled': starts,
  'spec.readiness.running': policy('what counts as ready is judged anew at once'),
  'spec.readiness.console.contains': policy('what counts as ready is judged anew at once'),
  'spec.readiness.guestAgent': policy('what counts as ready is judged anew at once'),
  'spec.readiness.timeout': policy('what counts as ready is judged anew at once'),
  'spec.dependsOn[].name': nextTime,
  'spec.dependsOn[].condition': nextTime,
  'spec.preStart[].command': nextTime,
  'spec.preStart[].timeout': nextTime,
  'spec.shutdown.timeout': nextTime,
  'spec.shutdown.method': nextTime,
  'spec.update.approval': policy(
    'in force at once: Automatic also does what waits, Manual what waits and is hot',
  ),
  'spec.update.when': policy('in force at once: Now also does what waits and has leave'),
  'spec.update.onFailure': policy('in force at once, for revisions that are booted from then on'),
  'spec.update.deadline': policy('in force at once'),
  'spec.update.window.schedule': policy('in force at once'),
  'spec.update.window.duration': policy('in force at once'),
  'spec.update.window.timeZone': policy('in force at once'),
  'spec.update.snapshotBefore': policy(
    'in force at once; only false is taken, as this version has no snapshots',
  ),
  'spec.deletion.disks': onRemoval,
  'spec.deletion.protect': onRemoval,
  'spec.deletion.grace': onRemoval,
};
