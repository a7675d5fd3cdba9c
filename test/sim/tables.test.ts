// The tables of the simulation are whole: every kind of fault is provoked or says why not, every promise is watched, and
// what they name is there.
import {readFileSync} from 'node:fs';
import {describe, expect, test} from '@jest/globals';
import {actors} from './actors.ts';
import {faultKinds, otherFaults, sieveModes} from './fault-kinds.ts';
import {faults} from './faults.ts';
import {monitors, oracles, promises, proofRow} from './promises.ts';

const provoked = new Set([...faults, ...actors].map(({name}) => name));

describe('the kinds of faults', () => {
  test('are the 56 of the plan, each once', () => {
    const counts = new Map<string, number>();
    for (const {group} of faultKinds) counts.set(group, (counts.get(group) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      fs: 12,
      process: 8,
      net: 6,
      QMP: 9,
      clock: 5,
      watcher: 5,
      git: 6,
      systemd: 5,
    });
    expect(new Set(faultKinds.map(({group, kind}) => `${group} ${kind}`)).size).toBe(56);
  });

  test('are each provoked by rows that exist, or say why not', () => {
    const broken = [...faultKinds, ...sieveModes].filter(
      each => !each.by.every(name => provoked.has(name)) || (each.by.length === 0 && !('notYet' in each)),
    );
    expect(broken).toEqual([]);
  });

  test('name every fault that there is', () => {
    const named = new Set([...[...faultKinds, ...sieveModes].flatMap(({by}) => by), ...otherFaults]);
    expect(faults.filter(({name}) => !named.has(name)).map(({name}) => name)).toEqual([]);
    expect(otherFaults.filter(name => !provoked.has(name))).toEqual([]);
  });

  test('and what people and the world do have names of their own', () => {
    expect(provoked.size).toBe(faults.length + actors.length);
  });
});

describe('the promises', () => {
  test('are the 28, each once', () => {
    expect(promises.map(({number}) => number)).toEqual(Array.from({length: 28}, (_, index) => index + 1));
  });

  test('are each watched by something', () => {
    const idle = promises.filter(
      each => (each.monitors ?? []).length + (each.oracles ?? []).length + (each.tests ?? []).length === 0,
    );
    expect(idle).toEqual([]);
  });

  test('use every monitor and every oracle', () => {
    const used = new Set<string>(
      promises.flatMap(each => [...(each.monitors ?? []), ...(each.oracles ?? [])]),
    );
    const unused = [...Object.keys(monitors), ...Object.keys(oracles)].filter(name => !used.has(name));
    // The log is watched for defects, which is no promise of its own.
    expect(unused).toEqual(['log']);
  });

  test('name tests that exist', () => {
    const missing = promises.flatMap(({tests = []}) =>
      tests.filter(([file, title]) => {
        const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
        return !source.includes(title);
      }),
    );
    expect(missing).toEqual([]);
  });

  test('stand in the page that people read, in the same words', () => {
    const page = readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8');
    expect(promises.map(proofRow).filter(row => !page.includes(row))).toEqual([]);
  });
});
