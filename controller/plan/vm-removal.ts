// A VM whose manifest is gone: stopped gracefully, its links removed, its disks kept or put into the trash. Pure.
import {afterExit} from './power.ts';
import type {ObjectRecord} from '../observe/record.ts';
import type {ObjectKey} from '../desired/node.ts';
import type {Action, Hold, Plan} from './action.ts';
import {planAbandoned, planStaleLinks} from './vm-links.ts';
import {act, foreignProcess, nothing, ownerOf, stopActions, withKey} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** Used when an object was removed before it could ever be resolved. */
const gracefulLadder = [
  {method: 'powerdown', waitMs: 60_000},
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
] as const;

/** Plan the removal of one VM; its record stands until purge. */
export const planVmRemoval = (input: VmPlanInput): Plan => {
  const {record, observed, context} = input;
  const {tombstone} = record;
  if (tombstone === null) return nothing([]);
  const runPolicy = record.policy?.runPolicy ?? 'Halted';
  if (observed.process.state === 'present') {
    const {value: process} = observed.process;
    if (process.launching || (observed.monitor.state === 'silent' && !record.run.stopNow))
      return nothing([
        {
          condition: 'Ready',
          reason: 'Stopping',
          message: 'waiting for its monitor to answer',
          recheckMs: 1_000,
        },
      ]);
    if (observed.monitor.state === 'connected' && observed.monitor.uuid !== record.uid)
      return nothing([foreignProcess(process.pid, observed.monitor.uuid)]);
    const dependents = record.run.stopping || record.run.stopNow ? [] : context.stopsAfter();
    if (dependents.length > 0) return nothing([afterDependents(dependents)]);
    const policy = record.policy ?? {...neutralPolicy, stopLadder: gracefulLadder};
    return act(stopActions(input, policy, process, tombstone.why));
  }
  if (record.run.active !== null) {
    const exit = {
      cause: 'Stopped' as const,
      detail: tombstone.why,
      now: context.now,
      ranForMs: null,
      runPolicy,
    };
    return act([withKey(input, {type: 'record.write', record: afterExit(record, exit)}, 'it has stopped')]);
  }
  if (observed.links.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.links.why, recheckMs: 2_000},
    ]);
  const links = observed.links.state === 'present' ? observed.links.value : new Map<string, never>();
  const paths = context.paths.vm(record.uid);
  const cleanup = [
    ...(observed.leftovers
      ? [withKey(input, {type: 'vm.clean', uid: record.uid, paths}, 'its process is gone')]
      : []),
    ...planStaleLinks(ownerOf(record), [], links, 'the VM was removed'),
    ...planAbandoned(ownerOf(record), [input.booted, input.prepared], [], links),
  ];
  return act([...cleanup, ...planDisksOfRemoved(input, tombstone)]);
};

/** As at the shutdown of the host: one that others need goes after those of them that go too. */
const afterDependents = (dependents: readonly ObjectKey[]): Hold => ({
  condition: 'RemovalHeld',
  reason: 'AwaitingDependents',
  message: `it stops after ${dependents.map(key => `vm/${key.split('/')[2] ?? ''}`).join(', ')}, which depend on it and are removed too`,
  waitsFor: dependents,
  recheckMs: 2_000,
});

/** How often the time in the trash is written down; at most this much of it is lost with the daemon. */
const trashTickMs = 3_600_000;

/** Kept, put into the trash, or at the end of their time: destroyed. */
const planDisksOfRemoved = (
  input: VmPlanInput,
  tombstone: NonNullable<ObjectRecord['tombstone']>,
): readonly Action[] => {
  const {record, context} = input;
  const {uid} = record;
  const noted = (change: Partial<typeof tombstone>, why: string): Action =>
    withKey(input, {type: 'record.write', record: {...record, tombstone: {...tombstone, ...change}}}, why);
  const purge = (why: string): readonly Action[] => [
    // Half of its disks is no life to come back to: from here on a new declaration waits for the end.
    ...(tombstone.purging === true ? [] : [noted({purging: true}, why)]),
    withKey(input, {type: 'vm.purge', uid}, why),
    withKey(input, {type: 'record.remove', record}, why),
  ];
  if (tombstone.purging === true) return purge('its purge had begun');
  if (tombstone.purgeRequested) return purge('vmlet purge was asked for');
  const deletion = record.policy?.deletion;
  if (deletion?.disks !== 'Delete') return [];
  if (!tombstone.trashed)
    return [
      withKey(input, {type: 'vm.trash', uid, record}, 'deletion.disks is Delete'),
      noted({trashed: true, trashedForMs: 0}, 'its disks are in the trash'),
    ];
  if (context.trashedForMs >= deletion.graceMs) return purge('its time in the trash is over');
  return context.trashedForMs - tombstone.trashedForMs < trashTickMs
    ? []
    : [noted({trashedForMs: context.trashedForMs}, 'time in the trash')];
};

const neutralPolicy = {
  labels: {},
  runPolicy: 'Halted',
  approval: 'Manual',
  when: 'Now',
  window: null,
  onFailure: 'Keep',
  deadlineMs: 300_000,
  deletion: {disks: 'Retain', protect: false, graceMs: 0},
  readiness: {kind: 'running'},
  preStart: [],
  dependsOn: [],
} as const;
