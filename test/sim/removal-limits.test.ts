// Limits of the host policy on removals through the whole loop: what is held, what it says, and who lets it go.
import {expect, jest, test} from '@jest/globals';
import {plainVm, policyFile} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {setScene} from './scene.ts';
import type {Scene} from './scene.ts';
import {takeAway} from './stage.ts';

/** Generous: how fast a machine is proves nothing. */
jest.setTimeout(300_000);

const isRemoved = ({sim}: Scene, name: string): boolean => vmRecord(sim.host, name)?.tombstone != null;

const opened = async (policy: string): Promise<Scene> => {
  const scene = setScene();
  scene.sim.host.files.control.put(policyFile, policy);
  scene.declare({...plainVm('a'), labels: {app: 'db'}});
  for (const name of ['b', 'c']) scene.declare(plainVm(name));
  await scene.sim.boot();
  await scene.sim.advance(65_000);
  return scene;
};

const remove = async ({sim, stage}: Scene, name: string): Promise<void> => {
  takeAway(sim, stage, name);
  sim.monitors.acted();
  await sim.advance(65_000);
};

const noneMayGo = 'removals: {selectors: [{matchLabels: {app: db}, maxPerChange: 0}]}\n';

test('a machine beyond a limit runs on, over a restart too, until somebody approves; others go', async () => {
  const scene = await opened(noneMayGo);
  const {sim} = scene;
  await remove(scene, 'a');
  await remove(scene, 'b');
  expect([isRemoved(scene, 'a'), isRemoved(scene, 'b')]).toEqual([false, true]);
  sim.crash();
  await sim.boot();
  await sim.advance(65_000);
  expect(sim.host.qemus.of(vmRecord(sim.host, 'a')?.uid ?? '')?.runState).toBe('running');
  expect(statusText(sim, 'a')).toMatch(
    /type: RemovalHeld\n\s+status: "?True"?\n\s+reason: RemovalLimitExceeded\n\s+message: .*removals\.selectors\[app=db\]\.maxPerChange 0: of 1 machines one change may remove 0, 0 removed; if that is meant: vmlet approve --prune vm\/a/,
  );
  const plan = await sim.during(sim.control?.plan() ?? Promise.reject(new Error('no daemon')));
  expect(JSON.stringify(plan)).toContain('RemovalLimitExceeded');
  sim.monitors.pruneApproved();
  const ref = {kind: 'VirtualMachine', namespace: 'default', name: 'a'};
  if (sim.control !== null) await sim.during(sim.control.approve(ref, {prune: true}));
  await sim.advance(10_000);
  expect(isRemoved(scene, 'a')).toBe(true);
  expect(sim.violations).toEqual([]);
  scene.end();
});

test('a limit is in force from the next scan on, and so is its end; a broken policy changes neither', async () => {
  const scene = await opened('');
  const {sim} = scene;
  sim.host.files.control.put(policyFile, noneMayGo);
  await remove(scene, 'a');
  expect(isRemoved(scene, 'a')).toBe(false);
  sim.host.files.control.put(policyFile, 'removals: {maxPerChange: all}\n');
  await sim.advance(65_000);
  expect(isRemoved(scene, 'a')).toBe(false);
  sim.host.files.control.put(policyFile, '');
  await sim.advance(65_000);
  expect(isRemoved(scene, 'a')).toBe(true);
  expect(sim.violations).toEqual([]);
  scene.end();
});
