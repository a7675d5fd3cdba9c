// What QEMU can do, as data that the planner reads. No behaviour.
import type {DriverFeatures} from '../driver.ts';
import type {Machine} from './layout.ts';

export const qemuFeatures: DriverFeatures = {
  // microvm: "Bus 'virtio-mmio-bus.21' does not support hotplugging" (7.2).
  hotplugMachines: ['q35', 'pc', 'virt'],
  hotplugBindings: ['tap', 'user'],
  growDisk: true,
  // microvm: "The feature 'query-hotpluggable-cpus' is not enabled"; virt has no CPU hot-plug (7.2).
  addCpuMachines: ['q35', 'pc'],
  // microvm: "'virtio-mem-device' is not a valid device model name"; virt was not tried (7.2).
  addMemoryMachines: ['q35', 'pc'],
};

/** The architecture of the QEMU program that has this machine. */
export const machineArchitecture = (machine: Machine): 'x86_64' | 'aarch64' =>
  machine === 'virt' ? 'aarch64' : 'x86_64';
