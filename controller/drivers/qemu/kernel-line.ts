// The kernel command line of a guest that is booted directly: the user's words, and what the machine needs unless the
// user said it. Pure.
import type {ResolvedVm} from '../../desired/node.ts';
import {regionBytes} from './memory.ts';

/**
 * What TCG makes necessary on x86, where Linux measures its timers at boot and a busy host does not let it run meanwhile:
 *
 * `no_timer_check`: it counts the ticks of an instant, sees too few and panics with "IO-APIC + timer doesn't work!" (4 of 8
 * guests on a busy host). A microvm has no such timer; under KVM Linux does not check either.
 *
 * `tsc_early_khz`: it measures a wrong TSC rate (a clock that ran ten times too fast), and a microvm, which has no timer to
 * measure with, hangs at random (24 of 24 guests). The right value is the host's, since the guest's TSC is the host's.
 *
 * What memory that can be added makes necessary: without `memhp_default_state` Linux leaves it offline until somebody says
 * otherwise; as `online_movable` it can also give it back.
 */
export const kernelLine = (vm: ResolvedVm, words: readonly string[], tscKhz: number | null): string => {
  const {machine, accelerator} = vm.hypervisor;
  const has = (name: string): boolean =>
    words.some(word => word.split(' ').some(part => part === name || part.startsWith(`${name}=`)));
  const isTcg = accelerator === 'tcg' && machine !== 'virt';
  return [
    ...words,
    ...(has('console') ? [] : [machine === 'virt' ? 'console=ttyAMA0' : 'console=ttyS0']),
    ...(isTcg && machine !== 'microvm' && !has('no_timer_check') ? ['no_timer_check'] : []),
    ...(isTcg && tscKhz !== null && !has('tsc_early_khz') ? [`tsc_early_khz=${String(tscKhz)}`] : []),
    ...(regionBytes(vm) > 0 && !has('memhp_default_state') ? ['memhp_default_state=online_movable'] : []),
  ].join(' ');
};
