// Rate limits as numbers, without those that are not set. Pure.
import {quantityBytes} from '../manifest/quantity.ts';

/** `{rate}` of what a manifest says, in the order of `names`; nothing when it limits nothing. */
export const resolveRate = <Name extends string>(
  given: Readonly<Partial<Record<Name, string | number>>> | undefined,
  names: readonly Name[],
): {readonly rate?: Readonly<Partial<Record<Name, number>>>} => {
  const limits = names.flatMap(name => {
    const limit = given?.[name];
    return limit === undefined ? [] : [[name, typeof limit === 'string' ? quantityBytes(limit) : limit]];
  });
  return limits.length === 0 ? {} : {rate: Object.fromEntries(limits) as Partial<Record<Name, number>>};
};

export const diskLimits = [
  'readBytesPerSecond',
  'writeBytesPerSecond',
  'readOperationsPerSecond',
  'writeOperationsPerSecond',
] as const;

export const interfaceLimits = ['inboundBytesPerSecond', 'outboundBytesPerSecond'] as const;
