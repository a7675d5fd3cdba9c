// What root does to the host policy, one row each. A policy never stops what runs; what it lets go again may be done then.
import type {Actor} from './actor.ts';
import {policyFile} from './manifests.ts';
import type {Simulation} from './simulation.ts';
import {allMayChange} from './stage.ts';

const policies: readonly string[] = [
  '',
  '',
  'limits: {machines: 2}\n',
  'limits: {machines: 1}\n',
  'limits: {memory: 300Mi}\n',
  'capacity: {memory: {reserve: 7800Mi}, cpus: {overcommitPercent: 50}}\n',
  'allow: {bridges: ["br-*"], hooks: false}\n',
  'allow: {hooks: false, extraArgs: false}\n',
  'allow: {bridges: [br-lab, eth0]}\n',
  'removals: {maxPerChange: 0}\n',
  'removals: {maxPerChange: 50%, selectors: [{matchLabels: {app: web}, maxPerChange: 0%}]}\n',
  'sources: [{name: manifests, removals: {maxPerChange: 0}}]\n',
  'allow: {paths: [/images]}\nsources: [{name: manifests, limits: {machines: 3}}]\n',
];

/** Somebody writes the policy. */
export const writePolicy = (sim: Simulation, text: string): void => {
  allMayChange(sim, 'the policy was edited');
  sim.host.files.control.put(policyFile, text);
  sim.note(`> policy ${text.trim()}`);
};

export const policyActors: readonly Actor[] = [
  {
    name: 'edit the host policy',
    weight: 4,
    run: sim => {
      writePolicy(sim, sim.random.pick(policies) ?? '');
      return true;
    },
  },
  {
    name: 'break or lose the host policy',
    weight: 1,
    run: sim => {
      if (sim.host.files.stat(policyFile) === undefined) return false;
      // The daemon that runs goes on with the last good one; a start that it ends is made good by whoever mends it.
      if (sim.life === null) return false;
      sim.host.files.control.put(policyFile, 'limits: {machines: few}\n');
      sim.note('> policy is broken');
      sim.host.clock.after(1_500, () => {
        if (sim.host.files.read(policyFile)?.includes('few') === true) writePolicy(sim, '');
      });
      return true;
    },
  },
];
