// What planning a VM takes, and the small builders that its branches share. Pure.
import type {
  BudgetCount,
  ObjectKey,
  ResolvedVm,
  Shortage,
  Unresolved,
  UpdateWindow,
  VmNode,
  VmPolicy,
} from '../desired/node.ts';
import type {CommandContext, Driver} from '../drivers/driver.ts';
import type {ProcessIdentity} from '../host/host.ts';
import type {Paths} from '../host/paths.ts';
import type {ObjectRecord, Revision} from '../observe/record.ts';
import type {ObservedVm} from '../observe/snapshot.ts';
import type {Action, ActionBody, Hold, PendingChange, Plan} from './action.ts';

export type VmContext = {
  /** Wall time for records; decides nothing. */
  readonly now: string;
  readonly monotonicMs: number;
  /** Wall time in ms since 1970, for windows alone. */
  readonly wallMs: number;
  /** Whether a window is open now. */
  windowState(window: UpdateWindow): {readonly isOpen: boolean; readonly opensAtMs: number | null};
  /** The disruption budgets that speak of this machine, as they are now. */
  budgets(): readonly BudgetCount[];
  /** Why this version of the machine does not fit on the host now, or null. */
  shortage(vm: ResolvedVm): Shortage | null;
  /** Machines that are removed too, still run, and depend on this one: they go first. */
  stopsAfter(): readonly ObjectKey[];
  /** Room where the disks are that the host policy keeps for the host. */
  readonly diskReserveBytes: number;
  readonly bootId: string;
  readonly driver: Driver;
  readonly paths: Paths;
  /** What the driver needs beyond the VM itself. */
  readonly command: Omit<CommandContext, 'paths' | 'revision' | 'macvtapNodes'>;
  /** Monotonic time before which a crashed VM is not started again. */
  readonly notBeforeMs: number;
  /** Since a write error paused the guest, or since it was last let go on. */
  readonly pausedForMs: number;
  /** How long the disks of a removed VM have been in the trash while a daemon ran. */
  readonly trashedForMs: number;
  /** Since the guest last reset itself while we watched; null when it has not. */
  readonly resetForMs: number | null;
  /** How long the present run has lasted, when we saw it begin. */
  readonly ranForMs: number | null;
};

export type VmPlanInput = {
  readonly record: ObjectRecord;
  /** null while it cannot be resolved; `unresolved` says why. */
  readonly node: VmNode | null;
  readonly unresolved: readonly Unresolved[];
  /** As declared now, also while the rest cannot be resolved; null when its class is missing. */
  readonly policy?: VmPolicy | null;
  /** Under a rollback: the machine that the manifest would lead to. */
  readonly heldBack?: ResolvedVm | null;
  readonly booted: Revision | null;
  /** While a variant is booted: the revision of the machine itself that ran before it. */
  readonly main?: Revision | null;
  /** What its process was started as, when that is another one; null when that record is lost. */
  readonly started?: Revision | null;
  readonly prepared: Revision | null;
  readonly observed: ObservedVm;
  readonly context: VmContext;
};

/** What the process was started as: live changes made a revision of their own of it. */
export const startedOf = ({record: {run}, started}: VmPlanInput, booted: Revision): ResolvedVm | null =>
  run.active === null || run.active.revision === booted.number ? booted.vm : (started?.vm ?? null);

/** Why this version of it has to wait until others take less of the host. */
export const capacityHolds = ({context}: VmPlanInput, vm: ResolvedVm): readonly Hold[] => {
  const short = context.shortage(vm);
  return short === null
    ? []
    : [
        {
          condition: 'Admitted',
          reason: 'Unschedulable',
          message: short.messages.join('; '),
          waitsFor: short.takers,
        },
      ];
};

/** Room where the disks are without which no guest is started or, when a write error paused it, let go on. */
export const leastFreeBytes = 64 * 1024 * 1024;

/** A plan without actions. */
export const nothing = (holds: readonly Hold[]): Plan => ({actions: [], pendingChanges: [], holds});

/** A plan of actions alone. */
export const act = (actions: readonly Action[]): Plan => ({actions, pendingChanges: [], holds: []});

/**
 * What is planned on a host and a record that the steps before it lead to: they change nothing else that was seen, so nobody has
 * to look again in between. Where the plan begins with writing the record itself, a write just before it is part of that.
 */
export const behind = (before: Plan, plan: Plan): Plan => {
  const first = plan.actions.find(action => action.type !== 'revision.write');
  const isTaken = first?.type === 'record.write' && before.actions.at(-1)?.type === 'record.write';
  return {
    ...plan,
    actions: [...(isTaken ? before.actions.slice(0, -1) : before.actions), ...plan.actions],
  };
};

export const withKey = (input: VmPlanInput, body: ActionBody, why: string): Action => ({
  ...body,
  key: keyOf(input.record),
  why,
});

const keyOf = (record: ObjectRecord): Action['key'] => `${record.kind}/${record.namespace}/${record.name}`;

/** The parts that link planning needs, also when the object cannot be resolved. */
export const ownerOf = (record: ObjectRecord): Pick<VmNode, 'key' | 'uid' | 'hostUid'> => ({
  key: keyOf(record),
  uid: record.uid,
  hostUid: record.hostUid,
});

export const asHold = (unresolved: Unresolved): Hold => ({
  condition: unresolved.condition,
  reason: unresolved.reason,
  message: unresolved.message,
});

/** Whether these changes take leave: what interrupts the guest always does, and under ManualAll everything. */
export const asksFor = ({approval}: VmPolicy, changes: readonly PendingChange[]): boolean =>
  changes.some(change => approval === 'ManualAll' || change.disruption !== 'hot');

/** Changes that take leave are prepared and shown, and wait for it. */
export const awaitingApproval = (
  record: ObjectRecord,
  revision: number,
  changes: readonly PendingChange[],
): Hold => ({
  condition: 'RestartRequired',
  reason: 'AwaitingApproval',
  message: `${changes.map(change => change.path).join(', ')} changed and wait as revision ${String(revision)}; run \`vmlet approve vm/${record.name}\` to ${changes.some(({disruption}) => disruption !== 'hot') ? 'restart' : 'change'} it`,
});

/** The monitor of this process answers for another VM: whatever it is, it is not touched. */
export const foreignProcess = (pid: number, uuid: string): Hold => ({
  condition: 'Degraded',
  reason: 'ForeignProcess',
  message: `process ${String(pid)} says it is ${uuid}`,
});

export const sameVm = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** What `--now` means: QEMU is asked, then killed; the guest is not. */
export const stopNowLadder = [
  {method: 'quit', waitMs: 1_000},
  {method: 'kill', waitMs: 5_000},
] as const;

/** The stop of a running guest, preceded by its intent, so that the end is known to have been asked for. */
export const stopActions = (
  input: VmPlanInput,
  policy: VmPolicy,
  process: Extract<ObservedVm['process'], {state: 'present'}>['value'],
  why: string,
): readonly Action[] => [
  ...(input.record.run.stopping
    ? []
    : [
        withKey(
          input,
          {type: 'record.write', record: {...input.record, run: {...input.record.run, stopping: true}}},
          why,
        ),
      ]),
  withKey(
    input,
    {
      type: 'vm.stop',
      uid: input.record.uid,
      process: {pid: process.pid, startTicks: process.startTicks},
      ladder: input.record.run.stopNow ? stopNowLadder : policy.stopLadder,
    },
    why,
  ),
];

/** What tells a process from every other one. */
export const identity = ({pid, startTicks}: ProcessIdentity): ProcessIdentity => ({pid, startTicks});
