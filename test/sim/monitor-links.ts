// P20: only what bears vmlet's mark is touched, and nothing is made that no durable record accounts for.
import type {Monitor} from './monitors.ts';
import {parseRecord, recordsOf} from './records.ts';
import type {Simulation} from './simulation.ts';

export const watchLinks = (sim: Simulation): Monitor & {foreignLinksAre(): void} => {
  const {host} = sim;
  let expected = '';

  /** Everything about links of others, but what others change by themselves (carrier). */
  const foreign = (): string =>
    JSON.stringify(
      [...host.links.control.links().values()]
        .filter(link => link.alias?.startsWith('vmlet:') !== true && !ours.has(link.index))
        .map(link => ({...link, carrier: null})),
    );
  /** Links that a daemon made, also before they were marked. */
  const ours = new Set<number>();
  let highestBefore = 0;
  /** User of each record as the daemon last wrote it: `ip` outlives a killed daemon, and what it read may be spoilt since. */
  const owners = new Map<string, number | null>();

  return {
    foreignLinksAre: () => {
      expected = foreign();
    },
    before: ({door, operation, subject}) => {
      if (door !== 'run' || operation !== 'ip batch') return;
      highestBefore = Math.max(0, ...[...host.links.control.links().values()].map(link => link.index));
      const records = recordsOf(host);
      for (const line of subject.split('\n')) {
        const uid = /^tuntap add .* user (\d+)/.exec(line)?.[1];
        const isOwner = (owner: number | null): boolean => owner === Number(uid);
        if (
          uid !== undefined &&
          !records.some(({hostUid}) => isOwner(hostUid)) &&
          ![...owners.values()].some(isOwner)
        )
          sim.violate(`a tap is made for uid ${uid}, which no record has: ${line}`);
        const bridge = /^link add name (\S+) .*type bridge$/.exec(line)?.[1];
        if (
          bridge !== undefined &&
          !records.some(record => JSON.stringify(record.manifest).includes(`"${bridge}"`))
        )
          sim.violate(`bridge ${bridge} is made without a record`);
      }
    },
    after: ({door, operation, subject}) => {
      if (door === 'write' && subject.startsWith(host.paths.recordsDir)) {
        if (operation === 'remove') owners.delete(subject);
        if (operation === 'writeAtomic')
          owners.set(subject, parseRecord(host.files.read(subject))?.hostUid ?? null);
      }
      if (door !== 'run' || operation !== 'ip batch') return;
      for (const link of host.links.control.links().values())
        if (link.index > highestBefore) ours.add(link.index);
      if (foreign() !== expected) {
        sim.violate(`links of others were changed: ${foreign()} instead of ${expected}`);
        expected = foreign();
      }
    },
  };
};
