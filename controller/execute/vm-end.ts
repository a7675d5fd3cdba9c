// Ending a hypervisor process by force, and waiting for an end. Nothing is signalled on the strength of a number.
import {killVmCgroup} from '../host/cgroup.ts';
import type {Host, ProcessIdentity} from '../host/host.ts';
import {inspectVmmProcess} from '../observe/process-table.ts';
import type {VmTools} from './vm-tools.ts';

/** How often a process is looked at when no event tells of its end. */
const lookMs = 250;

/**
 * Kill one VM's hypervisor: through its cgroup where there is one, else by a signal. False when the process with this
 * start time is no longer a hypervisor of this VM, in which case nothing was done.
 */
export const killVmm = (host: Host, uid: string, identity: ProcessIdentity): boolean => {
  if (inspectVmmProcess(host, identity)?.uid !== uid) return false;
  return killVmCgroup(host, uid, identity.pid) || host.processes.signal(identity, 'SIGKILL');
};

/** The very process, also after its number was given to another. */
export const isSameProcess = (left: ProcessIdentity, right: ProcessIdentity): boolean =>
  left.pid === right.pid && left.startTicks === right.startTicks;

/** Wait until `until` holds or the time is over; the result is the last answer. Woken by monitor events. */
export const waitFor = async (
  tools: VmTools,
  uid: string,
  until: () => boolean,
  options: {timeoutMs: number; signal: AbortSignal},
): Promise<boolean> => {
  const {clock} = tools.host;
  const deadlineMs = clock.monotonicMs() + options.timeoutMs;
  while (!until()) {
    options.signal.throwIfAborted();
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0) return false;
    await tools.vms.changed(uid, {timeoutMs: Math.min(leftMs, lookMs), signal: options.signal});
  }
  return true;
};

/** True once the process is gone (a zombie is gone). */
export const waitForEnd = (
  tools: VmTools,
  uid: string,
  identity: ProcessIdentity,
  options: {timeoutMs: number; signal: AbortSignal},
): Promise<boolean> =>
  waitFor(tools, uid, () => tools.host.processes.inspect(identity) === undefined, options);
