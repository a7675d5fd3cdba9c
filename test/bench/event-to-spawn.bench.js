// A manifest is replaced by rename, or a new one appears, among 1,000: until the machine's hypervisor has begun to run, tap
// and overlay made. The stub itself tells when: the wrapper's sh and setpriv are behind it by then.
import {median, missingRow, percentile, valueRow} from './figures.js';
import {rounds} from './lab.js';
import {keptFleet} from './kept.js';
import {machine, second} from './manifests.js';
import {compilerMissing, hasCompiler, monotonicMs} from './simulated.js';
import {drop, phaseOf, sleep, until} from './vmlet.js';

const name = 'event-to-spawn';
const replaced = 'manifest replaced to start of its VMM';
const created = 'manifest new to start of its VMM';
const eventsPerRound = 5;
/** Longer than hints are folded for, so that one event does not wait for the last one's end. */
const betweenMs = 400;

export const bench = {
  name,
  group: 'kept',
  about: 'a manifest among 1,000 is replaced, or new, until its hypervisor starts',
  run: async lab => {
    if (!hasCompiler())
      return [missingRow({name, metric: replaced, yardstick: '-', bar: 12}, compilerMissing)];
    const fleet = await keptFleet(lab);
    const results = await rounds(lab, name, async round => {
      const names = Array.from({length: eventsPerRound}, (_, index) => `r${round}-${index}`);
      const halted = names.map(each => [
        `${each}.yaml`,
        machine(fleet.stubs.guest, each, {...second.spec, runPolicy: 'Halted'}),
      ]);
      drop(fleet.at, {...second.files, ...Object.fromEntries(halted)})();
      await until('halted machines', () => names.every(each => phaseOf(fleet.at, each) === 'Stopped'));
      await sleep(betweenMs);
      const times = {replaced: [], created: []};
      for (const each of names) times.replaced.push(await startedAfter(fleet, each));
      for (const each of names) times.created.push(await startedAfter(fleet, `n${each}`));
      return times;
    });
    const row = (metric, bar, samples, of) => valueRow({name, metric, unit: 'ms', bar, of}, samples);
    const all = side => results.flatMap(each => each[side]);
    return [
      row(`${replaced}, p50`, 12, all('replaced'), median),
      row(`${replaced}, p95`, 40, all('replaced'), samples => percentile(samples, 0.95)),
      row(`${created}, p50`, 30, all('created'), median),
    ];
  },
};

const startedAfter = async ({at, stubs}, name) => {
  const place = drop(at, {[`${name}.yaml`]: machine(stubs.guest, name, second.spec)});
  const began = monotonicMs();
  place();
  await until(`the start of ${name}`, () => stubs.starts(name).length > 0);
  await until('its status', () => phaseOf(at, name) === 'Running');
  await sleep(betweenMs);
  return stubs.starts(name)[0] - began;
};
