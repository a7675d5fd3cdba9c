// Rules on MAC and IP addresses, beyond their patterns. Pure.
import {isIP} from 'node:net';
import type {Path, Problem} from './tree.ts';
import type {Interface} from './types.gen.ts';

/** Multicast, zero and repeated addresses are errors; a globally administered one is a warning. */
export const macProblems = (interfaces: readonly Interface[]): Problem[] => {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const [index, {name, mac: given}] of interfaces.entries()) {
    if (given === undefined) continue;
    const path = ['spec', 'interfaces', index, 'mac'];
    const mac = given.toLowerCase();
    const first = Number.parseInt(mac.slice(0, 2), 16);
    if ((first & 1) === 1 || mac === '00:00:00:00:00:00') {
      problems.push({
        code: 'E-VALUE',
        path,
        at: 'value',
        what: `${given} is no address of one interface`,
        expected: 'a unicast MAC address',
        fix: 'begin it with 02',
      });
    } else if ((first & 2) === 0) {
      problems.push({
        code: 'W-MAC',
        path,
        at: 'value',
        what: `${given} belongs to a maker of network cards`,
        expected: 'a locally administered MAC address',
        fix: 'begin it with 02, or make sure that no card has it',
      });
    }
    const owner = owners.get(mac);
    if (owner !== undefined) {
      problems.push({
        code: 'E-DUPLICATE',
        path,
        at: 'value',
        what: `${given} is taken by interface ${owner}`,
        expected: 'each once',
        fix: 'change one',
      });
    }
    owners.set(mac, name);
  }
  return problems;
};

/** Each must be a real address with a prefix length that fits its family. */
export const addressProblems = (addresses: readonly string[], path: Path): Problem[] =>
  addresses.flatMap((text, index): Problem[] => {
    const [address = '', prefix = ''] = text.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    if (family !== 0 && Number(prefix) <= most) return [];
    return [
      {
        code: 'E-VALUE',
        path: [...path, index],
        at: 'value',
        what: family === 0 ? `"${text}" is no address` : `prefix length /${prefix}`,
        expected: family === 0 ? 'an IPv4 or IPv6 address with prefix length' : `at most /${String(most)}`,
        fix: 'write it like 192.168.1.3/24',
      },
    ];
  });
