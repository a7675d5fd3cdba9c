// A VM without a process: why it ended, whether it should start, and everything a start needs, in order. Pure.
import type {ResolvedInterface, ResolvedVm, VmPolicy} from '../desired/node.ts';
import type {VmmCommand} from '../drivers/driver.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {Links} from '../observe/snapshot.ts';
import type {Action, Hold, Plan} from './action.ts';
import {afterExit, restartDelayMs, wantsRunning} from './power.ts';
import {chooseRevision} from './vm-choice.ts';
import {planDisks} from './vm-disks.ts';
import {imagesOf, startHolds} from './vm-images.ts';
import {planAbandoned, planLimits, planLinks, planStaleLinks} from './vm-links.ts';
import {act, asHold, behind, capacityHolds, leastFreeBytes, nothing, ownerOf, withKey} from './vm-input.ts';
import type {NewRevision} from './new-revision.ts';
import type {VmPlanInput} from './vm-input.ts';
import {planFailedTrial, trialOf} from './vm-trial.ts';

/** Plan a VM whose process is absent. */
export const planAbsent = (input: VmPlanInput, policy: VmPolicy): Plan => {
  if (input.record.run.active === null) return planDown(input, policy);
  const after = recordAfterExit(input, policy);
  const written = act([
    withKey(
      input,
      {type: 'record.write', record: after},
      after.run.lastExit?.detail ?? 'its process is gone',
    ),
  ]);
  // Whoever has to wait is told by the next look for how long; what was not seen to end may be about to begin.
  if (restartDelayMs(after.run.failures) > 0 || input.context.ranForMs === null) return written;
  return behind(written, planDown({...input, record: after}, policy));
};

/** Its last run is over, and written down. */
const planDown = (input: VmPlanInput, policy: VmPolicy): Plan => {
  const {record, observed, context} = input;
  if (observed.links.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.links.why, recheckMs: 2_000},
    ]);
  const links: Links = observed.links.state === 'present' ? observed.links.value : new Map();
  const plan = planClean(input, policy, links);
  if (!observed.leftovers) return plan;
  const cleaned = act([
    withKey(
      input,
      {type: 'vm.clean', uid: record.uid, paths: context.paths.vm(record.uid)},
      'its process is gone',
    ),
  ]);
  // Only a start is in a hurry; all else is planned on what is left behind the cleaning.
  return plan.actions.some(action => action.type === 'vm.start') ? behind(cleaned, plan) : cleaned;
};

/** As if nothing of its last run were left. */
const planClean = (input: VmPlanInput, policy: VmPolicy, links: Links): Plan => {
  const {record} = input;
  if (!wantsRunning(record, policy.runPolicy)) return planStopped(input, links);
  if (record.source.source === 'rebuilt') return nothing([awaitingManifest]);
  const givenUp = planFailedTrial(input, policy);
  if (givenUp !== null) return act([givenUp]);
  const holds = input.unresolved.map(asHold);
  if (input.node === null || holds.length > 0) return nothing(holds);
  return planStart(input, policy, links);
};

/** The record that was lost may have said that the VM was removed; a manifest says that it was not. */
const awaitingManifest: Hold = {
  condition: 'Ready',
  reason: 'AwaitingManifest',
  message: 'its record was lost and is rebuilt; it is started when its manifest is seen',
};

/** The process went away: asked for, with the host, or by itself. */
const recordAfterExit = ({record, context}: VmPlanInput, policy: VmPolicy): ObjectRecord => {
  const sameBoot = record.run.active?.bootId === context.bootId;
  const cause = record.run.stopping ? 'Stopped' : sameBoot ? 'HypervisorCrashed' : 'HostStopped';
  const detail = {
    Stopped: 'stopped on request',
    HypervisorCrashed: `the hypervisor process ended by itself; its words: \`vmlet logs --vmm --previous vm/${record.name}\``,
    HostStopped: 'the host was restarted',
  }[cause];
  return afterExit(record, {
    cause,
    detail,
    now: context.now,
    ranForMs: context.ranForMs,
    runPolicy: policy.runPolicy,
  });
};

