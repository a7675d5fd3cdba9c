// vm.prepare: the commands that the host's owner wants run before a start. They run as we do, with a clean
// environment and without a shell; whether a manifest may ask for them was decided long before.
import {done} from '../plan/action.ts';
import {failedBy, lastLines} from './failure.ts';
import type {VmExecutor} from './vm-tools.ts';

export const prepareVm: VmExecutor<'vm.prepare'> = async (action, {host}, options) => {
  try {
    for (const {command, timeoutMs} of action.commands) {
      const [program = '', ...args] = command;
      // Killed with us: the next daemon runs it again, and two of one command must never be at work on one thing.
      const own = {timeoutMs, signal: options.signal, endsWithUs: true} as const;
      const result = await host.processes.run(program, args, own);
      if (result.exitCode !== 0)
        return {
          kind: 'failed',
          code: 'E-TOOL',
          message: `preStart ${program} ended with ${String(result.exitCode)}: ${lastLines(`${result.stdout}\n${result.stderr}`)}`,
          terminal: false,
        };
    }
    return done(action.commands.length > 0);
  } catch (thrown) {
    return failedBy(thrown, options, 'preStart');
  }
};
