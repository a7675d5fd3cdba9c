// Every format that comes from outside, one target each. A new format joins by a file and a line here.
import {manifestTarget} from './manifest-target.ts';
import {policyTarget} from './policy-target.ts';
import {qcow2Target} from './qcow2-target.ts';
import {
  daemonFileTarget,
  eventsTarget,
  imageFactsTarget,
  memoryTarget,
  stateTarget,
} from './state-targets.ts';
import {statusTarget} from './status-target.ts';
import type {FuzzTarget} from './target.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  manifestTarget,
  policyTarget,
  stateTarget,
  memoryTarget,
  imageFactsTarget,
  eventsTarget,
  daemonFileTarget,
  statusTarget,
  qcow2Target,
];
