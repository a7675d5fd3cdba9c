// A VM whose process is there: one sentence, one change, one whole plan.
import {unknown} from '../../../controller/observe/snapshot.ts';
import type {BudgetCount, ResolvedVm, VmPolicy} from '../../../controller/desired/node.ts';
import type {ObjectRecord, RunHistory} from '../../../controller/observe/record.ts';
import {planVm} from '../../../controller/plan/vm.ts';
import type {Hold, PendingChange} from '../../../controller/plan/action.ts';
import {
  base,
  bridge,
  connected,
  dataDisk,
  diskFile,
  driver,
  expected,
  GiB,
  given,
  hostUid,
  lan,
  link,
  linkTable,
  mark,
  now,
  observed,
  policy,
  process,
  record,
  revision,
  revisionWrite,
  rootDisk,
  stored,
  tap,
  target,
  uid,
  vm,
} from './good.ts';
import type {Case, Change} from './good.ts';

const running = (name: string, change: Change, plan: Parameters<typeof expected>[0]): Case => ({
  name,
  plan: () => planVm(given(change)),
  expected: expected(plan),
});

const hold = (
  condition: 'Ready' | 'Degraded' | 'Admitted' | 'RestartRequired' | 'DependenciesReady' | 'RemovalHeld',
  reason: string,
  message: string,
  recheckMs?: number,
) => ({condition, reason, message, ...(recheckMs === undefined ? {} : {recheckMs})});

export const written = (change: Partial<ObjectRecord>, run: Partial<RunHistory> = {}) =>
  ({
    type: 'record.write' as const,
    record: {...record, ...change, run: {...record.run, ...run}},
  }) as const;

const stop = (ladder: typeof policy.stopLadder = policy.stopLadder) =>
  ({type: 'vm.stop', uid, process: target, ladder}) as const;

const quitAndKill = [
  {method: 'quit', waitMs: 5_000},
  {method: 'kill', waitMs: 5_000},
] as const;

const bigger: ResolvedVm = {...vm, memoryBytes: GiB};
const withData: ResolvedVm = {...vm, disks: [rootDisk, dataDisk]};
const grownRoot = {...rootDisk, source: {...rootDisk.source, sizeBytes: 4 * GiB}} as typeof rootDisk;
const shrunkRoot = {...rootDisk, source: {...rootDisk.source, sizeBytes: GiB}} as typeof rootDisk;
const wan = {
  ...lan,
  name: 'wan',
  mac: '52:54:00:00:00:02',
  slot: 3,
  binding: {...lan.binding, tap: 'vmt-wan', altname: 'vmlet.default.web.wan'},
} as typeof lan;

const memoryChange: PendingChange = {
  path: 'spec.memory.size',
  from: '256Mi',
  to: '1Gi',
  disruption: 'restart',
  reason: 'the hypervisor takes it only when it starts',
};
const networkChange: PendingChange = {
  path: 'spec.interfaces[lan].tap.network',
  from: 'lan',
  to: 'dmz',
  disruption: 'hot',
  reason: 'the tap moves to the other bridge',
};
const diskAdded: PendingChange = {
  path: 'spec.disks[data]',
  from: 'absent',
  to: 'present',
  disruption: 'hot',
  reason: 'added to the running guest',
};
const approvalHold = hold(
  'RestartRequired',
  'AwaitingApproval',
  'spec.memory.size changed and wait as revision 3; run `vmlet approve vm/web` to restart it',
);
const diskHold = (what: string): Hold => ({
  ...approvalHold,
  message: `${what} changed and wait as revision 3; run \`vmlet approve vm/web\` to ${what === 'spec.disks[data]' ? 'change' : 'restart'} it`,
});
const leftAlone = {
  wanted: withData,
  prepared: revision(3, withData),
  policy: {approval: 'ManualAll'},
  record: {revisions: {prepared: 3, booted: 2, previous: 1}},
} as const;
const change = (of: ResolvedVm, kind: Parameters<typeof driver.hotChange>[1]['kind'], name: string) =>
  ({type: 'vm.change', uid, process: target, change: driver.hotChange(of, {kind, name})}) as const;
const replacing = {...target, interfaces: ['lan']};
const blankData = {
  type: 'blank.create',
  path: dataDisk.source.path,
  sizeBytes: GiB,
  ownerUid: hostUid,
} as const;
const tapOf = (name: string, altname: string, bridgeName = 'br0') =>
  ({
    type: 'tap.create',
    name,
    mark: {...mark, altname},
    bridge: bridgeName,
    ownerUid: hostUid,
    multiQueue: false,
  }) as const;

/** More memory, prepared and approved. */
const approvedEdit = {
  wanted: bigger,
  prepared: revision(3, bigger),
  record: {revisions: {prepared: 3, booted: 2, previous: 1}, approvedRevision: 3},
};
const fullBudget: BudgetCount = {
  key: 'DisruptionBudget/default/web',
  name: 'web',
  expected: 3,
  unavailable: ['VirtualMachine/default/other'],
  most: 1,
};
const fullBudgetWords =
  'budget web: of 3 machines at most 1 may be unavailable, unavailable now: 1 (vm/other)';
