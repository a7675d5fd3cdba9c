// Lines for `tc -batch` that limit a tap, each word checked. Pure; the only place that spells tc's commands.
import {VmletError} from '../errors.ts';
import type {InterfaceRate} from '../desired/node.ts';

/** What is seen of the limits of a link. */
export type Qdiscs = {
  /** Of the token bucket at its root; null when there is none. */
  readonly tbfBytesPerSecond: number | null;
  readonly hasIngress: boolean;
};

/** A frame of the largest MTU fits; larger ones are cut by the bucket. */
const leastBucketBytes = 16 * 1024;
/** Nothing cuts what a policer gets: a whole segment of TCP as the guest's card hands it over must fit. */
const leastPolicedBytes = 128 * 1024;

/** From what is there to `rate`; nothing when that is how it is. What a policer allows is not shown, so it is made anew. */
export const tapLimitLines = (name: string, rate: InterfaceRate, there: Qdiscs): string[] => {
  const {inboundBytesPerSecond: inbound, outboundBytesPerSecond: outbound} = rate;
  const dev = linkName(name);
  return [
    ...(inbound === undefined && there.tbfBytesPerSecond !== null ? [`qdisc del dev ${dev} root`] : []),
    ...(inbound !== undefined && inbound !== there.tbfBytesPerSecond
      ? [
          `qdisc replace dev ${dev} root tbf rate ${perSecond(inbound)} burst ${bytes(Math.max(inbound / 20, leastBucketBytes))} latency 100ms`,
        ]
      : []),
    ...(there.hasIngress ? [`qdisc del dev ${dev} ingress`] : []),
    ...(outbound === undefined
      ? []
      : [
          `qdisc add dev ${dev} ingress`,
          `filter add dev ${dev} parent ffff: protocol all prio 1 u32 match u32 0 0 police rate ${perSecond(outbound)} burst ${bytes(Math.max(outbound / 10, leastPolicedBytes))} mtu 64kb drop flowid :1`,
        ]),
  ];
};

/** To tc, `bps` is bytes per second and `b` is bytes. */
const perSecond = (rate: number): string => `${whole(rate)}bps`;
const bytes = (size: number): string => `${whole(Math.ceil(size))}b`;

const whole = (value: number): string => {
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new VmletError('E-INTERNAL', `${String(value)} is no rate`, {terminal: true});
  return String(value);
};

const linkName = (name: string): string => {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(name))
    throw new VmletError('E-INTERNAL', `${JSON.stringify(name)} is not a link name`, {terminal: true});
  return name;
};
