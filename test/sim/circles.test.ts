// Machines that would wait for each other: what a circle of dependsOn that is declared later leads to.
import {describe, expect, test} from '@jest/globals';
import {plainVm} from './manifests.ts';
import {statusText} from './mismatches.ts';
import {vmRecord} from './records.ts';
import {setScene} from './scene.ts';

describe('a circle of dependsOn', () => {
  test('that is declared later changes nothing, and says so with its names until it is taken back', async () => {
    const scene = setScene();
    const {sim} = scene;
    scene.declare({...plainVm('a'), dependsOn: []});
    scene.declare({...plainVm('b'), dependsOn: ['a']});
    await sim.boot();
    await sim.advance(30_000);
    scene.declare({...plainVm('a'), labels: {app: 'db'}, dependsOn: ['b']});
    await sim.advance(30_000);
    expect(statusText(sim, 'a')).toMatch(/a -> b -> a \(b at b\.yaml:\d+:\d+\)/);
    expect(statusText(sim, 'b')).toMatch(/b -> a -> b \(a at a\.yaml:\d+:\d+\)/);
    expect(vmRecord(sim.host, 'a')?.policy).toMatchObject({dependsOn: [], labels: {app: 'web'}});
    scene.declare({...plainVm('a'), labels: {app: 'db'}, dependsOn: []});
    await sim.advance(30_000);
    expect(statusText(sim, 'a')).not.toContain('circle');
    expect(vmRecord(sim.host, 'a')?.policy).toMatchObject({dependsOn: [], labels: {app: 'db'}});
    expect(sim.violations).toEqual([]);
    scene.end();
  });
});