const goneTombstone = {
  since: now,
  why: 'its manifest is gone',
  trashed: false,
  trashedForMs: 0,
  purgeRequested: false,
};
const nextBootHold = hold(
  'RestartRequired',
  'AwaitingNextBoot',
  'spec.memory.size changed; in force when the guest reboots or the VM is restarted: `vmlet restart vm/web`',
);
const inWindow: Partial<VmPolicy> = {
  when: 'Window',
  window: {schedule: '0 3 * * *', durationMs: 3_600_000, timeZone: 'UTC'},
};

export const runningCases: readonly Case[] = [
  running(
    'a removed VM stops after those that depend on it and are removed too',
    {record: {tombstone: goneTombstone}, context: {stopsAfter: () => ['VirtualMachine/default/front']}},
    {
      holds: [
        {
          ...hold(
            'RemovalHeld',
            'AwaitingDependents',
            'it stops after vm/front, which depend on it and are removed too',
            2_000,
          ),
          waitsFor: ['VirtualMachine/default/front'],
        },
      ],
    },
  ),
  running('everything matches: nothing to do', {}, {}),

  running(
    'an unknown process plans nothing',
    {observed: {process: unknown('two processes claim it')}},
    {holds: [hold('Degraded', 'ObservationFailed', 'two processes claim it', 2_000)]},
  ),
  running(
    'unknown links plan nothing, also when the spec changed',
    {wanted: bigger, observed: {links: unknown('netlink is out of order')}},
    {holds: [hold('Degraded', 'ObservationFailed', 'netlink is out of order', 2_000)]},
  ),
  running(
    'a process that is still the launch wrapper is waited for',
    {observed: {process: {state: 'present', value: {...process, launching: true}}}},
    {holds: [hold('Ready', 'Launching', 'the hypervisor is being started', 1_000)]},
  ),
  running(
    'a silent monitor plans nothing, not even the stop that was asked for',
    {record: {powerOverride: 'Halted'}, observed: {monitor: {state: 'silent', why: 'timed out'}}},
    {holds: [hold('Ready', 'MonitorSilent', 'QMP: timed out', 1_000)]},
  ),
  running(
    'a mute VM is stopped when a person says: without grace',
    {
      record: {powerOverride: 'Halted'},
      run: {stopNow: true},
      observed: {monitor: {state: 'silent', why: 'timed out'}},
    },
    {
      actions: [
        [
          written({powerOverride: 'Halted'}, {stopNow: true, stopping: true}),
          'a stop without grace was asked for',
        ],
        [
          stop([
            {method: 'quit', waitMs: 1_000},
            {method: 'kill', waitMs: 5_000},
          ]),
          'a stop without grace was asked for',
        ],
      ],
    },
  ),
  running(
    'a monitor that answers for another VM is not touched, even to stop it',
    {record: {powerOverride: 'Halted'}, monitor: {uuid: 'somebody'}},
    {holds: [hold('Degraded', 'ForeignProcess', 'process 4711 says it is somebody')]},
  ),
  running(
    'a guest before its first instruction is let run',
    {monitor: {runState: 'prelaunch'}},
    {actions: [[{type: 'vm.continue', uid, process: target}, 'it was started but not yet let run']]},
  ),
  running(
    'a guest before its first instruction is let run without the cable that was pulled',
    {
      monitor: {runState: 'prelaunch'},
      booted: revision(2, {...vm, interfaces: [{...lan, linkState: 'down'}]}),
    },
    {
      actions: [
        [
          {
            type: 'vm.continue',
            uid,
            process: target,
            beforeRun: [{execute: 'set_link', arguments: {name: 'net1', up: false}}],
          },
          'it was started but not yet let run',
        ],
      ],
    },
  ),
  running(
    'a paused guest is left paused',
    {monitor: {runState: 'paused'}},
    {holds: [hold('Ready', 'Paused', 'QEMU run state is paused')]},
  ),
  ...(
    [
      ['is given a moment', {pausedForMs: 1_000}, 2 * GiB, 4_000],
      ['stays paused while there is no room', {pausedForMs: 60_000}, 1_024, 1_000],
      ['stays paused while the room is not known', {pausedForMs: 60_000}, null, 1_000],
    ] as const
  ).map(([what, contextChange, freeBytes, recheckMs]) =>
    running(
      `a guest that a disk error stopped ${what}`,
      {observed: {freeBytes, monitor: {...connected, runState: 'io-error'}}, context: contextChange},
      {
        holds: [
          hold(
            'Ready',
            'IoError',
            'paused by a write error of a disk; it goes on by itself once there is space',
            recheckMs,
          ),
        ],
      },
    ),
  ),
  running(
    'a guest that a disk error stopped goes on when there is room, and is never restarted for it',
    {
      observed: {freeBytes: 2 * GiB, monitor: {...connected, runState: 'io-error'}},
      context: {pausedForMs: 5_000},
    },
    {actions: [[{type: 'vm.continue', uid, process: target}, 'there is room again']]},
  ),

  ...(
    [
      ['shutdown', 'GuestShutdown', 'Always', false],
      ['shutdown', 'GuestShutdown', 'RerunOnFailure', true],
      ['shutdown', 'GuestShutdown', 'Once', true],
      ['guest-panicked', 'GuestPanicked', 'Always', false],
      ['guest-panicked', 'GuestPanicked', 'RerunOnFailure', false],
      ['guest-panicked', 'GuestPanicked', 'Once', true],
      ['internal-error', 'InternalError', 'Always', false],
      ['internal-error', 'InternalError', 'RerunOnFailure', false],
      ['internal-error', 'InternalError', 'Once', true],
    ] as const
  ).map(([runState, cause, runPolicy, finished]) =>
    running(
      `run state ${runState} under ${runPolicy} is ${finished ? 'the end' : 'remembered as a failure'}, then QEMU is let go`,
      {policy: {runPolicy}, monitor: {runState}},
      {
        actions: [
          [
            written(
              {policy: {...policy, runPolicy}},
              {
                active: null,
                failures: 1,
                restarts: finished ? 0 : 1,
                finished,
                lastExit: {cause, at: now, detail: `QEMU run state told ${cause}`},
              },
            ),
            `the guest ended: ${cause}`,
          ],
          [stop(quitAndKill), 'its guest has ended'],
        ],
      },
    ),
  ),
  ...(['Manual', 'Halted'] as const).map(runPolicy =>
    running(
      `a guest started by hand under ${runPolicy} that powers off stays off`,
      {policy: {runPolicy}, record: {powerOverride: 'Running'}, monitor: {runState: 'shutdown'}},
      {
        actions: [
          [
            written(
              {policy: {...policy, runPolicy}, powerOverride: null},
              {
                active: null,
                failures: 1,
                restarts: 0,
                lastExit: {cause: 'GuestShutdown', at: now, detail: 'QEMU run state told GuestShutdown'},
              },
            ),
            'the guest ended: GuestShutdown',
          ],
          [stop(quitAndKill), 'its guest has ended'],
        ],
      },
    ),
  ),
  running(
    'a guest that powers off because it was asked to has not failed',
    {run: {stopping: true, failures: 3, restarts: 3}, monitor: {runState: 'shutdown'}},
    {
      actions: [
        [
          written(
            {},
            {active: null, restarts: 3, lastExit: {cause: 'Stopped', at: now, detail: 'stopped on request'}},
          ),
          'the guest ended: GuestShutdown',
        ],
        [stop(quitAndKill), 'its guest has ended'],
      ],
    },
  ),
  running(
    'a failure after a run of ten minutes is the first one again',
    {run: {failures: 4, restarts: 4}, monitor: {runState: 'shutdown'}, context: {ranForMs: 600_000}},
    {
      actions: [
        [
          written(
            {},
            {
              active: null,
              failures: 1,
              restarts: 5,
              lastExit: {cause: 'GuestShutdown', at: now, detail: 'QEMU run state told GuestShutdown'},
            },
          ),
          'the guest ended: GuestShutdown',
        ],
        [stop(quitAndKill), 'its guest has ended'],
      ],
    },
  ),
  running(
    'an end that was recorded before QEMU was let go is not counted twice',
    {run: {active: null}, monitor: {runState: 'shutdown'}},
    {actions: [[stop(quitAndKill), 'its guest has ended']]},
  ),

  running(
    'a stop that was asked for is intended first, then climbs the ladder',
    {record: {powerOverride: 'Halted'}},
    {
      actions: [
        [written({powerOverride: 'Halted'}, {stopping: true}), 'vmlet stop was asked for'],
        [stop(), 'vmlet stop was asked for'],
      ],
    },
  ),
  running(
    'a stop without grace quits and kills',
    {record: {powerOverride: 'Halted'}, run: {stopNow: true}},
    {
      actions: [
        [written({powerOverride: 'Halted'}, {stopNow: true, stopping: true}), 'vmlet stop was asked for'],
        [
          stop([
            {method: 'quit', waitMs: 1_000},
            {method: 'kill', waitMs: 5_000},
          ]),
          'vmlet stop was asked for',
        ],
      ],
    },
  ),
  running(
    'a run policy that says Halted stops it',
    {policy: {runPolicy: 'Halted'}},
    {
      actions: [
        [
          written({policy: {...policy, runPolicy: 'Halted'}}, {stopping: true}),
          'its run policy says it should not run',
        ],
        [stop(), 'its run policy says it should not run'],
      ],
    },
  ),
  running(
    'a stop whose intent is written goes on without writing it again',
    {run: {stopping: true}},
    {actions: [[stop(), 'a stop was begun']]},
  ),
  running(
    'a restart that was asked for begins with a stop',
    {record: {restartRequested: true}},
    {
      actions: [
        [written({restartRequested: true}, {stopping: true}), 'a restart was asked for'],
        [stop(), 'a restart was asked for'],
      ],
    },
  ),
  running(
    'a policy edit is only remembered',
    {declaredPolicy: {labels: {tier: 'front'}}},
    {actions: [[written({policy: {...policy, labels: {tier: 'front'}}}), 'its policies changed']]},
  ),
  ...(
    [
      [258, []],
      [
        640,
        'the guest has 640Mi of memory, 256Mi are declared; 384Mi are not given back: it needs them, or has no driver for its balloon or memory device',
      ],
      [
        128,
        'the guest has 128Mi of memory, 256Mi are declared; 128Mi are not taken: its kernel needs the driver virtio_mem, and has to put the memory online',
      ],
    ] as const
  ).map(([guestMi, message]) =>
    running(
      `a guest of 256Mi that has ${String(guestMi)}Mi is ${typeof message === 'string' ? 'told of, and nothing is done to it' : 'as it should be'}`,
      {
        monitor: {
          memory: {
            totalBytes: guestMi * 1024 ** 2,
            balloonBytes: guestMi * 1024 ** 2,
            pluggedBytes: null,
            requestedBytes: null,
          },
        },
      },
      {holds: typeof message === 'string' ? [hold('Degraded', 'MemoryNotFollowed', message)] : []},
    ),
  ),
  ...(
    [
      [
        'its marker',
        {kind: 'console', contains: 'login:', timeoutMs: 100_000},
        {consoleMarkerSeen: true, agentConnected: null},
        [],
      ],
      [
        'its agent',
        {kind: 'guestAgent', timeoutMs: 100_000},
        {consoleMarkerSeen: null, agentConnected: true},
        [],
      ],
      [
        'nothing yet',
        {kind: 'console', contains: 'login:', timeoutMs: 100_000},
        {consoleMarkerSeen: false, agentConnected: null},
        [hold('Ready', 'AwaitingConsole', 'waiting for "login:" on its console', 40_000)],
      ],
      [
        'nothing in its time',
        {kind: 'guestAgent', timeoutMs: 60_000},
        {consoleMarkerSeen: null, agentConnected: false},
        [
          hold(
            'Degraded',
            'ReadinessTimeout',
            'its guest agent did not appear within 60 s; it runs on: `vmlet logs`',
          ),
        ],
      ],
    ] as const
  ).map(([shown, readiness, evidence, holds]) =>
    running(
      `a guest that has shown ${shown} (${readiness.kind}) is ${holds.length === 0 ? 'left alone' : 'told of, and runs on'}`,
      {policy: {readiness}, observed: {evidence}},
      {holds},
    ),
  ),
  running(
    'a guest whose image was touched is told of, and runs on',
    {
      observed: {
        images: new Map([
          ...observed.images,
          [base.digest, stored(base, {intact: false, why: 'it was touched'})],
        ]),
      },
    },
    {
      holds: [
        hold(
          'Degraded',
          'ImageNotIntact',
          `image base (${base.digest.slice(0, 19)}), which it runs on: it was touched; it goes on, and starts again only when that is mended: \`vmlet describe image/base\``,
        ),
      ],
    },
  ),
  running(
    'a rebuilt record remembers that it was found running',
    {run: {active: null}},
    {actions: [[written({}, {active: {revision: 2, bootId: 'boot-1'}}), 'it was found running']]},
  ),
  running(
    'a record that names another revision than the process learns which one runs',
    {
      record: {revisions: {prepared: 3, booted: 3, previous: 2}},
      run: {active: {revision: 3, bootId: 'boot-1'}},
    },
    {
      actions: [
        [
          written(
            {revisions: {prepared: 3, booted: 2, previous: 2}},
            {active: {revision: 2, bootId: 'boot-1'}},
          ),
          'it was found running',
        ],
      ],
    },
  ),
  running(
    'a number that was given to what never ran is not given again',
    {
      record: {revisions: {prepared: 2, booted: 5, previous: 1}},
      run: {active: {revision: 5, bootId: 'boot-1'}},
    },
    {
      actions: [
        [
          written(
            {revisions: {prepared: 2, booted: 2, previous: 1, last: 5}},
            {active: {revision: 2, bootId: 'boot-1'}},
          ),
          'it was found running',
        ],
      ],
    },
  ),
  running(
    'a lost revision is told and nothing is compared',
    {booted: null, wanted: bigger},
    {
      holds: [
        hold(
          'Degraded',
          'RevisionUnknown',
          'the record of what it was booted with is lost; restart it when you can',
        ),
      ],
    },
  ),
  running(
    'what cannot be resolved runs on as it is, and says what it waits for',
    {
      unresolvable: true,
      unresolved: [
        {
          condition: 'DependenciesReady',
          reason: 'ImageMissing',
          message: 'there is no Image base',
          waitsFor: ['Image/default/base'],
        },
      ],
    },
    {holds: [hold('DependenciesReady', 'ImageMissing', 'there is no Image base')]},
  ),
  running(
    'what the driver cannot run stays as it was booted',
    {wanted: {...vm, cpuCount: 1_000}},
    {
      holds: [hold('Admitted', 'Impossible', 'cpu.count 1000 is more than the 288 of machine q35')],
    },
  ),

  running(
    'an edit that needs a restart is prepared first',
    {wanted: bigger},
    {
      actions: [
        [revisionWrite(revision(3, bigger)), 'the spec changed'],
        [written({revisions: {prepared: 3, booted: 2, previous: 1}}), 'revision 3 is prepared'],
      ],
      pendingChanges: [memoryChange],
    },
  ),
  running(
    'a prepared edit waits for approval',
    {
      wanted: bigger,
      prepared: revision(3, bigger),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
    },
    {pendingChanges: [memoryChange], holds: [approvalHold]},
  ),
  running(
    'an approval of another revision approves nothing',
    {
      wanted: bigger,
      prepared: revision(4, bigger),
      record: {revisions: {prepared: 4, booted: 2, previous: 1}, approvedRevision: 3},
    },
    {
      pendingChanges: [memoryChange],
      holds: [{...approvalHold, message: approvalHold.message.replace('revision 3', 'revision 4')}],
    },
  ),
  ...(
    [
      ['approved', {approvedRevision: 3}, {}],
      ['automatic', {}, {approval: 'Automatic'}],
    ] as const
  ).map(([how, recordChange, policyChange]) =>
    running(
      `an ${how} edit stops the guest`,
      {
        wanted: bigger,
        prepared: revision(3, bigger),
        policy: policyChange,
        record: {revisions: {prepared: 3, booted: 2, previous: 1}, ...recordChange},
      },
      {
        actions: [
          [
            written(
              {
                revisions: {prepared: 3, booted: 2, previous: 1},
                policy: {...policy, ...policyChange},
                ...recordChange,
              },
              {stopping: true},
            ),
            'revision 3 is approved',
          ],
          [stop(), 'revision 3 is approved'],
        ],
        pendingChanges: [memoryChange],
      },
    ),
  ),
  running(
    'an approved edit waits for the next boot when it is to',
    {...approvedEdit, policy: {when: 'NextBoot'}},
    {
      pendingChanges: [memoryChange],
      holds: [nextBootHold],
    },
  ),
  running(
    'a guest that has rebooted long ago waits for its next boot',
    {...approvedEdit, policy: {when: 'NextBoot'}, context: {resetForMs: 3_000}},
    {
      pendingChanges: [memoryChange],
      holds: [nextBootHold],
    },
  ),
  running(
    'a guest that has just rebooted is booted with what waits for that, without being asked to shut down',
    {...approvedEdit, policy: {when: 'NextBoot'}, context: {resetForMs: 100}},
    {
      actions: [
        [
          written({...approvedEdit.record, policy: {...policy, when: 'NextBoot'}}, {stopping: true}),
          'revision 3 is approved',
        ],
        [
          {
            ...stop(),
            ladder: [
              {method: 'quit', waitMs: 5_000},
              {method: 'kill', waitMs: 5_000},
            ],
          },
          'revision 3 is approved',
        ],
      ],
      pendingChanges: [memoryChange],
    },
  ),
  running(
    'a reboot of the guest is no approval',
    {
      ...approvedEdit,
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      policy: {when: 'NextBoot'},
      context: {resetForMs: 100},
    },
    {pendingChanges: [memoryChange], holds: [approvalHold]},
  ),
  running(
    'an approved edit waits for its window, and is looked at again when that opens',
    {...approvedEdit, policy: inWindow},
    {
      pendingChanges: [memoryChange],
      holds: [
        hold(
          'RestartRequired',
          'AwaitingWindow',
          `spec.memory.size changed; update.window opens at ${new Date(Date.parse(now) + 3_600_000).toISOString()}; \`vmlet restart vm/web\` does not wait for it`,
          3_600_000,
        ),
      ],
    },
  ),
  running(
    'an approved edit stops the guest while its window is open',
    {
      ...approvedEdit,
      policy: inWindow,
      context: {windowState: () => ({isOpen: true, opensAtMs: null})},
    },
    {
      actions: [
        [
          written({...approvedEdit.record, policy: {...policy, ...inWindow}}, {stopping: true}),
          'revision 3 is approved',
        ],
        [stop(), 'revision 3 is approved'],
      ],
      pendingChanges: [memoryChange],
    },
  ),
  running(
    'an approved edit waits while a budget has no room, and says the arithmetic',
    {...approvedEdit, context: {budgets: () => [fullBudget]}},
    {
      pendingChanges: [{...memoryChange, reason: fullBudgetWords}],
      holds: [
        {
          ...hold(
            'RestartRequired',
            'AwaitingBudget',
            `spec.memory.size changed; ${fullBudgetWords}; \`vmlet restart vm/web\` does not wait for it`,
          ),
          waitsFor: ['DisruptionBudget/default/web', 'VirtualMachine/default/other'],
        },
      ],
    },
  ),
  running(
    'an open window is no approval',
    {
      ...approvedEdit,
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      policy: inWindow,
      context: {windowState: () => ({isOpen: true, opensAtMs: null})},
    },
    {pendingChanges: [memoryChange], holds: [approvalHold]},
  ),
  running(
    'an edit taken back leaves nothing prepared and nothing approved',
    {
      prepared: revision(3, bigger),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}, approvedRevision: 3},
    },
    {
      actions: [
        [written({revisions: {prepared: 2, booted: 2, previous: 1, last: 3}}), 'what runs is what is wanted'],
      ],
    },
  ),

  running(
    'a new disk is made and plugged while the guest runs, as a revision of its own',
    {wanted: withData},
    {
      actions: [
        [revisionWrite(revision(3, withData)), 'live changes'],
        [blankData, 'disk data does not exist yet'],
        [change(withData, 'disk.add', 'data'), 'disk data was added'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'live changes that were prepared before keep their number',
    {
      wanted: withData,
      prepared: revision(3, withData),
      record: {revisions: {prepared: 3, booted: 2, previous: 1}},
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', diskFile(dataDisk)],
        ]),
      },
    },
    {
      actions: [
        [change(withData, 'disk.add', 'data'), 'disk data was added'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'a machine that is left alone has a live change prepared, and not done',
    {wanted: withData, policy: {approval: 'ManualAll'}},
    {
      actions: [
        [revisionWrite(revision(3, withData)), 'the spec changed'],
        [
          written({
            revisions: {prepared: 3, booted: 2, previous: 1},
            policy: {...policy, approval: 'ManualAll'},
          }),
          'revision 3 is prepared',
        ],
      ],
      pendingChanges: [diskAdded],
    },
  ),
  running('a live change of a machine that is left alone waits for approval', leftAlone, {
    pendingChanges: [diskAdded],
    holds: [diskHold('spec.disks[data]')],
  }),
  running(
    'an approved live change of a machine that is left alone is done while it runs',
    {...leftAlone, record: {...leftAlone.record, approvedRevision: 3}},
    {
      actions: [
        [blankData, 'disk data does not exist yet'],
        [change(withData, 'disk.add', 'data'), 'disk data was added'],
        [
          written({
            revisions: {prepared: 3, booted: 3, previous: 2},
            policy: {...policy, approval: 'ManualAll'},
            approvedRevision: 3,
          }),
          'the live changes are in force',
        ],
      ],
    },
  ),
  running(
    'of a machine that is left alone nothing is done in part: with a restart that waits the live change waits too',
    {
      ...leftAlone,
      wanted: {...withData, memoryBytes: GiB},
      prepared: revision(3, {...withData, memoryBytes: GiB}),
    },
    {
      pendingChanges: [memoryChange, diskAdded],
      holds: [diskHold('spec.memory.size, spec.disks[data]')],
    },
  ),
  running(
    'hot and restart edits together: the hot part at once, the rest stays for approval',
    {wanted: {...withData, memoryBytes: GiB}},
    {
      actions: [
        [revisionWrite(revision(3, withData)), 'live changes'],
        [blankData, 'disk data does not exist yet'],
        [change(withData, 'disk.add', 'data'), 'disk data was added'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'after the hot part the rest is prepared against what runs now',
    {
      wanted: {...withData, memoryBytes: GiB},
      booted: revision(3, withData),
      record: {revisions: {prepared: 3, booted: 3, previous: 2}},
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', diskFile(dataDisk)],
        ]),
      },
    },
    {
      actions: [
        [revisionWrite(revision(4, {...withData, memoryBytes: GiB}), [3, 2]), 'the spec changed'],
        [written({revisions: {prepared: 4, booted: 3, previous: 2}}), 'revision 4 is prepared'],
      ],
      pendingChanges: [memoryChange],
    },
  ),
  running(
    'a disk that cannot be read is not plugged',
    {
      wanted: withData,
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', unknown('it is a fifo')],
        ]),
      },
    },
    {pendingChanges: [diskAdded], holds: [hold('Degraded', 'DiskUnreadable', 'disk data: it is a fifo')]},
  ),
  running(
    'a file on another base under the name of a new disk is not plugged',
    {
      wanted: withData,
      observed: {
        disks: new Map([
          ['root', diskFile(rootDisk)],
          ['data', diskFile(dataDisk, {backing: {path: base.path, format: 'raw'}})],
        ]),
      },
    },
    {
      pendingChanges: [diskAdded],
      holds: [
        hold(
          'Degraded',
          'DiskMismatch',
          `disk data: it has a backing file ${base.path}; nothing was touched`,
        ),
      ],
    },
  ),
  running(
    'a disk asked larger is grown while the guest runs',
    {wanted: {...vm, disks: [grownRoot]}},
    {
      actions: [
        [revisionWrite(revision(3, {...vm, disks: [grownRoot]})), 'live changes'],
        [change({...vm, disks: [grownRoot]}, 'disk.grow', 'root'), 'disk root was grown'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'a new interface gets its tap and is plugged',
    {wanted: {...vm, interfaces: [lan, wan]}},
    {
      actions: [
        [revisionWrite(revision(3, {...vm, interfaces: [lan, wan]})), 'live changes'],
        [tapOf('vmt-wan', 'vmlet.default.web.wan'), 'interface wan needs it on br0'],
        [change({...vm, interfaces: [lan, wan]}, 'interface.add', 'wan'), 'interface wan was added'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'an interface on another network moves its tap to the other bridge',
    {
      wanted: {
        ...vm,
        interfaces: [
          {...lan, binding: {...lan.binding, bridge: 'br1', network: 'dmz'} as typeof lan.binding},
        ],
      },
      observed: {links: linkTable(bridge, link({name: 'br1', index: 9, kind: 'bridge'}), tap)},
    },
    {
      actions: [
        [
          revisionWrite(
            revision(3, {
              ...vm,
              interfaces: [
                {...lan, binding: {...lan.binding, bridge: 'br1', network: 'dmz'} as typeof lan.binding},
              ],
            }),
          ),
          'live changes',
        ],
        [
          {type: 'tap.attach', name: 'vmt-lan', mark, bridge: 'br1'},
          'it belongs on br1; its network changed',
        ],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'limits of a tap that are declared no more are taken away live',
    {
      booted: revision(2, {...vm, interfaces: [{...lan, rate: {inboundBytesPerSecond: GiB}}]}),
      wanted: vm,
    },
    {
      actions: [
        [revisionWrite(revision(3, vm)), 'live changes'],
        [{type: 'tap.limit', name: 'vmt-lan', mark, rate: {}}, 'its rate changed'],
        [written({revisions: {prepared: 3, booted: 3, previous: 2}}), 'the live changes are in force'],
      ],
    },
  ),
  running(
    'an interface waits for the bridge of its new network, and for a name that is taken',
    {
      wanted: {
        ...vm,
        interfaces: [
          {...lan, binding: {...lan.binding, bridge: 'br1', network: 'dmz'} as typeof lan.binding},
          wan,
        ],
      },
      observed: {links: linkTable(bridge, tap, link({name: 'vmt-wan', index: 9, kind: 'bridge'}))},
    },
    {
      pendingChanges: [
        {
          path: 'spec.interfaces[lan].tap.network',
          from: 'lan',
          to: 'dmz',
          disruption: 'hot',
          reason: 'the tap moves to the other bridge',
        },
        {
          path: 'spec.interfaces[wan]',
          from: 'absent',
          to: 'present',
          disruption: 'hot',
          reason: 'added to the running guest',
        },
      ],
      holds: [
        hold('DependenciesReady', 'BridgeMissing', 'bridge br1 does not exist yet'),
        hold(
          'Degraded',
          'NameTaken',
          "link vmt-wan exists and is not vmlet's (no alias vmlet:<uid>); remove or rename it",
        ),
      ],
    },
  ),
  running(
    'an edit that would cost data is refused, and nothing else of it happens either',
    {wanted: {...withData, disks: [shrunkRoot, dataDisk], memoryBytes: GiB}},
    {
      pendingChanges: [
        memoryChange,
        {
          path: 'spec.disks[root].size',
          from: '2Gi',
          to: '1Gi',
          disruption: 'refused',
          reason: 'disks cannot shrink',
        },
        diskAdded,
      ],
      holds: [
        hold(
          'Admitted',
          'ChangeRefused',
          'spec.disks[root].size: disks cannot shrink. Nothing was changed; put the old value back or add a new object',
        ),
      ],
    },
  ),

  running(
    'a tap that was deleted is replaced with its card: out, made anew, in',
    {observed: {links: linkTable(bridge)}},
    {
      actions: [
        [written({}, {replacing}), 'its card is about to be replaced'],
        [change(vm, 'interface.remove', 'lan'), 'interface lan: its tap was removed'],
        [tapOf('vmt-lan', mark.altname), 'interface lan needs it on br0'],
        [change(vm, 'interface.add', 'lan'), 'interface lan: its tap was removed'],
        [written({}, {replacing: null}), 'its card is back'],
      ],
    },
  ),
  running(
    'a tap that QEMU does not hold any more is replaced with its card',
    {observed: {links: linkTable(bridge, {...tap, carrier: false})}},
    {
      actions: [
        [written({}, {replacing}), 'its card is about to be replaced'],
        [change(vm, 'interface.remove', 'lan'), 'interface lan: its tap has no carrier'],
        [tapOf('vmt-lan', mark.altname), 'interface lan needs it on br0'],
        [change(vm, 'interface.add', 'lan'), 'interface lan: its tap has no carrier'],
        [written({}, {replacing: null}), 'its card is back'],
      ],
    },
  ),
  running(
    'a card whose replacement was interrupted is put back, although its tap has carrier again',
    {run: {replacing}},
    {
      actions: [
        [change(vm, 'interface.add', 'lan'), 'interface lan: its replacement was interrupted'],
        [written({}, {replacing: null}), 'its card is back'],
      ],
    },
  ),
  running(
    'a card whose replacement was interrupted before its tap was made is replaced as it was begun',
    {run: {replacing}, observed: {links: linkTable(bridge)}},
    {
      actions: [
        [change(vm, 'interface.remove', 'lan'), 'interface lan: its tap was removed'],
        [tapOf('vmt-lan', mark.altname), 'interface lan needs it on br0'],
        [change(vm, 'interface.add', 'lan'), 'interface lan: its tap was removed'],
        [written({}, {replacing: null}), 'its card is back'],
      ],
    },
  ),
  running(
    'a replacement that an earlier process was in the middle of is nothing to this one',
    {run: {replacing: {...replacing, startTicks: replacing.startTicks + 1}}},
    {},
  ),
  running(
    'a deleted tap of a machine without hot-plug is told, with the way out',
    {
      booted: revision(2, {...vm, hypervisor: {...vm.hypervisor, machine: 'microvm'}}),
      wanted: {...vm, hypervisor: {...vm.hypervisor, machine: 'microvm'}},
      observed: {links: linkTable(bridge)},
    },
    {
      holds: [
        hold(
          'Degraded',
          'InterfaceCut',
          'interface lan: its tap was removed; machine microvm cannot replace it while it runs: `vmlet restart vm/web`',
        ),
      ],
    },
  ),
  running(
    'a deleted tap of a machine without hot-plug is not moved to another network either',
    {
      booted: revision(2, {...vm, hypervisor: {...vm.hypervisor, machine: 'microvm'}}),
      wanted: {
        ...vm,
        hypervisor: {...vm.hypervisor, machine: 'microvm'},
        interfaces: [
          {...lan, binding: {...lan.binding, bridge: 'br1', network: 'dmz'} as typeof lan.binding},
        ],
      },
      observed: {links: linkTable(bridge, link({name: 'br1', index: 9, kind: 'bridge'}))},
    },
    {
      pendingChanges: [networkChange],
      holds: [
        hold(
          'Degraded',
          'InterfaceCut',
          'interface lan: its tap was removed; machine microvm cannot replace it while it runs: `vmlet restart vm/web`',
        ),
        hold(
          'Degraded',
          'InterfaceCut',
          'interface lan: its tap was removed, so it changes with the next start: `vmlet restart vm/web`',
        ),
      ],
    },
  ),
  ...(
    [
      ['was taken from its bridge', {master: null}],
      ['was put on another bridge', {master: 'br9'}],
      ['was set down', {up: false, carrier: false}],
      ['an interrupted removal left in its group', {group: '65544'}],
    ] as const
  ).map(([how, linkChange]) =>
    running(
      `a tap that ${how} is attached again, and its card stays`,
      {observed: {links: linkTable(bridge, {...tap, ...linkChange})}},
      {
        actions: [
          [
            {type: 'tap.attach', name: 'vmt-lan', mark, bridge: 'br0'},
            'it belongs on br0; someone changed it',
          ],
        ],
      },
    ),
  ),
  running(
    'a bridge that is gone is left to its network',
    {observed: {links: linkTable(tap)}},
    {holds: [hold('Degraded', 'BridgeMissing', 'bridge br0 is gone; its network makes it anew')]},
  ),
  running(
    'a link of somebody else under the name of its tap is never touched',
    {observed: {links: linkTable(bridge, {...tap, alias: 'mine'})}},
    {
      holds: [
        hold(
          'Degraded',
          'NameTaken',
          "link vmt-lan exists and is not vmlet's (no alias vmlet:<uid>); remove or rename it",
        ),
      ],
    },
  ),
  running(
    'a link of its own that no interface uses is taken away, a foreign one stays',
    {
      observed: {
        links: linkTable(
          bridge,
          tap,
          link({name: 'vmt-old', kind: 'tun', alias: mark.alias, altnames: ['old']}),
          link({name: 'vmt-foreign', kind: 'tun', alias: 'vmlet:other'}),
          link({name: 'dummy0', kind: 'dummy', alias: mark.alias}),
        ),
      },
    },
    {
      actions: [
        [
          {type: 'tap.delete', name: 'vmt-old', mark: {alias: mark.alias, altname: 'old'}},
          'no interface uses it any more',
        ],
      ],
    },
  ),
  running(
    'rootless user networking needs no links at all',
    {
      booted: revision(2, {
        ...vm,
        interfaces: [{...lan, binding: {kind: 'user', restrict: false, forwards: []}}],
      }),
      wanted: {...vm, interfaces: [{...lan, binding: {kind: 'user', restrict: false, forwards: []}}]},
      observed: {...observed, monitor: connected, links: {state: 'absent'}},
    },
    {},
  ),
];
