// vm.change: one live change of a running guest through its monitor. Asks first, undoes what it leaves half done,
// asks again. The commands are complete in the action.
import {VmletError} from '../errors.ts';
import type {HotChange, MonitorCommand} from '../drivers/driver.ts';
import {readChildren, readMedium, readNodeSizes} from '../drivers/qemu/monitor.ts';
import {isDeviceNotFound} from '../drivers/qemu/qmp.ts';
import type {QmpSession} from '../drivers/qemu/qmp.ts';
import {done} from '../plan/action.ts';
import type {Outcome} from '../plan/action.ts';
import {failedBy} from './failure.ts';
import {measure} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';
import {isSameProcess} from './vm-end.ts';
import {addCpus, resizeMemory, run} from './vm-resize.ts';
import type {ActionOf, VmTools} from './vm-tools.ts';

type Adding = Extract<HotChange, {kind: 'disk.add' | 'interface.add'}>;
type Growing = Extract<HotChange, {kind: 'disk.grow'}>;
type Limiting = Extract<HotChange, {kind: 'disk.rate'}>;
type Removing = Extract<HotChange, {kind: 'disk.remove' | 'interface.remove'}>;
type Options = {signal: AbortSignal};

/** A guest with its hot-plug driver loaded releases a device in well under a second. */
const releaseMs = 5_000;

type Tools = VmTools & Pick<LinkTools, 'links'>;

/** Measure, act, measure. Never throws for what the host or the guest does; the reason is in the outcome. */
export const changeVm = async (
  action: ActionOf<'vm.change'>,
  tools: Tools,
  options: Options,
): Promise<Outcome> => {
  const {process, monitor} = tools.vms.observe(action.uid);
  const session = tools.vms.session(action.uid);
  if (process.state !== 'present' || !isSameProcess(process.value, action.process))
    return {kind: 'recheck', afterMs: 100, why: 'the process to change is no longer there'};
  if (session === undefined || monitor.state !== 'connected' || monitor.uuid !== action.uid)
    return {kind: 'recheck', afterMs: 1_000, why: 'the monitor does not answer for this VM'};
  const {change} = action;
  try {
    switch (change.kind) {
      case 'disk.add':
      case 'interface.add':
        return await add(session, change);
      case 'disk.grow':
        return await grow(session, change);
      case 'disk.remove':
      case 'interface.remove':
        return await remove(session, change, action.uid, tools, options);
      case 'cpu.add':
        return await addCpus(session, change);
      case 'memory.resize':
        return await resizeMemory(session, change, action.uid, tools, options);
      case 'disk.rate':
        return await limit(session, change);
      case 'interface.link':
        for (const command of change.commands) await run(session, command);
        return done(true);
      default:
        return change satisfies never;
    }
  } catch (thrown) {
    return failedBy(thrown, options, `${change.kind} not done`);
  }
};

const add = async (session: QmpSession, change: Adding): Promise<Outcome> => {
  if (await hasDevice(session, change.deviceId)) return done(false);
  // A daemon that ended between two commands left the first one's work: without its device it is nobody's.
  await undo(session, change.commands);
  const ran: MonitorCommand[] = [];
  try {
    for (const command of change.commands) {
      await run(session, command);
      ran.push(command);
    }
  } catch (thrown) {
    await undo(session, ran);
    throw thrown;
  }
  if (await hasDevice(session, change.deviceId)) return done(true);
  throw new VmletError('E-QMP', `${change.deviceId} is not there after it was added`);
};

const grow = async (session: QmpSession, change: Growing): Promise<Outcome> => {
  const before = await nodeSize(session, change.nodeName);
  if (before === change.sizeBytes) return done(false);
  if (before > change.sizeBytes)
    throw new VmletError('E-CONFLICT', `${change.disk} has ${String(before)} bytes: disks never shrink`, {
      terminal: true,
    });
  for (const command of change.commands) await run(session, command);
  const after = await nodeSize(session, change.nodeName);
  if (after >= change.sizeBytes) return done(true);
  throw new VmletError('E-QMP', `${change.disk} still has ${String(after)} bytes`);
};

const limit = async (session: QmpSession, change: Limiting): Promise<Outcome> => {
  const isSo = async (): Promise<boolean> => {
    const medium = readMedium(await session.execute('query-block'), change.qdev);
    return Object.entries(change.limits).every(([name, wanted]) => medium[name] === wanted);
  };
  if (await isSo()) return done(false);
  for (const command of change.commands) await run(session, command);
  if (await isSo()) return done(true);
  throw new VmletError('E-QMP', `disk ${change.disk} has not the limits that it was given`);
};

