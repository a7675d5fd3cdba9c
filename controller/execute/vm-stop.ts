// vm.stop: the ladder from asking the guest to killing the process. Done only when the process is gone, since the
// next start must never meet it. A mute monitor costs waiting, never a shorter way to the kill.
import {errorText} from '../errors.ts';
import type {StopMethod, StopStep} from '../desired/node.ts';
import {isDown} from '../drivers/qemu/monitor.ts';
import {done} from '../plan/action.ts';
import {failedBy} from './failure.ts';
import {killVmm, waitForEnd} from './vm-end.ts';
import type {ActionOf, VmExecutor, VmTools} from './vm-tools.ts';

type Stop = ActionOf<'vm.stop'>;
type RungEnd = 'gone' | 'guest is down' | 'late';

/** quit and kill work at once or not at all: less than this is no fair try. */
const forcedWaitMs = 2_000;
/** A guest that was still booting has not heard the button: it is pressed again. */
const pressAgainMs = 10_000;
const lookMs = 250;

const quit: StopStep = {method: 'quit', waitMs: 5_000};
const ctrlAltDel = ['ctrl', 'alt', 'delete'].map(data => ({type: 'qcode', data}));

export const stopVm: VmExecutor<'vm.stop'> = async (action, tools, options) => {
  const {host, vms} = tools;
  if (host.processes.inspect(action.process) === undefined) {
    vms.refresh();
    return done(false);
  }
  try {
    const rungs = [...action.ladder];
    for (let step = rungs.shift(); step !== undefined; step = rungs.shift()) {
      const end = await climb(step, action, tools, options.signal);
      if (end === 'gone') {
        // Mostly its monitor has told already, and a pass over all processes for each of many stops is dear.
        if (vms.observe(action.uid).process.state !== 'absent') vms.refresh();
        return done(true);
      }
      if (end === 'guest is down') {
        const forced = rungs.filter(rung => isForced(rung.method) && rung.method !== 'quit');
        rungs.splice(0, rungs.length, quit, ...forced);
      }
      host.log.debug('stop rung ended', {uid: action.uid, method: step.method, end});
    }
    return {
      kind: 'failed',
      code: 'E-TIMEOUT',
      message: `still running after ${action.ladder.map(step => step.method).join(', ') || 'an empty ladder'}`,
      terminal: false,
    };
  } catch (thrown) {
    return failedBy(thrown, options, 'not stopped');
  }
};

const climb = async (step: StopStep, action: Stop, tools: VmTools, signal: AbortSignal): Promise<RungEnd> => {
  const {clock, processes, log} = tools.host;
  const waitMs = isForced(step.method) ? Math.max(step.waitMs, forcedWaitMs) : step.waitMs;
  const deadlineMs = clock.monotonicMs() + waitMs;
  let pressMs = -Infinity;
  for (;;) {
    signal.throwIfAborted();
    if (processes.inspect(action.process) === undefined) return 'gone';
    if (!isForced(step.method) && guestCannotAnswer(action, tools)) return 'guest is down';
    if (clock.monotonicMs() - pressMs >= pressAgainMs && (await press(step.method, action, tools)))
      pressMs = clock.monotonicMs();
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0) {
      log.debug('stop rung timed out', {uid: action.uid, method: step.method, waitMs});
      return 'late';
    }
    const timeoutMs = Math.min(leftMs, lookMs);
    if (await waitForEnd(tools, action.uid, action.process, {timeoutMs, signal})) return 'gone';
  }
};

/** True when it was delivered; what could not be is tried again while the rung lasts. */
const press = async (method: StopMethod, action: Stop, tools: VmTools): Promise<boolean> => {
  if (method === 'kill') return killVmm(tools.host, action.uid, action.process);
  const session = tools.vms.session(action.uid);
  const {monitor} = tools.vms.observe(action.uid);
  if (session === undefined || monitor.state === 'silent' || monitor.uuid !== action.uid) return false;
  try {
    if (method === 'powerdown') await session.execute('system_powerdown');
    else if (method === 'ctrl-alt-del') await session.execute('send-key', {keys: ctrlAltDel});
    else await session.execute('quit');
    return true;
  } catch (thrown) {
    // The reply to quit is often lost with the connection; whether it worked is seen on the process.
    tools.host.log.debug('stop command failed', {uid: action.uid, method, why: errorText(thrown)});
    return false;
  }
};

/** Powered off, panicked, or not yet begun: there is nobody to ask. */
const guestCannotAnswer = (action: Stop, tools: VmTools): boolean => {
  const {monitor} = tools.vms.observe(action.uid);
  return monitor.state === 'connected' && (isDown(monitor.runState) || monitor.runState === 'prelaunch');
};

const isForced = (method: StopMethod): boolean => method === 'quit' || method === 'kill';
