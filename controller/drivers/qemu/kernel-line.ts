// The kernel command line of a guest that is booted directly: the user's words, and what the machine needs unless the
// user said it. Pure.
import type {ResolvedVm} from '../../desired/node.ts';

/**
 * What TCG makes necessary, since a guest's time goes on while a busy host does not let it run:
 *
 * `no_timer_check`: Linux counts the ticks of a tenth of a second, sees too few and panics with "IO-APIC + timer doesn't
 * work!" (4 of 8 guests on a busy host). Under KVM it does not check either.
 *
 * `tsc_early_khz`: under TCG a microvm has no timer to measure the TSC with, and Linux hangs at random while it tries
 * (24 of 24 guests on a busy host). The right value is the host's, since the guest's TSC is the host's. Not for KVM.
 */
export const kernelLine = (vm: ResolvedVm, words: readonly string[], tscKhz: number | null): string => {
  const {machine, accelerator} = vm.hypervisor;
  const has = (name: string): boolean =>
    words.some(word => word.split(' ').some(part => part === name || part.startsWith(`${name}=`)));
  const isTcg = accelerator === 'tcg';
  return [
    ...words,
    ...(has('console') ? [] : [machine === 'virt' ? 'console=ttyAMA0' : 'console=ttyS0']),
    ...(isTcg && (machine === 'q35' || machine === 'pc') && !has('no_timer_check') ? ['no_timer_check'] : []),
    ...(isTcg && machine === 'microvm' && tscKhz !== null && !has('tsc_early_khz')
      ? [`tsc_early_khz=${String(tscKhz)}`]
      : []),
  ].join(' ');
};
