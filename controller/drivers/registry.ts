// Every hypervisor by the name that a manifest uses. An explicit table: a new hypervisor is one line here.
import type {Driver} from './driver.ts';
import {qemu} from './qemu/driver.ts';

export const drivers: Readonly<Record<Driver['name'], Driver>> = {qemu};
