// Rules of rate limits: how little and how much, and where there can be any. Pure; joined in rules.ts.
import {formatQuantity, parseQuantity} from './quantity.ts';
import {rule, value} from './time-rules.ts';
import type {Path, Problem} from './tree.ts';
import type {VirtualMachineSpec} from './types.gen.ts';

/** Less than this and a single frame waits for seconds; more, and neither tc nor QEMU measures it any better. */
const leastBytes = 8 * 2 ** 10;
const mostBytes = 16 * 2 ** 30;

/** Every broken rule of the limits of disks and interfaces. */
export const rateProblems = ({disks, interfaces}: VirtualMachineSpec): Problem[] => [
  ...disks.flatMap(({rate}, index) => [
    ...byteProblems(['spec', 'disks', index, 'rate', 'readBytesPerSecond'], rate?.readBytesPerSecond),
    ...byteProblems(['spec', 'disks', index, 'rate', 'writeBytesPerSecond'], rate?.writeBytesPerSecond),
  ]),
  ...interfaces.flatMap((nic, index) => {
    const path = ['spec', 'interfaces', index, 'rate'];
    if (nic.rate !== undefined && !('tap' in nic))
      return [rule(path, 'a rate without tap', 'tap beside it', 'only taps are limited: remove rate')];
    return [
      ...byteProblems([...path, 'inboundBytesPerSecond'], nic.rate?.inboundBytesPerSecond),
      ...byteProblems([...path, 'outboundBytesPerSecond'], nic.rate?.outboundBytesPerSecond),
    ];
  }),
];

const byteProblems = (path: Path, rate: string | undefined): Problem[] => {
  const bytes = rate === undefined ? undefined : parseQuantity(rate);
  if (rate === undefined || bytes === undefined) return [];
  if (bytes < leastBytes) return [value(path, rate, `at least ${formatQuantity(leastBytes)}`, 'allow more')];
  return bytes > mostBytes
    ? [value(path, rate, `at most ${formatQuantity(mostBytes)}`, 'allow less, or remove it')]
    : [];
};
