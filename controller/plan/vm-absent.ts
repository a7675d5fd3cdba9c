// A VM without a process: why it ended, whether it should start, and everything a start needs, in order. Pure.
import type {ResolvedVm, VmPolicy} from '../desired/node.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {Links} from '../observe/snapshot.ts';
import type {Action, Hold, Plan} from './action.ts';
import {diffVm} from './diff.ts';
import {afterExit, comesBackByItself, wantsRunning} from './power.ts';
import {planDisks} from './vm-disks.ts';
import {imagesOf, startHolds} from './vm-images.ts';
import {planAbandoned, planLinks, planStaleLinks} from './vm-links.ts';
import {
  act,
  asHold,
  awaitingApproval,
  leastFreeBytes,
  nextRevision,
  nothing,
  ownerOf,
  sameVm,
  withKey,
} from './vm-input.ts';
import type {VmPlanInput} from './vm-input.ts';

/** Plan a VM whose process is absent. */
export const planAbsent = (input: VmPlanInput, policy: VmPolicy): Plan => {
  const {record, observed, context} = input;
  if (record.run.active !== null) return act([recordExit(input, policy)]);
  if (observed.links.state === 'unknown')
    return nothing([
      {condition: 'Degraded', reason: 'ObservationFailed', message: observed.links.why, recheckMs: 2_000},
    ]);
  const links: Links = observed.links.state === 'present' ? observed.links.value : new Map();
  if (observed.leftovers)
    return act([
      withKey(
        input,
        {type: 'vm.clean', uid: record.uid, paths: context.paths.vm(record.uid)},
        'its process is gone',
      ),
    ]);
  if (!wantsRunning(record, policy.runPolicy)) return planStopped(input, links);
  if (record.source.source === 'rebuilt') return nothing([awaitingManifest]);
  if (input.node === null) return nothing(input.unresolved.map(asHold));
  const holds = input.unresolved.map(asHold);
  if (holds.length > 0) return nothing(holds);
  return planStart(input, policy, links);
};

/** The record that was lost may have said that the VM was removed; a manifest says that it was not. */
const awaitingManifest: Hold = {
  condition: 'Ready',
  reason: 'AwaitingManifest',
  message: 'its record was lost and is rebuilt; it is started when its manifest is seen',
};