const planStopped = (input: VmPlanInput, links: Links): Plan => {
  const {record} = input;
  const taps = [
    ...planStaleLinks(ownerOf(record), [], links, 'the VM is stopped'),
    ...planAbandoned(ownerOf(record), [input.booted, input.prepared], [], links),
  ];
  if (taps.length > 0 || !record.restartRequested) return act(taps);
  return act([
    withKey(
      input,
      {type: 'record.write', record: {...record, restartRequested: false}},
      'a stopped VM has nothing to restart',
    ),
  ]);
};

const crashLoop = (record: ObjectRecord, waitMs: number): Hold => ({
  condition: 'Ready',
  reason: 'CrashLoopBackOff',
  message: `it ended ${String(record.run.failures)} times; last: ${record.run.lastExit?.detail ?? 'unknown'}`,
  recheckMs: waitMs,
});

/** What is free is not said: a status does not change by itself. */
const roomHolds = ({observed, context}: VmPlanInput): readonly Hold[] => {
  const leastBytes = Math.max(leastFreeBytes, context.diskReserveBytes);
  return observed.freeBytes === null || observed.freeBytes >= leastBytes
    ? []
    : [
        {
          condition: 'Admitted',
          reason: 'DiskPressure',
          message: `less than ${String(Math.floor(leastBytes / 1024 / 1024))} MiB are free in ${context.paths.vmsDir}; it is started once there is room`,
          recheckMs: 5_000,
        },
      ];
};

/** `made`: what was prepared in this very plan, with the command that starts it. */
const planStart = (
  input: VmPlanInput,
  policy: VmPolicy,
  links: Links,
  made: NewRevision | null = null,
): Plan => {
  const {record, context} = input;
  const choice = chooseRevision(input, policy);
  if (choice.revision === null) return nothing(choice.holds);
  const {revision, toPrepare} = choice;
  if (toPrepare !== null) {
    const {number, vm} = toPrepare.revision;
    const prepared = {...record, revisions: {...record.revisions, prepared: number}};
    const abandoned = planAbandoned(ownerOf(record), [input.booted, input.prepared], vm.interfaces, links);
    const written = act([
      ...abandoned,
      toPrepare.write,
      withKey(input, {type: 'record.write', record: prepared}, `revision ${String(number)} is prepared`),
    ]);
    if (abandoned.length > 0) return written;
    return behind(
      written,
      planStart({...input, record: prepared, prepared: toPrepare.revision}, policy, links, toPrepare),
    );
  }
  const waitMs = context.notBeforeMs - context.monotonicMs;
  if (waitMs > 0)
    return {
      actions: [],
      pendingChanges: choice.changes,
      holds: [crashLoop(record, waitMs), ...choice.holds],
    };
  const images = imagesOf(revision.vm);
  const parts = [
    {
      actions: [],
      holds: [...capacityHolds(input, revision.vm), ...roomHolds(input), ...startHolds(input, revision.vm)],
    },
    planDisks(input, revision.vm),
    planLinks(ownerOf(record), revision.vm.interfaces, links),
  ];
  const obstacles = parts.flatMap(part => part.holds);
  const holds = [...choice.holds, ...obstacles];
  if (obstacles.length > 0) return nothing(holds);
  const preparation = [
    ...parts.flatMap(part => part.actions),
    ...planStaleLinks(ownerOf(record), revision.vm.interfaces, links, 'no interface uses it any more'),
    ...planLimits(ownerOf(record), revision.vm.interfaces, limitedBefore(input)),
  ];
  // A macvtap's device node is named after the index that the kernel gives it, so it must exist before the argv does.
  if (preparation.some(action => action.type === 'macvtap.create'))
    return {actions: preparation, pendingChanges: choice.changes, holds};
  return {
    actions: [
      ...preparation,
      ...(choice.toWrite === undefined ? [] : [choice.toWrite]),
      ...startActions(input, policy, revision, {
        images,
        command: (made?.revision === revision ? made.command : null) ?? commandOf(input, revision, links),
      }),
    ],
    pendingChanges: choice.changes,
    holds,
    takesRoom: revision.vm,
  };
};

