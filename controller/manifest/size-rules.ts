// Rules for the sizes of a machine that its class may give too: memory, CPUs, the length of its kernel command line. Pure.
import {parseQuantity} from './quantity.ts';
import {rule, value} from './time-rules.ts';
import type {Problem} from './tree.ts';
import type {VirtualMachineClassSpec} from './types.gen.ts';

const minMemoryBytes = 32 * 2 ** 20;
const lowMemoryBytes = 64 * 2 ** 20;
/** What a kernel takes on x86 is 2,048 with its end. */
const maxCmdlineBytes = 2000;

/** memory.size. */
export const memoryProblems = (size: string | undefined): Problem[] => {
  const path = ['spec', 'memory', 'size'];
  const bytes = size === undefined ? undefined : parseQuantity(size);
  if (size === undefined || bytes === undefined) return [];
  if (bytes < minMemoryBytes) return [value(path, size, 'at least 32Mi', 'give it more')];
  if (!Number.isSafeInteger(bytes)) return [value(path, size, 'at most 8191Ti', 'give it less')];
  return bytes < lowMemoryBytes
    ? [
        {
          code: 'W-MEMORY',
          path,
          at: 'value',
          what: `${size} is little`,
          expected: '64Mi or more for most Linux guests',
          fix: 'give it more if it does not boot',
        },
      ]
    : [];
};

/** memory.max, with the size beside it. */
export const memoryMaxProblems = ({
  size,
  max,
}: NonNullable<VirtualMachineClassSpec['memory']> = {}): Problem[] => {
  const path = ['spec', 'memory', 'max'];
  const most = max === undefined ? undefined : parseQuantity(max);
  if (max === undefined || most === undefined) return [];
  if (!Number.isSafeInteger(most)) return [value(path, max, 'at most 8191Ti', 'lower it')];
  return size !== undefined && most < (parseQuantity(size) ?? 0)
    ? [value(path, max, `at least memory.size, ${size}`, 'raise it')]
    : [];
};

/** cpu.max, with the count beside it. */
export const cpuProblems = (cpu: VirtualMachineClassSpec['cpu']): Problem[] =>
  cpu?.max !== undefined && cpu.count !== undefined && cpu.max < cpu.count
    ? [value(['spec', 'cpu', 'max'], String(cpu.max), `at least cpu.count, ${String(cpu.count)}`, 'raise it')]
    : [];

/** boot.cmdline, which only a kernel of the manifest takes. */
export const cmdlineProblems = (boot: VirtualMachineClassSpec['boot']): Problem[] => {
  const cmdline = boot?.cmdline;
  if (boot === undefined || cmdline === undefined || cmdline.length === 0) return [];
  const path = ['spec', 'boot', 'cmdline'];
  if (!('kernel' in boot)) {
    return [
      rule(
        path,
        'cmdline without kernel',
        'boot.kernel beside it',
        'firmware takes the command line from the disk: remove it',
      ),
    ];
  }
  const bytes = cmdline.join(' ').length;
  return bytes > maxCmdlineBytes
    ? [value(path, `${String(bytes)} bytes`, `at most ${String(maxCmdlineBytes)}`, 'shorten it')]
    : [];
};
