// Machines that are removed together go in the order of a shutdown: who depends on another goes first.
import {expect, jest, test} from '@jest/globals';
import {plainVm} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {setScene} from './scene.ts';
import {takeAway} from './stage.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

test('a machine that others need is stopped after those of them that are removed too, and its network last', async () => {
  const goodbyes: string[] = [];
  const scene = setScene(1, {
    onLine: line => {
      const uid = /^\d+ +system_powerdown ([0-9a-f-]{36})/.exec(line)?.[1];
      if (uid !== undefined) goodbyes.push(uid);
    },
  });
  const {sim, stage} = scene;
  for (const name of ['c', 'd', 'e', 'f', 'g']) scene.declare(plainVm(name));
  scene.declare({...plainVm('a'), dependsOn: []});
  scene.declare({...plainVm('b'), dependsOn: ['a']});
  await sim.boot();
  await sim.advance(65_000);
  const uids = ['a', 'b'].map(name => vmRecord(sim.host, name)?.uid ?? '');
  const slow = sim.host.qemus.of(uids[1] ?? '');
  if (slow !== undefined) slow.guest.powerdownMs = 15_000;
  for (const name of ['a', 'b']) takeAway(sim, stage, name);
  sim.monitors.acted();
  sim.monitors.pruneApproved();
  await sim.advance(8_000);
  if (sim.control !== null) await sim.during(sim.control.approve(null, {prune: true}));
  await sim.advance(5_000);
  expect(statusText(sim, 'a')).toMatch(/it stops after vm\/b, which depend on it/);
  await sim.advance(90_000);
  expect(uids.map(uid => sim.host.qemus.of(uid))).toEqual([undefined, undefined]);
  expect([...new Set(goodbyes)].map(uid => uids.indexOf(uid))).toEqual([1, 0]);
  expect(sim.violations).toEqual([]);
  scene.end();
});

test('one that cannot be asked to stop yet holds up the machine that it needs', async () => {
  const scene = setScene();
  const {sim, stage} = scene;
  for (const name of ['c', 'd', 'e']) scene.declare(plainVm(name));
  scene.declare({...plainVm('a'), dependsOn: []});
  scene.declare({...plainVm('b'), dependsOn: ['a']});
  await sim.boot();
  await sim.advance(65_000);
  const [needed, silent] = ['a', 'b'].map(name => sim.host.qemus.of(vmRecord(sim.host, name)?.uid ?? ''));
  if (silent !== undefined) silent.monitor = 'mute';
  silent?.dropMonitor();
  for (const name of ['a', 'b']) takeAway(sim, stage, name);
  sim.monitors.acted();
  sim.monitors.pruneApproved();
  await sim.advance(5_000);
  if (sim.control !== null) await sim.during(sim.control.approve(null, {prune: true}));
  await sim.advance(10_000);
  expect(vmRecord(sim.host, 'b')?.run.stopping).toBe(false);
  expect(needed?.runState).toBe('running');
  expect(statusText(sim, 'a')).toMatch(/it stops after vm\/b/);
  if (silent !== undefined) silent.monitor = 'answers';
  await sim.advance(90_000);
  expect(sim.host.qemus.all()).toHaveLength(3);
  expect(sim.violations).toEqual([]);
  scene.end();
});