/** The process went away: asked for, with the host, or by itself. */
const recordExit = (input: VmPlanInput, policy: VmPolicy): Action => {
  const {record, context} = input;
  const sameBoot = record.run.active?.bootId === context.bootId;
  const cause = record.run.stopping ? 'Stopped' : sameBoot ? 'HypervisorCrashed' : 'HostStopped';
  const detail = {
    Stopped: 'stopped on request',
    HypervisorCrashed: `the hypervisor process ended by itself; its words: \`vmlet logs --vmm --previous vm/${record.name}\``,
    HostStopped: 'the host was restarted',
  }[cause];
  const after = afterExit(record, {
    cause,
    detail,
    now: context.now,
    ranForMs: context.ranForMs,
    runPolicy: policy.runPolicy,
  });
  return withKey(input, {type: 'record.write', record: after}, detail);
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
const roomHolds = ({observed, context}: VmPlanInput): readonly Hold[] =>
  observed.freeBytes === null || observed.freeBytes >= leastFreeBytes
    ? []
    : [
        {
          condition: 'Admitted',
          reason: 'DiskPressure',
          message: `less than ${String(leastFreeBytes / 1024 / 1024)} MiB are free in ${context.paths.vmsDir}; it is started once there is room`,
          recheckMs: 5_000,
        },
      ];

const planStart = (input: VmPlanInput, policy: VmPolicy, links: Links): Plan => {
  const {record, context} = input;
  const choice = chooseRevision(input, policy);
  if (choice.revision === null) return nothing(choice.holds);
  const {revision, toPrepare} = choice;
  if (toPrepare !== null) {
    const {number} = toPrepare;
    const prepared = {...record, revisions: {...record.revisions, prepared: number}};
    return act([
      ...planAbandoned(ownerOf(record), [input.booted, input.prepared], toPrepare.vm.interfaces, links),
      withKey(input, {type: 'revision.write', uid: record.uid, revision: toPrepare}, 'the spec changed'),
      withKey(input, {type: 'record.write', record: prepared}, `revision ${String(number)} is prepared`),
    ]);
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
    {actions: [], holds: [...roomHolds(input), ...startHolds(input, revision.vm)]},
    planDisks(input, revision.vm),
    planLinks(ownerOf(record), revision.vm.interfaces, links),
  ];
  const obstacles = parts.flatMap(part => part.holds);
  const holds = [...choice.holds, ...obstacles];
  if (obstacles.length > 0) return nothing(holds);
  const preparation = [
    ...parts.flatMap(part => part.actions),
    ...planStaleLinks(ownerOf(record), revision.vm.interfaces, links, 'no interface uses it any more'),
  ];
  // A macvtap's device node is named after the index that the kernel gives it, so it must exist before the argv does.
  if (preparation.some(action => action.type === 'macvtap.create'))
    return {actions: preparation, pendingChanges: choice.changes, holds};
  return {
    actions: [
      ...preparation,
      ...startActions(input, policy, revision, links, images, context.paths.vm(record.uid).runtime),
    ],
    pendingChanges: choice.changes,
    holds,
  };
};

type Choice = {
  readonly revision: Revision | null;
  /** Written before anything else: what is booted, or waits for approval, is always a recorded whole. */
  readonly toPrepare: Revision | null;
  readonly changes: Plan['pendingChanges'];
  readonly holds: readonly Hold[];
};

/**
 * What to boot. A guest that ended by itself comes back as it was unless the change is approved: a crash is no leave
 * to reconfigure. A start that someone asked for takes the newest spec. A refused change never boots.
 */
const chooseRevision = (input: VmPlanInput, policy: VmPolicy): Choice => {
  const {record, node, booted, prepared, context} = input;
  const none = {toPrepare: null, changes: [], holds: []};
  if (node === null) return {...none, revision: null};
  const isPrepared = prepared !== null && sameVm(prepared.vm, node.vm);
  const wanted: Revision = isPrepared
    ? prepared
    : {
        number: nextRevision(record),
        createdAt: context.now,
        generation: record.generation,
        vm: node.vm,
        manifest: record.manifest,
      };
  const toPrepare = isPrepared ? null : wanted;
  if (booted === null) return {...none, revision: wanted, toPrepare};
  const {changes} = diffVm(booted.vm, node.vm, context.driver);
  const refused = changes.filter(change => change.disruption === 'refused');
  const refusal: Hold = {
    condition: 'Admitted',
    reason: 'ChangeRefused',
    message: `${refused.map(change => `${change.path}: ${change.reason}`).join('; ')}. It runs as it was`,
  };
  if (refused.length > 0) return {...none, revision: booted, changes, holds: [refusal]};
  if (sameVm(booted.vm, node.vm)) return {...none, revision: booted};
  const approved =
    policy.approval === 'Automatic' || (isPrepared && record.approvedRevision === prepared.number);
  const byItself =
    !record.restartRequested &&
    record.run.lastExit !== null &&
    comesBackByItself(record.run.lastExit.cause, policy.runPolicy);
  const interrupts = changes.some(change => change.disruption !== 'hot');
  return byItself && interrupts && !approved
    ? {revision: booted, toPrepare, changes, holds: [awaitingApproval(record, changes)]}
    : {...none, revision: wanted, toPrepare};
};

const startActions = (
  input: VmPlanInput,
  policy: VmPolicy,
  revision: Revision,
  links: Links,
  images: readonly {digest: string}[],
  runtime: string,
): readonly Action[] => {
  const {record, context} = input;
  const paths = context.paths.vm(record.uid);
  const command = context.driver.command(revision.vm, {
    ...context.command,
    paths,
    revision: revision.number,
    macvtapNodes: macvtapNodes(revision.vm, links),
  });
  const {revisions, run} = record;
  const intent: ObjectRecord = {
    ...record,
    revisions: {
      prepared: Math.max(revisions.prepared, revision.number),
      booted: revision.number,
      previous: revisions.booted === revision.number ? revisions.previous : revisions.booted,
    },
    approvedRevision: 0,
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
      `revision ${String(revision.number)} is about to start in ${runtime}`,
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

const macvtapNodes = (vm: ResolvedVm, links: Links): ReadonlyMap<string, string> =>
  new Map(
    vm.interfaces.flatMap(nic => {
      const link = nic.binding.kind === 'macvtap' ? links.get(nic.binding.tap) : undefined;
      return link === undefined ? [] : [[link.name, `/dev/tap${String(link.index)}`] as const];
    }),
  );