/** Taking a card out interrupts the guest, so it rests on a look of this moment and not on the one that planned it. */
const isConnected = async (change: Removing, {links}: Tools): Promise<boolean> => {
  const tap = change.kind === 'interface.remove' ? change.tap : null;
  if (tap === null) return false;
  links.invalidate({names: [tap]});
  return (await measure(links)).get(tap)?.carrier === true;
};

/** Also a guest that never releases the device loses the backend: QEMU burns a core on one whose tap is gone. */
const remove = async (
  session: QmpSession,
  change: Removing,
  uid: string,
  tools: Tools,
  {signal}: Options,
): Promise<Outcome> => {
  const {host, vms} = tools;
  if (await isConnected(change, tools))
    return {kind: 'recheck', afterMs: 100, why: `${nameOf(change)} has its tap after all`};
  const before = await hasDevice(session, change.deviceId);
  let there = before;
  if (before) await removeDevice(session, change.deviceId);
  const deadlineMs = host.clock.monotonicMs() + releaseMs;
  while (there && host.clock.monotonicMs() < deadlineMs) {
    await vms.changed(uid, {timeoutMs: 250, signal});
    there = await hasDevice(session, change.deviceId);
  }
  const backendGone = await removeBackend(session, change, there);
  if (there) return {kind: 'recheck', afterMs: 5_000, why: `the guest has not released ${nameOf(change)}`};
  return done(before || backendGone);
};

const nameOf = (change: Removing): string =>
  change.kind === 'interface.remove' ? change.interface : change.disk;

/**
 * What is behind the device; true when something was there. A card can lose it before the guest lets go, of a disk that
 * would be a failed write. What stays although it was to go would never be looked for again, so it is a failure.
 */
const removeBackend = async (session: QmpSession, change: Removing, isThere: boolean): Promise<boolean> => {
  if (change.kind === 'interface.remove') {
    try {
      await run(session, {execute: 'netdev_del', arguments: {id: change.netdevId}});
      return true;
    } catch (thrown) {
      if (isDeviceNotFound(thrown)) return false;
      throw thrown;
    }
  }
  if (isThere) return false;
  const nodes = readNodeSizes(await session.execute('query-named-block-nodes', {flat: true}));
  const left = change.nodeNames.filter(node => nodes.has(node));
  for (const node of left) await run(session, {execute: 'blockdev-del', arguments: {'node-name': node}});
  return left.length > 0;
};

/** A second request while the first is pending is refused, which is no failure: we wait for the same thing. */
const removeDevice = async (session: QmpSession, id: string): Promise<void> => {
  try {
    await session.execute('device_del', {id});
  } catch (thrown) {
    if (!isDeviceNotFound(thrown) && !(await hasDevice(session, id))) throw thrown;
  }
};

const hasDevice = async (session: QmpSession, id: string): Promise<boolean> =>
  readChildren(await session.execute('qom-list', {path: '/machine/peripheral'})).has(id);

const nodeSize = async (session: QmpSession, node: string): Promise<number> => {
  const size = readNodeSizes(await session.execute('query-named-block-nodes', {flat: true})).get(node);
  if (size === undefined) throw new VmletError('E-QMP', `the guest has no disk ${node}`);
  return size;
};

/** Last first. What is not there needs no undoing; what is in use is refused by QEMU, and rightly. */
const undo = async (session: QmpSession, commands: readonly MonitorCommand[]): Promise<void> => {
  for (const command of [...commands].reverse()) {
    const inverse = inverseOf(command);
    if (inverse !== undefined) await removed(session, inverse);
  }
};

/** True when it was there. Only a lost monitor is thrown. */
const removed = async (session: QmpSession, command: MonitorCommand): Promise<boolean> => {
  try {
    await run(session, command);
    return true;
  } catch (thrown) {
    if (thrown instanceof VmletError && thrown.code === 'E-QMP') return false;
    throw thrown;
  }
};

const inverseOf = ({execute, arguments: given}: MonitorCommand): MonitorCommand | undefined => {
  switch (execute) {
    case 'blockdev-add':
      return {execute: 'blockdev-del', arguments: {'node-name': given?.['node-name']}};
    case 'netdev_add':
      return {execute: 'netdev_del', arguments: {id: given?.['id']}};
    case 'object-add':
      return {execute: 'object-del', arguments: {id: given?.['id']}};
    default:
      return undefined;
  }
};
