// What the parts of a diff share: a difference that is classed by the matrix, and the live step that it may bring. Pure.
import type {DiskRate, InterfaceRate, ResolvedVm} from '../desired/node.ts';
import {formatQuantity} from '../desired/quantity.ts';
import type {Driver} from '../drivers/driver.ts';
import type {PendingChange} from './action.ts';
import type {Cost} from './disruption.ts';

export type HotStep = {
  readonly kind:
    | 'cpu.add'
    | 'disk.add'
    | 'disk.grow'
    | 'disk.rate'
    | 'disk.remove'
    | 'interface.add'
    | 'interface.link'
    | 'interface.move'
    | 'interface.rate'
    | 'interface.remove'
    | 'memory.resize';
  readonly name: string;
};

export type Part = {readonly change: PendingChange; readonly step?: HotStep};

/** A difference and what it costs; `step` only where it is done live. */
export const part = (
  path: string,
  from: unknown,
  to: unknown,
  {disruption, reason}: Cost,
  step?: HotStep,
): Part => ({
  change: {path, from: show(from), to: show(to), disruption, reason},
  ...(step === undefined ? {} : {step}),
});

const show = (value: unknown): string => {
  if (value === null) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** A limit as people say it: bytes with a unit, operations as they are. */
export const rateText = (rate: DiskRate | InterfaceRate = {}): string | null => {
  const limits = Object.entries(rate as Readonly<Record<string, number>>).map(
    ([name, limit]) => `${name} ${name.includes('Bytes') ? formatQuantity(limit) : String(limit)}`,
  );
  return limits.length === 0 ? null : limits.join(', ');
};

export const same = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** What it costs where the exception of a row holds; the row itself where it names none. */
export const exceptionOf = (row: Cost & {readonly otherwise?: Cost}): Cost => row.otherwise ?? row;

/** Whether the machine takes and gives up devices while it runs. */
export const isHotplugMachine = (booted: ResolvedVm, driver: Driver): boolean =>
  driver.features.hotplugMachines.includes(booted.hypervisor.machine);

/** A hot-added device needs a machine that can, and a free place that was there when its process started. */
export const canHotplug = (started: ResolvedVm | null, slot: number, driver: Driver): boolean =>
  started !== null && isHotplugMachine(started, driver) && slot < driver.slotCount(started);
