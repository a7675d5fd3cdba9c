// QEMU as a driver: the pure functions of this folder behind the driver type. Nothing else lives here.
import type {Driver} from '../driver.ts';
import {qemuCommand} from './command-line.ts';
import {qemuFeatures} from './features.ts';
import {beforeRun, qemuHotChange} from './hot-change.ts';
import {slotCount} from './layout.ts';
import {qemuRefusal} from './refusal.ts';

export const qemu: Driver = {
  name: 'qemu',
  features: qemuFeatures,
  refusal: qemuRefusal,
  slotCount,
  command: qemuCommand,
  beforeRun,
  hotChange: qemuHotChange,
};
