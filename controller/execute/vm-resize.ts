// The parts of vm.change that give a running guest more CPUs, or other memory. Measure, act, measure.
import {VmletError} from '../errors.ts';
import type {HotChange, MonitorCommand} from '../drivers/driver.ts';
import {askGuestMemory} from '../drivers/qemu/guest-memory.ts';
import {readCores} from '../drivers/qemu/monitor.ts';
import type {QmpSession} from '../drivers/qemu/qmp.ts';
import {done} from '../plan/action.ts';
import type {Outcome} from '../plan/action.ts';
import type {VmTools} from './vm-tools.ts';

type Processors = Extract<HotChange, {kind: 'cpu.add'}>;
type Resizing = Extract<HotChange, {kind: 'memory.resize'}>;

/** A guest that can follow has given or taken a gigabyte by then; what it does later is seen like everything else. */
const followMs = 5_000;
/** QEMU rounds sizes to whole pages. */
const roundingBytes = 64 * 1024;

/** One command of a live change. */
export const run = (session: QmpSession, command: MonitorCommand): Promise<unknown> =>
  session.execute(command.execute, command.arguments, {timeoutMs: 10_000});

/** Those that are missing are put in. */
export const addCpus = async (session: QmpSession, {cpus}: Processors): Promise<Outcome> => {
  const missing = async (): Promise<Processors['cpus']> => {
    const cores = readCores(await session.execute('query-hotpluggable-cpus'));
    return cpus.filter(({coreId}) => !cores.has(coreId));
  };
  const before = await missing();
  for (const {command} of before) await run(session, command);
  const left = await missing();
  if (left.length === 0) return done(before.length > 0);
  throw new VmletError('E-QMP', `${String(left.length)} CPUs are not there after they were added`);
};

/** Told is done: a guest that does not follow is shown, and not told again and again. */
export const resizeMemory = async (
  session: QmpSession,
  {balloonBytes, pluggedBytes, commands}: Resizing,
  uid: string,
  {host, vms}: VmTools,
  {signal}: {signal: AbortSignal},
): Promise<Outcome> => {
  const isSo = (has: number | null | undefined, wanted: number | null): boolean =>
    wanted === null || (typeof has === 'number' && Math.abs(has - wanted) < roundingBytes);
  let now = await askGuestMemory(session);
  const isFollowed = (): boolean =>
    isSo(now?.balloonBytes, balloonBytes) && isSo(now?.pluggedBytes, pluggedBytes);
  if (isFollowed() && isSo(now?.requestedBytes, pluggedBytes)) return done(false);
  for (const command of commands) await run(session, command);
  now = await askGuestMemory(session);
  if (!isSo(now?.requestedBytes, pluggedBytes))
    throw new VmletError('E-QMP', 'the memory device does not have the size that it was given');
  const deadlineMs = host.clock.monotonicMs() + followMs;
  while (!isFollowed() && host.clock.monotonicMs() < deadlineMs) {
    await vms.changed(uid, {timeoutMs: 250, signal});
    now = await askGuestMemory(session);
  }
  return done(true);
};
