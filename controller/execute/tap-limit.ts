// tap.limit: what may pass through a tap of ours in a second, by `tc`: a token bucket on its way out, which is the way to
// the guest, and a policer on its way in, since what a guest has sent cannot be kept waiting. Nothing here makes links.
import {VmletError} from '../errors.ts';
import type {InterfaceRate} from '../desired/node.ts';
import type {Host} from '../host/host.ts';
import {done} from '../plan/action.ts';
import type {Action, Outcome} from '../plan/action.ts';
import {lastLines} from './failure.ts';
import {tapLimitLines} from './tap-limit-lines.ts';
import type {Qdiscs} from './tap-limit-lines.ts';
import {findLink, measure, nameTaken} from './link-tools.ts';
import type {LinkTools} from './link-tools.ts';

type LimitTap = Extract<Action, {type: 'tap.limit'}>;

/** Measure, act, measure. A limit that this kernel has no means for is a failure, never a guest without one. */
export const limitTap = async (
  {name, mark, rate}: LimitTap,
  tools: LinkTools,
  options: {signal: AbortSignal},
): Promise<Outcome> => {
  const found = findLink(await measure(tools.links), name);
  if (found === undefined) throw new VmletError('E-HOST', `tap ${name} is gone`);
  if (found.tun === null || found.alias !== mark.alias) throw nameTaken(name, found);
  const before = await readQdiscs(tools.host, name, options);
  const lines = tapLimitLines(name, rate, before);
  if (lines.length === 0) return done(false);
  const {exitCode, stderr} = await tools.host.processes.run('tc', ['-batch', '-'], {
    stdin: `${lines.join('\n')}\n`,
    ...options,
  });
  if (exitCode !== 0)
    throw new VmletError(
      'E-HOST',
      `tap ${name} is not limited: tc: ${lastLines(stderr)} (it takes sch_tbf, and for what a guest sends sch_ingress, cls_u32 and act_police of the kernel)`,
    );
  const after = await readQdiscs(tools.host, name, options);
  if (!isLimited(after, rate))
    throw new VmletError('E-HOST', `tap ${name} has not the limits that it was given`);
  return done(true);
};

const isLimited = ({tbfBytesPerSecond, hasIngress}: Qdiscs, rate: InterfaceRate): boolean =>
  tbfBytesPerSecond === (rate.inboundBytesPerSecond ?? null) &&
  hasIngress === (rate.outboundBytesPerSecond !== undefined);

const readQdiscs = async (
  {processes}: Pick<Host, 'processes'>,
  name: string,
  options: {signal: AbortSignal},
): Promise<Qdiscs> => {
  const result = await processes.run('tc', ['-j', 'qdisc', 'show', 'dev', name], options);
  if (result.exitCode !== 0)
    throw new VmletError(
      'E-HOST',
      `the limits of tap ${name} cannot be read: tc: ${lastLines(result.stderr)}`,
    );
  return parseQdiscs(result.stdout);
};

/** `tc -j qdisc show` of one link; what another program put there is neither of the two. Throws SyntaxError. */
export const parseQdiscs = (json: string): Qdiscs => {
  const parsed: unknown = JSON.parse(json.trim() === '' ? '[]' : json);
  const entries = Array.isArray(parsed) ? (parsed as readonly Readonly<Record<string, unknown>>[]) : [];
  const bucket = entries.find(entry => entry['kind'] === 'tbf' && entry['root'] === true);
  const {rate} = (bucket?.['options'] ?? {}) as {readonly rate?: unknown};
  return {
    tbfBytesPerSecond: bucket === undefined ? null : Number(rate),
    hasIngress: entries.some(entry => entry['kind'] === 'ingress'),
  };
};
