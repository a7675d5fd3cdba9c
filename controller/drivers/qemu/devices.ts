// Disks, NICs and host devices as QEMU's own JSON: the same values go behind -blockdev, -netdev and -device at boot
// and into blockdev-add, netdev_add and device_add later, so that both ways build the same machine. Pure.
//
// Free strings (paths, serials) may appear only here, because JSON is what keeps them from becoming options:
// `ifname=tapx,script=/p` in the comma form ran /p as root (QEMU 7.2), the JSON form refuses it.
import {VmletError} from '../../errors.ts';
import type {PassthroughDevice, ResolvedDisk, ResolvedInterface, ResolvedVm} from '../../desired/node.ts';
import {
  diskDeviceId,
  diskNodeName,
  hasPci,
  netdevId,
  nicDeviceId,
  passthroughPlace,
  slotPlace,
  transport,
  fixedPlace,
} from './layout.ts';

export type Json = Readonly<Record<string, unknown>>;

/** More queues than this bring nothing to a NIC without vhost. */
const queueLimit = 8;

/** Block nodes of a disk, each before the one that names it; the last is the one a device is attached to. */
export const diskNodes = (disk: ResolvedDisk): readonly Json[] => {
  const name = diskNodeName(disk.slot);
  const {source} = disk;
  if (source.kind === 'overlay') {
    const base = `${name}-base`;
    return [
      fileNode(`${base}-file`, source.image.path, true),
      formatNode(base, source.image.format, true, null),
      fileNode(`${name}-file`, source.path, disk.readOnly),
      formatNode(name, 'qcow2', disk.readOnly, base),
    ];
  }
  const format = source.kind === 'blank' ? 'qcow2' : source.format;
  return [
    fileNode(`${name}-file`, source.path, disk.readOnly),
    formatNode(name, format, disk.readOnly, null),
  ];
};

/** A full disk pauses the guest instead of telling it of I/O errors; it goes on when there is space again. */
export const diskDevice = (vm: ResolvedVm, disk: ResolvedDisk): Json => ({
  driver: `virtio-blk-${transport(vm.hypervisor.machine)}`,
  id: diskDeviceId(disk.slot),
  ...slotPlace(vm.hypervisor.machine, disk.slot),
  drive: diskNodeName(disk.slot),
  serial: disk.serial,
  werror: 'stop',
  rerror: 'report',
  // By slot, not by place in the list: a disk that is put before the others must not become the one that boots.
  ...(vm.boot.kind === 'firmware' ? {bootindex: disk.slot} : {}),
});

/** Queue pairs of a NIC; QEMU opens a multi_queue tap only with two or more, and any other tap only with one. */
export const queueCount = (vm: ResolvedVm, nic: ResolvedInterface): number =>
  nic.binding.kind === 'tap' && nic.binding.multiQueue
    ? Math.min(Math.max(vm.cpuMax ?? vm.cpuCount, 2), queueLimit)
    : 1;

/** A NIC's network backend. `macvtapFd` is the inherited descriptor of its device node, for that binding only. */
export const netdev = (vm: ResolvedVm, nic: ResolvedInterface, macvtapFd: number | null): Json => {
  const id = netdevId(nic.slot);
  const {binding} = nic;
  switch (binding.kind) {
    case 'tap': {
      const queues = queueCount(vm, nic);
      return {
        type: 'tap',
        id,
        ifname: binding.tap,
        script: 'no',
        downscript: 'no',
        // vhost=on without /dev/vhost-net aborts QEMU 7.2 instead of failing.
        vhost: false,
        ...(queues > 1 ? {queues} : {}),
      };
    }
    case 'macvtap':
      if (macvtapFd === null) throw new VmletError('E-HOST', `interface ${nic.name}: no macvtap device node`);
      return {type: 'tap', id, fd: String(macvtapFd), vhost: false};
    case 'bridgeHelper':
      return {type: 'bridge', id, br: binding.bridge};
    case 'user':
      return {
        type: 'user',
        id,
        restrict: binding.restrict,
        ...(binding.forwards.length > 0
          ? {
              hostfwd: binding.forwards.map(({protocol, hostAddress, hostPort, guestPort}) => ({
                str: `${protocol}:${hostAddress}:${String(hostPort)}-:${String(guestPort)}`,
              })),
            }
          : {}),
      };
    default:
      return binding satisfies never;
  }
};

export const nicDevice = (vm: ResolvedVm, nic: ResolvedInterface): Json => {
  const {machine} = vm.hypervisor;
  const queues = queueCount(vm, nic);
  return {
    driver: `virtio-net-${transport(machine)}`,
    id: nicDeviceId(nic.slot),
    ...slotPlace(machine, nic.slot),
    netdev: netdevId(nic.slot),
    mac: nic.mac,
    // No boot ROM; the property does not exist on virtio-mmio.
    ...(hasPci(machine) ? {romfile: ''} : {}),
    ...(queues > 1 ? {mq: true, vectors: 2 * queues + 2} : {}),
  };
};

/** Host devices; the USB ones share one xHCI controller, which the first of them needs. */
export const passthroughDevices = (vm: ResolvedVm): readonly Json[] => {
  const {machine} = vm.hypervisor;
  const pci = vm.devices.filter(device => device.kind === 'pci');
  const usb = vm.devices.filter(device => device.kind === 'usb');
  return [
    ...pci.map((device, index) => ({
      driver: 'vfio-pci',
      id: `host${String(index)}`,
      ...passthroughPlace(machine, index),
      host: device.address,
    })),
    ...(usb.length > 0 ? [{driver: 'qemu-xhci', id: 'usb', ...fixedPlace(machine, 'usb')}] : []),
    ...usb.map((device, index) => usbDevice(device, index)),
  ];
};

const usbDevice = (device: Extract<PassthroughDevice, {kind: 'usb'}>, index: number): Json => ({
  driver: 'usb-host',
  id: `usbhost${String(index)}`,
  bus: 'usb.0',
  vendorid: Number.parseInt(device.vendorId, 16),
  productid: Number.parseInt(device.productId, 16),
});

/** driver `file` does not interpret prefixes such as `nbd:` or `json:`; it refuses a block device, which has its own. */
const fileNode = (name: string, path: string, readOnly: boolean): Json => ({
  driver: path.startsWith('/dev/') ? 'host_device' : 'file',
  'node-name': name,
  filename: path,
  'read-only': readOnly,
  'auto-read-only': false,
  locking: 'on',
  discard: 'unmap',
  // Worker threads: io_uring and native AIO ask for more than the seccomp sandbox and a tmpfs always give.
  aio: 'threads',
  cache: {direct: false, 'no-flush': false},
});

/** `backing` is always said, so that a header the guest (or its image) wrote cannot name a file of the host. */
const formatNode = (
  name: string,
  format: 'raw' | 'qcow2',
  readOnly: boolean,
  backing: string | null,
): Json => ({
  driver: format,
  'node-name': name,
  file: `${name}-file`,
  ...(format === 'qcow2' ? {backing} : {}),
  'read-only': readOnly,
  discard: 'unmap',
});