/** Null where nobody knows, since the revision that ran is lost. */
const limitedBefore = ({record, booted}: VmPlanInput): readonly ResolvedInterface[] | null =>
  booted === null && record.revisions.booted > 0 ? null : (booted?.vm.interfaces ?? []);

const startActions = (
  input: VmPlanInput,
  policy: VmPolicy,
  revision: Revision,
  {images, command}: {readonly images: readonly {digest: string}[]; readonly command: VmmCommand},
): readonly Action[] => {
  const {record, context} = input;
  const paths = context.paths.vm(record.uid);
  const {run} = record;
  const trial = trialOf(record, policy, revision);
  const intent: ObjectRecord = {
    ...record,
    revisions: revisionsAfter(input, revision),
    ...variantAfter(record, revision),
    approvedRevision: 0,
    ...(trial === (record.trial ?? null) ? {} : {trial}),
    restartRequested: false,
    run: {
      ...run,
      active: {revision: revision.number, bootId: context.bootId},
      stopping: false,
      stopNow: false,
      bootedAt: context.now,
    },
  };
  return [
    ...(policy.preStart.length === 0
      ? []
      : [
          withKey(
            input,
            {type: 'vm.prepare' as const, uid: record.uid, commands: policy.preStart},
            'preStart comes before every start',
          ),
        ]),
    withKey(
      input,
      {type: 'record.write', record: intent},
      `revision ${String(revision.number)} is about to start in ${paths.runtime}`,
    ),
    withKey(
      input,
      {
        type: 'vm.start',
        priority: policy.startPriority ?? 0,
        uid: record.uid,
        revision: revision.number,
        command,
        paths,
        hostUid: record.hostUid,
        images: [...new Set(images.map(image => image.digest))],
      },
      record.run.lastExit === null
        ? 'it should run and does not'
        : `it should run; last end: ${record.run.lastExit.cause}`,
    ),
  ];
};

/** A variant is booted, and neither prepared nor anything to go back to. */
const revisionsAfter = (
  {record: {revisions}, booted}: VmPlanInput,
  {number, variant}: Revision,
): ObjectRecord['revisions'] => {
  const ran = booted?.variant?.main ?? revisions.booted;
  const last = Math.max(revisions.last ?? 0, booted?.variant === undefined ? 0 : booted.number);
  const given = last === 0 ? {} : {last};
  if (variant !== undefined) return {...revisions, ...given, booted: number};
  const previous = ran === number ? revisions.previous : ran;
  return {...revisions, ...given, prepared: Math.max(revisions.prepared, number), booted: number, previous};
};

/** The wish is fulfilled; what runs is named for as long as it does. */
const variantAfter = (record: ObjectRecord, {variant}: Revision): Partial<ObjectRecord> => ({
  ...(record.bootVariant == null ? {} : {bootVariant: null}),
  ...((record.variant ?? null) === (variant?.name ?? null) ? {} : {variant: variant?.name ?? null}),
});

const commandOf = ({record, context}: VmPlanInput, {vm, number}: Revision, links: Links): VmmCommand =>
  context.driver.command(vm, {
    ...context.command,
    paths: context.paths.vm(record.uid),
    revision: number,
    macvtapNodes: macvtapNodes(vm, links),
  });

const macvtapNodes = (vm: ResolvedVm, links: Links): ReadonlyMap<string, string> =>
  new Map(
    vm.interfaces.flatMap(nic => {
      const link = nic.binding.kind === 'macvtap' ? links.get(nic.binding.tap) : undefined;
      return link === undefined ? [] : [[link.name, `/dev/tap${String(link.index)}`] as const];
    }),
  );
