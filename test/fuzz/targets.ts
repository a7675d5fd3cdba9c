// Every format that comes from outside, one target each. A new format joins by a file and a line here.
import {commandLineTarget} from './command-line-target.ts';
import {manifestTarget} from './manifest-target.ts';
import {monitorTarget} from './monitor-target.ts';
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
import {
  batchErrorsTarget,
  consoleTarget,
  launchLogTarget,
  linksTarget,
  locksTarget,
  requestTarget,
} from './text-targets.ts';
import type {FuzzTarget} from './target.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  manifestTarget,
  commandLineTarget,
  policyTarget,
  stateTarget,
  memoryTarget,
  imageFactsTarget,
  eventsTarget,
  daemonFileTarget,
  statusTarget,
  qcow2Target,
  monitorTarget,
  requestTarget,
  linksTarget,
  batchErrorsTarget,
  launchLogTarget,
  consoleTarget,
  locksTarget,
];
