// Memory that a guest gets and gives back while it runs. Up to what it started with the balloon does it, beyond that a
// virtio-mem device with a region of its own. Pure; tried on QEMU 7.2, inside the guest too.
import type {ResolvedVm} from '../../desired/node.ts';
import type {HotChange} from '../driver.ts';
import type {Json} from './devices.ts';
import {fixedPlace} from './layout.ts';

const mebibyte = 1024 * 1024;

/** What it is given in: "'requested-size' has to be multiples of 'block-size'". */
const blockBytes = 2 * mebibyte;

/** Linux uses no part of its last memory block when the region ends within it. */
const linuxBlockBytes = 128 * mebibyte;

const pageBytes = 4096;

const backendId = 'hot-memory';
export const memoryDeviceId = 'memory';
const devicePath = `/machine/peripheral/${memoryDeviceId}`;

/** How much can be added to what the machine starts with; 0 for one that has no memory device. */
export const regionBytes = ({memoryBytes, memoryMaxBytes = memoryBytes}: ResolvedVm): number =>
  Math.ceil(Math.max(0, memoryMaxBytes - memoryBytes) / linuxBlockBytes) * linuxBlockBytes;

/** `-m`; a size that is no whole MiB is given in KiB, which QEMU rounds up. */
export const memorySize = (vm: ResolvedVm): string => {
  const {memoryBytes} = vm;
  const size =
    memoryBytes % mebibyte === 0
      ? `size=${String(memoryBytes / mebibyte)}M`
      : `size=${String(Math.ceil(memoryBytes / 1024))}K`;
  const region = regionBytes(vm);
  const most = Math.ceil(memoryBytes / mebibyte) + region / mebibyte;
  return region === 0 ? size : `${size},maxmem=${String(most)}M`;
};

/** Swap is set aside for what the guest has, not for the whole region. */
export const memoryBackend = (vm: ResolvedVm): Json => ({
  'qom-type': 'memory-backend-ram',
  id: backendId,
  size: regionBytes(vm),
  reserve: false,
});

export const memoryDevice = (vm: ResolvedVm): Json => ({
  driver: 'virtio-mem-pci',
  id: memoryDeviceId,
  ...fixedPlace(vm.hypervisor.machine, 'memory'),
  memdev: backendId,
  'block-size': blockBytes,
  'requested-size': 0,
});

/** Both are told always: which of them a former change had told what, nobody has to know. */
export const resizeMemory = (vm: ResolvedVm, started: ResolvedVm): HotChange => {
  const beyond = Math.max(0, vm.memoryBytes - started.memoryBytes);
  const within = Math.min(vm.memoryBytes, started.memoryBytes);
  const pluggedBytes = regionBytes(started) === 0 ? null : roundDown(beyond, blockBytes);
  const balloonBytes = started.balloon ? roundDown(within, pageBytes) : null;
  return {
    kind: 'memory.resize',
    balloonBytes,
    pluggedBytes,
    commands: [
      ...(pluggedBytes === null
        ? []
        : [
            {
              execute: 'qom-set',
              arguments: {path: devicePath, property: 'requested-size', value: pluggedBytes},
            },
          ]),
      ...(balloonBytes === null ? [] : [{execute: 'balloon', arguments: {value: balloonBytes}}]),
    ],
  };
};

const roundDown = (bytes: number, unit: number): number => Math.floor(bytes / unit) * unit;
