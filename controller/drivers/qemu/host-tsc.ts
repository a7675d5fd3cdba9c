// The rate of the host's time stamp counter, which a guest under TCG must be told (kernel-line.ts). Reads only.
import type {Host} from '../../host/host.ts';

/**
 * In kHz, or null when it is not known well enough: half the right value made a guest's clock run twice as fast. In a
 * VM `cpu MHz` of /proc/cpuinfo is the TSC's rate; on bare metal it is so only where no frequency scaling runs.
 */
export const tscKhz = ({files}: Pick<Host, 'files'>): number | null => {
  const text = files.read('/proc/cpuinfo')?.toString('utf8') ?? '';
  const megahertz = /^cpu MHz\s*:\s*([0-9]+(?:\.[0-9]+)?)$/m.exec(text)?.[1];
  if (megahertz === undefined) return null;
  const isVirtual = /^flags\s*:.*\bhypervisor\b/m.test(text);
  const isScaled = files.stat('/sys/devices/system/cpu/cpu0/cpufreq') !== undefined;
  return isVirtual || !isScaled ? Math.round(Number(megahertz) * 1000) : null;
};
