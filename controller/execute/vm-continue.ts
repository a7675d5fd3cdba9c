// vm.continue: let a guest run that stands still in front of its first instruction, or after a disk error.
import {VmletError} from '../errors.ts';
import {readRunState} from '../drivers/qemu/monitor.ts';
import type {QmpSession} from '../drivers/qemu/qmp.ts';
import type {RunState} from '../observe/snapshot.ts';
import {done} from '../plan/action.ts';
import {failedBy} from './failure.ts';
import {sealRuntimeDirectory} from './vm-directories.ts';
import {isSameProcess} from './vm-end.ts';
import type {ActionOf, VmExecutor, VmTools} from './vm-tools.ts';

export const continueVm: VmExecutor<'vm.continue'> = async (action, tools, options) => {
  const {process, monitor} = tools.vms.observe(action.uid);
  if (process.state !== 'present' || !isSameProcess(process.value, action.process))
    return {kind: 'recheck', afterMs: 100, why: 'the process to continue is no longer there'};
  const session = tools.vms.session(action.uid);
  if (monitor.state === 'silent' || session === undefined)
    return {kind: 'recheck', afterMs: 1_000, why: `the monitor is silent: ${textOf(monitor)}`};
  if (monitor.uuid !== action.uid)
    return {
      kind: 'failed',
      code: 'E-NOT-OURS',
      message: `the monitor answers for ${monitor.uuid}`,
      terminal: false,
    };
  if (monitor.runState === 'running') return done(false);
  try {
    const state = await continueGuest(session, action, tools);
    if (state !== 'io-error') return done(true);
    return {kind: 'recheck', afterMs: 5_000, why: 'a disk error stopped the guest again'};
  } catch (thrown) {
    return failedBy(thrown, options, 'not continued');
  }
};

/**
 * Seal the runtime directory, say what the command line could not, then `cont`. The state afterwards is returned, since a guest may stop again at once; a
 * guest that is still before its first instruction is an error (E-QMP).
 */
export const continueGuest = async (
  session: QmpSession,
  {uid, beforeRun = []}: Pick<ActionOf<'vm.continue'>, 'uid' | 'beforeRun'>,
  tools: VmTools,
): Promise<RunState> => {
  sealRuntimeDirectory(tools.host, uid, tools.identity.isRoot);
  for (const {execute, arguments: given} of beforeRun) await session.execute(execute, given);
  await session.execute('cont');
  const state = readRunState(await session.execute('query-status'));
  if (state === 'prelaunch') throw new VmletError('E-QMP', 'the guest did not begin to run');
  return state;
};

const textOf = (monitor: {state: string; why?: string}): string => monitor.why ?? 'no session';
