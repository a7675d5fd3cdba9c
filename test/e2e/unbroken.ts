// Proof that guests were left alone: the same process since the same instant, the same boot, and a clock in the guest
// that goes on. Only looks; what was done to the world meanwhile is in the tests.
import {expect} from '@jest/globals';
import * as fs from 'node:fs';
import type {E2eHost} from './harness.ts';

/** Remember these guests as they run now; the answer checks that they never stopped running, and still do. */
export const guard = (host: E2eHost, ...vms: readonly string[]): (() => Promise<void>) => {
  const before = vms.map(vm => ({vm, ...lifeOf(host, vm), uptimeS: uptimeOf(host, vm)}));
  return async () => {
    for (const {vm, uptimeS, ...life} of before) {
      expect({vm, ...lifeOf(host, vm)}).toEqual({vm, ...life});
      const nowS = Math.max(uptimeS, uptimeOf(host, vm));
      await host.waitFor(`the clock in ${vm} to go on`, () => uptimeOf(host, vm) > nowS);
    }
  };
};

const uptimeOf = (host: E2eHost, vm: string): number => host.console(vm).uptimeS ?? 0;

const lifeOf = (host: E2eHost, vm: string) => {
  const pid = host.qemuPid(vm);
  if (pid === undefined) throw new Error(`${vm} has no hypervisor`);
  return {uid: host.uid(vm), pid, startTicks: startTicks(pid), bootIds: host.console(vm).bootIds};
};

/** Field 22 of proc_pid_stat(5); the name before it may hold anything but is the last thing in parentheses. */
const startTicks = (pid: number): string => {
  const stat = fs.readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

/** The message of a condition of any object; '' when there is none. */
export const message = (host: E2eHost, kind: string, name: string, type: string): string =>
  host.status(kind, name)?.status.conditions.find(each => each.type === type)?.message ?? '';

/** `True Reason` of a condition of any object; undefined when there is none. */
export const condition = (host: E2eHost, kind: string, name: string, type: string): string | undefined => {
  const found = host.status(kind, name)?.status.conditions.find(each => each.type === type);
  return found === undefined ? undefined : `${found.status} ${found.reason}`;
};
